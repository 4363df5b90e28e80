//! Pitfalls 10, 11 and 20: who paid.

use five_keys_bot::telegram::UserId;

use super::*;

on_both! {
    async fn p10_a_buyer_without_a_telegram_id_is_kept_for_the_owner(backend) {
        let app = TestApp::start(backend).await;
        app.says(ADMIN, "/start").await;
        for (minute, id) in [(0, json!(null)), (1, json!(0)), (2, json!("")), (3, json!(-5)), (4, json!("anna"))] {
            let mut nobody = order(minute, MARCH);
            (nobody.telegram_user_id, nobody.trb_user_id) = (None, Some("W-77".into()));
            nobody.email = Some("someone@example.org".into());
            if !id.is_null() {
                nobody.also.insert("telegram_user_id".into(), id);
            }
            app.tribute("new_subscription", &nobody).await;
        }
        assert_eq!(outcomes(&app).await, ["unmatched"; 5]);
        assert_eq!(app.database.count("subscriptions").await, 0);
        assert_eq!(app.number("SELECT count(*) FROM tribute_events WHERE body LIKE '%someone@example.org%' AND payer = 'W-77'").await, 5);
        // As soon as Tribute says who that is, all of it is theirs.
        let mut known = order(9, APRIL);
        known.trb_user_id = Some("W-77".into());
        app.tribute("renewed_subscription", &known).await;
        assert_eq!(outcomes(&app).await, ["applied"; 6]);
        app.delivered().await;
        app.stop().await;
    }

    async fn a_zero_in_place_of_tributes_own_id_joins_no_two_people(backend) {
        let app = TestApp::start(backend).await;
        for (minute, key, zero) in [(0, "trb_user_id", json!(0)), (2, "user_id", json!(0)), (4, "trb_user_id", json!("T-0"))] {
            let mut anna = order(minute, MARCH);
            anna.trb_user_id = None;
            anna.also.insert(key.into(), zero.clone());
            app.tribute("new_subscription", &anna).await;
            let mut nobody = order(minute + 1, APRIL);
            (nobody.telegram_user_id, nobody.trb_user_id) = (None, None);
            nobody.also.insert(key.into(), zero);
            app.tribute("new_subscription", &nobody).await;
        }
        assert_eq!(outcomes(&app).await, ["applied", "unmatched", "applied", "unmatched", "applied", "unmatched"]);
        assert!(app.access(ANNA).await[0][2].starts_with("2099-03-05"), "somebody else's money is not hers");
        app.delivered().await;
        app.stop().await;
    }

    async fn p11_somebody_whom_the_bot_has_never_met_pays_and_is_let_in_when_they_come(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ANNA, "Анна", Some("ru"));
        app.tribute("new_subscription", &order(0, MARCH)).await;
        assert_eq!(outcomes(&app).await, ["applied"]);
        app.says(ANNA, "/start").await;
        assert!(page(&app).await.contains("до 6 марта 2099"));
        // Forgotten; what comes then is answered all the same.
        app.tribute("cancelled_subscription", &order(1, "2026-10-10T09:16:32Z")).await;
        app.database.store().await.forget(UserId(ANNA)).await.expect("forgotten");
        app.tribute("cancelled_subscription", &order(2, MARCH)).await;
        let mut boris = order(3, MARCH);
        (boris.telegram_user_id, boris.trb_user_id) = (Some(BORIS), Some("T-2".into()));
        app.tribute("cancelled_subscription", &boris).await;
        assert_eq!(app.metric(r#"bot_tribute_events_total{event="cancelled_subscription",outcome="applied"}"#).await, 3.0);
        app.delivered().await;
        app.stop().await;
    }

    async fn p20_a_user_name_is_nobody_a_channel_is_no_chat_and_a_title_is_text(backend) {
        let app = TestApp::start(backend).await;
        app.says(ADMIN, "/start").await;
        app.telegram.add_person(ANNA, "Анна", Some("ru"));
        app.says(ANNA, "/start").await;
        let evil = "<b>Клуб</b> & <a href=\"https://evil.example\">x</a> _*`[";
        let mut nobody = order(0, MARCH);
        (nobody.telegram_user_id, nobody.trb_user_id) = (None, Some("T-9".into()));
        nobody.telegram_username = Some("anna".into());
        nobody.plan.name = evil.into();
        nobody.also.insert("channel_id".into(), json!(ANNA));
        app.tribute("new_subscription", &nobody).await;
        assert_eq!(outcomes(&app).await, ["unmatched"]);
        let gift = json!({ "donation_request_id": 1, "donation_name": evil, "message": evil, "amount": 100, "currency": "<i>rub",
            "telegram_user_id": ANNA, "telegram_username": evil });
        app.tribute_says("new_donation", AT, &gift).await;
        app.until("the owner reads it as it was written", |_| app.told(ADMIN, "<b>Клуб</b> & <a href=") == 1).await;
        let calls = app.telegram.calls_of("sendMessage");
        assert!(calls.iter().all(|call| !call.refused), "Telegram refused nothing");
        assert!(page(&app).await.contains("Подписки пока нет"));
        app.no_dead_letters().await;
        app.delivered().await;
        app.stop().await;
    }
}
