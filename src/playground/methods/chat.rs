//! Which chat a call is about, and what the bot may do there.

use serde_json::{Value, json};

use crate::playground::params::Params;
use crate::playground::refusal::Refusal;
use crate::playground::world::World;

impl World {
    /// The chat a call is about, if the bot may write there.
    pub(super) fn writable_chat(&self, params: &Params) -> Result<i64, Refusal> {
        let id = self.known_chat(params)?;
        if let Some(person) = self.people.get(&id) {
            if self.deactivated.contains(&id) {
                return Err(Refusal::forbidden("user is deactivated"));
            }
            if !person.started && !self.may_answer_request_of(id) {
                return Err(Refusal::forbidden(
                    "bot can't initiate conversation with a user",
                ));
            }
            if person.blocked {
                return Err(Refusal::forbidden("bot was blocked by the user"));
            }
            return Ok(id);
        }
        self.check_bot_is_in(id)?;
        let kind = self.kind_of(id);
        if kind == "channel" && !self.is_administrator(id) {
            return Err(Refusal::bad(
                "need administrator rights in the channel chat",
            ));
        }
        Ok(id)
    }

    /// A pending join request opens the private chat for five minutes.
    fn may_answer_request_of(&self, user_id: i64) -> bool {
        let now = self.now();
        let mut requests = self.join_requests.iter();
        requests.any(|((_, user), at)| *user == user_id && now - at <= 5 * 60)
    }

    /// The chat a call is about, if there is such a chat.
    pub(super) fn known_chat(&self, params: &Params) -> Result<i64, Refusal> {
        self.chat_named("chat_id", params)
    }

    /// The same for another parameter.
    pub(super) fn chat_named(&self, name: &str, params: &Params) -> Result<i64, Refusal> {
        let text = params.text(name).unwrap_or_default();
        let text = text.trim();
        if text.is_empty() {
            return Err(Refusal::bad(format_args!("{name} is empty")));
        }
        let id = text.parse().ok();
        let id = id.filter(|id| self.chats.contains_key(id));
        let id = id.ok_or_else(|| Refusal::bad("chat not found"))?;
        match self.upgraded.get(&id) {
            Some(to) => Err(Refusal::upgraded(*to)),
            None => Ok(id),
        }
    }

    /// The group a call is about, if the bot is in it.
    pub(super) fn known_group(&self, params: &Params) -> Result<i64, Refusal> {
        let chat_id = self.known_chat(params)?;
        if self.people.contains_key(&chat_id) {
            return Err(Refusal::bad(
                "method is available for supergroup and channel chats only",
            ));
        }
        self.check_bot_is_in(chat_id)?;
        Ok(chat_id)
    }

    /// The group a call is about, if the bot may manage it; otherwise Telegram says what was missing.
    pub(super) fn managed_group(&self, params: &Params, missing: &str) -> Result<i64, Refusal> {
        let chat_id = self.known_group(params)?;
        let about_members = missing.contains("restrict");
        let lacks = match self.status_of_bot(chat_id) {
            "cannot_restrict" => about_members,
            "cannot_invite" => !about_members,
            _ => !self.is_administrator(chat_id),
        };
        match lacks {
            false => Ok(chat_id),
            true => Err(Refusal::bad(missing)),
        }
    }

    fn check_bot_is_in(&self, chat_id: i64) -> Result<(), Refusal> {
        let kind = self.kind_of(chat_id);
        match self.status_of_bot(chat_id) {
            "kicked" => Err(Refusal::forbidden(format_args!(
                "bot was kicked from the {kind} chat"
            ))),
            "left" => Err(Refusal::forbidden(format_args!(
                "bot is not a member of the {kind} chat"
            ))),
            "deleted" => Err(Refusal::forbidden("the group chat was deleted")),
            _ => Ok(()),
        }
    }

    /// What the bot is in a group: an administrator, unless something happened.
    pub(in crate::playground) fn status_of_bot(&self, chat_id: i64) -> &str {
        let status = self.members.get(&(chat_id, self.bot_id));
        status.map_or("administrator", String::as_str)
    }

    pub(super) fn is_administrator(&self, chat_id: i64) -> bool {
        let status = self.status_of_bot(chat_id);
        ["administrator", "cannot_invite", "cannot_restrict"].contains(&status)
    }

    fn kind_of(&self, chat_id: i64) -> String {
        let chat = self.chat_json(chat_id);
        let kind = chat.get("type").and_then(Value::as_str);
        kind.unwrap_or_default().to_owned()
    }

    /// `getChat`.
    pub(super) fn get_chat(&self, params: &Params) -> Result<Value, Refusal> {
        let id = self.known_chat(params)?;
        match self.people.get(&id) {
            Some(person) if !person.started => return Err(Refusal::bad("chat not found")),
            Some(_) => {}
            None => self.check_bot_is_in(id)?,
        }
        let mut chat = self.chat_json(id);
        if let Some(fields) = chat.as_object_mut() {
            fields.insert("accent_color_id".to_owned(), json!(0));
            fields.insert("max_reaction_count".to_owned(), json!(11));
            let gifts = json!({
                "unlimited_gifts": false,
                "limited_gifts": false,
                "unique_gifts": false,
                "premium_subscription": false,
                "gifts_from_channels": false,
            });
            fields.insert("accepted_gift_types".to_owned(), gifts);
        }
        Ok(chat)
    }
}
