//! Pitfalls 1 to 3: what makes two deliveries one event.

use super::*;

on_both! {
    async fn p01_the_page_of_a_donation_is_not_the_donation(backend) {
        let app = TestApp::start(backend).await;
        let gift = |user: Option<i64>, amount: i64| json!({ "donation_request_id": 156_031, "donation_name": "На чай", "period": "once",
            "amount": amount, "currency": "rub", "anonymously": user.is_none(), "telegram_user_id": user });
        for _ in 0..2 {
            app.tribute_says("new_donation", AT, &gift(Some(ANNA), 15_000)).await;
            app.tribute_says("new_donation", "2026-10-10T09:16:31.204519Z", &gift(Some(ANNA), 15_000)).await;
            app.tribute_says("new_donation", AT, &gift(Some(BORIS), 15_000)).await;
            app.tribute_says("new_donation", AT, &gift(None, 15_000)).await;
        }
        assert_eq!(outcomes(&app).await, ["stored"; 4], "four donations, each told twice");
        app.delivered().await;
        app.stop().await;
    }

    async fn p02_a_plan_and_its_price_row_are_not_a_payment(backend) {
        let app = TestApp::start(backend).await;
        app.tribute("new_subscription", &order(0, MARCH)).await;
        app.tribute("renewed_subscription", &order(1, APRIL)).await;
        // At the same moment, by somebody else.
        let mut boris = order(0, MARCH);
        (boris.telegram_user_id, boris.trb_user_id) = (Some(BORIS), Some("T-2".into()));
        app.tribute("new_subscription", &boris).await;
        assert_eq!(outcomes(&app).await, ["applied"; 3]);
        let until = |rows: Vec<Vec<String>>| rows[0][2].clone();
        assert!(until(app.access(ANNA).await).starts_with("2099-04-05"));
        assert!(until(app.access(BORIS).await).starts_with("2099-03-05"));
        app.delivered().await;
        app.stop().await;
    }

    async fn p03_the_same_event_in_other_bytes_is_no_other_event(backend) {
        let app = TestApp::start(backend).await;
        let payload = json!({ "subscription_id": 1644, "period_id": 1547, "subscription_name": "Клуб", "price": 49_900, "currency": "rub",
            "trb_user_id": "T-1", "telegram_user_id": ANNA, "expires_at": MARCH });
        let mut with_more = payload.clone();
        with_more["not_yet_known"] = json!({ "deep": [1, 2] });
        let first = json!({ "name": "new_subscription", "created_at": AT, "sent_at": AT, "payload": payload }).to_string();
        let bodies = [
            first.clone(),
            first.replacen(&format!("\"sent_at\":\"{AT}\""), "\"sent_at\":\"2026-10-10T17:16:31.9Z\"", 1),
            format!(" {{\"sent_at\" : \"x\",\n\"payload\":{with_more},\"created_at\":\"{AT}\",\"name\":\"new_subscription\"}}"),
            format!("{{\"name\":\"new_subscription\",\"created_at\":\"{AT}\",\"payload\":{payload}}}"),
        ];
        for body in bodies {
            let answer = app.telegram.tribute_send(&body).await;
            assert_eq!(answer.status, 200, "{answer:?} to {body}");
        }
        let stored = app.database.query("SELECT outcome, body FROM tribute_events").await;
        assert_eq!(stored, [["applied".to_owned(), first].to_vec()], "one row, as it came first");
        app.delivered().await;
        app.stop().await;
    }
}
