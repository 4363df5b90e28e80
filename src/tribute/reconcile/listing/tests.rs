use serde_json::json;

use super::*;

#[test]
fn a_price_of_a_subscription_is_in_major_units_and_becomes_minor_ones() {
    for (text, minor) in [
        ("499", Some(49_900)),
        ("499.0", Some(49_900)),
        ("4.99", Some(499)),
        ("0.5", Some(50)),
        ("0", Some(0)),
        ("1490.90", Some(149_090)),
        ("4.999", None),
        ("-1", None),
        ("5e2", None),
        ("", None),
        ("дорого", None),
        ("99999999999999999999", None),
    ] {
        assert_eq!(minor_of_major(text), minor, "{text}");
    }
}

#[test]
fn plans_are_read_with_fields_and_words_that_are_new() {
    let answer = json!({ "result": [
        { "subscriptionId": 1644, "name": " Клуб 🎉 ", "currency": "RUB", "newField": [1],
          "periods": [
            { "periodId": 1547, "period": "monthly", "price": 499 },
            { "periodId": "1548", "period": "fortnightly", "price": 4.5 },
            { "period": "yearly" },
          ] },
        { "subscriptionId": u64::MAX, "periods": null },
        { "name": "without a number" },
        7,
    ]});
    let plans = Listing::read_plans(&answer).expect("a list");
    assert_eq!(plans.len(), 2);
    assert_eq!((plans[0].id, plans[0].name.as_str()), (1644, "Клуб 🎉"));
    assert_eq!(plans[0].currency, "rub");
    let periods: Vec<_> = plans[0].periods.iter().collect();
    assert_eq!(periods.len(), 2);
    assert_eq!(periods[0].price_minor, Some(49_900));
    let new = (
        periods[1].id,
        periods[1].period.as_str(),
        periods[1].price_minor,
    );
    assert_eq!(new, (1548, "fortnightly", Some(450)));
    assert_eq!(plans[1].id, u64::MAX);
}

#[test]
fn a_product_has_its_amount_in_minor_units_already() {
    let answer = json!({ "rows": [
        { "id": 456, "type": "digital", "name": "Утро", "amount": 50_000, "currency": "rub", "status": "approved" },
        { "id": 457, "type": "hologram" },
    ], "meta": { "total": 230, "offset": 100, "limit": 100 } });
    let page = Listing::read_products(&answer).expect("a list");
    assert_eq!(
        (page.rows, page.total, page.offset),
        (2, Some(230), Some(100))
    );
    assert_eq!(page.products[0].amount_minor, Some(50_000));
    assert_eq!(page.products[1].kind, "hologram");
}

#[test]
fn shops_and_orders_come_with_or_without_an_envelope() {
    let row = json!({ "id": u64::MAX, "name": "Магазин", "callbackUrl": "" });
    for answer in [
        json!([row]),
        json!({ "shops": [row] }),
        json!({ "result": [row] }),
    ] {
        let shops = Listing::read_shops(&answer).expect("a list");
        assert_eq!(
            (shops[0].id, shops[0].callback_url.as_str()),
            (u64::MAX, "")
        );
    }
    let answer = json!([
        { "uuid": "a", "shopId": 731, "status": "paid", "amount": 100_000, "currency": "rub", "createdAt": "2025-11-13 15:04:05" },
        { "uuid": "b", "status": "on_the_moon", "createdAt": "2025-11-13T15:04:05Z" },
        { "status": "paid" },
    ]);
    let orders = Listing::read_orders(&answer, 7).expect("a list");
    assert_eq!(orders.len(), 2);
    assert_eq!(orders[0].created_at, orders[1].created_at);
    assert_eq!((orders[0].shop, orders[1].shop), (Some(731), Some(7)));
    assert_eq!(orders[1].status, "on_the_moon");
}

#[test]
fn no_list_is_an_error_and_null_is_an_empty_one() {
    for answer in [
        json!({}),
        json!("soon"),
        json!(null),
        json!({ "result": 7 }),
    ] {
        assert_eq!(Listing::read_shops(&answer), Err(Unreadable), "{answer}");
    }
    assert_eq!(
        Listing::read_plans(&json!({ "result": null })),
        Ok(Vec::new())
    );
}
