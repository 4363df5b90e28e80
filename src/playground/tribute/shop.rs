//! Payloads of the shop: camelCase, and without a Telegram id.

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::body::object;
use super::order::{TributeOrder, after_period};

/// Tribute's commission, in percent.
const COMMISSION: i64 = 10;
/// The discounted first month, in percent of the regular price.
const FIRST_PERIOD: i64 = 36;

/// The payload of any event of the shop.
pub(super) fn payload(event: &str, order: &TributeOrder) -> Map<String, Value> {
    let mut payload = match event.starts_with("shop_token_charge") {
        true => token_charge(event, order),
        false => about_order(event, order),
    };
    // Nobody's reference is left out.
    payload.retain(|_, value| !value.is_null());
    payload
}

fn about_order(event: &str, order: &TributeOrder) -> Map<String, Value> {
    let mut payload = object(json!({
        "uuid": order.continued("uuid", uuid("order", order)),
        "shopId": order.plan.subscription_id,
        "amount": order.plan.price,
        "currency": order.plan.currency,
        "customerId": customer(order),
    }));
    if is_recurring(order) {
        payload.extend(recurring(event, order));
    }
    payload.extend(match event {
        "shop_order" => paid(order),
        "shop_order_payment_failed" => refused(),
        "shop_order_charge_failed" => {
            let before = order.previous.get("chargeRetries").and_then(Value::as_i64);
            object(json!({ "chargeRetries": before.unwrap_or(0).clamp(0, 2) + 1 }))
        }
        "shop_order_cancelled" => {
            let charges_failed = order.previous.contains_key("chargeRetries");
            let reason = match charges_failed {
                true => "charge_failed",
                false => "cancelled_by_seller",
            };
            object(json!({ "cancelReason": reason }))
        }
        "shop_order_refunded" => refund(order),
        _ => Map::new(),
    });
    payload
}

fn is_recurring(order: &TributeOrder) -> bool {
    order.plan.period != "onetime"
}

/// What recurring orders have beside the others.
fn recurring(event: &str, order: &TributeOrder) -> Map<String, Value> {
    let mut keys = object(json!({ "period": order.plan.period, "isRecurrent": true }));
    let status = match event {
        // Nobody is a member before the order is paid.
        "shop_order_payment_received" | "shop_order_prepaid" | "shop_order_payment_failed" => {
            return keys;
        }
        "shop_order_cancelled" => "cancelled",
        _ => "active",
    };
    let before = order.previous.get("memberExpiresAt");
    let before: Option<Timestamp> = before.and_then(|end| end.as_str()?.parse().ok());
    let ends = match (event, before) {
        ("shop_order_charge_success", Some(end)) => {
            after_period(end.max(order.created_at), &order.plan.period)
        }
        ("shop_order" | "shop_order_charge_success", _) | (_, None) => order.expires_at,
        (_, Some(end)) => end,
    };
    keys.insert("memberStatus".to_owned(), json!(status));
    keys.insert("memberExpiresAt".to_owned(), json!(ends.to_string()));
    keys
}

/// The order is paid, or its trial begins; the card is kept for the next charges.
fn paid(order: &TributeOrder) -> Map<String, Value> {
    let is_trial = order.kind.as_deref() == Some("trial");
    let first = order.plan.price * FIRST_PERIOD / 100;
    let charged = match (is_trial, is_recurring(order)) {
        (true, _) => 0,
        (false, true) => first,
        (false, false) => order.plan.price,
    };
    let mut keys = object(json!({
        "status": "paid",
        "fee": charged * COMMISSION / 100,
        "isRecurrent": is_recurring(order),
        "paymentToken": order.continued("paymentToken", uuid("token", order)),
        "cardLast4": "4242",
        "cardBrand": "VISA",
    }));
    if is_trial {
        keys.insert("isTrial".to_owned(), json!(true));
        keys.insert("trialPeriod".to_owned(), json!("seven_days"));
        let ends = order.expires_at.to_string();
        keys.insert("trialEndsAt".to_owned(), json!(ends));
    } else if is_recurring(order) {
        keys.insert("firstPeriodAmount".to_owned(), json!(first));
    }
    keys
}

/// Two events: the money is on its way back, then it is back.
fn refund(order: &TributeOrder) -> Map<String, Value> {
    let is_on_its_way = order.previous.get("status") == Some(&json!("initiated"));
    if !is_on_its_way {
        return object(json!({ "transactionId": order.purchase_id, "status": "initiated" }));
    }
    object(json!({
        "transactionId": order.continued("transactionId", order.purchase_id),
        "status": "completed",
        "refundedAt": order.created_at.to_string(),
    }))
}

/// A charge of the card that an order kept. It names no order.
fn token_charge(event: &str, order: &TributeOrder) -> Map<String, Value> {
    let mut keys = object(json!({
        "chargeUuid": uuid("charge", order),
        "token": order.continued("paymentToken", uuid("token", order)),
        "amount": order.plan.price,
        "currency": order.plan.currency,
        "reference": customer(order),
    }));
    keys.extend(match event {
        "shop_token_charge_failed" => refused(),
        _ => object(json!({ "processedAt": order.created_at.to_string() })),
    });
    keys
}

fn refused() -> Map<String, Value> {
    object(
        json!({ "errorCode": "insufficient_funds", "errorMessage": "Not enough money on the card" }),
    )
}

/// The seller's own name for the buyer. This seller uses Telegram's number; there is no other trace of the person.
fn customer(order: &TributeOrder) -> Option<String> {
    let user = order.telegram_user_id.map(|id| id.to_string());
    user.or_else(|| order.trb_user_id.clone())
}

/// A uuid that is the same whenever it is made for the same purchase.
fn uuid(what: &str, order: &TributeOrder) -> String {
    let seed = format!("{what}:{:?}:{}", customer(order), order.purchase_id);
    let digest = Sha256::digest(seed.as_bytes());
    let number = digest
        .iter()
        .take(16)
        .fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
    // Version 4, variant 1.
    let number = number & !(0xf << 76) & !(0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        number >> 96,
        number >> 80 & 0xffff,
        number >> 64 & 0xffff,
        number >> 48 & 0xffff,
        number & 0xffff_ffff_ffff
    )
}
