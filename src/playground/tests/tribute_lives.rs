//! How one of Tribute's events continues another.

use serde_json::Value;

use super::bot::playground;
use super::tribute_events::{DIGITAL, MONTHLY_ORDER, PHYSICAL, PLAN, USER, drafted};
use crate::playground::{Playground, TributeSending};

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
