//! Everything that the pretend Tribute's cabinet can send, sent to the real service.

use std::{collections::BTreeSet, time::Duration};

use five_keys_bot::playground::{Playground, Settings, TributeSending, TributeSignature};
use serde_json::Value;

use crate::support::{
    app::{ADMIN, TestApp, plan},
    database::TestDatabase,
    on_both,
    payments::ANNA,
};

/// A cabinet that repeats nothing while the test lasts.
async fn cabinet() -> Playground {
    let settings = Settings {
        retry_unit: Duration::from_millis(10),
        tribute_minute: Duration::from_hours(1),
        plans: vec![plan()],
        ..Settings::default()
    };
    Playground::start(settings).await.expect("it starts")
}

/// Every event of every product, by the product's index, as the page is told.
async fn events(app: &TestApp) -> Vec<(usize, String)> {
    let url = format!("{}/playground/state?user={ANNA}", app.telegram.api_url());
    let state = app.http.get(url).send().await.expect("an answer");
    let state: Value = state.json().await.expect("JSON");
    let products = state["tribute"]["products"].as_array().expect("products");
    let events = products.iter().enumerate().flat_map(|(index, product)| {
        let events = product["events"].as_array().expect("events").iter();
        events.map(move |event| (index, event.as_str().expect("a name").to_owned()))
    });
    events.collect()
}

on_both! {
    async fn every_event_of_the_cabinet_is_accepted_and_only_with_its_signature(backend) {
        let cabinet = cabinet().await;
        let keys = format!("{},{}", cabinet.settings().tribute_key, cabinet.settings().tribute_previous_key);
        let database = TestDatabase::create(backend).await;
        let app = TestApp::on(cabinet, database, &[("TRIBUTE_API_KEY", &keys)]).await;
        app.says(ADMIN, "/start").await;
        app.says(ANNA, "/start").await;
        let send = async |event: &str, body: &str, signature, expected: &[u16]| {
            let (user, body) = (ANNA, body.to_owned());
            let twin = expected.len() > 1;
            let sending = TributeSending { user, body, signature, twin, ..TributeSending::default() };
            let entry = app.telegram.tribute_post(sending).await;
            let statuses: Vec<u16> = entry.attempts.iter().map(|attempt| attempt.status).collect();
            assert_eq!(statuses, expected, "{event} {signature:?}: {entry:#?}");
        };
        let events = events(&app).await;
        let mut sent = BTreeSet::new();
        let mut stored = 0;
        for (product, event) in &events {
            let kinds: &[Option<&str>] = match event.as_str() {
                "new_subscription" => &[Some("regular"), Some("trial"), Some("gift")],
                "new_donation" => &[None, Some("anonymous")],
                _ => &[None],
            };
            for kind in kinds {
                let body = app.telegram.tribute_draft(ANNA, event, *product, *kind).expect("a draft");
                send(event, &body, TributeSignature::Wrong, &[401]).await;
                send(event, &body, TributeSignature::None, &[401]).await;
                send(event, &body, TributeSignature::Right, &[200, 200]).await;
                send(event, &body, TributeSignature::PreviousKey, &[200]).await;
                stored += 1;
            }
            sent.insert(event.as_str());
        }
        for key in ["current", "previous"] {
            let counted = app.metric(&format!(r#"bot_tribute_signatures_total{{key="{key}"}}"#)).await;
            assert!(counted > 0.0, "{key}");
        }
        assert_eq!(sent.len(), 21, "{sent:?}");
        // Each was sent five times, three of them rightly signed, and is there once.
        assert_eq!(app.database.count("tribute_events").await, stored);
        let outcomes = app.database.query("SELECT DISTINCT outcome FROM tribute_events ORDER BY 1").await.concat();
        assert!(!outcomes.contains(&"unreadable".to_owned()), "{outcomes:?}");
        let ping = app.telegram.tribute_draft(ANNA, "ping", 0, None).expect("a ping");
        send("ping", &ping, TributeSignature::Wrong, &[401]).await;
        send("ping", &ping, TributeSignature::Right, &[200]).await;
        assert_eq!(app.database.count("tribute_events").await, stored);
        app.delivered().await;
        app.no_dead_letters().await;
        app.stop().await;
    }
}
