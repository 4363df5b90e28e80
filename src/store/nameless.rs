//! What stays of a payment when its person is forgotten: what was bought, for how much and when.

use serde_json::{Map, Value};

/// What tells which event it is.
const ENVELOPE: [&str; 3] = ["name", "created_at", "sent_at"];
/// The fields that are about the purchase and not about the buyer. Every other one goes, also those that Tribute has
/// yet to think of.
const KEPT: [&str; 47] = [
    "created_at",
    "subscription_name",
    "subscription_id",
    "period_id",
    "period",
    "type",
    "price",
    "amount",
    "currency",
    "channel_id",
    "channel_name",
    "expires_at",
    "donation_request_id",
    "donation_name",
    "anonymously",
    "product_id",
    "product_name",
    "purchase_id",
    "transaction_id",
    "purchase_created_at",
    "refunded_at",
    "order_id",
    "status",
    "products",
    "quantity",
    "total",
    "updated_at",
    "uuid",
    "shopId",
    "title",
    "starsAmount",
    "onlyStars",
    "firstPeriodAmount",
    "fee",
    "isRecurrent",
    "isTrial",
    "trialPeriod",
    "trialEndsAt",
    "memberStatus",
    "memberExpiresAt",
    "chargeRetries",
    "transactionId",
    "refundedAt",
    "chargeUuid",
    "processedAt",
    "errorCode",
    "cancelReason",
];

/// The body of an event without its person. One that cannot be read says nothing.
pub(super) fn nameless(body: &str) -> String {
    let mut left = Map::new();
    if let Ok(Value::Object(fields)) = serde_json::from_str(body) {
        for (name, value) in fields {
            if name == "payload" {
                left.insert(name, kept(value));
            } else if ENVELOPE.contains(&name.as_str()) && !value.is_object() && !value.is_array() {
                left.insert(name, value);
            }
        }
    }
    Value::Object(left).to_string()
}

fn kept(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(name, _)| KEPT.contains(&name.as_str()))
            .map(|(name, value)| (name, kept(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(kept).collect(),
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::bot::report::StoredEvent;
    use crate::tribute::revenue;

    /// All that Tribute may say about somebody.
    fn personal() -> Value {
        json!({
            "trb_user_id": "T-31326", "user_id": 31_326, "telegram_user_id": 5_301_000_111_i64,
            "telegram_username": "anna_k", "email": "anna@example.org", "message": "от Анны", "customerId": "acct_42",
            "shipping_address": { "name": "Анна", "city": "Тверь" }, "tracking_number": "RU123", "cardLast4": "4242",
            "paymentToken": "660e8400", "reference": "Анна", "phone_we_never_heard_of": "+79991234567",
        })
    }

    #[test]
    fn the_money_stays_and_the_person_goes() {
        let bought = json!({
            "subscription_name": "Клуб 🎉", "subscription_id": 1644, "price": 49_900, "amount": 44_910, "currency": "rub",
            "expires_at": "2026-11-10T09:15:57Z", "purchase_id": 78_901,
            "products": [{ "product_name": "T-shirt", "quantity": 2, "price": 150_000, "currency": "rub" }],
        });
        let mut payload = bought.clone();
        let about = personal();
        let about = about.as_object().expect("an object");
        payload
            .as_object_mut()
            .expect("an object")
            .extend(about.clone());
        payload["products"][0]["for"] = json!("Анна");
        payload["name"] = json!("Анна");
        let body = json!({ "name": "new_subscription", "created_at": "2026-10-10T09:16:31Z", "payload": payload, "by": "Анна" });
        let left: Value = serde_json::from_str(&nameless(&body.to_string())).expect("JSON");
        let expected = json!({ "name": "new_subscription", "created_at": "2026-10-10T09:16:31Z", "payload": bought });
        assert_eq!(left, expected);
    }

    #[test]
    fn what_cannot_be_read_says_nothing() {
        for body in ["", "{\"email\":", r#"{"message":"\ud800"}"#, "7\n8"] {
            assert_eq!(nameless(body), "{}", "{body}");
        }
    }

    #[test]
    fn the_owners_figures_are_the_same_afterwards() {
        let names = crate::tribute::event::NAMES;
        let amounts = json!({ "price": 100, "amount": 200, "total": 300, "firstPeriodAmount": 50, "starsAmount": 7,
            "currency": "rub", "status": "completed", "title": "Книга", "fee": 5, "subscription_id": 1644,
            "expires_at": "2026-11-10T09:16:31Z", "uuid": "0f9b", "purchase_id": 7, "isRecurrent": true });
        for name in names {
            let mut payload = amounts.clone();
            let about = personal();
            payload
                .as_object_mut()
                .expect("an object")
                .extend(about.as_object().expect("an object").clone());
            let body =
                json!({ "name": name, "created_at": "2026-10-10T09:16:31Z", "payload": payload })
                    .to_string();
            let paid = |body: String| {
                let received_at = jiff::Timestamp::UNIX_EPOCH;
                revenue::paid(&StoredEvent {
                    name: name.to_owned(),
                    body,
                    received_at,
                })
            };
            assert_eq!(paid(nameless(&body)), paid(body), "{name}");
        }
    }
}
