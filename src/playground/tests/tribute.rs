//! The pretend Tribute.

use serde_json::Value;

use super::bot::{Bot, playground};
use crate::playground::tribute::sign;
use crate::playground::{TributeOrder, tribute_body};

#[test]
fn signatures_match_the_worked_vector() {
    let key = "trbt_example_key_7Q2f";
    let renewed = r#"{"created_at":"2026-10-10T09:16:31.204518Z","name":"renewed_subscription","payload":{"subscription_name":"Клуб 🎉","subscription_id":1644,"period_id":1547,"period":"monthly","type":"regular","price":49900,"amount":44910,"currency":"rub","trb_user_id":"T-31326","telegram_user_id":5012345678,"channel_id":614,"channel_name":"lbs","expires_at":"2026-11-10T09:15:57.305733Z"},"sent_at":"2026-10-10T09:16:31.660120447Z"}"#;
    for (body, expected) in [
        (
            r#"{"test_event":"test_event"}"#,
            "5168dbcd96d220790c1df37e7c75013d62f37a3d9398359aacdf4f3178ac4ff6",
        ),
        (
            renewed,
            "1e1cf10c003ad234d044b21af50181034e524d03d87efde053a0e6134db96027",
        ),
        (
            "",
            "2210b63c7555d39f81fedae5248e2f32f3dca59ad2cde1fa47a5f66f93a56d34",
        ),
    ] {
        assert_eq!(sign(key, body.as_bytes()), expected);
    }
}

#[tokio::test]
async fn paying_renewing_and_cancelling_send_signed_events() {
    let playground = playground().await;
    let bot = Bot::start();
    let plan = playground.settings().plans[0].clone();
    assert_eq!(playground.pay(5, &plan).await.status, 0, "no address yet");
    playground.set_tribute_webhook(&bot.url());
    bot.answer(200, None, r#"{"ok":true}"#);
    let answer = playground.pay(5, &plan).await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (200, r#"{"ok":true}"#)
    );
    playground.renew(5, &plan).await;
    playground.cancel(5, &plan).await;
    let received = bot.received();
    for one in &received {
        let expected = sign(&playground.settings().tribute_key, &one.body);
        assert_eq!(one.signature.as_deref(), Some(expected.as_str()));
    }
    let bodies: Vec<Value> = received.iter().map(|one| one.json()).collect();
    let names: Vec<_> = bodies
        .iter()
        .map(|body| body["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "new_subscription",
            "renewed_subscription",
            "cancelled_subscription"
        ]
    );
    let ends: Vec<_> = bodies
        .iter()
        .map(|body| body["payload"]["expires_at"].as_str().unwrap())
        .collect();
    assert!(ends[0] < ends[1]);
    assert_eq!(ends[1], ends[2]);
    assert_eq!(bodies[0]["payload"]["amount"], 44_910);
}

#[test]
fn keys_can_be_added_replaced_and_removed() {
    let settings = crate::playground::Settings::default();
    let mut order = TributeOrder::new(&settings.plans[0], 5);
    order.kind = Some("gift".to_owned());
    order
        .also
        .insert("telegram_user_id".to_owned(), Value::Null);
    order.also.insert("novelty".to_owned(), Value::from(1));
    let body: Value = serde_json::from_str(&tribute_body("new_subscription", &order)).unwrap();
    assert_eq!(body["payload"]["price"], 0);
    assert_eq!(body["payload"]["novelty"], 1);
    assert!(body["payload"].get("telegram_user_id").is_none());
    assert_eq!(
        tribute_body("ping", &order),
        r#"{"test_event":"test_event"}"#
    );
}
