//! Pitfalls 16, 17, 19 and 21: what is money, how much, and for what.

use super::*;

on_both! {
    async fn p16_what_was_paid_is_the_price_of_a_subscription_and_the_amount_of_all_else_in_minor_units(backend) {
        let (app, _pack) = shop(backend).await;
        app.says(ADMIN, "/start").await;
        let mut bought = order(0, MARCH);
        bought.also.insert("amount".into(), json!(44_910));
        bought.also.insert("currency".into(), json!("RUB"));
        app.tribute("new_subscription", &bought).await;
        let gift = json!({ "donation_request_id": 1, "donation_name": "На чай", "amount": 15_050, "currency": "eur", "telegram_user_id": ANNA });
        app.tribute_says("new_donation", AT, &gift).await;
        app.tribute_says("new_digital_product", AT, &purchase(1)).await;
        let access = app.access(ANNA).await;
        let paid: Vec<(&str, &str)> = access.iter().map(|row| (row[5].as_str(), row[6].as_str())).collect();
        assert_eq!(paid, [("50000", "rub"), ("49900", "rub")], "minor units, and the case of the code does not matter");
        app.until("the owner reads the amounts", |_| {
            app.told(ADMIN, "499 ₽") == 1 && app.told(ADMIN, "150,50 €") == 1 && app.told(ADMIN, "500 ₽") == 1
        }).await;
        app.delivered().await;
        app.stop().await;
    }

    async fn p17_what_was_bought_is_told_by_its_number_and_never_by_the_sum(backend) {
        let app = TestApp::start(backend).await;
        // The price of the other plan, a discount, another currency.
        for (minute, price, currency) in [(0, 149_000, "rub"), (1, 100, "rub"), (2, 499, "eur")] {
            let mut bought = order(minute, MARCH);
            bought.plan.price = price;
            bought.plan.currency = currency.into();
            app.tribute("renewed_subscription", &bought).await;
        }
        assert_eq!(app.number("SELECT count(*) FROM subscriptions WHERE plan = 'club'").await, 1);
        let mut unknown = order(3, MARCH);
        (unknown.plan.subscription_id, unknown.plan.period_id) = (99, 98);
        unknown.plan.name = "Что-то за те же деньги".into();
        app.tribute("new_subscription", &unknown).await;
        assert_eq!(outcomes(&app).await, ["applied", "applied", "applied", "unplanned"]);
        assert_eq!(app.access(ANNA).await.len(), 1);
        app.delivered().await;
        app.stop().await;
    }

    async fn p19_a_trial_and_a_gift_make_nobody_a_payer(backend) {
        let (app, _pack) = shop(backend).await;
        for (minute, kind) in [(0, "trial"), (1, "gift")] {
            let mut free = order(minute, MARCH);
            free.kind = Some(kind.into());
            app.tribute("new_subscription", &free).await;
        }
        let tried = json!({ "isTrial": true, "isRecurrent": true, "period": "monthly", "trialEndsAt": "2099-01-01T00:00:00Z" });
        app.tribute_says("shop_order", AT, &shop_order(&tried)).await;
        assert_eq!(first_paid_at(&app, ANNA).await, "NULL");
        assert_eq!(app.number("SELECT count(*) FROM subscriptions WHERE price_minor = 0").await, 2);
        app.tribute("renewed_subscription", &order(2, APRIL)).await;
        assert!(first_paid_at(&app, ANNA).await.starts_with("2026-10-10 09:18:31"), "since the money came");
        app.delivered().await;
        app.stop().await;
    }

    async fn p21_what_is_not_final_opens_nothing_and_a_trial_carries_no_money(backend) {
        let (app, _pack) = shop(backend).await;
        app.says(ANNA, "/start").await;
        let recurring = json!({ "isRecurrent": true, "period": "monthly", "memberExpiresAt": MARCH, "status": "pending" });
        for (second, name) in (10..).zip(["shop_order_payment_received", "shop_order_prepaid", "shop_order_payment_failed", "shop_order_charge_failed"]) {
            let at = format!("2026-10-10T09:00:{second}Z");
            app.tribute_says(name, &at, &shop_order(&recurring)).await;
        }
        // A card that was saved is charged for something else; it names no order.
        let charge = json!({ "chargeUuid": "550e8400", "token": "660e8400", "amount": 100_000, "currency": "rub", "reference": "order-123" });
        app.tribute_says("shop_token_charge_success", AT, &charge).await;
        app.tribute_says("shop_token_charge_failed", AT, &charge).await;
        let answer = app.telegram.tribute_send(r#"{"test_event":"test_event"}"#).await;
        assert_eq!((answer.status, rows(&app).await), (200, 6), "the test of the dashboard has no name and is not kept");
        assert_eq!((app.access(ANNA).await.len(), first_paid_at(&app, ANNA).await.as_str()), (0, "NULL"));
        let mut paid = recurring.clone();
        paid["status"] = json!("paid");
        paid["firstPeriodAmount"] = json!(17_900);
        app.tribute_says("shop_order", AT, &shop_order(&paid)).await;
        assert!(page(&app).await.contains("до 6 марта 2099"));
        let price = "SELECT price_minor FROM subscriptions";
        assert_eq!(app.number(price).await, 17_900, "what was charged first");
        // Its money is on its way back, which is not yet back.
        let back = |status: &str| shop_order(&json!({ "isRecurrent": true, "status": status, "transactionId": 12_345 }));
        app.tribute_says("shop_order_refunded", "2026-10-11T00:00:00Z", &back("initiated")).await;
        assert!(page(&app).await.contains("до 6 марта 2099"));
        app.tribute_says("shop_order_refunded", "2026-10-12T00:00:00Z", &back("completed")).await;
        assert!(app.access(ANNA).await[0][2].starts_with("2026-10-12"));
        app.delivered().await;
        app.stop().await;
    }
}
