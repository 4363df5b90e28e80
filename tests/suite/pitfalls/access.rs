//! Pitfalls 4 to 9: what access follows from.

use std::collections::BTreeSet;

use super::*;

on_both! {
    async fn p04_a_renewal_is_a_payment_also_when_nothing_was_heard_of_its_beginning(backend) {
        let app = TestApp::start(backend).await;
        app.says(ADMIN, "/start").await;
        app.tribute("renewed_subscription", &order(0, MARCH)).await;
        assert_eq!(outcomes(&app).await, ["applied"]);
        assert!(app.access(ANNA).await[0][2].starts_with("2099-03-05"));
        assert_ne!(first_paid_at(&app, ANNA).await, "NULL");
        app.until("the owner hears of the money", |_| app.told(ADMIN, "499") == 1).await;
        app.delivered().await;
        app.stop().await;
    }

    async fn p05_nothing_is_renewed_before_tribute_says_so(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/start").await;
        app.tribute("new_subscription", &order(0, "2026-01-05T22:30:00Z")).await;
        let before = app.access(ANNA).await;
        // To the end of what is paid come the days of grace, and not a month.
        assert!(page(&app).await.contains("Доступ закончился 9 января 2026"), "{}", page(&app).await);
        app.tribute("cancelled_subscription", &order(5, "2026-01-05T22:30:00Z")).await;
        let after = app.access(ANNA).await;
        assert_eq!((&after[0][2], &after[0][5]), (&before[0][2], &before[0][5]), "no month was made up");
        assert_eq!(rows(&app).await, 2, "nothing was booked but what came");
        app.delivered().await;
        app.stop().await;
    }

    async fn p06_a_cancel_takes_no_paid_time_away(backend) {
        let app = TestApp::start(backend).await;
        let mut plus = order(0, APRIL);
        plus.plan.name = "Клуб плюс".into();
        (plus.plan.subscription_id, plus.plan.period_id) = (99, 98);
        app.tribute("new_subscription", &plus).await;
        app.tribute("new_subscription", &order(0, APRIL)).await;
        for (minute, past) in [(2, MARCH), (3, "2026-10-10T09:10:00Z"), (4, "1970-01-01T00:00:00Z")] {
            app.tribute("cancelled_subscription", &order(minute, past)).await;
            let access = app.access(ANNA).await;
            assert!(access.iter().all(|row| row[2].starts_with("2099-04-05")), "{access:?}");
            assert_eq!(app.number("SELECT count(*) FROM subscriptions WHERE auto_renew").await, 1, "the other one goes on");
        }
        app.delivered().await;
        app.stop().await;
    }

    async fn p07_the_end_is_the_one_that_is_said_whatever_the_period_is_called(backend) {
        let app = TestApp::start(backend).await;
        let periods = [json!("weekly"), json!("halfyearly"), json!("yearly"), json!("trial"), json!("fortnightly"), json!(7), json!(null)];
        for (user, period) in (BORIS..).zip(periods) {
            let mut bought = order(0, MARCH);
            (bought.telegram_user_id, bought.trb_user_id) = (Some(user), None);
            bought.also.insert("period".into(), period.clone());
            app.tribute("new_subscription", &bought).await;
            assert!(app.access(user).await[0][2].starts_with("2099-03-05"), "{period}");
        }
        app.delivered().await;
        app.stop().await;
    }

    async fn p08_late_and_shuffled_events_end_in_the_same_access(backend) {
        let app = TestApp::start(backend).await;
        let events = [("new_subscription", 0, MARCH), ("cancelled_subscription", 5, MARCH), ("renewed_subscription", 9, APRIL)];
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        let mut ends = BTreeSet::new();
        for (user, numbers) in (BORIS..).zip(orders) {
            for number in numbers {
                let (name, minute, until) = events[number];
                let mut event = order(minute, until);
                (event.telegram_user_id, event.trb_user_id) = (Some(user), Some(format!("T-{user}")));
                app.tribute(name, &event).await;
            }
            ends.insert(app.access(user).await);
        }
        assert_eq!(ends.len(), 1, "{ends:?}");
        assert_eq!(outcomes(&app).await.len(), 18);
        let on = "SELECT count(*) FROM subscriptions WHERE auto_renew";
        assert_eq!(app.number(on).await, 6, "the renewal came after the cancel");
        app.delivered().await;
        app.stop().await;
    }

    async fn p09_a_refund_that_comes_before_its_purchase_is_remembered(backend) {
        let (app, _pack) = shop(backend).await;
        app.says(ANNA, "/start").await;
        app.tribute_says("digital_product_refunded", "2026-10-13T00:00:00Z", &purchase(1)).await;
        app.tribute_says("new_digital_product", "2026-10-12T00:00:00Z", &purchase(1)).await;
        // By the clocks, the refund was first.
        app.tribute_says("digital_product_refunded", "2026-10-12T00:00:00Z", &purchase(2)).await;
        app.tribute_says("new_digital_product", "2026-10-13T00:00:00Z", &purchase(2)).await;
        app.tribute_says("shop_order_refunded", "2026-10-13T00:00:00Z", &shop_order(&json!({ "status": "completed", "transactionId": 5 }))).await;
        app.tribute_says("shop_order", "2026-10-12T00:00:00Z", &shop_order(&json!({}))).await;
        assert_eq!(outcomes(&app).await, ["applied"; 6]);
        assert_eq!(first_paid_at(&app, ANNA).await, "NULL");
        let open = "SELECT count(*) FROM subscriptions WHERE access_until > '2026-10-13 00:00:00.000000'";
        assert_eq!(app.number(open).await, 0, "{:?}", app.access(ANNA).await);
        assert!(!page(&app).await.contains("1970"), "{}", page(&app).await);
        app.tribute_says("new_digital_product", "2099-10-13T00:00:00Z", &purchase(3)).await;
        assert!(page(&app).await.contains("2099"), "another purchase is another one: {}", page(&app).await);
        app.delivered().await;
        app.stop().await;
    }
}
