//! Since when somebody is a payer.

use super::*;

#[test]
fn the_first_payment_with_money_is_noted_with_the_earliest_date() {
    let since = |events: &[serde_json::Value]| {
        let person = after(events).chat.person;
        person.and_then(|person| person.first_paid_at)
    };
    for (kind, price, counts) in [
        (json!("regular"), 49_900, true),
        (json!(null), 49_900, true),
        (json!(null), 0, false),
        (json!("trial"), 0, false),
        (json!("gift"), 49_900, false),
    ] {
        for name in [NEW, RENEWED, CANCELLED] {
            let mut body = event(name, -3, 30);
            body["payload"]["type"] = kind.clone();
            body["payload"]["price"] = json!(price);
            let expected = (counts && name != CANCELLED).then(|| day(-3));
            assert_eq!(since(&[body]), expected, "{name} {kind} {price}");
        }
    }
    let late = [
        event(RENEWED, -1, 60),
        event(RENEWED, -4, 30),
        event(NEW, -9, 3),
    ];
    assert_eq!(since(&late), Some(day(-9)));
}

#[test]
fn a_first_payment_that_goes_back_is_no_payment_any_more() {
    let bought = json!({ "name": "new_digital_product", "created_at": day(-3).to_string(), "payload": {
        "product_id": 4, "product_name": "Guide", "amount": 100, "currency": "rub", "purchase_id": 7,
        "telegram_user_id": ANNA.0 }});
    let mut returned = bought.clone();
    returned["name"] = json!("digital_product_refunded");
    returned["created_at"] = json!(day(-1).to_string());
    for events in [[&bought, &returned], [&returned, &bought]] {
        let buyer = after(&events.map(Clone::clone));
        let person = buyer.chat.person;
        assert_eq!(person.and_then(|person| person.first_paid_at), None);
    }
    assert!(after(&[bought]).chat.person.is_some());
}
