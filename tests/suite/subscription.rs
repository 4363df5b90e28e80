//! Money: what Tribute's events do to a person's access, in whatever order and however often they come.

use jiff::SignedDuration;
use serde_json::json;

use crate::support::{
    app::{ADMIN, TestApp},
    on_both,
    payments::{ANNA, APRIL, MARCH, order, outcomes, page},
};

on_both! {
    async fn access_opens_grows_and_stops_renewing(backend) {
        let app = TestApp::start(backend).await;
        app.says(ADMIN, "/start").await;
        app.says(ANNA, "/start").await;
        assert!(page(&app).await.contains("Подписки пока нет"));
        assert!(app.last(ANNA).button("Клуб").is_some_and(|button| button.action.url().is_some()));

        app.tribute("new_subscription", &order(0, MARCH)).await;
        assert!(app.last(ANNA).text.contains("доступ открыт до 6 марта 2099"), "{}", app.last(ANNA).text);
        let text = page(&app).await;
        assert!(text.contains("до 6 марта 2099, подписка продлевается"), "in the project's time zone: {text}");

        app.tribute("renewed_subscription", &order(1, APRIL)).await;
        assert!(app.last(ANNA).text.contains("Подписка продлена"));
        assert!(page(&app).await.contains("до 6 апреля 2099, подписка продлевается"));

        app.tribute("cancelled_subscription", &order(2, MARCH)).await;
        assert!(app.last(ANNA).text.contains("Продление выключено"));
        assert!(page(&app).await.contains("до 6 апреля 2099. Продление выключено"), "never shortened");

        app.tribute("new_subscription", &order(3, APRIL)).await;
        assert!(page(&app).await.contains("до 6 апреля 2099, подписка продлевается"), "came back");
        app.until("the owner hears of three sums", |_| app.told(ADMIN, "499") == 3).await;
        app.until("and of the end", |_| app.told(ADMIN, "Продление подписки выключено") == 1).await;
        app.delivered().await;
        app.stop().await;
    }

    async fn a_late_cancel_changes_nothing_and_is_no_news(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/start").await;
        app.tribute("renewed_subscription", &order(9, APRIL)).await;
        let before = app.texts(ANNA).len();
        app.tribute("cancelled_subscription", &order(5, MARCH)).await;
        assert_eq!(app.texts(ANNA).len(), before, "{:#?}", app.texts(ANNA));
        app.tribute("new_subscription", &order(0, MARCH)).await;
        assert!(page(&app).await.contains("до 6 апреля 2099, подписка продлевается"));
        assert_eq!(outcomes(&app).await, ["applied"; 3]);
        app.delivered().await;
        app.stop().await;
    }

    async fn a_late_payment_is_granted_without_undoing_the_newer_cancel(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/start").await;
        app.tribute("cancelled_subscription", &order(9, MARCH)).await;
        app.tribute("renewed_subscription", &order(5, APRIL)).await;
        assert!(page(&app).await.contains("до 6 апреля 2099. Продление выключено"));
        app.delivered().await;
        app.stop().await;
    }

    async fn a_repetition_with_another_sent_at_changes_nothing(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/start").await;
        let mut order = order(0, MARCH);
        for minute in 0..3 {
            order.sent_at = order.created_at + SignedDuration::from_mins(minute);
            app.tribute("new_subscription", &order).await;
        }
        assert_eq!(app.told(ANNA, "Оплата прошла"), 1);
        assert_eq!(outcomes(&app).await, ["applied"]);
        let opened = "SELECT count(*) FROM events WHERE name = 'subscription_opened'";
        assert_eq!(app.database.value(opened).await, "1");
        app.delivered().await;
        app.stop().await;
    }

    async fn one_event_delivered_twenty_times_at_once_is_one_payment(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/start").await;
        let order = order(0, MARCH);
        let twenty = (0..20).map(|_| app.tribute("new_subscription", &order));
        futures_util::future::join_all(twenty).await;
        assert_eq!(app.told(ANNA, "Оплата прошла"), 1);
        assert_eq!(outcomes(&app).await, ["applied"]);
        app.delivered().await;
        app.stop().await;
    }

    async fn a_trial_and_a_gift_open_access_and_are_no_revenue(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/start").await;
        for (minute, kind, words) in [(0, "trial", "Пробный период"), (1, "gift", "подарили")] {
            let mut order = order(minute, MARCH);
            order.kind = Some(kind.into());
            app.tribute("new_subscription", &order).await;
            assert!(app.last(ANNA).text.contains(words), "{}", app.last(ANNA).text);
            assert_eq!(app.database.value("SELECT price_minor FROM subscriptions").await, "0");
        }
        assert!(page(&app).await.contains("6 марта 2099"));
        app.tribute("renewed_subscription", &order(2, APRIL)).await;
        assert_eq!(app.database.value("SELECT price_minor FROM subscriptions").await, "49900");
        app.delivered().await;
        app.stop().await;
    }

    async fn a_cancel_without_a_price_keeps_the_price_and_an_ended_one_says_so(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/start").await;
        let ended = "2026-01-05T22:30:00Z";
        let mut paid = order(0, ended);
        paid.kind = None;
        app.tribute("new_subscription", &paid).await;
        let mut cancel = order(1, ended);
        cancel.also.insert("price".into(), json!(0));
        cancel.also.insert("type".into(), json!(null));
        app.tribute("cancelled_subscription", &cancel).await;
        assert!(app.last(ANNA).text.contains("Подписка закончилась"), "{}", app.last(ANNA).text);
        assert_eq!(app.database.value("SELECT price_minor FROM subscriptions").await, "49900");
        let text = page(&app).await;
        assert!(text.contains("Доступ закончился 6 января 2026") && text.contains("499 ₽ в месяц"), "{text}");
        assert!(app.last(ANNA).button("Клуб").is_some(), "and how to come back");
        assert_eq!(app.metric(r#"bot_subscriptions_active{plan="club"}"#).await, 0.0);
        app.delivered().await;
        app.stop().await;
    }
}
