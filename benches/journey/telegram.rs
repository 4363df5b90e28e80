//! A pretend Bot API: every call succeeds after a set time, and it remembers what each chat sees.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::net::TcpListener;

use crate::Result;
use crate::calls::{Markup, Params, Riding, readable, text};
use crate::http::Connection;
use crate::replies::Replies;
use crate::tally::Tally;

/// The newest keyboard of a chat, as callback data.
#[derive(Debug, Clone, Default)]
pub(crate) struct Screen {
    pub(crate) message_id: i64,
    pub(crate) buttons: Vec<String>,
}

#[derive(Default)]
pub(crate) struct BotApi {
    latency: Duration,
    last_message_id: AtomicI64,
    screens: Mutex<HashMap<i64, Screen>>,
    calls: Mutex<BTreeMap<String, u64>>,
    replies: Mutex<Replies>,
    /// What each chat was told, in order; kept only where that is looked at.
    stories: Mutex<Option<HashMap<i64, Vec<String>>>>,
    trace: Mutex<Vec<String>>,
}

impl BotApi {
    /// The calls take so long; they take effect at once.
    pub(crate) fn new(latency: Duration) -> Self {
        Self {
            latency,
            ..Self::default()
        }
    }

    pub(crate) fn screen(&self, chat_id: i64) -> Screen {
        lock(&self.screens)
            .get(&chat_id)
            .cloned()
            .unwrap_or_default()
    }

    /// Calls so far, by method; those in webhook answers apart.
    pub(crate) fn calls(&self) -> BTreeMap<String, u64> {
        lock(&self.calls).clone()
    }

    pub(crate) fn expect_reply(&self, chat_id: i64, due: Instant) {
        lock(&self.replies).expect(chat_id, due);
    }

    pub(crate) fn forget_reply(&self, chat_id: i64) {
        lock(&self.replies).forget(chat_id);
    }

    /// Whether this person has yet to be shown what their last update led to.
    pub(crate) fn owes_reply(&self, chat_id: i64) -> bool {
        lock(&self.replies).is_waiting(chat_id)
    }

    /// Waits until everybody was shown something, for a time; then moves it into the tally.
    pub(crate) async fn settle(&self, tally: &mut Tally, started: Instant, patience: Duration) {
        let end = Instant::now() + patience;
        while !lock(&self.replies).is_settled() && Instant::now() < end {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        lock(&self.replies).settle(tally, started);
    }

    /// From now on what each chat is told is kept.
    pub(crate) fn listen(&self) {
        *lock(&self.stories) = Some(HashMap::new());
    }

    pub(crate) fn stories(&self) -> HashMap<i64, Vec<String>> {
        lock(&self.stories).take().unwrap_or_default()
    }

    /// Takes a webhook's answer: its body may be a call.
    pub(crate) fn take_answer(&self, body: &[u8]) {
        if let Ok(riding) = serde_json::from_slice::<Riding<'_>>(body) {
            self.count(&format!("{} (in the answer)", riding.method));
            self.call(&riding.method, body);
        }
    }

    fn count(&self, name: &str) {
        let mut calls = lock(&self.calls);
        match calls.get_mut(name) {
            Some(count) => *count += 1,
            None => drop(calls.insert(name.to_owned(), 1)),
        }
    }

    /// Carries a call out; returns the `result` member.
    fn call(&self, method: &str, body: &[u8]) -> String {
        let params = Params::parse(body);
        let chat_id = params.chat_id.unwrap_or_default();
        self.note(chat_id, || format!("    {method} {}", readable(body)));
        let edited = method.starts_with("edit");
        let message_id = match params.message_id {
            Some(id) if edited => id,
            _ => self.last_message_id.fetch_add(1, Ordering::Relaxed) + 1,
        };
        let message = format!(
            r#"{{"message_id":{message_id},"date":1767225600,"chat":{{"id":{chat_id},"type":"private"}},"text":"-"}}"#
        );
        match method {
            "getMe" => {
                r#"{"id":123456,"is_bot":true,"first_name":"Keys","username":"five_keys_bot"}"#
                    .to_owned()
            }
            "getWebhookInfo" => {
                r#"{"url":"","has_custom_certificate":false,"pending_update_count":0}"#.to_owned()
            }
            "sendMediaGroup" => format!("[{message}]"),
            "sendChatAction" => "true".to_owned(),
            _ if edited || method.starts_with("send") => {
                self.show(chat_id, message_id, params.reply_markup, edited);
                lock(&self.replies).seen(chat_id);
                if let Some(stories) = lock(&self.stories).as_mut() {
                    stories.entry(chat_id).or_default().push(text(body));
                }
                message
            }
            _ => "true".to_owned(),
        }
    }

    fn show(&self, chat_id: i64, message_id: i64, markup: Option<Markup>, edited: bool) {
        let buttons = markup.unwrap_or_default().buttons();
        let mut screens = lock(&self.screens);
        let screen = screens.entry(chat_id).or_default();
        // A message without buttons leaves the ones above it in sight; an edit takes its own away.
        if !buttons.is_empty() || (edited && screen.message_id == message_id) {
            *screen = Screen {
                message_id,
                buttons,
            };
        }
    }

    /// Keeps a line of the first person's story.
    pub(crate) fn note(&self, chat_id: i64, line: impl FnOnce() -> String) {
        if chat_id == crate::person::FIRST {
            let mut trace = lock(&self.trace);
            if trace.len() < 60 {
                trace.push(line());
            }
        }
    }

    pub(crate) fn print_trace(&self) {
        for line in lock(&self.trace).iter() {
            println!("{line}");
        }
    }
}

/// Serves the pretend Bot API on a free port; returns its address.
pub(crate) async fn serve(api: Arc<BotApi>) -> Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let api = Arc::clone(&api);
            tokio::spawn(async move {
                // A service that goes away breaks its connections; that is no error of ours.
                if let Ok(connection) = Connection::new(stream) {
                    let _ = answer_calls(&api, connection).await;
                }
            });
        }
    });
    Ok(address)
}

async fn answer_calls(api: &BotApi, mut connection: Connection) -> std::io::Result<()> {
    while let Some(request) = connection.read().await? {
        let path = request.target().split('?').next().unwrap_or_default();
        let method = path.rsplit('/').next().unwrap_or_default();
        api.count(method);
        let body = format!(
            r#"{{"ok":true,"result":{}}}"#,
            api.call(method, request.body)
        );
        if !api.latency.is_zero() {
            tokio::time::sleep(api.latency).await;
        }
        let answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        connection.write(answer.as_bytes()).await?;
    }
    Ok(())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
