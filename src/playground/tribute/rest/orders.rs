//! Orders of the shop, from the events in the book.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::super::cabinet::Cabinet;

/// What an event says about the status of its order; the others leave it as it is.
fn status_after(event: &str) -> Option<&'static str> {
    Some(match event {
        "shop_order_payment_received" => "pending",
        "shop_order_prepaid" => "prepaid",
        "shop_order_payment_failed" => "failed",
        "shop_order" => "paid",
        _ => return None,
    })
}

/// The orders of a shop that were made in these days (in UTC), newest first.
pub(super) fn listed(
    cabinet: &Cabinet,
    shop: i64,
    from: Option<Date>,
    to: Option<Date>,
) -> Vec<Value> {
    let mut orders: Vec<(Timestamp, Map<String, Value>)> = Vec::new();
    for entry in cabinet.entries.values() {
        let Some(status) = status_after(&entry.event) else {
            continue;
        };
        let Some((at, order)) = order(&entry.body, shop, status) else {
            continue;
        };
        let same = |known: &Map<String, Value>| known.get("uuid") == order.get("uuid");
        match orders.iter_mut().find(|(_, known)| same(known)) {
            // What was paid stays paid, whatever is told late.
            Some((_, known)) if known.get("status") != Some(&json!("paid")) => {
                known.insert("status".to_owned(), json!(status));
            }
            Some(_) => {}
            None => orders.push((at, order)),
        }
    }
    let day = |at: &Timestamp| at.to_zoned(TimeZone::UTC).date();
    let is_asked = |at: &Timestamp| {
        from.is_none_or(|from| day(at) >= from) && to.is_none_or(|to| day(at) <= to)
    };
    orders.retain(|(at, _)| is_asked(at));
    orders.reverse();
    let order = |(_, order)| Value::Object(order);
    orders.into_iter().map(order).collect()
}

/// An order as its event tells it, if it is this shop's.
fn order(body: &str, shop: i64, status: &str) -> Option<(Timestamp, Map<String, Value>)> {
    let body: Value = serde_json::from_str(body).ok()?;
    let payload = body.get("payload")?;
    let said = |key: &str| payload.get(key).cloned();
    if said("shopId")? != json!(shop) {
        return None;
    }
    let uuid = said("uuid")?;
    let name = uuid.as_str()?.to_owned();
    let at: Timestamp = body.get("created_at")?.as_str()?.parse().ok()?;
    let pay = format!("https://web.tribute.tg/shop/pay/{name}");
    let order = json!({
        "uuid": uuid,
        "shopId": shop,
        "amount": said("amount"),
        "currency": said("currency"),
        "title": "Заказ",
        "description": "Заказ в магазине",
        "status": status,
        "customerId": said("customerId"),
        "period": said("period").unwrap_or_else(|| json!("onetime")),
        "successUrl": "https://example.com/success",
        "failUrl": "https://example.com/fail",
        "paymentUrl": pay,
        "webappPaymentUrl": format!("https://t.me/tribute/app?startapp=o{name}"),
        "createdAt": at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S").to_string(),
    });
    match order {
        Value::Object(fields) => Some((at, fields)),
        _ => None,
    }
}
