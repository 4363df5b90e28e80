//! Payloads about subscriptions to a channel.

use serde_json::{Map, Value, json};

use super::body::object;
use super::order::TributeOrder;

/// What Tribute's commission leaves, in percent.
const AFTER_COMMISSION: i64 = 90;

/// The payload of `new_`, `renewed_` and `cancelled_subscription`, without the buyer.
pub(super) fn payload(event: &str, order: &TributeOrder) -> Map<String, Value> {
    let price = order.price();
    let mut payload = object(json!({
        "subscription_name": order.plan.name,
        "subscription_id": order.plan.subscription_id,
        "period_id": order.plan.period_id,
        "period": order.plan.period,
        "price": price,
        "amount": price * AFTER_COMMISSION / 100,
        "currency": order.plan.currency,
        "channel_id": 614,
        "channel_name": order.plan.name,
        "expires_at": order.expires_at.to_string(),
    }));
    if let Some(kind) = &order.kind {
        payload.insert("type".to_owned(), json!(kind));
    }
    if event == "renewed_subscription" || event == "cancelled_subscription" {
        let link = "https://t.me/tribute/app?startapp=s614";
        payload.insert("web_app_link".to_owned(), json!(link));
    }
    if event == "cancelled_subscription" {
        payload.insert("cancel_reason".to_owned(), json!(order.cancel_reason));
    }
    payload
}
