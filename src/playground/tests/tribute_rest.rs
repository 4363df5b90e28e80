//! The pretend REST API of Tribute.

use serde_json::{Value, json};

use super::bot::playground;
use crate::playground::{Playground, TributeSending};

const USER: i64 = 5;
/// The shop's order that is paid once, behind one plan, two donations and two products.
const ORDER: usize = 5;

async fn ask_with(playground: &Playground, path: &str, key: &str) -> (u16, Value) {
    let url = format!("{}/{path}", playground.tribute_api_url());
    let request = playground.tribute_client().get(url).header("Api-Key", key);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn ask(playground: &Playground, path: &str) -> (u16, Value) {
    ask_with(playground, path, &playground.settings().tribute_key).await
}

async fn list(playground: &Playground, path: &str) -> Value {
    let (status, answer) = ask(playground, path).await;
    assert_eq!(status, 200, "{path}: {answer}");
    answer
}

#[tokio::test]
async fn only_the_present_key_opens_it() {
    let playground = playground().await;
    let before = playground.settings().tribute_previous_key.clone();
    for key in ["", "guess", &before] {
        let (status, answer) = ask_with(&playground, "shops", key).await;
        assert_eq!(
            (status, &answer["error"]),
            (401, &json!("no_access")),
            "{key}"
        );
    }
    let (status, answer) = ask(&playground, "treasures").await;
    assert_eq!((status, &answer["error"]), (404, &json!("error_not_found")));
}

#[tokio::test]
async fn what_is_on_sale_has_the_names_and_units_of_the_real_one() {
    let playground = playground().await;
    let plans = list(&playground, "subscriptions").await;
    let plan = &plans["result"][0];
    assert_eq!(plan["subscriptionId"], json!(1700));
    assert_eq!(
        plan["periods"],
        json!([{ "periodId": 1601, "period": "monthly", "price": 499 }])
    );
    let products = list(&playground, "products?type=digital").await;
    assert_eq!(
        products["meta"],
        json!({ "total": 1, "offset": 0, "limit": 20 })
    );
    let product = &products["rows"][0];
    assert_eq!(
        (&product["id"], &product["amount"]),
        (&json!(456), &json!(50_000))
    );
    let second = list(&playground, "products?page=2&size=1").await;
    assert_eq!(second["rows"][0]["type"], json!("physical"));
    assert_eq!(
        second["meta"],
        json!({ "total": 2, "offset": 1, "limit": 1 })
    );
    for wrong in [
        "products?size=101",
        "products?page=0",
        "products?type=dream",
        "products?page=one",
    ] {
        let (status, answer) = ask(&playground, wrong).await;
        assert_eq!(
            (status, &answer["error"]),
            (400, &json!("error_bad_request")),
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn a_shop_says_where_its_events_go() {
    let playground = playground().await;
    let shops = list(&playground, "shops").await;
    assert_eq!(
        (&shops[0]["id"], &shops[0]["callbackUrl"]),
        (&json!(731), &json!(""))
    );
    assert_eq!(shops.as_array().unwrap().len(), 1);
    playground.set_tribute_webhook("http://127.0.0.1:9/tribute/webhook");
    let shops = list(&playground, "shops").await;
    assert_eq!(
        shops[0]["callbackUrl"],
        json!("http://127.0.0.1:9/tribute/webhook")
    );
}

#[tokio::test]
async fn an_order_is_listed_with_its_status_also_when_nobody_heard_of_it() {
    let playground = playground().await;
    let hold = async |event: &str| {
        let body = playground.tribute_draft(USER, event, ORDER, None).unwrap();
        let sending = TributeSending {
            user: USER,
            body,
            hold: true,
            ..TributeSending::default()
        };
        playground.tribute_post(sending).await
    };
    assert_eq!(list(&playground, "shop/orders").await, json!([]));
    hold("shop_order_prepaid").await;
    let orders = list(&playground, "shop/orders?shopId=731").await;
    assert_eq!(orders[0]["status"], json!("prepaid"));
    let entry = hold("shop_order").await;
    let orders = list(
        &playground,
        "shop/orders?shopId=731&dateFrom=2026-01-01&dateTo=2999-01-01",
    )
    .await;
    let body: Value = serde_json::from_str(&entry.body).unwrap();
    assert_eq!(orders.as_array().unwrap().len(), 1, "{orders}");
    assert_eq!(orders[0]["uuid"], body["payload"]["uuid"]);
    assert_eq!(
        (&orders[0]["status"], &orders[0]["amount"]),
        (&json!("paid"), &json!(250_000))
    );
    // A space between day and time, as the real one writes it.
    assert_eq!(
        orders[0]["createdAt"].as_str().unwrap().as_bytes()[10],
        b' '
    );
    let later = list(&playground, "shop/orders?dateFrom=2999-01-01").await;
    assert_eq!(later, json!([]));
    for (wrong, status) in [
        ("shop/orders?dateFrom=today", 400),
        ("shop/orders?shopId=1", 404),
    ] {
        assert_eq!(ask(&playground, wrong).await.0, status, "{wrong}");
    }
}
