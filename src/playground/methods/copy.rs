//! `copyMessage`, `forwardMessage`.

use serde_json::{Map, Value, json};

use super::message::{caption_content, formatted, markup};
use crate::playground::params::Params;
use crate::playground::refusal::Refusal;
use crate::playground::world::World;

/// What makes up a message beside its frame.
const CONTENT: [&str; 7] = [
    "text",
    "entities",
    "photo",
    "document",
    "contact",
    "caption",
    "caption_entities",
];

impl World {
    /// A copy has no trace of the original; its caption may be another one.
    pub(super) fn copy_message(&mut self, params: &Params) -> Result<Value, Refusal> {
        let caption = match params.text("caption") {
            Some(_) => Some(caption_content(formatted(
                params,
                "caption",
                "caption_entities",
            )?)?),
            None => None,
        };
        let markup = markup(params)?;
        let (chat_id, original) = self.original(params, "copy")?;
        let mut content = content_of(&original);
        if let Some(caption) = caption.filter(|_| !content.contains_key("text")) {
            content.remove("caption");
            content.remove("caption_entities");
            content.extend(caption);
        }
        let sent = self.post(chat_id, content, markup, params)?;
        Ok(json!({ "message_id": sent.get("message_id") }))
    }

    pub(super) fn forward_message(&mut self, params: &Params) -> Result<Value, Refusal> {
        let (chat_id, original) = self.original(params, "forward")?;
        let mut content = content_of(&original);
        let origin = original.get("forward_origin").cloned();
        let origin = origin.unwrap_or_else(|| {
            json!({
                "type": "user",
                "date": original.get("date"),
                "sender_user": original.get("from"),
            })
        });
        content.insert("forward_origin".to_owned(), origin);
        self.post(chat_id, content, None, params)
    }

    fn original(&self, params: &Params, verb: &str) -> Result<(i64, Value), Refusal> {
        let from = self.chat_named("from_chat_id", params)?;
        let message_id = params.integer("message_id");
        let chat = self.chats.get(&from);
        let message = chat
            .zip(message_id)
            .and_then(|(chat, message_id)| chat.message(message_id))
            .ok_or_else(|| Refusal::bad(format_args!("message to {verb} not found")))?;
        let chat_id = self.writable_chat(params)?;
        Ok((chat_id, message.clone()))
    }
}

fn content_of(message: &Value) -> Map<String, Value> {
    let part = |name: &&str| {
        let value = message.get(*name)?;
        Some(((*name).to_owned(), value.clone()))
    };
    CONTENT.iter().filter_map(part).collect()
}
