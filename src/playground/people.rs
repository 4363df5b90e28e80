//! What a test makes people, and the weather, do.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::fact::Fact;
use super::handle::Playground;
use super::shown::{ButtonAction, ShownMessage};
use super::weather::Weather;

/// Ids of a crowd are higher than any that a person would choose by hand.
const FIRST_OF_CROWD: i64 = 6_000_000_000;

impl Playground {
    /// Adds a person who has not pressed Start yet, or changes the name and language of one who is known.
    pub fn add_person(&self, id: i64, first_name: &str, language_code: Option<&str>) {
        self.change(|world| {
            let mut person = world.meet(id);
            person.first_name = first_name.to_owned();
            person.language_code = language_code.map(str::to_owned);
            world.record(Fact::Person(person));
        });
    }

    /// Adds a group (a negative id) that the bot may write to.
    pub fn add_group(&self, id: i64, title: &str) {
        self.add_group_or_channel(id, title, false);
    }

    /// Adds a group or a channel (a negative id) in which the bot is an administrator.
    pub fn add_group_or_channel(&self, id: i64, title: &str, is_channel: bool) {
        let title = title.to_owned();
        self.change(|world| {
            world.record(Fact::Group {
                id,
                title,
                is_channel,
            });
        });
    }

    /// Many new people write the same at the same time; returns the ids of the first and the last.
    pub fn crowd(&self, people: u32, text: &str) -> (i64, i64) {
        self.change(|world| {
            let known = world.people.keys().next_back().copied().unwrap_or(0);
            let first = known.max(FIRST_OF_CROWD) + 1;
            let last = first + i64::from(people) - 1;
            for id in first..=last {
                let mut person = world.meet(id);
                person.in_crowd = true;
                world.record(Fact::Person(person));
                world.person_says(id, text);
            }
            (first, last)
        })
    }

    /// The person writes to the bot; returns the update's id. A person is created when first named.
    pub fn send_text(&self, user_id: i64, text: &str) -> i64 {
        self.change(|world| world.person_says(user_id, text))
    }

    /// The person presses a callback button; returns the update's id.
    ///
    /// Neither the message nor the button needs to exist any more: people press what an old screen shows.
    pub fn press(&self, user_id: i64, message_id: i64, callback_data: &str) -> i64 {
        self.change(|world| world.person_presses(user_id, message_id, callback_data))
    }

    /// The person presses the callback button whose text contains the fragment: in the newest message, else below the text
    /// box, else in the newest of the older messages that has one. Returns the update's id, or none without such a button.
    pub fn press_button(&self, user_id: i64, button_text_fragment: &str) -> Option<i64> {
        let find = |message: &ShownMessage| {
            let buttons = message.keyboard.iter().flatten();
            let mut data = buttons
                .filter(|button| button.text.contains(button_text_fragment))
                .filter_map(|button| button.action.data());
            data.next()
                .map(|data| (message.message_id, data.to_owned()))
        };
        let press = |(message_id, data): (i64, String)| self.press(user_id, message_id, &data);
        let chat = self.chat(user_id);
        let newest = chat.last().and_then(find).map(press);
        newest
            .or_else(|| self.press_reply_button(user_id, button_text_fragment))
            .or_else(|| chat.iter().rev().find_map(find).map(press))
    }

    fn press_reply_button(&self, user_id: i64, fragment: &str) -> Option<i64> {
        let rows = self.reply_keyboard(user_id);
        let button = rows
            .into_iter()
            .flatten()
            .find(|button| button.text.contains(fragment))?;
        match button.action {
            ButtonAction::Other(value) if value.get("request_contact") == Some(&json!(true)) => {
                Some(self.share_contact(user_id, "+79990000001"))
            }
            _ => Some(self.send_text(user_id, &button.text)),
        }
    }

    /// The person shares their own phone number; returns the update's id.
    pub fn share_contact(&self, user_id: i64, phone: &str) -> i64 {
        self.change(|world| {
            let person = world.meet(user_id);
            let contact = json!({
                "phone_number": phone,
                "first_name": person.first_name,
                "user_id": user_id,
            });
            let content = Map::from_iter([("contact".to_owned(), contact)]);
            world.person_writes(user_id, content)
        })
    }

    /// The person blocks the bot; returns the update's id.
    pub fn block_bot(&self, user_id: i64) -> i64 {
        self.change(|world| world.set_blocked(user_id, true))
    }

    /// The person unblocks the bot; returns the update's id.
    pub fn unblock_bot(&self, user_id: i64) -> i64 {
        self.change(|world| world.set_blocked(user_id, false))
    }

    /// Queues any update for delivery under this key; returns its id, which is put in when `update` is an object.
    /// An update that carries its own `update_id` keeps it: that is how a test repeats one.
    pub fn queue_update(&self, chat_key: i64, mut update: Value) -> i64 {
        self.change(|world| {
            let given = update.get("update_id").and_then(Value::as_i64);
            let update_id = given.unwrap_or_else(|| world.new_update_id());
            let mut kind = String::from("message");
            if let Some(fields) = update.as_object_mut() {
                fields.insert("update_id".to_owned(), json!(update_id));
                let content = fields.keys().find(|name| *name != "update_id");
                kind = content.cloned().unwrap_or(kind);
            }
            world.enqueue_raw(update_id, &kind, chat_key, update);
            update_id
        })
    }

    /// Something will go wrong.
    pub fn weather(&self, weather: Weather) {
        self.change(|world| world.forecast.add(weather));
    }

    /// Something goes wrong every time, until the sky is cleared; `times` is not looked at.
    pub fn climate(&self, weather: Weather) {
        self.change(|world| world.forecast.add_lasting(weather));
    }

    /// Nothing goes wrong any more.
    pub fn clear_sky(&self) {
        self.change(|world| world.forecast.clear());
    }

    /// The pretend clock jumps ahead, so that presses grow old without waiting.
    pub fn pass_time(&self, by: Duration) {
        let seconds = i64::try_from(by.as_secs()).unwrap_or(0);
        self.change(|world| world.ahead += seconds);
    }

    /// Where Tribute sends its events from now on.
    pub fn set_tribute_webhook(&self, url: &str) {
        self.change(|world| world.tribute_webhook_url = Some(url.to_owned()));
        self.tribute_wake().notify_one();
    }
}
