//! `five-keys-bot playground`, driven as its page drives it, killed and started again.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{
    app::PATIENCE,
    client,
    database::{Backend, TestDatabase},
    process::Process,
};

const ANNA: i64 = 5_301_000_111;

/// The command and its page, as Anna sees it.
struct Page {
    process: Process,
    url: String,
    http: reqwest::Client,
}

impl Page {
    async fn open(name: &str, database: &TestDatabase) -> Self {
        let arguments = [
            "playground",
            "--listen",
            "127.0.0.1:0",
            "--database",
            &database.url,
            "--chats",
            "chats.jsonl",
        ];
        let mut process = Process::start(database.folder(), name, &arguments, &[]);
        let url = process.wrote("address", |process| {
            let out = process.out();
            let (_, rest) = out.split_once("Open  ")?;
            Some(rest.split_once("/ ")?.0.to_owned())
        });
        let url = url.await;
        assert!(
            !url.ends_with(":0"),
            "the address is not the real one: {url}"
        );
        let http = client();
        Self { process, url, http }
    }

    async fn post(&self, what: &str, form: Value) -> Value {
        let answer = self
            .http
            .post(format!("{}/playground/{what}", self.url))
            .json(&form)
            .send()
            .await
            .expect("an answer");
        assert!(answer.status().is_success(), "{what}: {}", answer.status());
        answer.json().await.expect("JSON")
    }

    async fn state(&self, after: u64) -> Value {
        let url = format!("{}/playground/state?user={ANNA}&after={after}", self.url);
        self.http
            .get(url)
            .send()
            .await
            .expect("an answer")
            .json()
            .await
            .expect("JSON")
    }

    /// Waits until the page shows this, with nothing on its way any more.
    async fn until(&self, what: &str, holds: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let (begun, mut version) = (Instant::now(), 0);
        loop {
            let state = self.state(version).await;
            let messages = state["messages"].as_array().cloned().unwrap_or_default();
            let calm = state["webhook"]["set"] == true && state["webhook"]["waiting"] == 0;
            if calm && holds(&messages) {
                return messages;
            }
            assert!(begun.elapsed() < PATIENCE, "never shown: {what}; {state:#}");
            version = state["version"].as_u64().unwrap_or_default();
        }
    }

    async fn says(&self, text: &str) {
        self.post("text", json!({ "user": ANNA, "text": text }))
            .await;
    }

    /// Presses the newest button with these words, as the page does.
    async fn presses(&self, words: &str) {
        let messages = self
            .until(words, |messages| button(messages, words).is_some())
            .await;
        let (message, data) = button(&messages, words).expect("it was there");
        self.post(
            "press",
            json!({ "user": ANNA, "message": message, "data": data }),
        )
        .await;
    }

    /// Answers a question of the quiz with the first of its answers.
    async fn answers(&self, question: usize) {
        let shown = format!("Вопрос {question} из 5");
        let messages = self
            .until(&shown, |messages| {
                messages
                    .iter()
                    .any(|message| text(message).contains(&shown))
            })
            .await;
        let asked = messages
            .iter()
            .find(|message| text(message).contains(&shown))
            .expect("it was there");
        let data = &asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"];
        self.post(
            "press",
            json!({ "user": ANNA, "message": asked["message_id"], "data": data }),
        )
        .await;
    }
}

fn text(message: &Value) -> &str {
    message["text"].as_str().unwrap_or_default()
}

fn button(messages: &[Value], words: &str) -> Option<(i64, String)> {
    messages.iter().rev().find_map(|message| {
        let rows = message["reply_markup"]["inline_keyboard"].as_array()?;
        let mut buttons = rows.iter().filter_map(Value::as_array).flatten();
        let found = buttons.find(|button| {
            button["text"]
                .as_str()
                .is_some_and(|text| text.contains(words))
        })?;
        Some((
            message["message_id"].as_i64()?,
            found["callback_data"].as_str()?.to_owned(),
        ))
    })
}

fn newest_says(words: &'static str) -> impl Fn(&[Value]) -> bool {
    move |messages| {
        // The first welcome is followed by a question about reminders.
        let question = |message: &Value| message.to_string().contains("notify:no");
        let newest = messages.iter().rfind(|message| !question(message));
        newest.is_some_and(|message| text(message).contains(words))
    }
}

/// Nothing is left that a restart would send again.
async fn nothing_waits(database: &TestDatabase) {
    let begun = Instant::now();
    // The owner, who never pressed Start, cannot be written to: what they are owed is kept.
    let pending = "SELECT id FROM outbox WHERE held_at IS NULL AND dead_at IS NULL";
    while !database.query(pending).await.is_empty() {
        assert!(begun.elapsed() < PATIENCE, "messages wait");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_in_the_playground_is_still_there_after_a_kill() {
    let database = TestDatabase::create(Backend::Sqlite).await;
    let page = Page::open("first", &database).await;
    page.post(
        "person",
        json!({ "id": ANNA, "first_name": "Анна", "language_code": "ru" }),
    )
    .await;
    page.says("/start").await;
    page.until("a welcome", newest_says("Здравствуйте, Анна"))
        .await;
    page.presses("Энергия").await;
    page.presses("Начать").await;
    for question in 1..=5 {
        page.answers(question).await;
    }
    page.until("a result", newest_says("Запас есть")).await;
    let paid = page
        .post(
            "tribute",
            json!({ "user": ANNA, "event": "new_subscription", "plan": 0 }),
        )
        .await;
    assert_eq!(paid["status"], 200);
    page.says("/subscription").await;
    page.until("a date", newest_says("Доступ открыт до")).await;
    page.says("/menu").await;
    page.presses("Энергия").await;
    page.presses("Начать").await;
    page.answers(1).await;
    page.answers(2).await;
    let before = page
        .until("a third question", newest_says("Вопрос 3 из 5"))
        .await;
    nothing_waits(&database).await;
    let Page { mut process, .. } = page;
    process.kill();

    let page = Page::open("second", &database).await;
    let after = page
        .until("the chat", |messages| !messages.is_empty())
        .await;
    assert_eq!(after, before, "the chat is not as it was");
    page.says("/subscription").await;
    page.until("a date", newest_says("Доступ открыт до")).await;
    page.says("/menu").await;
    page.presses("Продолжить").await;
    let resumed = page
        .until("the third question", newest_says("Вопрос 3 из 5"))
        .await;
    assert_eq!(
        resumed.len(),
        before.len() + 4,
        "two words of Anna, two answers: {resumed:#?}"
    );
    nothing_waits(&database).await;
    let Page { process, .. } = page;
    process.terminate();
}
