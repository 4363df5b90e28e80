//! The ledger: every authentic body as it came, byte for byte, and nothing that cannot be worked out from it again.

use std::collections::BTreeSet;

use five_keys_bot::{
    content::Content,
    tribute::event::{Delivery, NAMES, parse},
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Map, Value, json};

use crate::support::{
    app::{ADMIN, TestApp},
    on_both,
    payments::{ANNA, APRIL, MARCH, order, outcomes, pack_with_goods, rebuilt, stored},
};

/// How many odd objects are sent.
const ODDITIES: usize = 300;

/// Everything that is documented, in payloads and around them.
const FIELDS: [&str; 44] = [
    "amount",
    "anonymously",
    "cardLast4",
    "channel_id",
    "chargeRetries",
    "chargeUuid",
    "created_at",
    "currency",
    "customerId",
    "donation_name",
    "donation_request_id",
    "email",
    "expires_at",
    "firstPeriodAmount",
    "isRecurrent",
    "isTrial",
    "memberExpiresAt",
    "message",
    "order_id",
    "period",
    "period_id",
    "price",
    "product_id",
    "product_name",
    "products",
    "purchase_id",
    "reference",
    "shopId",
    "starsAmount",
    "status",
    "subscription_id",
    "subscription_name",
    "telegram_user_id",
    "telegram_username",
    "token",
    "total",
    "tracking_number",
    "transactionId",
    "transaction_id",
    "trb_user_id",
    "trialEndsAt",
    "type",
    "user_id",
    "uuid",
];

/// Anything that JSON can hold, and what is like the real thing.
fn any_value() -> impl Strategy<Value = Value> {
    let texts = [
        "",
        " ",
        "\u{0}",
        "T-1",
        "tg:5301000111",
        "tg:-1",
        "9999-12-31T23:59:59Z",
        "-009999-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        MARCH,
        APRIL,
        "2026-02-30T00:00:00Z",
        "regular",
        "trial",
        "onetime",
        "initiated",
        "rub",
        "<b>&\u{202e}",
    ];
    let leaf = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => prop::sample::select(vec![json!(u64::MAX), json!(i64::MIN), json!(0), json!(-1), json!(1644), json!(1547), json!(456), json!(731), json!(ANNA), json!(1e308)]),
        4 => prop::sample::select(texts.to_vec()).prop_map(Value::from),
        1 => ".{0,200}".prop_map(Value::from),
        1 => ("[a-z]{1,3}", 100..5_000_usize).prop_map(|(text, times)| Value::from(text.repeat(times))),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let key = prop::sample::select(FIELDS.to_vec()).prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key, inner, 0..4)
                .prop_map(|map| Value::Object(Map::from_iter(map))),
        ]
    })
}

/// An object that looks more or less like an event.
fn any_event() -> impl Strategy<Value = Value> {
    let field = || prop::sample::select(FIELDS.to_vec()).prop_map(str::to_owned);
    let payload = prop::collection::btree_map(field(), any_value(), 0..20);
    let payload = prop_oneof![8 => payload.prop_map(|map| Value::Object(Map::from_iter(map))), 1 => any_value()];
    let name = prop_oneof![9 => prop::sample::select(NAMES.to_vec()).prop_map(Value::from), 1 => any_value()];
    let at = prop_oneof![4 => Just(json!("2026-10-10T09:16:31.204518Z")), 1 => any_value()];
    (name, at, payload, any_value()).prop_map(|(name, created_at, payload, more)| {
        json!({ "name": name, "created_at": created_at, "payload": payload, "sent_at": more.clone(), "more": more })
    })
}

on_both! {
    async fn every_authentic_body_is_kept_byte_for_byte(backend) {
        let app = TestApp::start(backend).await;
        let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
        let bodies = [
            "{}".to_owned(),
            "\r\n\t {\"name\" : \"a\",\r\n\"payload\":{} }\n".to_owned(),
            "{\"name\":\"b\",\"name\":\"c\",\"payload\":{\"x\":1,\"x\":2}}".to_owned(),
            "{\"name\":\"d\",\"payload\":{\"text\":\"\\u0000\\ud83c\\udf89 \\/ 🎉 \u{feff}\u{202e}'\\\"--\"}}".to_owned(),
            "{\"name\":\"e\",\"payload\":{\"half\":\"\\ud800\"}}".to_owned(),
            "{\"name\":\"f\",\"payload\":{\"big\":1e999,\"long\":123456789012345678901234567890,\"exact\":0.10000000000000000000001}}".to_owned(),
            format!("{{\"name\":\"g\",\"payload\":{deep}}}"),
            format!("{{\"name\":\"h\",\"payload\":{{\"text\":\"{}\"}}}}", "я".repeat(500_000)),
            "{\"name\":\"\\u0000\",\"created_at\":\"\\u0000\",\"payload\":{\"trb_user_id\":\"\\u0000\"}}".to_owned(),
        ];
        for _ in 0..2 {
            for body in &bodies {
                let answer = app.telegram.tribute_send(body).await;
                assert_eq!(answer.status, 200, "{answer:?} to {:.200}", body);
            }
        }
        let kept = app.database.query("SELECT body FROM tribute_events ORDER BY id").await.concat();
        assert!(kept == bodies, "as they came, and once each");
        app.delivered().await;
        app.stop().await;
    }

    async fn any_signed_object_is_taken_and_kept_once_and_makes_nothing_panic(backend) {
        let pack = pack_with_goods();
        let folder = pack.path().to_string_lossy().into_owned();
        let app = TestApp::start_with(backend, &[("CONTENT_DIR", &folder)]).await;
        app.says(ADMIN, "/start").await;
        app.says(ANNA, "/start").await;
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&20_261_125_u64.to_le_bytes());
        let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
        let mut keys = BTreeSet::new();
        for _ in 0..ODDITIES {
            let body = any_event().new_tree(&mut runner).expect("a value").current().to_string();
            let answer = app.telegram.tribute_send(&body).await;
            assert_eq!(answer.status, 200, "{answer:?} to {body}");
            if let Ok(Delivery::Event(event)) = parse(&body) {
                keys.insert(event.key);
            }
        }
        let outcomes = outcomes(&app).await;
        assert_eq!(outcomes.len(), keys.len(), "one row for each event");
        assert!(!outcomes.iter().any(|outcome| outcome == "poison"), "nothing panicked");
        let content = Content::load_dir(pack.path()).expect("a sound pack");
        assert_eq!(rebuilt(&app.database, &content).await, stored(&app.database).await);
        app.says(ANNA, "/subscription").await;
        assert!(app.last(ANNA).from_bot);
        app.no_dead_letters().await;
        app.delivered().await;
        app.stop().await;
    }

    async fn access_can_be_worked_out_again_from_what_is_stored(backend) {
        let pack = pack_with_goods();
        let folder = pack.path().to_string_lossy().into_owned();
        let app = TestApp::start_with(backend, &[("CONTENT_DIR", &folder)]).await;
        app.says(ANNA, "/start").await;
        for (minute, name, until) in [(0, "new_subscription", MARCH), (1, "renewed_subscription", APRIL), (2, "cancelled_subscription", APRIL)] {
            let mut event = order(minute, until);
            // More exact than either database is.
            event.created_at += jiff::SignedDuration::from_nanos(777);
            event.expires_at += jiff::SignedDuration::from_nanos(999);
            app.tribute(name, &event).await;
        }
        let bought = json!({ "product_id": 456, "product_name": "Клуб на месяц", "amount": 50_000, "currency": "rub", "purchase_id": 7, "telegram_user_id": ANNA });
        app.tribute_says("new_digital_product", "2026-10-10T09:16:31.123456789Z", &bought).await;
        let content = Content::load_dir(pack.path()).expect("a sound pack");
        let access = stored(&app.database).await;
        assert_eq!(access[&ANNA].len(), 2);
        assert_eq!(rebuilt(&app.database, &content).await, access);
        app.delivered().await;
        app.stop().await;
    }
}
