//! What each of Tribute's events says, key by key, and how one continues another.

use serde_json::Value;

use super::bot::playground;
use crate::playground::{Playground, TributeSending};

const USER: i64 = 5_301_000_111;

// The products of the cabinet, by index.
const PLAN: usize = 0;
const DONATION: usize = 1;
const MONTHLY_DONATION: usize = 2;
const DIGITAL: usize = 3;
const PHYSICAL: usize = 4;
const ORDER: usize = 5;
const MONTHLY_ORDER: usize = 6;

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

fn sorted(keys: &str) -> String {
    let mut keys: Vec<_> = keys.split_whitespace().collect();
    keys.sort_unstable();
    keys.join(" ")
}

fn drafted(playground: &Playground, event: &str, product: usize, kind: Option<&str>) -> Value {
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

/// It happens in Tribute; the delivery is held back.
async fn happens(playground: &Playground, event: &str, product: usize) -> Value {
    let body = playground.tribute_draft(USER, event, product, None);
    let body = body.unwrap_or_else(|error| panic!("{event}: {error}"));
    let sending = TributeSending {
        user: USER,
        body: body.clone(),
        hold: true,
        ..TributeSending::default()
    };
    assert!(playground.tribute_post(sending).await.held);
    serde_json::from_str::<Value>(&body).unwrap()["payload"].clone()
}

const SUBSCRIPTION: &str = "subscription_name:s subscription_id:i period_id:i period:s type:s price:i amount:i currency:s \
    trb_user_id:s telegram_user_id:i channel_id:i channel_name:s expires_at:t";
const A_DONATION: &str = "donation_request_id:i donation_name:s period:s amount:i currency:s anonymously:b web_app_link:s";
const DONOR: &str = "trb_user_id:s telegram_user_id:i";
const PRODUCT: &str = "product_id:i product_name:s amount:i currency:s trb_user_id:s telegram_user_id:i purchase_id:i transaction_id:i";
const PARCEL: &str = "order_id:i status:s trb_user_id:s telegram_user_id:i products:a total:i currency:s shipping_address:s created_at:t updated_at:t";
const SHOP: &str = "uuid:s shopId:i amount:i currency:s customerId:s";
const MONTHLY: &str = "period:s isRecurrent:b";
const MEMBER: &str = "memberStatus:s memberExpiresAt:t";
const CARD: &str = "status:s fee:i paymentToken:s cardLast4:s cardBrand:s";
const CHARGE: &str = "chargeUuid:s token:s amount:i currency:s reference:s";

#[tokio::test]
async fn every_event_has_the_keys_and_types_that_tribute_gives_it() {
    let playground = playground().await;
    let anonymous = Some("anonymous");
    let trial = Some("trial");
    let table: [(&str, usize, Option<&str>, &[&str]); 30] = [
        ("new_subscription", PLAN, None, &[SUBSCRIPTION]),
        ("new_subscription", PLAN, Some("gift"), &[SUBSCRIPTION]),
        ("new_subscription", PLAN, trial, &[SUBSCRIPTION]),
        (
            "renewed_subscription",
            PLAN,
            None,
            &[SUBSCRIPTION, "web_app_link:s"],
        ),
        (
            "cancelled_subscription",
            PLAN,
            trial,
            &[SUBSCRIPTION, "web_app_link:s cancel_reason:s"],
        ),
        (
            "new_donation",
            DONATION,
            None,
            &[A_DONATION, DONOR, "message:s"],
        ),
        (
            "new_donation",
            DONATION,
            anonymous,
            &[A_DONATION, "message:s"],
        ),
        (
            "new_donation",
            MONTHLY_DONATION,
            None,
            &[A_DONATION, DONOR, "message:s"],
        ),
        (
            "recurrent_donation",
            MONTHLY_DONATION,
            None,
            &[A_DONATION, DONOR],
        ),
        (
            "recurrent_donation",
            MONTHLY_DONATION,
            anonymous,
            &[A_DONATION],
        ),
        (
            "cancelled_donation",
            MONTHLY_DONATION,
            None,
            &[A_DONATION, DONOR],
        ),
        (
            "new_digital_product",
            DIGITAL,
            None,
            &[PRODUCT, "purchase_created_at:t"],
        ),
        (
            "digital_product_refunded",
            DIGITAL,
            None,
            &[PRODUCT, "refund_reason:s refunded_at:t"],
        ),
        (
            "physical_order_created",
            PHYSICAL,
            None,
            &[PARCEL, "tracking_number:0"],
        ),
        (
            "physical_order_shipped",
            PHYSICAL,
            None,
            &[PARCEL, "tracking_number:s"],
        ),
        (
            "physical_order_canceled",
            PHYSICAL,
            None,
            &[PARCEL, "tracking_number:0"],
        ),
        ("shop_order_payment_received", ORDER, None, &[SHOP]),
        ("shop_order_prepaid", ORDER, None, &[SHOP]),
        ("shop_order_prepaid", MONTHLY_ORDER, None, &[SHOP, MONTHLY]),
        (
            "shop_order_payment_failed",
            ORDER,
            None,
            &[SHOP, "errorCode:s errorMessage:s"],
        ),
        ("shop_order", ORDER, None, &[SHOP, CARD, "isRecurrent:b"]),
        (
            "shop_order",
            MONTHLY_ORDER,
            None,
            &[SHOP, CARD, MONTHLY, MEMBER, "firstPeriodAmount:i"],
        ),
        (
            "shop_order",
            MONTHLY_ORDER,
            trial,
            &[
                SHOP,
                CARD,
                MONTHLY,
                MEMBER,
                "isTrial:b trialPeriod:s trialEndsAt:t",
            ],
        ),
        (
            "shop_order_charge_success",
            MONTHLY_ORDER,
            None,
            &[SHOP, MONTHLY, MEMBER],
        ),
        (
            "shop_order_charge_failed",
            MONTHLY_ORDER,
            None,
            &[SHOP, MONTHLY, MEMBER, "chargeRetries:i"],
        ),
        (
            "shop_order_cancelled",
            MONTHLY_ORDER,
            None,
            &[SHOP, MONTHLY, MEMBER, "cancelReason:s"],
        ),
        (
            "shop_order_refunded",
            ORDER,
            None,
            &[SHOP, "transactionId:i status:s"],
        ),
        (
            "shop_order_refunded",
            MONTHLY_ORDER,
            None,
            &[SHOP, MONTHLY, MEMBER, "transactionId:i status:s"],
        ),
        (
            "shop_token_charge_success",
            ORDER,
            None,
            &[CHARGE, "processedAt:t"],
        ),
        (
            "shop_token_charge_failed",
            MONTHLY_ORDER,
            None,
            &[CHARGE, "errorCode:s errorMessage:s"],
        ),
    ];
    for (event, product, kind, keys) in table {
        let payload = drafted(&playground, event, product, kind);
        assert_eq!(
            described(&payload),
            sorted(&keys.join(" ")),
            "{event} {kind:?}"
        );
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
    let text = playground.tribute_draft(USER, "new_subscription", PLAN, None);
    let body: Value = serde_json::from_str(&text.unwrap()).unwrap();
    let digits = |value: &Value| {
        let text = value.as_str().unwrap().trim_end_matches('Z');
        text.split_once('.').map_or(0, |(_, digits)| digits.len())
    };
    assert!(digits(&body["created_at"]) <= 6 && digits(&body["payload"]["expires_at"]) <= 6);
    assert!(digits(&body["sent_at"]) <= 9);
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

#[tokio::test]
async fn a_refund_repeats_the_purchase_and_the_next_purchase_is_another() {
    let playground = playground().await;
    let bought = happens(&playground, "new_digital_product", DIGITAL).await;
    let refunded = happens(&playground, "digital_product_refunded", DIGITAL).await;
    let again = happens(&playground, "new_digital_product", DIGITAL).await;
    for key in ["purchase_id", "transaction_id", "amount"] {
        assert_eq!(bought[key], refunded[key], "{key}");
    }
    assert_ne!(bought["purchase_id"], again["purchase_id"]);
}

#[tokio::test]
async fn a_parcel_keeps_its_number_until_the_next_order() {
    let playground = playground().await;
    let created = happens(&playground, "physical_order_created", PHYSICAL).await;
    let shipped = happens(&playground, "physical_order_shipped", PHYSICAL).await;
    let canceled = happens(&playground, "physical_order_canceled", PHYSICAL).await;
    let another = happens(&playground, "physical_order_created", PHYSICAL).await;
    for key in ["order_id", "created_at", "total"] {
        assert_eq!(created[key], shipped[key], "{key}");
        assert_eq!(created[key], canceled[key], "{key}");
    }
    assert_eq!(shipped["tracking_number"], canceled["tracking_number"]);
    assert_ne!(created["order_id"], another["order_id"]);
}

#[tokio::test]
async fn an_order_of_the_shop_is_one_from_the_first_try_to_the_refund() {
    let playground = playground().await;
    let mut uuids = Vec::new();
    let mut retries = Vec::new();
    let mut ends = Vec::new();
    let mut refunds = Vec::new();
    for event in [
        "shop_order_payment_failed",
        "shop_order_payment_received",
        "shop_order",
        "shop_order_charge_failed",
        "shop_order_charge_failed",
        "shop_order_charge_success",
        "shop_order_charge_failed",
        "shop_order_charge_failed",
        "shop_order_charge_failed",
        "shop_order_cancelled",
        "shop_order_refunded",
        "shop_order_refunded",
    ] {
        let payload = happens(&playground, event, MONTHLY_ORDER).await;
        uuids.push(payload["uuid"].clone());
        retries.extend(payload["chargeRetries"].as_i64());
        match event {
            "shop_order" | "shop_order_charge_success" => {
                ends.push(payload["memberExpiresAt"].clone());
            }
            "shop_order_cancelled" => assert_eq!(payload["cancelReason"], "charge_failed"),
            "shop_order_refunded" => refunds.push(payload),
            _ => {}
        }
    }
    assert!(uuids.iter().all(|uuid| *uuid == uuids[0]), "{uuids:?}");
    assert_eq!(uuids[0].as_str().unwrap().len(), 36);
    assert_eq!(retries, [1, 2, 1, 2, 3]);
    assert!(ends[0].as_str() < ends[1].as_str());
    assert_eq!(
        (&refunds[0]["status"], &refunds[1]["status"]),
        (&"initiated".into(), &"completed".into())
    );
    assert_eq!(refunds[0]["transactionId"], refunds[1]["transactionId"]);
    assert!(refunds[0].get("refundedAt").is_none() && refunds[1]["refundedAt"].is_string());
    let next = happens(&playground, "shop_order", MONTHLY_ORDER).await;
    assert_ne!(next["uuid"], uuids[0]);
    let charge = drafted(
        &playground,
        "shop_token_charge_success",
        MONTHLY_ORDER,
        None,
    );
    assert_eq!(charge["token"], next["paymentToken"]);
}

#[tokio::test]
async fn a_renewal_goes_on_where_the_period_ends_however_it_was_bought() {
    let playground = playground().await;
    let plan = playground.settings().plans[0].clone();
    playground.pay(USER, &plan).await;
    let end = |payload: &Value| -> jiff::Timestamp {
        payload["expires_at"].as_str().unwrap().parse().unwrap()
    };
    let first = end(&happens(&playground, "renewed_subscription", PLAN).await);
    let second = end(&happens(&playground, "renewed_subscription", PLAN).await);
    let cancelled = end(&happens(&playground, "cancelled_subscription", PLAN).await);
    assert!(first > jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * 50));
    assert!(second > first + jiff::SignedDuration::from_hours(24 * 27));
    assert_eq!(cancelled, second);
}
