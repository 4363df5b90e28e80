//! What somebody bought, so that the next event about it continues it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::events::{Family, family};
use crate::playground::settings::TributePlan;

/// The last purchase of a product by a person, as the events so far have told it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::playground) struct Bought {
    /// The newest event.
    pub(super) event: String,
    /// All that was said, the newest value of each key.
    pub(super) payload: Map<String, Value>,
}

/// What begins a purchase, whatever was before.
const BEGINNINGS: [&str; 3] = [
    "new_donation",
    "new_digital_product",
    "physical_order_created",
];
/// An order of the shop goes through these until it is paid.
const UNPAID: [&str; 3] = [
    "shop_order_payment_received",
    "shop_order_prepaid",
    "shop_order_payment_failed",
];

impl Bought {
    /// Whether an event speaks of this purchase, and not of a new one.
    pub(super) fn is_continued_by(&self, event: &str) -> bool {
        if event == "shop_order" || UNPAID.contains(&event) {
            return UNPAID.contains(&self.event.as_str());
        }
        !BEGINNINGS.contains(&event)
    }

    /// The purchase after this event.
    pub(super) fn after(before: Option<&Self>, event: &str, payload: Map<String, Value>) -> Self {
        let before = before.filter(|before| before.is_continued_by(event));
        let mut known = before.map(|before| before.payload.clone());
        let mut known = known.take().unwrap_or_default();
        // Only failures in a row count: any other news ends the row.
        known.remove("chargeRetries");
        known.extend(payload);
        Self {
            event: event.to_owned(),
            payload: known,
        }
    }
}

/// What purchases of a product are remembered under. Not for subscriptions, which only have an end, nor for plans as such.
pub(super) fn subject(family: Family, plan: &TributePlan) -> Option<String> {
    match family {
        Family::Subscription => None,
        Family::Donation => Some(format!("donation:{}", plan.subscription_id)),
        Family::Digital => Some(format!("digital:{}", plan.subscription_id)),
        Family::Physical => Some(format!("physical:{}", plan.name)),
        Family::Shop => Some(format!("shop:{}", plan.period)),
    }
}

/// The same, read from an event that was sent.
pub(super) fn subject_of(event: &str, payload: &Map<String, Value>) -> Option<String> {
    let number = |key: &str| payload.get(key).and_then(Value::as_i64);
    match family(event)? {
        Family::Subscription => None,
        Family::Donation => Some(format!("donation:{}", number("donation_request_id")?)),
        Family::Digital => Some(format!("digital:{}", number("product_id")?)),
        Family::Physical => {
            let name = payload.get("products")?.get(0)?.get("product_name")?;
            Some(format!("physical:{}", name.as_str()?))
        }
        // A charge of a kept card is a purchase of its own, which nothing follows.
        Family::Shop if event.starts_with("shop_token") => None,
        Family::Shop => {
            let period = payload.get("period").and_then(Value::as_str);
            Some(format!("shop:{}", period.unwrap_or("onetime")))
        }
    }
}
