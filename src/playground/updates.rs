//! What people do, as updates in the queues.

use serde_json::{Map, Value, json};

use super::fact::{Fact, Person};
use super::kinds::{NOT_BY_DEFAULT, UPDATE_KINDS};
use super::queue::QueueKey;
use super::world::World;

impl World {
    /// The person, created when first named.
    pub(super) fn meet(&mut self, user_id: i64) -> Person {
        if let Some(person) = self.people.get(&user_id) {
            return person.clone();
        }
        let person = Person {
            id: user_id,
            first_name: format!("Person {user_id}"),
            language_code: Some("ru".to_owned()),
            started: false,
            blocked: false,
            in_crowd: false,
        };
        self.record(Fact::Person(person.clone()));
        person
    }

    /// The person writes something; writing starts the chat. The content is what a `Message` has beside its frame.
    pub(super) fn person_writes(&mut self, user_id: i64, content: Map<String, Value>) -> i64 {
        let mut person = self.meet(user_id);
        if person.blocked {
            // Telegram offers no text box below a blocked bot, only "Unblock".
            self.set_blocked(user_id, false);
            person.blocked = false;
        }
        if !person.started {
            person.started = true;
            self.record(Fact::Person(person));
        }
        let mut message = Map::new();
        let last = self
            .chats
            .get(&user_id)
            .map_or(0, |chat| chat.last_message_id);
        message.insert("message_id".to_owned(), json!(last + 1));
        message.insert("from".to_owned(), self.user_json(user_id));
        message.insert("chat".to_owned(), self.chat_json(user_id));
        message.insert("date".to_owned(), json!(self.now()));
        message.extend(content);
        let message = Value::Object(message);
        self.record(Fact::Message {
            chat_id: user_id,
            message: message.clone(),
        });
        self.enqueue("message", user_id, message)
    }

    /// The person writes a text.
    pub(super) fn person_says(&mut self, user_id: i64, text: &str) -> i64 {
        let mut content = Map::new();
        content.insert("text".to_owned(), json!(text));
        if text.starts_with('/') && text.len() > 1 {
            let command = text.split_whitespace().next().unwrap_or(text);
            let length = command.encode_utf16().count();
            let entity = json!([{ "type": "bot_command", "offset": 0, "length": length }]);
            content.insert("entities".to_owned(), entity);
        }
        self.person_writes(user_id, content)
    }

    /// The person presses a callback button of a message, as the message stands now.
    pub(super) fn person_presses(&mut self, user_id: i64, message_id: i64, data: &str) -> i64 {
        self.meet(user_id);
        let chat = self.chats.get(&user_id);
        let message = chat.and_then(|chat| chat.message(message_id)).cloned();
        let message = message.unwrap_or_else(
            || json!({ "chat": self.chat_json(user_id), "message_id": message_id, "date": 0 }),
        );
        let at = self.now();
        let number = self.new_update_id();
        let id = format!("{user_id}{number}");
        self.record(Fact::Asked {
            id: id.clone(),
            user_id,
            at,
        });
        let query = json!({
            "id": id,
            "from": self.user_json(user_id),
            "message": message,
            "chat_instance": format!("{user_id}"),
            "data": data,
        });
        self.enqueue_as(number, "callback_query", user_id, query)
    }

    /// The person blocks or unblocks the bot.
    pub(super) fn set_blocked(&mut self, user_id: i64, blocked: bool) -> i64 {
        let mut person = self.meet(user_id);
        person.blocked = blocked;
        self.record(Fact::Person(person));
        let member = |status: &str| {
            let mut member = json!({ "user": self.bot_user(), "status": status });
            if status == "kicked"
                && let Some(fields) = member.as_object_mut()
            {
                fields.insert("until_date".to_owned(), json!(0));
            }
            member
        };
        let (old, new) = match blocked {
            true => (member("member"), member("kicked")),
            false => (member("kicked"), member("member")),
        };
        let change = json!({
            "chat": self.chat_json(user_id),
            "from": self.user_json(user_id),
            "date": self.now(),
            "old_chat_member": old,
            "new_chat_member": new,
        });
        self.enqueue("my_chat_member", user_id, change)
    }

    /// Queues an update of this kind.
    pub(super) fn enqueue(&mut self, kind: &str, key: i64, content: Value) -> i64 {
        let update_id = self.new_update_id();
        self.enqueue_as(update_id, kind, key, content)
    }

    fn enqueue_as(&mut self, update_id: i64, kind: &str, key: i64, content: Value) -> i64 {
        let now = self.now_millis();
        if let Some(flood) = &mut self.flood {
            flood.acted(key, now);
        }
        let mut update = Map::new();
        update.insert("update_id".to_owned(), json!(update_id));
        update.insert(kind.to_owned(), content);
        self.enqueue_raw(update_id, kind, key, Value::Object(update));
        update_id
    }

    /// Queues a whole update, unless its kind is not wanted.
    pub(super) fn enqueue_raw(&mut self, update_id: i64, kind: &str, key: i64, update: Value) {
        if !self.is_allowed(kind) {
            return;
        }
        self.record(Fact::Update {
            update_id,
            key: QueueKey::of(kind, key),
            date: self.now(),
            update,
        });
    }

    /// The mask applies when an update enters the queue; kinds that nobody knows get through, so that tests can send them.
    fn is_allowed(&self, kind: &str) -> bool {
        let wanted = &self.webhook.allowed_updates;
        if wanted.is_empty() {
            return !NOT_BY_DEFAULT.contains(&kind);
        }
        wanted.iter().any(|name| name == kind) || !UPDATE_KINDS.contains(&kind)
    }
}
