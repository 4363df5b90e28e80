//! A virtual person: knows nothing of the bot, sees a keyboard and presses.

use serde_json::json;

use crate::options::Options;
use crate::telegram::BotApi;

pub(crate) const FIRST_ID: i64 = 700_000_001;

pub(crate) struct Person {
    pub(crate) id: i64,
    /// Updates already sent in this journey.
    steps: u32,
}

impl Person {
    /// As many people as asked for, with ids of their own.
    pub(crate) fn crowd(count: usize) -> impl Iterator<Item = Self> {
        (FIRST_ID..).take(count).map(|id| Self { id, steps: 0 })
    }

    pub(crate) fn is_on_the_way(&self) -> bool {
        self.steps > 0
    }

    /// What is on the screen after a failure is anybody's guess.
    pub(crate) fn start_again(&mut self) {
        self.steps = 0;
    }

    /// The update that Telegram would deliver for this person's next move.
    pub(crate) fn next_update(
        &mut self,
        update_id: i64,
        api: &BotApi,
        options: &Options,
    ) -> String {
        let screen = api.screen(self.id);
        let button = match self.steps {
            0 => None,
            1 => screen
                .buttons
                .iter()
                .find(|data| data.contains(&options.prefer))
                .or_else(|| screen.buttons.first()),
            _ => screen.buttons.first(),
        };
        let from =
            json!({"id": self.id, "is_bot": false, "first_name": "Анна", "language_code": "ru"});
        let chat = json!({"id": self.id, "first_name": "Анна", "type": "private"});
        let update = match button {
            Some(data) => {
                api.note(self.id, || format!("presses {data}"));
                json!({"update_id": update_id, "callback_query": {
                    "id": update_id.to_string(), "from": from, "chat_instance": "1", "data": data,
                    "message": {"message_id": screen.message_id, "chat": chat, "date": 1_767_225_600, "text": "-"},
                }})
            }
            None => {
                self.steps = 0;
                api.note(self.id, || "writes /menu".to_owned());
                json!({"update_id": update_id, "message": {
                    "message_id": update_id, "from": from, "chat": chat, "date": 1_767_225_600, "text": "/menu",
                    "entities": [{"type": "bot_command", "offset": 0, "length": 5}],
                }})
            }
        };
        self.steps = (self.steps + 1) % options.steps;
        update.to_string()
    }
}
