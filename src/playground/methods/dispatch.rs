//! Which methods there are, and which code answers them.

use serde_json::{Value, json};

use crate::playground::params::Params;
use crate::playground::refusal::Refusal;
use crate::playground::world::World;

/// The methods that exist here, in Telegram's spelling.
pub(in crate::playground) const METHODS: &[&str] = &[
    "getMe",
    "setWebhook",
    "deleteWebhook",
    "getWebhookInfo",
    "getUpdates",
    "setMyCommands",
    "deleteMyCommands",
    "getMyCommands",
    "setMyName",
    "getMyName",
    "setMyDescription",
    "getMyDescription",
    "setMyShortDescription",
    "getMyShortDescription",
    "setChatMenuButton",
    "sendMessage",
    "sendChatAction",
    "sendDocument",
    "sendPhoto",
    "sendMediaGroup",
    "copyMessage",
    "forwardMessage",
    "editMessageText",
    "editMessageCaption",
    "editMessageMedia",
    "editMessageReplyMarkup",
    "deleteMessage",
    "deleteMessages",
    "answerCallbackQuery",
    "setMessageReaction",
    "pinChatMessage",
    "unpinChatMessage",
    "getFile",
    "getChat",
    "getChatMember",
    "createChatInviteLink",
    "revokeChatInviteLink",
    "approveChatJoinRequest",
    "declineChatJoinRequest",
    "banChatMember",
    "unbanChatMember",
];

/// A success.
#[derive(Debug)]
pub(in crate::playground) struct Success {
    pub(in crate::playground) result: Value,
    pub(in crate::playground) description: Option<&'static str>,
}

impl From<Value> for Success {
    fn from(result: Value) -> Self {
        Self {
            result,
            description: None,
        }
    }
}

impl Success {
    /// The JSON body of the answer.
    pub(in crate::playground) fn body(&self) -> Value {
        match self.description {
            Some(words) => json!({ "ok": true, "result": self.result, "description": words }),
            None => json!({ "ok": true, "result": self.result }),
        }
    }
}

/// The method's name in Telegram's spelling; an unknown one as it came.
pub(in crate::playground) fn spelled(method: &str) -> String {
    let found = METHODS
        .iter()
        .find(|name| name.eq_ignore_ascii_case(method));
    found.map_or_else(|| method.to_owned(), |name| (*name).to_owned())
}

/// Telegram refuses these in the body of a webhook answer.
pub(super) fn is_refused_in_answer(method: &str) -> bool {
    ["setWebhook", "deleteWebhook", "close", "logOut"].contains(&method)
        || method.starts_with("get")
}

impl World {
    pub(super) fn dispatch(&mut self, method: &str, params: &Params) -> Result<Success, Refusal> {
        let result = match method {
            "setWebhook" => return self.set_webhook(params),
            "deleteWebhook" => return Ok(self.delete_webhook(params)),
            "getMe" => Ok(self.get_me()),
            "getWebhookInfo" => Ok(self.get_webhook_info()),
            "getUpdates" => Err(self.get_updates()),
            "setMyCommands" => self.set_my_commands(params),
            "deleteMyCommands" => self.delete_my_commands(params),
            "getMyCommands" => self.get_my_commands(params),
            "setMyName" => self.set_profile("name", params),
            "getMyName" => self.get_profile("name", params),
            "setMyDescription" => self.set_profile("description", params),
            "getMyDescription" => self.get_profile("description", params),
            "setMyShortDescription" => self.set_profile("short_description", params),
            "getMyShortDescription" => self.get_profile("short_description", params),
            "setChatMenuButton" => self.set_chat_menu_button(params),
            "sendMessage" => self.send_message(params),
            "sendChatAction" => self.send_chat_action(params),
            "sendDocument" => self.send_document(params),
            "sendPhoto" => self.send_photo(params),
            "sendMediaGroup" => self.send_media_group(params),
            "copyMessage" => self.copy_message(params),
            "forwardMessage" => self.forward_message(params),
            "editMessageText" => self.edit_message_text(params),
            "editMessageCaption" => self.edit_message_caption(params),
            "editMessageMedia" => self.edit_message_media(params),
            "editMessageReplyMarkup" => self.edit_message_reply_markup(params),
            "deleteMessage" => self.delete_message(params),
            "deleteMessages" => self.delete_messages(params),
            "answerCallbackQuery" => self.answer_callback_query(params),
            "setMessageReaction" => self.set_message_reaction(params),
            "pinChatMessage" => self.pin_chat_message(params),
            "unpinChatMessage" => self.unpin_chat_message(params),
            "getFile" => self.get_file(params),
            "getChat" => self.get_chat(params),
            "getChatMember" => self.get_chat_member(params),
            "createChatInviteLink" => self.create_invite(params),
            "revokeChatInviteLink" => self.revoke_invite(params),
            "approveChatJoinRequest" => self.decide_join(params, true),
            "declineChatJoinRequest" => self.decide_join(params, false),
            "banChatMember" => self.ban(params),
            "unbanChatMember" => self.unban(params),
            _ => Err(Refusal::no_such_method()),
        };
        result.map(Success::from)
    }
}
