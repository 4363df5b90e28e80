//! `editMessageText`, `editMessageCaption`, `editMessageMedia`, `editMessageReplyMarkup`.

use serde_json::{Map, Value, json};

use super::message::{caption_content, formatted, markup, text_content};
use crate::playground::fact::Fact;
use crate::playground::keyboard::Markup;
use crate::playground::params::Params;
use crate::playground::refusal::Refusal;
use crate::playground::world::World;

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

impl World {
    pub(super) fn edit_message_text(&mut self, params: &Params) -> Result<Value, Refusal> {
        let content = text_content(params)?;
        let markup = inline_markup(params)?;
        let (chat_id, message) = self.editable(params)?;
        if !message.contains_key("text") {
            return Err(Refusal::bad("there is no text in the message to edit"));
        }
        let parts = ["text", "entities"];
        self.replace(chat_id, &message, &parts, content, markup)
    }

    pub(super) fn edit_message_caption(&mut self, params: &Params) -> Result<Value, Refusal> {
        let content = caption_content(formatted(params, "caption", "caption_entities")?)?;
        let markup = inline_markup(params)?;
        let (chat_id, message) = self.editable(params)?;
        if !message.contains_key("photo") && !message.contains_key("document") {
            return Err(Refusal::bad("there is no caption in the message to edit"));
        }
        let parts = ["caption", "caption_entities"];
        self.replace(chat_id, &message, &parts, content, markup)
    }

    pub(super) fn edit_message_media(&mut self, params: &Params) -> Result<Value, Refusal> {
        let media = params.json("media", "InputMedia")?;
        let media = media.ok_or_else(|| Refusal::bad("media must be non-empty"))?;
        let markup = inline_markup(params)?;
        let (chat_id, message) = self.editable(params)?;
        let (_, content) = self.input_media(&media, params)?;
        let parts = [
            "text",
            "entities",
            "caption",
            "caption_entities",
            "photo",
            "document",
        ];
        self.replace(chat_id, &message, &parts, content, markup)
    }

    pub(super) fn edit_message_reply_markup(&mut self, params: &Params) -> Result<Value, Refusal> {
        let markup = inline_markup(params)?;
        let (chat_id, message) = self.editable(params)?;
        self.replace(chat_id, &message, &[], Map::new(), markup)
    }

    /// The bot's own message that a call is about.
    fn editable(&self, params: &Params) -> Result<(i64, Map<String, Value>), Refusal> {
        let Some(message_id) = params.integer("message_id") else {
            return Err(Refusal::bad("message identifier is not specified"));
        };
        let chat_id = self.writable_chat(params)?;
        let chat = self.chats.get(&chat_id);
        let message = chat
            .and_then(|chat| chat.message(message_id))
            .ok_or_else(|| Refusal::bad("message to edit not found"))?;
        match message.as_object() {
            // A forwarded message stays as its author wrote it.
            Some(fields) if self.is_own(message) && !fields.contains_key("forward_origin") => {
                Ok((chat_id, fields.clone()))
            }
            _ => Err(Refusal::bad("message can't be edited")),
        }
    }

    /// Puts new content and buttons in the place of these parts; buttons that are not given go.
    fn replace(
        &mut self,
        chat_id: i64,
        old: &Map<String, Value>,
        parts: &[&str],
        content: Map<String, Value>,
        markup: Option<Markup>,
    ) -> Result<Value, Refusal> {
        self.check_place(chat_id, markup.as_ref())?;
        let mut new = old.clone();
        for part in parts.iter().chain(&["reply_markup"]) {
            new.remove(*part);
        }
        new.extend(content);
        if let Some(Markup::Inline(rows)) = markup {
            new.insert("reply_markup".to_owned(), rows);
        }
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

/// An edited message can only have buttons below itself.
fn inline_markup(params: &Params) -> Result<Option<Markup>, Refusal> {
    match markup(params)? {
        None => Ok(None),
        Some(Markup::Inline(rows)) => Ok(Some(Markup::Inline(rows))),
        Some(_) => Err(Refusal::bad("inline keyboard expected")),
    }
}
