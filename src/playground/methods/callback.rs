//! `answerCallbackQuery`.

use serde_json::{Value, json};

use crate::playground::fact::Fact;
use crate::playground::params::Params;
use crate::playground::refusal::Refusal;
use crate::playground::shown::Toast;
use crate::playground::world::World;

/// How long a press waits for its answer, in seconds.
const ANSWERABLE_FOR: i64 = 150;
/// The longest text, in characters.
const MAX_TEXT: usize = 200;
const TOO_OLD: &str = "query is too old and response timeout expired or query ID is invalid";

impl World {
    pub(super) fn answer_callback_query(&mut self, params: &Params) -> Result<Value, Refusal> {
        let id = params.text("callback_query_id").unwrap_or_default();
        let text = params.text("text").unwrap_or_default();
        if text.chars().count() > MAX_TEXT {
            return Err(Refusal::bad("MESSAGE_TOO_LONG"));
        }
        let asked = self.asked.get(&id).ok_or_else(|| Refusal::bad(TOO_OLD))?;
        if asked.answered || self.now() - asked.at > ANSWERABLE_FOR {
            return Err(Refusal::bad(TOO_OLD));
        }
        if let Some(url) = params.text("url").filter(|url| !url.is_empty()) {
            let own = format!("https://t.me/{}", self.bot_username).to_lowercase();
            let short = format!("t.me/{}", self.bot_username).to_lowercase();
            let url = url.to_lowercase();
            if !url.starts_with(&own) && !url.starts_with(&short) {
                return Err(Refusal::bad("URL_INVALID"));
            }
        }
        let toast = (!text.is_empty()).then(|| Toast {
            number: self.toast_number + 1,
            text,
            alert: params.flag("show_alert"),
        });
        self.record(Fact::Answered { id, toast });
        Ok(json!(true))
    }
}
