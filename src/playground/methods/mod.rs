//! The Bot API: which methods there are, and what surrounds every call.

mod album;
mod callback;
mod chat;
mod commands;
mod edit;
mod media;
mod members;
mod message;
mod pace;
mod send;
mod webhook;
mod webhook_params;

use serde_json::{Value, json};

use super::params::Params;
use super::refusal::Refusal;
use super::shown::Call;
use super::world::World;

/// The methods that exist here, in Telegram's spelling.
pub(super) const METHODS: [&str; 25] = [
    "getMe",
    "setWebhook",
    "deleteWebhook",
    "getWebhookInfo",
    "getUpdates",
    "setMyCommands",
    "deleteMyCommands",
    "getMyCommands",
    "sendMessage",
    "editMessageText",
    "editMessageReplyMarkup",
    "deleteMessage",
    "answerCallbackQuery",
    "sendChatAction",
    "sendDocument",
    "sendPhoto",
    "sendMediaGroup",
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
pub(super) struct Success {
    pub(super) result: Value,
    pub(super) description: Option<&'static str>,
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
    pub(super) fn body(&self) -> Value {
        match self.description {
            Some(words) => json!({ "ok": true, "result": self.result, "description": words }),
            None => json!({ "ok": true, "result": self.result }),
        }
    }
}

/// The method's name in Telegram's spelling; an unknown one as it came.
pub(super) fn spelled(method: &str) -> String {
    let found = METHODS
        .iter()
        .find(|name| name.eq_ignore_ascii_case(method));
    found.map_or_else(|| method.to_owned(), |name| (*name).to_owned())
}

impl World {
    /// Carries out a call and remembers it.
    pub(super) fn call(
        &mut self,
        method: &str,
        params: &Params,
        in_webhook_answer: bool,
    ) -> Result<Success, Refusal> {
        let method = spelled(method);
        let outcome = match in_webhook_answer && is_refused_in_answer(&method) {
            true => Err(Refusal::bad(
                "the method can't be called in a webhook answer",
            )),
            false => match self.within_limits(&method, params) {
                Ok(()) => self.dispatch(&method, params),
                Err(refusal) => Err(refusal),
            },
        };
        self.remember_outcome(&method, params, &outcome, in_webhook_answer);
        outcome
    }

    /// Remembers a call and its outcome.
    pub(super) fn remember_outcome(
        &mut self,
        method: &str,
        params: &Params,
        outcome: &Result<Success, Refusal>,
        in_webhook_answer: bool,
    ) {
        let (status, description, result) = match outcome {
            Ok(success) => {
                let words = success.description.map(str::to_owned);
                (200, words, Some(success.result.clone()))
            }
            Err(refusal) => (refusal.status, Some(refusal.description.clone()), None),
        };
        self.remember(Call {
            at: jiff::Timestamp::now(),
            method: method.to_owned(),
            params: params.shown(),
            chat_id: params.integer("chat_id"),
            status,
            description,
            result,
            refused: outcome.is_err(),
            in_webhook_answer,
        });
    }

    fn dispatch(&mut self, method: &str, params: &Params) -> Result<Success, Refusal> {
        match method {
            "getMe" => Ok(self.get_me().into()),
            "setWebhook" => self.set_webhook(params),
            "deleteWebhook" => Ok(self.delete_webhook(params)),
            "getWebhookInfo" => Ok(self.get_webhook_info().into()),
            "getUpdates" => Err(self.get_updates()),
            "setMyCommands" => self.set_my_commands(params).map(Success::from),
            "deleteMyCommands" => Ok(self.delete_my_commands(params).into()),
            "getMyCommands" => Ok(self.get_my_commands(params).into()),
            "sendMessage" => self.send_message(params).map(Success::from),
            "sendChatAction" => self.send_chat_action(params).map(Success::from),
            "sendDocument" => self.send_document(params).map(Success::from),
            "sendPhoto" => self.send_photo(params).map(Success::from),
            "sendMediaGroup" => self.send_media_group(params).map(Success::from),
            "editMessageText" => self.edit_message_text(params).map(Success::from),
            "editMessageReplyMarkup" => self.edit_message_reply_markup(params).map(Success::from),
            "deleteMessage" => self.delete_message(params).map(Success::from),
            "answerCallbackQuery" => self.answer_callback_query(params).map(Success::from),
            "getChat" => self.get_chat(params).map(Success::from),
            "getChatMember" => self.get_chat_member(params).map(Success::from),
            "createChatInviteLink" => self.create_invite(params).map(Success::from),
            "revokeChatInviteLink" => self.revoke_invite(params).map(Success::from),
            "approveChatJoinRequest" => self.decide_join(params, true).map(Success::from),
            "declineChatJoinRequest" => self.decide_join(params, false).map(Success::from),
            "banChatMember" => self.ban(params).map(Success::from),
            "unbanChatMember" => self.unban(params).map(Success::from),
            _ => Err(Refusal::no_such_method()),
        }
    }

    fn get_me(&self) -> Value {
        let mut me = self.bot_user();
        if let Some(fields) = me.as_object_mut() {
            for (name, can) in [
                ("can_join_groups", true),
                ("can_read_all_group_messages", false),
                ("supports_inline_queries", false),
                ("can_connect_to_business", false),
                ("has_main_web_app", false),
            ] {
                fields.insert(name.to_owned(), json!(can));
            }
        }
        me
    }
}

/// Telegram refuses these in the body of a webhook answer.
fn is_refused_in_answer(method: &str) -> bool {
    ["setWebhook", "deleteWebhook", "close", "logOut"].contains(&method)
        || method.starts_with("get")
}
