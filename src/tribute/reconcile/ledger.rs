//! Orders of the shop in stored events.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use serde_json::Value;

use super::super::fields::{Fields, moment};
use super::listing::number;
use crate::bot::report::StoredEvent;

/// An order that the ledger has as paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerOrder {
    /// Its name for ever.
    pub uuid: String,
    /// Which shop's; events of before have none.
    pub shop: Option<u64>,
    /// When it was paid.
    pub at: Timestamp,
    /// In minor units.
    pub amount_minor: Option<i64>,
    /// Lower-case ISO code.
    pub currency: String,
    /// Whether the money went back, or none came yet because a trial began: how Tribute lists such an order is not known.
    pub excused: bool,
}

/// The paid orders that events tell of, each once.
#[must_use]
pub fn orders(events: &[StoredEvent]) -> Vec<LedgerOrder> {
    let mut orders = BTreeMap::<String, LedgerOrder>::new();
    let mut refunded = HashSet::new();
    for event in events {
        let Ok(body) = serde_json::from_str::<Value>(&event.body) else {
            continue;
        };
        let Some(fields) = body.get("payload").map(Fields) else {
            continue;
        };
        let Some(uuid) = fields.text("uuid") else {
            continue;
        };
        match event.name.as_str() {
            "shop_order_refunded" => drop(refunded.insert(uuid)),
            "shop_order" => {
                let created = Fields(&body).text("created_at");
                let at = created.as_deref().and_then(moment);
                let order = LedgerOrder {
                    uuid: uuid.clone(),
                    shop: number(fields, "shopId"),
                    at: at.unwrap_or(event.received_at),
                    amount_minor: fields.integer("amount"),
                    currency: fields.currency(),
                    excused: fields.is_true("isTrial"),
                };
                orders.entry(uuid).or_insert(order);
            }
            _ => {}
        }
    }
    let order = |order: LedgerOrder| LedgerOrder {
        excused: order.excused || refunded.contains(&order.uuid),
        ..order
    };
    orders.into_values().map(order).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(name: &str, body: &Value) -> StoredEvent {
        StoredEvent {
            name: name.into(),
            body: body.to_string(),
            received_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn an_order_is_there_once_with_what_became_of_its_money() {
        let paid = json!({ "created_at": "2026-10-10T10:00:00Z", "payload": { "uuid": "a", "shopId": u64::MAX, "amount": 5, "currency": "RUB" } });
        let bare = json!({ "payload": { "uuid": "b" } });
        let events = [
            event(
                "shop_order_refunded",
                &json!({ "payload": { "uuid": "a" } }),
            ),
            event("shop_order", &paid),
            event("shop_order", &paid),
            event("shop_order", &bare),
            event(
                "shop_order",
                &json!({ "payload": { "uuid": "d", "isTrial": true } }),
            ),
            event("shop_order", &json!({ "payload": {} })),
            event("shop_order_prepaid", &json!({ "payload": { "uuid": "c" } })),
        ];
        let orders = orders(&events);
        let names: Vec<_> = orders
            .iter()
            .map(|one| (one.uuid.as_str(), one.excused))
            .collect();
        assert_eq!(names, [("a", true), ("b", false), ("d", true)]);
        assert_eq!(
            (orders[0].shop, orders[0].currency.as_str()),
            (Some(u64::MAX), "rub")
        );
        assert_eq!(orders[1].at, Timestamp::UNIX_EPOCH);
    }
}
