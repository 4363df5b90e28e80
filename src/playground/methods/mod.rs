//! The Bot API: one subject per file, and what surrounds every call.

mod album;
mod callback;
mod chat;
mod commands;
mod copy;
mod delete;
mod dispatch;
mod edit;
mod file;
mod media;
mod members;
mod message;
mod pace;
mod profile;
mod reaction;
mod rights;
mod send;
mod webhook;
mod webhook_params;

use serde_json::{Value, json};

use self::dispatch::is_refused_in_answer;
pub(super) use self::dispatch::{METHODS, Success, spelled};
use super::params::Params;
use super::refusal::Refusal;
use super::shown::Call;
use super::world::World;

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
