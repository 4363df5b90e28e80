//! What all methods about messages share: the chat, the text, the markup, the message itself.

use serde_json::{Map, Value, json};

use crate::playground::fact::Fact;
use crate::playground::formatted::Formatted;
use crate::playground::keyboard::{self, Markup};
use crate::playground::params::Params;
use crate::playground::refusal::Refusal;
use crate::playground::world::World;
use crate::playground::{html, markdown, markdown_legacy};

/// The longest text, in UTF-16 units after parsing.
pub(super) const MAX_TEXT: usize = 4096;
/// The longest caption, likewise.
pub(super) const MAX_CAPTION: usize = 1024;

impl World {
    /// Adds a message of the bot to a chat.
    pub(super) fn post(
        &mut self,
        chat_id: i64,
        content: Map<String, Value>,
        markup: Option<Markup>,
        params: &Params,
    ) -> Result<Value, Refusal> {
        self.check_place(chat_id, markup.as_ref())?;
        let chat = self.chats.get(&chat_id);
        let last = chat.map_or(0, |chat| chat.last_message_id);
        let mut message = Map::new();
        message.insert("message_id".to_owned(), json!(last + 1));
        message.insert("from".to_owned(), self.bot_user());
        message.insert("chat".to_owned(), self.chat_json(chat_id));
        message.insert("date".to_owned(), json!(self.now()));
        if let Some(replied) = self.replied_to(chat_id, params)? {
            message.insert("reply_to_message".to_owned(), replied);
        }
        message.extend(content);
        match markup {
            Some(Markup::Inline(rows)) => {
                message.insert("reply_markup".to_owned(), rows);
            }
            Some(Markup::Reply(keyboard)) => self.record(Fact::Keyboard {
                chat_id,
                markup: Some(keyboard),
            }),
            Some(Markup::Remove) => self.record(Fact::Keyboard {
                chat_id,
                markup: None,
            }),
            Some(Markup::ForceReply) | None => {}
        }
        if let Some(chat) = self.chats.get_mut(&chat_id) {
            // The message that was announced is here.
            chat.action = None;
        }
        let message = Value::Object(message);
        self.record(Fact::Message {
            chat_id,
            message: message.clone(),
        });
        Ok(message)
    }

    fn replied_to(&self, chat_id: i64, params: &Params) -> Result<Option<Value>, Refusal> {
        let reply = params.json("reply_parameters", "reply parameters")?;
        let nested = reply.as_ref().and_then(|reply| reply.get("message_id"));
        let id = nested
            .and_then(Value::as_i64)
            .or_else(|| params.integer("reply_to_message_id"));
        let Some(id) = id else {
            return Ok(None);
        };
        let chat = self.chats.get(&chat_id);
        let found = chat.and_then(|chat| chat.message(id)).cloned();
        let lenient = reply
            .as_ref()
            .and_then(|reply| reply.get("allow_sending_without_reply"));
        let lenient = lenient == Some(&json!(true)) || params.flag("allow_sending_without_reply");
        match found {
            Some(mut message) => {
                if let Some(fields) = message.as_object_mut() {
                    fields.remove("reply_to_message");
                }
                Ok(Some(message))
            }
            None if lenient => Ok(None),
            None => Err(Refusal::bad("message to be replied not found")),
        }
    }
}

/// The checked `reply_markup` of a call.
pub(super) fn markup(params: &Params) -> Result<Option<Markup>, Refusal> {
    keyboard::check(params.json("reply_markup", "reply keyboard markup")?)
}

/// A text parameter with its formatting; absent counts as empty.
pub(super) fn formatted(params: &Params, text: &str, entities: &str) -> Result<Formatted, Refusal> {
    let raw = params.text(text).unwrap_or_default();
    let given = params.json(entities, "message entities")?;
    parse(&raw, params.text("parse_mode").as_deref(), given)
}

/// A text with its formatting.
pub(super) fn parse(
    raw: &str,
    mode: Option<&str>,
    given: Option<Value>,
) -> Result<Formatted, Refusal> {
    let mode = mode.unwrap_or_default();
    if mode.is_empty() {
        let mut formatted = Formatted::plain(raw);
        if let Some(Value::Array(entities)) = given {
            formatted.entities = entities;
        }
        return Ok(formatted);
    }
    let parsed = match mode.to_ascii_lowercase().as_str() {
        "html" => html::parse(raw),
        "markdownv2" => markdown::parse(raw),
        "markdown" => markdown_legacy::parse(raw),
        _ => return Err(Refusal::bad("unsupported parse_mode")),
    };
    parsed.map_err(|why| Refusal::bad(format_args!("can't parse entities: {why}")))
}

/// The text of a message, within limits.
pub(super) fn text_content(params: &Params) -> Result<Map<String, Value>, Refusal> {
    if params.text("text").unwrap_or_default().is_empty() {
        return Err(Refusal::bad("message text is empty"));
    }
    let formatted = formatted(params, "text", "entities")?;
    if formatted.text.is_empty() {
        return Err(Refusal::bad("message must be non-empty"));
    }
    if formatted.length() > MAX_TEXT {
        return Err(Refusal::bad("message is too long"));
    }
    Ok(content(formatted, "text", "entities"))
}

/// The caption of a message, within limits; nothing when it is empty.
pub(super) fn caption_content(formatted: Formatted) -> Result<Map<String, Value>, Refusal> {
    if formatted.length() > MAX_CAPTION {
        return Err(Refusal::bad("message caption is too long"));
    }
    Ok(content(formatted, "caption", "caption_entities"))
}

fn content(formatted: Formatted, text: &str, entities: &str) -> Map<String, Value> {
    let mut content = Map::new();
    if !formatted.text.is_empty() {
        content.insert(text.to_owned(), json!(formatted.text));
        if !formatted.entities.is_empty() {
            content.insert(entities.to_owned(), json!(formatted.entities));
        }
    }
    content
}
