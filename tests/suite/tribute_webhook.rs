//! Design 2.1: what Tribute, and whoever pretends to be Tribute, is answered.

use serde_json::json;

use crate::support::{app::TestApp, database::Backend, on_both};

on_both! {
    async fn tribute_is_believed_only_with_its_signature(backend) {
        let app = TestApp::start(backend).await;
        let body = r#"{"name":"new_thing","created_at":"2026-10-10T09:16:31Z","payload":{"a":1}}"#;
        let refusal = |reason: &str| json!({ "ok": false, "reason": reason });
        assert_eq!(app.post_tribute(body, None).await, (401, refusal("missing_signature")));
        for wrong in ["", "zz", "00", &"0".repeat(64), &"0".repeat(65)] {
            let (status, answer) = app.post_tribute(body, Some(wrong)).await;
            assert_eq!(status, 401, "{wrong}");
            assert!(answer == refusal("invalid_signature") || (wrong.is_empty() && answer == refusal("missing_signature")));
        }
        app.stored_nothing().await;
        assert_eq!(app.metric(r#"bot_webhook_refusals_total{outcome="signature"}"#).await, 6.0);
        app.stop().await;
    }

    async fn a_signed_delivery_that_is_no_object_is_refused_and_a_ping_is_not_stored(backend) {
        let app = TestApp::start(backend).await;
        for body in ["", "[]", "null", "7", "{", "{} {}"] {
            let answer = app.telegram.tribute_send(body).await;
            assert_eq!((answer.status, answer.body.as_str()), (400, r#"{"ok":false,"reason":"invalid_json"}"#), "{body}");
        }
        let answer = app.telegram.tribute_send(r#"{"test_event":"test_event"}"#).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, r#"{"ok":true}"#));
        let large = format!(r#"{{"name":"{}"}}"#, "x".repeat(1 << 20));
        assert_eq!(app.telegram.tribute_send(&large).await.status, 413);
        app.stored_nothing().await;
        app.stop().await;
    }

    async fn an_unknown_event_is_stored_verbatim_and_only_once(backend) {
        let app = TestApp::start(backend).await;
        let body = "{\"payload\" : {\"b\":2,\"a\":\"Клуб 🎉 '\"},\n \"name\":\"new_thing\",\"created_at\":\"2026-10-10T09:16:31Z\",\"sent_at\":\"1\"}";
        let again = body.replace("\"sent_at\":\"1\"", "\"sent_at\":\"2\"");
        for body in [body, &again, body] {
            let answer = app.telegram.tribute_send(body).await;
            assert_eq!((answer.status, answer.body.as_str()), (200, r#"{"ok":true}"#));
        }
        let rows = app.database.query("SELECT name, outcome, body FROM tribute_events").await;
        assert_eq!(rows, [["new_thing", "stored", body].map(str::to_owned).to_vec()]);
        assert_eq!(app.metric(r#"bot_tribute_events_total{event="unknown",outcome="duplicate"}"#).await, 2.0);
        app.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_key_tribute_is_asked_to_come_again() {
    let app = TestApp::start_with(Backend::Sqlite, &[("TRIBUTE_API_KEY", "")]).await;
    let answer = app.telegram.tribute_send(r#"{"name":"new_thing"}"#).await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (503, r#"{"ok":false,"reason":"not_configured"}"#)
    );
    app.stored_nothing().await;
    app.stop().await;
}
