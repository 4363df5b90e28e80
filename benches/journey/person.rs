//! A virtual person: knows nothing of the bot, sees a keyboard and presses.

use serde_json::{Value, json};

use crate::telegram::BotApi;

/// Those who take the quiz, those who come by an advertisement, those who pay: their ids begin here.
pub(crate) const FIRST: i64 = 700_000_001;
pub(crate) const NEWCOMER: i64 = 800_000_001;
pub(crate) const BUYER: i64 = 900_000_001;

/// How people go about it.
#[derive(Debug, Clone)]
pub(crate) struct Habits {
    /// The menu's button whose data contains this, else its first.
    pub(crate) prefer: String,
    /// Updates in one journey.
    pub(crate) steps: u32,
}

pub(crate) struct Person {
    pub(crate) id: i64,
    /// Updates already sent in this journey.
    steps: u32,
}

impl Person {
    pub(crate) fn new(id: i64) -> Self {
        Self { id, steps: 0 }
    }

    pub(crate) fn is_on_the_way(&self) -> bool {
        self.steps > 0
    }

    /// What is on the screen after a failure is anybody's guess.
    pub(crate) fn start_again(&mut self) {
        self.steps = 0;
    }

    /// The update that Telegram would deliver for this person's next move.
    pub(crate) fn next_update(&mut self, update_id: i64, api: &BotApi, habits: &Habits) -> String {
        let screen = api.screen(self.id);
        let button = match self.steps {
            0 => None,
            1 => screen
                .buttons
                .iter()
                .find(|data| data.contains(&habits.prefer))
                .or_else(|| screen.buttons.first()),
            _ => screen.buttons.first(),
        };
        let update = match button {
            Some(data) => press(update_id, self.id, screen.message_id, data, api),
            None => {
                self.steps = 0;
                command(update_id, self.id, "/menu", api)
            }
        };
        self.steps = (self.steps + 1) % habits.steps;
        update
    }
}

/// Somebody writes a command.
pub(crate) fn command(update_id: i64, id: i64, text: &str, api: &BotApi) -> String {
    api.note(id, || format!("writes {text}"));
    json!({"update_id": update_id, "message": {
        "message_id": update_id, "from": from(id), "chat": chat(id), "date": 1_767_225_600, "text": text,
        "entities": [{"type": "bot_command", "offset": 0, "length": text.len()}],
    }})
    .to_string()
}

fn press(update_id: i64, id: i64, message_id: i64, data: &str, api: &BotApi) -> String {
    api.note(id, || format!("presses {data}"));
    json!({"update_id": update_id, "callback_query": {
        "id": update_id.to_string(), "from": from(id), "chat_instance": "1", "data": data,
        "message": {"message_id": message_id, "chat": chat(id), "date": 1_767_225_600, "text": "-"},
    }})
    .to_string()
}

fn from(id: i64) -> Value {
    json!({"id": id, "is_bot": false, "first_name": "Анна", "language_code": "ru"})
}

fn chat(id: i64) -> Value {
    json!({"id": id, "first_name": "Анна", "type": "private"})
}
