//! Payloads about digital products.

use serde_json::{Map, Value, json};

use super::body::object;
use super::order::TributeOrder;

/// The payload of `new_digital_product` and `digital_product_refunded`, without the buyer. A refund repeats the purchase.
pub(super) fn payload(event: &str, order: &TributeOrder) -> Map<String, Value> {
    let mut payload = object(json!({
        "product_id": order.plan.subscription_id,
        "product_name": order.plan.name,
        "amount": order.continued("amount", order.price()),
        "currency": order.plan.currency,
        "purchase_id": order.continued("purchase_id", order.purchase_id),
        "transaction_id": order.continued("transaction_id", order.purchase_id + 1),
    }));
    let more = if event == "digital_product_refunded" {
        [
            ("refund_reason", json!("telegram_refund")),
            ("refunded_at", json!(order.created_at.to_string())),
        ]
        .to_vec()
    } else {
        vec![("purchase_created_at", json!(order.created_at.to_string()))]
    };
    payload.extend(more.into_iter().map(|(key, value)| (key.to_owned(), value)));
    payload
}
