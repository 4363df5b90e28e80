//! Payloads about donations.

use serde_json::{Map, Value, json};

use super::body::object;
use super::order::TributeOrder;

/// The payload of `new_`, `recurrent_` and `cancelled_donation`, without the donor. Nothing in it names the single payment.
pub(super) fn payload(event: &str, order: &TributeOrder) -> Map<String, Value> {
    let mut payload = object(json!({
        "donation_request_id": order.plan.subscription_id,
        "donation_name": order.plan.name,
        "period": order.plan.period,
        "amount": order.price(),
        "currency": order.plan.currency,
        "anonymously": order.telegram_user_id.is_none(),
        "web_app_link": "https://t.me/tribute/app?startapp=d123",
    }));
    if event == "new_donation" {
        payload.insert("message".to_owned(), json!("Спасибо!"));
    }
    payload
}
