//! What may befall the accounts and groups that a bot writes to.

use serde_json::{Map, Value, json};

use super::fact::Fact;
use super::handle::Playground;
use super::world::World;

impl Playground {
    /// The person deletes the account: nothing reaches it any more, and nobody tells the bot.
    pub fn deactivate(&self, user_id: i64) {
        self.change(|world| {
            world.meet(user_id);
            world.record(Fact::Deactivated { user_id });
        });
    }

    /// The person follows `t.me/BOT?start=PAYLOAD`; returns the update's id, or none when Telegram would not pass the payload
    /// on: it is 1 to 64 of `A-Z a-z 0-9 _ -`.
    pub fn follow_start_link(&self, user_id: i64, payload: &str) -> Option<i64> {
        let is_allowed = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
        let is_valid = (1..=64).contains(&payload.len()) && payload.chars().all(is_allowed);
        is_valid.then(|| self.send_text(user_id, &format!("/start {payload}")))
    }

    /// The bot becomes `administrator` (which it is at first), an administrator who `cannot_invite` or `cannot_restrict`,
    /// `member`, `left` or `kicked` in a group, or the group is `deleted`; returns the update's id.
    /// The first owner does it.
    pub fn set_bot_status(&self, chat_id: i64, status: &str) -> i64 {
        let by = self.settings().owners.first().copied();
        self.change(|world| {
            let old = world.status_of_bot(chat_id).to_owned();
            world.bot_becomes(chat_id, by, &old, status)
        })
    }

    /// An owner makes a group or a channel and the bot its administrator; returns the update's id.
    pub(super) fn found_group(&self, chat_id: i64, title: &str, is_channel: bool) -> i64 {
        self.add_group_or_channel(chat_id, title, is_channel);
        let by = self.settings().owners.first().copied();
        self.change(|world| world.bot_becomes(chat_id, by, "left", "administrator"))
    }

    /// The group becomes a supergroup with another id; calls with the old one are told so.
    pub fn upgrade_group(&self, from: i64, to: i64) {
        self.change(|world| world.upgrade(from, to));
    }
}

impl World {
    fn bot_becomes(&mut self, chat_id: i64, by: Option<i64>, old: &str, status: &str) -> i64 {
        let change = json!({
            "chat": self.chat_json(chat_id),
            "from": by.map_or_else(|| self.bot_user(), |owner| self.user_json(owner)),
            "date": self.now(),
            "old_chat_member": self.bot_member(old),
            "new_chat_member": self.bot_member(status),
        });
        self.record(Fact::Member {
            chat_id,
            user_id: self.bot_id,
            status: status.to_owned(),
        });
        self.enqueue("my_chat_member", chat_id, change)
    }

    fn upgrade(&mut self, from: i64, to: i64) {
        let title = self.chats.get(&from).and_then(|chat| chat.title.clone());
        self.record(Fact::Group {
            id: to,
            title: title.unwrap_or_default(),
            is_channel: false,
        });
        self.record(Fact::Upgraded { from, to });
        for (chat_id, name, other) in [
            (from, "migrate_to_chat_id", to),
            (to, "migrate_from_chat_id", from),
        ] {
            let mut message = Map::new();
            let last = self.chats.get(&chat_id).map(|chat| chat.last_message_id);
            message.insert("message_id".to_owned(), json!(last.unwrap_or(0) + 1));
            message.insert("chat".to_owned(), self.chat_json(chat_id));
            message.insert("date".to_owned(), json!(self.now()));
            message.insert(name.to_owned(), json!(other));
            let message = Value::Object(message);
            self.record(Fact::Message {
                chat_id,
                message: message.clone(),
            });
            self.enqueue("message", chat_id, message);
        }
    }
}
