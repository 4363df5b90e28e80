//! `setMessageReaction`, `pinChatMessage`, `unpinChatMessage`: checked and accepted, but not shown.

use serde_json::{Value, json};

use crate::playground::params::Params;
use crate::playground::refusal::Refusal;
use crate::playground::world::World;

/// The emoji that Telegram allows as a reaction.
const EMOJI: &str = "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡";

impl World {
    pub(super) fn set_message_reaction(&mut self, params: &Params) -> Result<Value, Refusal> {
        self.message_for(params, "react")?;
        let Some(reactions) = params.json("reaction", "reaction type")? else {
            return Ok(json!(true));
        };
        let reactions = reactions
            .as_array()
            .ok_or_else(|| Refusal::bad("expected an Array of reaction types"))?;
        if reactions.len() > 1 {
            return Err(Refusal::bad("REACTIONS_TOO_MANY"));
        }
        let is_allowed = |reaction: &Value| {
            let emoji = reaction.get("emoji").and_then(Value::as_str);
            emoji.is_some_and(|emoji| EMOJI.split(' ').any(|allowed| allowed == emoji))
        };
        match reactions.iter().all(is_allowed) {
            true => Ok(json!(true)),
            false => Err(Refusal::bad("REACTION_INVALID")),
        }
    }

    pub(super) fn pin_chat_message(&mut self, params: &Params) -> Result<Value, Refusal> {
        self.check_may_pin(params)?;
        self.message_for(params, "pin")?;
        Ok(json!(true))
    }

    pub(super) fn unpin_chat_message(&mut self, params: &Params) -> Result<Value, Refusal> {
        self.check_may_pin(params)?;
        if params.text("message_id").is_some() {
            self.message_for(params, "unpin")?;
        }
        Ok(json!(true))
    }

    fn check_may_pin(&self, params: &Params) -> Result<(), Refusal> {
        let chat_id = self.writable_chat(params)?;
        match self.people.contains_key(&chat_id) || self.is_administrator(chat_id) {
            true => Ok(()),
            false => Err(Refusal::bad(
                "not enough rights to manage pinned messages in the chat",
            )),
        }
    }

    fn message_for(&self, params: &Params, verb: &str) -> Result<(), Refusal> {
        let chat_id = self.writable_chat(params)?;
        let message_id = params.integer("message_id").unwrap_or(0);
        let chat = self.chats.get(&chat_id);
        match chat.and_then(|chat| chat.message(message_id)) {
            Some(_) => Ok(()),
            None => Err(Refusal::bad(format_args!("message to {verb} not found"))),
        }
    }
}
