//! Which calls count towards the flood limits.

use serde_json::Value;

use crate::playground::params::Params;
use crate::playground::refusal::Refusal;
use crate::playground::world::World;

impl World {
    /// Refuses a call that comes too fast, where somebody counts.
    pub(super) fn within_limits(&mut self, method: &str, params: &Params) -> Result<(), Refusal> {
        let now = self.now_millis();
        let Some(chat_id) = params.integer("chat_id") else {
            return Ok(());
        };
        let is_known = self.chats.contains_key(&chat_id);
        match (&mut self.flood, weight(method, params, chat_id < 0)) {
            (Some(flood), weight @ 1..) if is_known => {
                flood.send(chat_id, weight, now).map_err(Refusal::too_many)
            }
            _ => Ok(()),
        }
    }
}

/// As how many messages a call counts. In groups an edit is seen by as many people as a message.
fn weight(method: &str, params: &Params, is_group: bool) -> u32 {
    match method {
        "sendMediaGroup" => {
            let media = params.json("media", "media").ok().flatten();
            let items = media.as_ref().and_then(Value::as_array).map_or(1, Vec::len);
            u32::try_from(items.clamp(1, 10)).unwrap_or(1)
        }
        "sendMessage" | "sendPhoto" | "sendDocument" | "copyMessage" | "forwardMessage" => 1,
        _ if is_group && method.starts_with("editMessage") => 1,
        _ => 0,
    }
}
