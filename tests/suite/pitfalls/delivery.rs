//! Pitfalls 12 to 15 and 18: what is believed, what is answered, and what is kept together.

use super::*;

/// A table is out of reach, while everything else works.
async fn without<T>(app: &TestApp, table: &str, act: impl Future<Output = T>) -> T {
    let rename = |from: &str, to: &str| format!("ALTER TABLE {from} RENAME TO {to}");
    let away = format!("{table}_away");
    app.database.query(&rename(table, &away)).await;
    let acted = act.await;
    app.database.query(&rename(&away, table)).await;
    acted
}

on_both! {
    async fn p12_an_event_that_could_not_be_stored_is_not_answered_with_a_200(backend) {
        let app = TestApp::start(backend).await;
        let body = json!({ "name": "new_thing", "created_at": AT, "payload": {} }).to_string();
        let answer = without(&app, "tribute_events", app.telegram.tribute_send(&body)).await;
        assert_eq!((answer.status, answer.body.as_str()), (503, r#"{"ok":false,"reason":"unavailable"}"#));
        assert_eq!(app.telegram.tribute_send(&body).await.status, 200);
        assert_eq!(rows(&app).await, 1);
        let not_an_object = app.telegram.tribute_send("[]").await;
        assert_eq!((not_an_object.status, app.get("/tribute/webhook").await.status().as_u16()), (400, 405));
        app.stop().await;
    }

    async fn p13_an_event_and_what_follows_from_it_are_stored_together_or_not_at_all(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/start").await;
        let bought = order(0, MARCH);
        let body = five_keys_bot::playground::tribute_body("new_subscription", &bought);
        for table in ["subscriptions", "payers", "outbox"] {
            let answer = without(&app, table, app.telegram.tribute_send(&body)).await;
            assert_eq!(answer.status, 503, "without {table}");
            assert_eq!((rows(&app).await, app.access(ANNA).await.len()), (0, 0), "without {table}");
            assert_eq!(first_paid_at(&app, ANNA).await, "NULL");
        }
        for _ in 0..2 {
            assert_eq!(app.telegram.tribute_send(&body).await.status, 200);
        }
        assert_eq!((rows(&app).await, app.access(ANNA).await.len()), (1, 1));
        assert_eq!(app.told(ANNA, "Оплата прошла"), 1);
        app.delivered().await;
        app.stop().await;
    }

    async fn p14_nothing_is_believed_but_64_hexadecimal_digits_made_with_the_key(backend) {
        let app = TestApp::start_with(backend, &[("TRIBUTE_API_KEY", "trbt_current,trbt_before")]).await;
        let body = json!({ "name": "new_thing", "created_at": AT, "payload": {} }).to_string();
        let good = sign("trbt_current", body.as_bytes());
        let wrong = [
            format!("sha256={good}"),
            format!("trbt-signature={good}"),
            format!("{good}{good}"),
            format!("{good}, {good}"),
            format!("0x{good}"),
            good.chars().take(63).collect(),
            // Base64 of 32 bytes.
            "UWjbzZbSIHkMHfN+fHUAPWLzej2TmDWazd9PMXisT/Y=".to_owned(),
            sign("trbt_another", body.as_bytes()),
            sign("", body.as_bytes()),
            sign("trbt_current", body.replace("new", "old").as_bytes()),
            sign("trbt_current,trbt_before", body.as_bytes()),
        ];
        for signature in wrong {
            let refused = app.post_tribute(&body, Some(&signature)).await;
            assert_eq!(refused, (401, json!({ "ok": false, "reason": "invalid_signature" })), "{signature}");
        }
        // A key that is fit for the body as it is, not for the body as it could be written.
        let refused = app.post_tribute(&format!("{body} "), Some(&good)).await;
        assert_eq!(refused.0, 401);
        app.stored_nothing().await;
        let repeated = |at: &str| body.replace(AT, at);
        let before = repeated("2026-10-10T09:16:32Z");
        for (body, signature) in [(&body, good.to_uppercase()), (&before, format!(" {} ", sign("trbt_before", before.as_bytes())))] {
            assert_eq!(app.post_tribute(body, Some(&signature)).await.0, 200, "{signature}");
        }
        assert_eq!(rows(&app).await, 2);
        app.stop().await;
    }

    async fn p14_without_a_key_nothing_is_believed_at_all(backend) {
        let app = TestApp::start_with(backend, &[("TRIBUTE_API_KEY", "")]).await;
        let body = json!({ "name": "new_thing", "created_at": AT, "payload": {} }).to_string();
        for signature in [None, Some(sign("", body.as_bytes()))] {
            let answer = app.post_tribute(&body, signature.as_deref()).await;
            assert_eq!(answer, (503, json!({ "ok": false, "reason": "not_configured" })));
        }
        app.stored_nothing().await;
        app.stop().await;
    }

    async fn p15_numbers_are_as_large_as_they_come_and_may_be_written_as_texts(backend) {
        let (app, _pack) = shop(backend).await;
        let far = 7_000_000_000_i64;
        let mut large = purchase(i64::MAX);
        large["telegram_user_id"] = json!(far.to_string());
        // Its documentation once had this one as a number.
        large["trb_user_id"] = json!(31_326);
        large["amount"] = json!(50_000.0);
        app.tribute_says("new_digital_product", AT, &large).await;
        assert_eq!(app.access(far).await[0][5], "50000");
        let mut larger = purchase(1);
        (larger["purchase_id"], larger["telegram_user_id"]) = (json!(u64::MAX), json!(far));
        app.tribute_says("new_digital_product", "2026-10-11T09:16:31Z", &larger).await;
        larger["purchase_id"] = json!(u64::MAX - 1);
        app.tribute_says("new_digital_product", "2026-10-11T09:16:31Z", &larger).await;
        assert_eq!(app.access(far).await.len(), 3, "three purchases: {:?}", app.access(far).await);
        app.tribute_says("shop_order", AT, &shop_order(&json!({ "shopId": u64::MAX }))).await;
        app.tribute_says("shop_order", AT, &shop_order(&json!({ "shopId": "731", "uuid": "another", "amount": "49900" }))).await;
        assert_eq!(app.access(ANNA).await.len(), 1);
        assert_eq!(outcomes(&app).await, ["applied", "applied", "applied", "stored", "applied"]);
        app.delivered().await;
        app.stop().await;
    }

    async fn p18_an_event_is_as_good_when_it_is_old_or_ahead_of_the_clock(backend) {
        let app = TestApp::start(backend).await;
        for (minute, created_at) in [(0, "2020-01-01T00:00:00.5Z"), (1, "2026-10-10T00:00:00.123456789Z"), (2, "2098-01-01T00:00:00Z")] {
            let mut late = order(minute, APRIL);
            late.created_at = created_at.parse().expect("a moment");
            late.sent_at = "2020-01-01T00:00:00Z".parse().expect("a moment");
            app.tribute("renewed_subscription", &late).await;
        }
        assert_eq!(outcomes(&app).await, ["applied"; 3]);
        assert!(app.access(ANNA).await[0][2].starts_with("2099-04-05"));
        app.delivered().await;
        app.stop().await;
    }
}
