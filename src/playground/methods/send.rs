//! `sendMessage` and `sendChatAction`.

use serde_json::{Value, json};

use super::message::{markup, text_content};
use crate::playground::params::Params;
use crate::playground::refusal::Refusal;
use crate::playground::world::World;

const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];
/// How long an action is shown, in seconds.
const ACTION_LASTS: i64 = 5;

impl World {
    pub(super) fn send_message(&mut self, params: &Params) -> Result<Value, Refusal> {
        let content = text_content(params)?;
        let markup = markup(params)?;
        let chat_id = self.writable_chat(params)?;
        self.post(chat_id, content, markup, params)
    }

    pub(super) fn send_chat_action(&mut self, params: &Params) -> Result<Value, Refusal> {
        let action = params.text("action").unwrap_or_default();
        if !ACTIONS.contains(&action.as_str()) {
            return Err(Refusal::bad("wrong parameter action in request"));
        }
        let chat_id = self.writable_chat(params)?;
        let until = self.now() + ACTION_LASTS;
        if let Some(chat) = self.chats.get_mut(&chat_id) {
            chat.action = Some((action, until));
        }
        Ok(json!(true))
    }
}
