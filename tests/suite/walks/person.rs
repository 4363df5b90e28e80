//! A person on a walk, whose every step is looked at.

use five_keys_bot::playground::{Call, ShownMessage};
use serde_json::json;

use crate::support::app::{TestApp, plan};

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    Says(String),
    SharesNumber,
    /// Something that is neither words nor a number.
    SendsSticker,
    Pays,
    /// A button by its data, under this message or under the newest that has it.
    Presses(Option<i64>, String),
}

/// A person with a chat of their own.
pub struct Walker<'a> {
    pub app: &'a TestApp,
    pub id: i64,
    /// What they did so far, for whoever reads about a failure.
    pub path: Vec<Act>,
}

impl<'a> Walker<'a> {
    pub fn new(app: &'a TestApp, id: i64, language: &str) -> Self {
        app.telegram.add_person(id, "Анна <b>&", Some(language));
        let path = Vec::new();
        Self { app, id, path }
    }

    /// What the bot wrote, the newest first.
    pub fn screens(&self) -> Vec<ShownMessage> {
        let chat = self.app.telegram.chat(self.id).into_iter().rev();
        chat.filter(|message| message.from_bot).collect()
    }

    /// The buttons of some of the newest messages that come back to the bot.
    pub fn buttons(&self, newest: usize) -> Vec<(i64, String)> {
        let screens = self.screens().into_iter().take(newest);
        let of = |message: ShownMessage| {
            let id = message.message_id;
            let buttons = message.keyboard.into_iter().flatten();
            buttons
                .filter_map(move |button| Some((id, button.action.data()?.to_owned())))
                .collect::<Vec<_>>()
        };
        screens.flat_map(of).collect()
    }

    /// Takes a step; everything that follows has happened, and is as it should be.
    pub async fn takes(&mut self, act: &Act) {
        self.path.push(act.clone());
        let telegram = &self.app.telegram;
        telegram.forget_calls();
        let before = (self.screens(), telegram.toasts(self.id).len());
        match act {
            Act::Says(text) => drop(telegram.send_text(self.id, text)),
            Act::SharesNumber => drop(telegram.share_contact(self.id, "+79990000001")),
            Act::SendsSticker => {
                let message = json!({ "message": {
                    "message_id": 1_000_000, "date": 1_800_000_000, "sticker": { "file_id": "x" },
                    "chat": { "id": self.id, "type": "private" },
                    "from": { "id": self.id, "is_bot": false, "first_name": "Анна" },
                }});
                telegram.queue_update(self.id, message);
            }
            Act::Pays => assert_eq!(telegram.pay(self.id, &plan()).await.status, 200),
            Act::Presses(under, data) => {
                let newest = self.screens().first().map(|screen| screen.message_id);
                let under = under.or(newest).expect("a message");
                telegram.press(self.id, under, data);
            }
        }
        self.app.settled().await;
        let so_far = || format!("after {:#?}\nof {}", self.path, self.id);
        let answered = || {
            let now = (self.screens(), telegram.toasts(self.id).len());
            now != before || telegram.calls().iter().any(is_the_same_again)
        };
        // A message that had to wait for an older one follows after the answer to the update.
        let what = if answered() { String::new() } else { so_far() };
        self.app.until(&what, |_| answered()).await;

        let calls = telegram.calls();
        let refused = calls
            .iter()
            .filter(|call| call.refused && !is_the_same_again(call));
        let refused: Vec<_> = refused
            .map(|call| (&call.method, &call.description))
            .collect();
        assert!(refused.is_empty(), "{refused:?}\n{}", so_far());
        if matches!(act, Act::Presses(..)) {
            let stopped = calls
                .iter()
                .filter(|call| call.method == "answerCallbackQuery");
            assert_eq!(stopped.count(), 1, "the spinner\n{}", so_far());
        }
        if *act == Act::Pays {
            // The good news comes unasked, below a screen that leads on.
            return;
        }
        let shown = self.screens();
        let mut news = shown
            .iter()
            .filter(|screen| !before.0.contains(screen))
            .peekable();
        let toast_only = news.peek().is_none();
        let on = news.any(|screen| !screen.keyboard.is_empty());
        let on = on || !telegram.reply_keyboard(self.id).is_empty();
        assert!(toast_only || on, "no way on\n{}", so_far());
    }
}

/// Telegram's word for an edit that changes nothing, which is as good as a yes.
fn is_the_same_again(call: &Call) -> bool {
    let words = call.description.as_deref().unwrap_or_default();
    call.refused && words.contains("message is not modified")
}
