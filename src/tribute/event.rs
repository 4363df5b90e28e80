//! Tribute's events, parsed from a body whose signature was verified.

use jiff::Timestamp;
use serde_json::Value;

use super::{
    fields::{self, Fields},
    key,
};
use crate::telegram::UserId;

/// Names of the events that are documented: the bounded set of metric labels.
pub const NAMES: [&str; 21] = [
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
    "unknown",
];

/// More of a plan's title than this is left out, so that a message about it is never too long to be sent.
pub(super) const LONGEST_TITLE: usize = 128;
/// The same for an event's name; the documented ones are half as long.
const LONGEST_NAME: usize = 64;
/// ISO codes have three letters, Tribute's Stars four.
const LONGEST_CURRENCY: usize = 8;

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
    Event(Event),
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The same for every delivery of this event.
    pub key: String,
    /// As Tribute wrote it; `unknown` when it has none.
    pub name: String,
    /// The buyer by Telegram's id.
    pub buyer: Option<UserId>,
    /// The buyer by Tribute's id.
    pub tribute_user: Option<String>,
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

/// What an event says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Access by a plan.
    Subscription(SubscriptionEvent),
    /// Stored and acknowledged; nothing follows from it yet.
    Other,
    /// A subscription event without the fields that it must have.
    Unreadable(&'static str),
}

/// A payment or a cancel of a subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionEvent {
    /// What happened.
    pub what: SubscriptionChange,
    /// When it happened; the same in every delivery.
    pub created_at: Timestamp,
    /// The plan's number, shared by all its subscribers.
    pub subscription_id: i64,
    /// The plan's price row; not a billing period.
    pub period_id: i64,
    /// The plan's title, cut when it is very long; untrusted text.
    pub name: String,
    /// Paid, tried or given.
    pub payment: Payment,
    /// What the subscriber pays, in minor units.
    pub price_minor: i64,
    /// Lower-case ISO code.
    pub currency: String,
    /// End of the paid (tried, given) period.
    pub expires_at: Timestamp,
}

impl SubscriptionEvent {
    /// Whether money came in: not with a trial or a gift, nor with a price of nothing, by which old deliveries tell
    /// those.
    #[must_use]
    pub fn is_paid(&self) -> bool {
        self.what != SubscriptionChange::Cancelled
            && self.payment == Payment::Regular
            && self.price_minor > 0
    }
}

/// What happened to a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriptionChange {
    /// First payment, trial, gift, or a return after a cancel.
    New,
    /// The next payment.
    Renewed,
    /// No further charges; access goes on to its end.
    Cancelled,
}

/// How a period was paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payment {
    /// With money. Also what older deliveries mean, which have no type.
    Regular,
    /// A free period that renews with money.
    Trial,
    /// Somebody else's present.
    Gift,
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
        Err(_) if is_json_object(body) => return Ok(Delivery::Event(unread(body))),
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
    Ok(Delivery::Event(Event {
        key: key::of(&name, &created_at, payload),
        buyer: fields.telegram_user(),
        tribute_user: fields.tribute_user(),
        kind: kind(&name, &created_at, fields),
        name: cut(&name, LONGEST_NAME),
    }))
}

fn cut(text: &str, longest: usize) -> String {
    text.chars().take(longest).collect()
}

fn is_json_object(body: &str) -> bool {
    body.trim_start().starts_with('{')
        && serde_json::from_str::<&serde_json::value::RawValue>(body.trim()).is_ok()
}

fn unread(body: &str) -> Event {
    Event {
        key: key::of("unknown", "", &Value::String(body.to_owned())),
        name: "unknown".into(),
        buyer: None,
        tribute_user: None,
        kind: Kind::Unreadable("it holds text that is not Unicode, or is nested too deeply"),
    }
}

fn kind(name: &str, created_at: &str, fields: Fields<'_>) -> Kind {
    let what = match name {
        "new_subscription" => SubscriptionChange::New,
        "renewed_subscription" => SubscriptionChange::Renewed,
        "cancelled_subscription" => SubscriptionChange::Cancelled,
        _ => return Kind::Other,
    };
    let Some(created_at) = fields::moment(created_at) else {
        return Kind::Unreadable("created_at is not a moment");
    };
    let Some(subscription_id) = fields.integer("subscription_id") else {
        return Kind::Unreadable("subscription_id is missing");
    };
    let Some(expires_at) = fields.moment("expires_at") else {
        return Kind::Unreadable("expires_at is not a moment");
    };
    Kind::Subscription(SubscriptionEvent {
        what,
        created_at,
        subscription_id,
        period_id: fields.integer("period_id").unwrap_or_default(),
        name: fields
            .text("subscription_name")
            .map(|name| cut(&name, LONGEST_TITLE))
            .unwrap_or_default(),
        payment: match fields.text("type").as_deref() {
            Some("trial") => Payment::Trial,
            Some("gift") => Payment::Gift,
            _ => Payment::Regular,
        },
        price_minor: fields.integer("price").unwrap_or_default(),
        currency: cut(
            &fields.text("currency").unwrap_or_default().to_lowercase(),
            LONGEST_CURRENCY,
        ),
        expires_at,
    })
}

#[cfg(test)]
mod tests;
