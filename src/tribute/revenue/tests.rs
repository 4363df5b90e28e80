use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

fn event(name: &str, created_at: &str, payload: Value) -> StoredEvent {
    StoredEvent {
        name: name.into(),
        body: json!({ "name": name, "created_at": created_at, "payload": payload }).to_string(),
        received_at: at("2026-11-25T12:00:00Z"),
    }
}

const NOON: &str = "2026-11-25T12:00:00Z";

#[test]
fn each_kind_of_event_is_worth_what_was_paid() {
    let subscription = |kind: Value| json!({ "subscription_name": "Клуб", "subscription_id": 1644, "expires_at": NOON, "type": kind, "price": 49_900, "amount": 44_910, "currency": "RUB" });
    let amount = json!({ "amount": 15_000, "currency": "eur", "purchase_id": 7 });
    let shop = |more: Value| {
        let mut payload = json!({ "uuid": "0f9b", "amount": 49_900, "currency": "rub" });
        payload
            .as_object_mut()
            .expect("an object")
            .extend(more.as_object().expect("an object").clone());
        payload
    };
    for (name, payload, expected) in [
        (
            "new_subscription",
            subscription(json!("regular")),
            Some((49_900, "rub")),
        ),
        (
            "renewed_subscription",
            subscription(Value::Null),
            Some((49_900, "rub")),
        ),
        ("new_subscription", subscription(json!("trial")), None),
        ("new_subscription", subscription(json!("gift")), None),
        (
            "cancelled_subscription",
            subscription(json!("regular")),
            None,
        ),
        (
            "new_subscription",
            json!({ "subscription_id": 1644, "expires_at": NOON, "price": 0, "currency": "rub" }),
            None,
        ),
        (
            "new_subscription",
            json!({ "subscription_id": 1644, "expires_at": NOON, "price": -5, "currency": "rub" }),
            None,
        ),
        ("new_donation", amount.clone(), Some((15_000, "eur"))),
        ("recurrent_donation", amount.clone(), Some((15_000, "eur"))),
        ("cancelled_donation", amount.clone(), None),
        ("new_digital_product", amount.clone(), Some((15_000, "eur"))),
        (
            "digital_product_refunded",
            amount.clone(),
            Some((-15_000, "eur")),
        ),
        (
            "physical_order_created",
            json!({ "total": 300_000, "currency": "rub" }),
            Some((300_000, "rub")),
        ),
        (
            "physical_order_shipped",
            json!({ "total": 300_000, "currency": "rub" }),
            None,
        ),
        (
            "physical_order_canceled",
            json!({ "total": 300_000, "currency": "rub" }),
            Some((-300_000, "rub")),
        ),
        ("shop_order", shop(json!({})), Some((49_900, "rub"))),
        (
            "shop_order",
            shop(json!({ "firstPeriodAmount": 17_900 })),
            Some((17_900, "rub")),
        ),
        ("shop_order", shop(json!({ "isTrial": true })), None),
        (
            "shop_order",
            json!({ "uuid": "0f9b", "starsAmount": 250, "onlyStars": true, "currency": "rub" }),
            Some((250, "xtr")),
        ),
        ("shop_order_payment_received", shop(json!({})), None),
        ("shop_order_prepaid", shop(json!({})), None),
        (
            "shop_order_charge_success",
            shop(json!({})),
            Some((49_900, "rub")),
        ),
        ("shop_order_charge_failed", shop(json!({})), None),
        (
            "shop_order_refunded",
            shop(json!({ "status": "initiated" })),
            None,
        ),
        (
            "shop_order_refunded",
            shop(json!({ "status": "completed" })),
            Some((-49_900, "rub")),
        ),
        (
            "shop_token_charge_success",
            shop(json!({})),
            Some((49_900, "rub")),
        ),
        ("something_new", shop(json!({})), None),
    ] {
        let paid = paid(&event(name, NOON, payload.clone()));
        let found = paid
            .as_ref()
            .map(|paid| (paid.minor, paid.currency.as_str()));
        assert_eq!(found, expected, "{name} {payload}");
    }
}

#[test]
fn money_is_summed_by_currency_and_counted_by_the_day_it_was_paid() {
    let zone = TimeZone::get("Europe/Moscow").expect("known");
    let days = Days::until_today(2, at("2026-11-25T12:00:00Z"), &zone);
    let amount = |minor: i64, currency: &str| json!({ "amount": minor, "currency": currency, "purchase_id": 7 });
    let events = [
        // Told today, paid yesterday in Moscow, which is still the day before in UTC.
        event("new_donation", "2026-11-23T21:30:00Z", amount(100, "rub")),
        event("new_donation", "2026-11-25T09:00:00Z", amount(250, "RUB")),
        event("new_donation", "no moment", amount(7, "eur")),
        event(
            "digital_product_refunded",
            "2026-11-25T10:00:00Z",
            amount(40, "rub"),
        ),
        event("new_donation", "2026-11-23T20:59:59Z", amount(9_999, "rub")),
        event("new_donation", "2026-11-25T09:00:00Z", json!("odd")),
        StoredEvent {
            body: "not JSON".into(),
            ..event("new_donation", NOON, json!({}))
        },
    ];
    let money = money(&days, &events);
    assert_eq!(money.payments, [1, 2]);
    let sum = |currency: &str, minor, payments, refunds| Sum {
        currency: currency.into(),
        minor,
        payments,
        refunds,
        gross: minor + 40 * refunds,
        returned: 40 * refunds,
        ..Sum::default()
    };
    assert_eq!(money.sums, [sum("rub", 310, 2, 1), sum("eur", 7, 1, 0)]);
    let most: Vec<StoredEvent> = (0..3)
        .map(|_| event("new_donation", NOON, amount(i64::MAX, "rub")))
        .collect();
    assert_eq!(super::money(&days, &most).sums[0].minor, i64::MAX);
}

#[test]
fn what_is_left_after_the_commission_is_known_where_tribute_says_it() {
    let net =
        |name: &str, payload: Value| paid(&event(name, NOON, payload)).and_then(|paid| paid.net);
    let subscription =
        json!({ "subscription_id": 1644, "expires_at": NOON, "price": 49_900, "amount": 44_910 });
    assert_eq!(net("new_subscription", subscription), Some(44_910));
    let order =
        json!({ "uuid": "0f9b", "amount": 49_900, "firstPeriodAmount": 17_900, "fee": 1_790 });
    assert_eq!(net("shop_order", order.clone()), Some(16_110));
    assert_eq!(net("shop_order_refunded", order), None);
    assert_eq!(net("new_donation", json!({ "amount": 100 })), None);
}

#[test]
fn a_refund_that_was_told_again_in_a_later_piece_is_not_taken_off_twice() {
    let order = |id: i64, transaction: i64| json!({ "uuid": "0f9b", "amount": 100, "currency": "rub", "status": "completed", "id": id, "transactionId": transaction });
    let refund = |transaction| event("shop_order_refunded", NOON, order(1, transaction));
    let pieces = [
        vec![event("shop_order", NOON, order(1, 1)), refund(1)],
        vec![refund(1), refund(2)],
        vec![],
    ];
    let mut earnings = Earnings::default();
    for piece in &pieces {
        earnings.add(piece);
    }
    let all: Vec<StoredEvent> = pieces.concat();
    let sums = earnings.sums();
    assert_eq!((sums[0].gross, sums[0].returned), (100, 200));
    assert_eq!(sums, day(&all).sums);
}
