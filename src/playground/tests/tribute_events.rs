//! What each of Tribute's events says, key by key.

use serde_json::Value;

use super::bot::playground;
use crate::playground::Playground;

pub(super) const USER: i64 = 5_301_000_111;

// The products of the cabinet, by index.
pub(super) const PLAN: usize = 0;
const DONATION: usize = 1;
pub(super) const DIGITAL: usize = 3;
pub(super) const PHYSICAL: usize = 4;
pub(super) const MONTHLY_ORDER: usize = 6;

/// Keys that several events share.
const GROUPS: [(&str, &str); 10] = [
    (
        "SUBSCRIPTION",
        "subscription_name:s subscription_id:i period_id:i period:s type:s price:i amount:i currency:s channel_id:i \
         channel_name:s expires_at:t",
    ),
    (
        "DONATION",
        "donation_request_id:i donation_name:s period:s amount:i currency:s anonymously:b web_app_link:s",
    ),
    ("BUYER", "trb_user_id:s telegram_user_id:i"),
    (
        "PRODUCT",
        "product_id:i product_name:s amount:i currency:s purchase_id:i transaction_id:i",
    ),
    (
        "PARCEL",
        "order_id:i status:s products:a total:i currency:s shipping_address:s created_at:t updated_at:t",
    ),
    ("SHOP", "uuid:s shopId:i amount:i currency:s customerId:s"),
    (
        "CARD",
        "status:s fee:i paymentToken:s cardLast4:s cardBrand:s",
    ),
    ("MONTHLY", "period:s isRecurrent:b"),
    ("MEMBER", "memberStatus:s memberExpiresAt:t"),
    (
        "CHARGE",
        "chargeUuid:s token:s amount:i currency:s reference:s",
    ),
];

/// Event, product, kind of payment, and the keys of the payload.
const TABLE: &str = "
new_subscription            0 regular   SUBSCRIPTION BUYER
new_subscription            0 gift      SUBSCRIPTION BUYER
new_subscription            0 trial     SUBSCRIPTION BUYER
renewed_subscription        0 regular   SUBSCRIPTION BUYER web_app_link:s
cancelled_subscription      0 trial     SUBSCRIPTION BUYER web_app_link:s cancel_reason:s
new_donation                1 regular   DONATION BUYER message:s
new_donation                1 anonymous DONATION message:s
new_donation                2 regular   DONATION BUYER message:s
recurrent_donation          2 regular   DONATION BUYER
recurrent_donation          2 anonymous DONATION
cancelled_donation          2 regular   DONATION BUYER
new_digital_product         3 regular   PRODUCT BUYER purchase_created_at:t
digital_product_refunded    3 regular   PRODUCT BUYER refund_reason:s refunded_at:t
physical_order_created      4 regular   PARCEL BUYER tracking_number:0
physical_order_shipped      4 regular   PARCEL BUYER tracking_number:s
physical_order_canceled     4 regular   PARCEL BUYER tracking_number:0
shop_order_payment_received 5 regular   SHOP
shop_order_prepaid          5 regular   SHOP
shop_order_prepaid          6 regular   SHOP MONTHLY
shop_order_payment_failed   5 regular   SHOP errorCode:s errorMessage:s
shop_order                  5 regular   SHOP CARD isRecurrent:b
shop_order                  6 regular   SHOP CARD MONTHLY MEMBER firstPeriodAmount:i
shop_order                  6 trial     SHOP CARD MONTHLY MEMBER isTrial:b trialPeriod:s trialEndsAt:t
shop_order_charge_success   6 regular   SHOP MONTHLY MEMBER
shop_order_charge_failed    6 regular   SHOP MONTHLY MEMBER chargeRetries:i
shop_order_cancelled        6 regular   SHOP MONTHLY MEMBER cancelReason:s
shop_order_refunded         5 regular   SHOP transactionId:i status:s
shop_order_refunded         6 regular   SHOP MONTHLY MEMBER transactionId:i status:s
shop_token_charge_success   5 regular   CHARGE processedAt:t
shop_token_charge_failed    6 regular   CHARGE errorCode:s errorMessage:s
";

/// Keys with their types: i is an integer, s a text, t a moment, b a boolean, a an array, 0 null.
fn described(payload: &Value) -> String {
    let kind = |value: &Value| match value {
        Value::Null => "0",
        Value::Bool(_) => "b",
        Value::Number(number) if number.is_i64() => "i",
        Value::Number(_) => "?",
        Value::String(text) if text.parse::<jiff::Timestamp>().is_ok() && text.ends_with('Z') => {
            "t"
        }
        Value::String(_) => "s",
        Value::Array(_) => "a",
        Value::Object(_) => "o",
    };
    let mut keys: Vec<String> = payload
        .as_object()
        .unwrap()
        .iter()
        .map(|(key, value)| format!("{key}:{}", kind(value)))
        .collect();
    keys.sort();
    keys.join(" ")
}

/// The keys of a line of the table, each group replaced by what it stands for.
fn expected(keys: &[&str]) -> String {
    let group = |name: &str| GROUPS.iter().find(|(group, _)| *group == name);
    let keys = keys
        .iter()
        .map(|key| group(key).map_or(*key, |(_, keys)| keys));
    let mut keys: Vec<_> = keys.flat_map(str::split_whitespace).collect();
    keys.sort_unstable();
    keys.join(" ")
}

pub(super) fn drafted(
    playground: &Playground,
    event: &str,
    product: usize,
    kind: Option<&str>,
) -> Value {
    let text = playground.tribute_draft(USER, event, product, kind);
    let text = text.unwrap_or_else(|error| panic!("{event}: {error}"));
    let body: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(body["name"], event);
    assert_eq!(
        described(&body),
        "created_at:t name:s payload:o sent_at:t",
        "{event}"
    );
    body["payload"].clone()
}

#[tokio::test]
async fn every_event_has_the_keys_and_types_that_tribute_gives_it() {
    let playground = playground().await;
    for line in TABLE.trim().lines() {
        let words: Vec<_> = line.split_whitespace().collect();
        let [event, product, kind, keys @ ..] = words.as_slice() else {
            panic!("{line}")
        };
        let payload = drafted(&playground, event, product.parse().unwrap(), Some(kind));
        assert_eq!(described(&payload), expected(keys), "{line}");
    }
    let product = &drafted(&playground, "physical_order_created", PHYSICAL, None)["products"][0];
    assert_eq!(
        described(product),
        "currency:s price:i product_name:s quantity:i"
    );
    assert_eq!(
        playground.tribute_draft(USER, "ping", PLAN, None).unwrap(),
        r#"{"test_event":"test_event"}"#
    );
}

#[tokio::test]
async fn moments_have_the_fractions_that_tribute_writes() {
    let playground = playground().await;
    let digits = |value: &Value| {
        let text = value.as_str().unwrap().trim_end_matches('Z');
        text.split_once('.').map_or(0, |(_, digits)| digits.len())
    };
    let mut longest = 0;
    for _ in 0..20 {
        let text = playground.tribute_draft(USER, "new_subscription", PLAN, None);
        let body: Value = serde_json::from_str(&text.unwrap()).unwrap();
        assert!(digits(&body["created_at"]) <= 6, "{body}");
        assert!(digits(&body["payload"]["expires_at"]) <= 6, "{body}");
        longest = longest.max(digits(&body["sent_at"]));
    }
    assert!(longest > 6, "nanoseconds");
}

#[tokio::test]
async fn trials_and_gifts_are_free_and_renew_with_money() {
    let playground = playground().await;
    for kind in ["trial", "gift"] {
        let payload = drafted(&playground, "new_subscription", PLAN, Some(kind));
        assert_eq!(
            (&payload["type"], &payload["price"], &payload["amount"]),
            (&Value::from(kind), &Value::from(0), &Value::from(0))
        );
    }
    let renewed = drafted(&playground, "renewed_subscription", PLAN, None);
    assert_eq!(
        (&renewed["type"], &renewed["price"]),
        (&Value::from("regular"), &Value::from(49_900))
    );
    let refused = playground.tribute_draft(USER, "renewed_subscription", PLAN, Some("gift"));
    assert!(refused.unwrap_err().contains("choose regular"));
}

#[tokio::test]
async fn what_cannot_happen_to_a_product_is_refused_with_what_can() {
    let playground = playground().await;
    let refused = playground.tribute_draft(USER, "recurrent_donation", DONATION, None);
    assert!(refused.unwrap_err().contains("choose ping, new_donation."));
    let refused = playground.tribute_draft(USER, "new_subscription", 99, None);
    assert!(refused.unwrap_err().contains("from 0 to 6"));
}
