//! The bodies of Tribute's events.

use serde_json::{Map, Value, json};

use super::events::{Family, PING, family};
use super::order::TributeOrder;
use super::{digital, donation, physical, shop, subscription};

/// The body of an event, byte for byte as it will be signed. An unknown name makes an event of that name with the keys of a
/// subscription; `ping` is the dashboard's test request.
pub fn tribute_body(event: &str, order: &TributeOrder) -> String {
    body(event, order).to_string()
}

/// The body of an event, not yet written down.
pub(super) fn body(event: &str, order: &TributeOrder) -> Value {
    if event == PING {
        return json!({ "test_event": "test_event" });
    }
    let family = family(event);
    let mut payload = match family {
        Some(Family::Donation) => donation::payload(event, order),
        Some(Family::Digital) => digital::payload(event, order),
        Some(Family::Physical) => physical::payload(event, order),
        Some(Family::Shop) => shop::payload(event, order),
        Some(Family::Subscription) | None => subscription::payload(event, order),
    };
    if family != Some(Family::Shop) {
        identity(&mut payload, order);
    }
    for (key, value) in &order.also {
        match value.is_null() {
            true => payload.remove(key),
            false => payload.insert(key.clone(), value.clone()),
        };
    }
    json!({
        "name": event,
        "created_at": order.created_at.to_string(),
        "sent_at": order.sent_at.to_string(),
        "payload": payload,
    })
}

/// Who bought it. What is not known is left out.
fn identity(payload: &mut Map<String, Value>, order: &TributeOrder) {
    let known = [
        ("trb_user_id", order.trb_user_id.clone().map(Value::from)),
        ("telegram_user_id", order.telegram_user_id.map(Value::from)),
        (
            "telegram_username",
            order.telegram_username.clone().map(Value::from),
        ),
        ("email", order.email.clone().map(Value::from)),
    ];
    for (key, value) in known {
        if let Some(value) = value {
            payload.insert(key.to_owned(), value);
        }
    }
}

/// The fields of a JSON object.
pub(super) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
