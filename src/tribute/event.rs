//! Tribute's events, parsed from a body whose signature was verified.

use jiff::Timestamp;
use serde_json::Value;

use super::{
    fields::{self, Fields},
    key,
    kinds::{self, Kind},
};
use crate::telegram::UserId;

/// Names of the events that are documented: the bounded set of metric labels.
pub const NAMES: [&str; 22] = [
    "new_subscription",
    "renewed_subscription",
    "cancelled_subscription",
    "new_donation",
    "recurrent_donation",
    "cancelled_donation",
    "new_digital_product",
    "digital_product_refunded",
    "physical_order_created",
    "physical_order_shipped",
    "physical_order_canceled",
    "shop_order",
    "shop_order_payment_received",
    "shop_order_prepaid",
    "shop_order_payment_failed",
    "shop_order_charge_success",
    "shop_order_charge_failed",
    "shop_order_cancelled",
    "shop_order_refunded",
    "shop_token_charge_success",
    "shop_token_charge_failed",
    "unknown",
];

/// The same for an event's name; the documented ones are half as long.
const LONGEST_NAME: usize = 64;

/// The body is correctly signed and not a JSON object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("invalid_json")]
pub struct NotAnObject;

/// A delivery, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The dashboard's test button: no name, nothing to store.
    Ping,
    /// An event to store.
    Event(Box<Event>),
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The same for every delivery of this event.
    pub key: String,
    /// As Tribute wrote it; `unknown` when it has none.
    pub name: String,
    /// When it happened; the same in every delivery. `None` when it does not say.
    pub happened_at: Option<Timestamp>,
    /// The buyer by Telegram's id.
    pub buyer: Option<UserId>,
    /// The buyer by a name that Tribute has for them: its own id, or the order of a shop.
    pub payer: Option<String>,
    /// What it says.
    pub kind: Kind,
}

impl Event {
    /// The name as a bounded metric label.
    #[must_use]
    pub fn label(&self) -> &'static str {
        label(&self.name)
    }
}

/// An event's name as a bounded metric label.
#[must_use]
pub fn label(name: &str) -> &'static str {
    NAMES
        .into_iter()
        .find(|known| *known == name)
        .unwrap_or("unknown")
}

/// Reads a body.
///
/// # Errors
/// It is not a JSON object in UTF-8.
pub fn parse(body: &str) -> Result<Delivery, NotAnObject> {
    let envelope: Value = match serde_json::from_str(body) {
        Ok(value @ Value::Object(_)) => value,
        Ok(_) => return Err(NotAnObject),
        // Valid JSON may still hold what Rust's strings cannot: such an object is kept, unread.
        Err(_) if is_json_object(body) => return Ok(Delivery::Event(Box::new(unread(body)))),
        Err(_) => return Err(NotAnObject),
    };
    let fields = Fields(&envelope);
    let name = fields.text("name");
    if name.is_none() && envelope.get("test_event").is_some() {
        return Ok(Delivery::Ping);
    }
    let name = name.unwrap_or_else(|| "unknown".into());
    let created_at = fields.text("created_at").unwrap_or_default();
    let payload = envelope.get("payload").unwrap_or(&Value::Null);
    let fields = Fields(payload);
    Ok(Delivery::Event(Box::new(Event {
        key: key::of(&name, &created_at, payload),
        happened_at: fields::moment(&created_at),
        buyer: fields.telegram_user(),
        payer: fields.payer(),
        kind: kinds::read(&name, &created_at, fields),
        name: fields::cut(&name, LONGEST_NAME),
    })))
}

fn is_json_object(body: &str) -> bool {
    body.trim_start().starts_with('{')
        && serde_json::from_str::<&serde_json::value::RawValue>(body.trim()).is_ok()
}

fn unread(body: &str) -> Event {
    Event {
        key: key::of("unknown", "", &Value::String(body.to_owned())),
        name: "unknown".into(),
        happened_at: None,
        buyer: None,
        payer: None,
        kind: Kind::Unreadable(
            "it holds text that is not Unicode or a number without bounds, or is nested too deeply",
        ),
    }
}

#[cfg(test)]
mod tests;
