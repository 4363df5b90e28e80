//! Payments that do not say at once whose they are, or for what.

use serde_json::json;

use crate::support::{
    app::{ADMIN, TestApp},
    on_both,
    payments::{ANNA, APRIL, MARCH, order, outcomes, page},
};

on_both! {
    async fn a_payment_without_a_person_is_parked_and_the_next_event_with_both_ids_applies_it(backend) {
        let app = TestApp::start(backend).await;
        app.says(ADMIN, "/start").await;
        app.says(ANNA, "/start").await;
        let mut unknown = order(0, APRIL);
        unknown.telegram_user_id = None;
        app.tribute("new_subscription", &unknown).await;
        app.until("the owner hears of it", |_| app.told(ADMIN, "Событие Tribute без человека") == 1).await;
        assert_eq!(outcomes(&app).await, ["unmatched"]);
        assert_eq!(app.metric("bot_tribute_unmatched_events").await, 1.0);
        assert!(page(&app).await.contains("Подписки пока нет"));

        app.tribute("cancelled_subscription", &order(1, MARCH)).await;
        assert_eq!(outcomes(&app).await, ["applied", "applied"]);
        assert!(page(&app).await.contains("до 6 апреля 2099. Продление выключено"), "both count");
        assert_eq!(app.metric("bot_tribute_unmatched_events").await, 0.0);

        let mut known = order(2, APRIL);
        known.telegram_user_id = None;
        app.tribute("renewed_subscription", &known).await;
        assert!(page(&app).await.contains("до 6 апреля 2099, подписка продлевается"), "known by Tribute's id");
        assert_eq!(outcomes(&app).await, ["applied"; 3]);
        app.delivered().await;
        app.stop().await;
    }

    async fn a_payment_of_nobody_at_all_is_kept_for_the_owner(backend) {
        let app = TestApp::start(backend).await;
        let mut nobody = order(0, MARCH);
        (nobody.telegram_user_id, nobody.trb_user_id) = (None, None);
        nobody.email = Some("someone@example.org".into());
        app.tribute("new_subscription", &nobody).await;
        app.tribute("new_subscription", &nobody).await;
        let rows = app.database.query("SELECT outcome, body FROM tribute_events").await;
        assert_eq!(rows.len(), 1);
        assert!(rows[0][0] == "unmatched" && rows[0][1].contains("someone@example.org"));
        // The owner has not pressed Start yet; the news waits for that.
        app.until_stored("SELECT count(*) FROM outbox WHERE held_at IS NOT NULL", "1").await;
        app.says(ADMIN, "/start").await;
        assert_eq!(app.told(ADMIN, "Событие Tribute без человека"), 1);
        app.delivered().await;
        app.stop().await;
    }

    async fn a_buyer_who_never_pressed_start_is_told_when_they_do_and_only_once(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ANNA, "Анна", Some("ru"));
        app.tribute("new_subscription", &order(0, MARCH)).await;
        app.tribute("renewed_subscription", &order(1, APRIL)).await;
        assert_eq!(app.texts(ANNA).len(), 0);
        let refused = app.telegram.calls_of("sendMessage").into_iter().filter(|call| call.chat_id == Some(ANNA));
        assert!(refused.clone().count() > 0 && refused.into_iter().all(|call| call.status == 403));

        app.says(ANNA, "/start shop").await;
        let texts = app.texts(ANNA);
        let expected = ["Оплата прошла", "Подписка продлена", "Здравствуйте, Анна!"];
        assert_eq!(texts.len(), expected.len(), "{texts:#?}");
        for (text, expected) in texts.iter().zip(expected) {
            assert!(text.contains(expected), "in order: {texts:#?}");
        }
        app.says(ANNA, "/start").await;
        assert_eq!(app.told(ANNA, "Оплата прошла"), 1);
        assert_eq!(app.database.value("SELECT source FROM users WHERE id = 5301000111").await, "shop");
        assert!(page(&app).await.contains("до 6 апреля 2099"));
        app.no_dead_letters().await;
        app.delivered().await;
        app.stop().await;
    }

    async fn a_plan_that_the_pack_does_not_know_opens_nothing_and_waits_for_the_owner(backend) {
        let app = TestApp::start(backend).await;
        app.says(ADMIN, "/start").await;
        app.says(ANNA, "/start").await;
        let mut unknown = order(0, MARCH);
        unknown.plan.name = "Йога <у моря> & чай".repeat(300);
        (unknown.plan.subscription_id, unknown.plan.period_id) = (99, 98);
        app.tribute("new_subscription", &unknown).await;
        assert_eq!(outcomes(&app).await, ["unplanned"]);
        app.until("the owner is told", |_| app.told(ADMIN, "которого бот не знает") == 1).await;
        assert!(app.last(ADMIN).text.contains("Йога <у моря> & чай"), "{}", app.last(ADMIN).text);
        assert!(page(&app).await.contains("Подписки пока нет"));
        assert_eq!(app.metric("bot_tribute_unmatched_events").await, 1.0);
        // What is known beside it counts.
        app.tribute("new_subscription", &order(1, MARCH)).await;
        assert!(page(&app).await.contains("до 6 марта 2099"));
        app.no_dead_letters().await;
        app.delivered().await;
        app.stop().await;
    }

    async fn a_plan_is_known_by_words_when_its_numbers_are_not(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/start").await;
        let mut plus = order(0, MARCH);
        plus.plan.name = "КЛУБ+ друзей".into();
        (plus.plan.subscription_id, plus.plan.period_id) = (99, 98);
        app.tribute("new_subscription", &plus).await;
        assert_eq!(app.database.value("SELECT plan FROM subscriptions").await, "club_plus");
        app.tribute("new_subscription", &order(1, APRIL)).await;
        let text = page(&app).await;
        assert!(text.contains("Плюс") && text.contains("6 марта 2099") && text.contains("6 апреля 2099"), "{text}");
        app.delivered().await;
        app.stop().await;
    }

    async fn an_event_that_cannot_be_read_is_kept_and_the_owner_is_told(backend) {
        let app = TestApp::start(backend).await;
        app.says(ADMIN, "/start").await;
        let mut broken = order(0, MARCH);
        broken.also.insert("expires_at".into(), json!("soon"));
        app.tribute("new_subscription", &broken).await;
        assert_eq!(outcomes(&app).await, ["unreadable"]);
        app.until("the owner is told", |_| app.told(ADMIN, "expires_at") == 1).await;
        app.delivered().await;
        app.stop().await;
    }
}
