//! Payloads about things that are sent by post.

use serde_json::{Map, Value, json};

use super::body::object;
use super::order::TributeOrder;

/// Two pieces, so that a price and a total differ.
const QUANTITY: i64 = 2;

/// The payload of `physical_order_created`, `_shipped` and `_canceled`, without the buyer. One order keeps its number, its
/// address and the moment it was made.
pub(super) fn payload(event: &str, order: &TributeOrder) -> Map<String, Value> {
    let (status, tracking) = match event {
        "physical_order_shipped" => ("shipped", json!("RU123456789CN")),
        "physical_order_canceled" => ("canceled", order.continued("tracking_number", ())),
        _ => ("pending", Value::Null),
    };
    let now = order.created_at.to_string();
    let (price, currency) = (order.price(), &order.plan.currency);
    let bought = json!([{
        "product_name": order.plan.name,
        "quantity": QUANTITY,
        "price": price,
        "currency": currency,
    }]);
    object(json!({
        "order_id": order.continued("order_id", order.purchase_id),
        "status": status,
        "products": order.continued("products", bought),
        "total": order.continued("total", price * QUANTITY),
        "currency": currency,
        "shipping_address": "101000, Москва, ул. Ключевая, д. 5, кв. 5",
        "tracking_number": tracking,
        "created_at": order.continued("created_at", now.clone()),
        "updated_at": now,
    }))
}
