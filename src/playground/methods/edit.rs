//! `editMessageText`, `editMessageReplyMarkup`, `deleteMessage`.

use serde_json::{Map, Value, json};

use super::message::{markup, text_content};
use crate::playground::fact::Fact;
use crate::playground::keyboard::Markup;
use crate::playground::params::Params;
use crate::playground::refusal::Refusal;
use crate::playground::world::World;

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";
/// How long a message can be deleted, in seconds.
const DELETABLE_FOR: i64 = 48 * 60 * 60;

impl World {
    pub(super) fn edit_message_text(&mut self, params: &Params) -> Result<Value, Refusal> {
        let content = text_content(params)?;
        let markup = inline_markup(params)?;
        let (chat_id, message) = self.editable(params)?;
        if !message.contains_key("text") {
            return Err(Refusal::bad("there is no text in the message to edit"));
        }
        let mut edited = message.clone();
        for field in ["text", "entities", "reply_markup"] {
            edited.remove(field);
        }
        edited.extend(content);
        if let Some(markup) = markup {
            edited.insert("reply_markup".to_owned(), markup);
        }
        self.replace(chat_id, &message, edited)
    }

    pub(super) fn edit_message_reply_markup(&mut self, params: &Params) -> Result<Value, Refusal> {
        let markup = inline_markup(params)?;
        let (chat_id, message) = self.editable(params)?;
        let mut edited = message.clone();
        edited.remove("reply_markup");
        if let Some(markup) = markup {
            edited.insert("reply_markup".to_owned(), markup);
        }
        self.replace(chat_id, &message, edited)
    }

    pub(super) fn delete_message(&mut self, params: &Params) -> Result<Value, Refusal> {
        let chat_id = self.writable_chat(params)?;
        let message_id = message_id(params)?;
        let chat = self.chats.get(&chat_id);
        let message = chat
            .and_then(|chat| chat.message(message_id))
            .ok_or_else(|| Refusal::bad("message to delete not found"))?;
        let date = message.get("date").and_then(Value::as_i64).unwrap_or(0);
        if self.now() - date > DELETABLE_FOR {
            return Err(Refusal::bad("message can't be deleted"));
        }
        self.record(Fact::Deleted {
            chat_id,
            message_id,
        });
        Ok(json!(true))
    }

    /// The bot's own message that a call is about.
    fn editable(&self, params: &Params) -> Result<(i64, Map<String, Value>), Refusal> {
        let chat_id = self.writable_chat(params)?;
        let message_id = message_id(params)?;
        let chat = self.chats.get(&chat_id);
        let message = chat
            .and_then(|chat| chat.message(message_id))
            .and_then(Value::as_object)
            .ok_or_else(|| Refusal::bad("message to edit not found"))?;
        let from = message.get("from").and_then(|from| from.get("id"));
        if from.and_then(Value::as_i64) != Some(self.bot_id) {
            return Err(Refusal::bad("message can't be edited"));
        }
        Ok((chat_id, message.clone()))
    }

    fn replace(
        &mut self,
        chat_id: i64,
        old: &Map<String, Value>,
        mut new: Map<String, Value>,
    ) -> Result<Value, Refusal> {
        if *old == new {
            return Err(Refusal::bad(NOT_MODIFIED));
        }
        new.insert("edit_date".to_owned(), json!(self.now()));
        let message = Value::Object(new);
        self.record(Fact::Message {
            chat_id,
            message: message.clone(),
        });
        Ok(message)
    }
}

fn message_id(params: &Params) -> Result<i64, Refusal> {
    params
        .integer("message_id")
        .ok_or_else(|| Refusal::bad("message identifier is not specified"))
}

/// An edited message can only have buttons below itself.
fn inline_markup(params: &Params) -> Result<Option<Value>, Refusal> {
    match markup(params)? {
        Some(Markup::Inline(rows)) => Ok(Some(rows)),
        None => Ok(None),
        Some(_) => Err(Refusal::bad("inline keyboard expected")),
    }
}
