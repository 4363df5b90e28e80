//! Which chat a call is about, and whether the bot may write there.

use serde_json::{Value, json};

use crate::playground::params::Params;
use crate::playground::refusal::Refusal;
use crate::playground::world::World;

impl World {
    /// The chat a call is about, if the bot may write there.
    pub(super) fn writable_chat(&self, params: &Params) -> Result<i64, Refusal> {
        let id = self.known_chat(params)?;
        if let Some(person) = self.people.get(&id) {
            if !person.started && !self.may_answer_request_of(id) {
                return Err(Refusal::forbidden(
                    "bot can't initiate conversation with a user",
                ));
            }
            if person.blocked {
                return Err(Refusal::forbidden("bot was blocked by the user"));
            }
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
        match params.text("chat_id").as_deref() {
            None | Some("") => Err(Refusal::bad("chat_id is empty")),
            Some(text) => match text.trim().parse() {
                Ok(id) if self.chats.contains_key(&id) => Ok(id),
                _ => Err(Refusal::bad("chat not found")),
            },
        }
    }

    /// `getChat`.
    pub(super) fn get_chat(&self, params: &Params) -> Result<Value, Refusal> {
        let id = self.known_chat(params)?;
        if self.people.get(&id).is_some_and(|person| !person.started) {
            return Err(Refusal::bad("chat not found"));
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
