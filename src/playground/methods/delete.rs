//! `deleteMessage`, `deleteMessages`.

use serde_json::{Value, json};

use crate::playground::fact::Fact;
use crate::playground::params::Params;
use crate::playground::refusal::Refusal;
use crate::playground::world::World;

/// How long a message can be deleted, in seconds.
const DELETABLE_FOR: i64 = 48 * 60 * 60;
const MAX_AT_ONCE: usize = 100;

impl World {
    pub(super) fn delete_message(&mut self, params: &Params) -> Result<Value, Refusal> {
        let chat_id = self.writable_chat(params)?;
        let message_id = params.integer("message_id").unwrap_or(0);
        self.check_deletable(chat_id, message_id)?;
        self.record(Fact::Deleted {
            chat_id,
            message_id,
        });
        Ok(json!(true))
    }

    /// Messages that are not there, or too old, are passed over without a word.
    pub(super) fn delete_messages(&mut self, params: &Params) -> Result<Value, Refusal> {
        let ids = message_ids(params)?;
        let chat_id = self.writable_chat(params)?;
        for message_id in ids {
            if self.check_deletable(chat_id, message_id).is_ok() {
                self.record(Fact::Deleted {
                    chat_id,
                    message_id,
                });
            }
        }
        Ok(json!(true))
    }

    fn check_deletable(&self, chat_id: i64, message_id: i64) -> Result<(), Refusal> {
        let chat = self.chats.get(&chat_id);
        let message = chat
            .and_then(|chat| chat.message(message_id))
            .ok_or_else(|| Refusal::bad("message to delete not found"))?;
        let date = message.get("date").and_then(Value::as_i64).unwrap_or(0);
        let is_old = self.now() - date > DELETABLE_FOR;
        let is_forbidden = !self.people.contains_key(&chat_id)
            && !self.is_administrator(chat_id)
            && !self.is_own(message);
        match is_old || is_forbidden {
            true => Err(Refusal::bad("message can't be deleted")),
            false => Ok(()),
        }
    }

    /// Whether the bot wrote it.
    pub(super) fn is_own(&self, message: &Value) -> bool {
        let from = message.get("from").and_then(|from| from.get("id"));
        from.and_then(Value::as_i64) == Some(self.bot_id)
    }
}

fn message_ids(params: &Params) -> Result<Vec<i64>, Refusal> {
    let Some(list) = params.json("message_ids", "message_ids")? else {
        return Err(Refusal::bad("message identifiers are not specified"));
    };
    let list = list
        .as_array()
        .ok_or_else(|| Refusal::bad("expected an Array of message identifiers"))?;
    if list.len() > MAX_AT_ONCE {
        return Err(Refusal::bad("too many message identifiers specified"));
    }
    let ids = list.iter().map(|id| match id.as_i64() {
        Some(id) if id > 0 => Ok(id),
        Some(_) => Err(Refusal::bad("invalid message identifier specified")),
        None => Err(Refusal::bad("message identifier must be a Number")),
    });
    let ids: Vec<_> = ids.collect::<Result<_, _>>()?;
    match ids.is_empty() {
        true => Err(Refusal::bad("message identifiers are not specified")),
        false => Ok(ids),
    }
}
