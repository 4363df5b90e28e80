//! Changes to a body that is to be sent.

use jiff::Timestamp;
use serde_json::{Map, Value};

/// The same body sent at another moment, in the same layout.
pub(super) fn sent_at(body: &str, now: Timestamp) -> String {
    changed(body, |fields| {
        if let Some(value) = fields.get_mut("sent_at") {
            *value = Value::from(now.to_string());
        }
    })
    .unwrap_or_else(|| body.to_owned())
}

/// The same body without what tells the Telegram account, and what is odd about that.
pub(super) fn without_telegram_id(body: String) -> (String, Option<String>) {
    let changed = changed(&body, |fields| {
        if let Some(payload) = fields.get_mut("payload").and_then(Value::as_object_mut) {
            payload.remove("telegram_user_id");
            payload.remove("telegram_username");
        }
    });
    match changed {
        Some(changed) => (changed, None),
        None => {
            let note = "This is not a JSON object, so there is no Telegram id to take out.";
            (body, Some(note.to_owned()))
        }
    }
}

/// Changes a JSON object and writes it down as it was, on one line or on several.
fn changed(body: &str, change: impl FnOnce(&mut Map<String, Value>)) -> Option<String> {
    let mut value: Value = serde_json::from_str(body).ok()?;
    change(value.as_object_mut()?);
    match body.contains('\n') {
        true => serde_json::to_string_pretty(&value).ok(),
        false => Some(value.to_string()),
    }
}
