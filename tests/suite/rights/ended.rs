//! Who asks to be forgotten loses nothing that they paid for, and is forgotten to the end when that is over.

use super::*;
use crate::support::{database::Backend, on_both};

/// What cron does.
async fn cleaned(app: &TestApp) -> i64 {
    let request = app.http.post(format!("{}/tasks/run", app.url));
    let answer = request.bearer_auth("cron").send().await.expect("an answer");
    let summary: serde_json::Value = answer.json().await.expect("JSON");
    let forgotten = summary["tasks"]["forgetting"]["forgotten"].as_i64();
    forgotten.unwrap_or_else(|| panic!("{summary}"))
}

/// The next look at the clock finds it due.
async fn is_due(app: &TestApp) {
    let past = "'2026-01-01 00:00:00.000000'";
    app.database
        .query(&format!(
            "UPDATE tasks SET next_run_at = {past} WHERE name = 'forgetting'"
        ))
        .await;
}

/// As if so many days had passed for all access.
async fn pass(app: &TestApp, days: i64) {
    let sql = match app.database.backend {
        Backend::Sqlite => format!(
            "UPDATE subscriptions SET access_until = strftime('%Y-%m-%d %H:%M:%f000', access_until, '-{days} days')"
        ),
        Backend::Postgres => {
            format!("UPDATE subscriptions SET access_until = access_until - interval '{days} days'")
        }
    };
    app.database.query(&sql).await;
}

on_both! {
    async fn paid_access_stays_open_and_a_renewal_extends_it(backend) {
        let app = owned(backend).await;
        lives(&app, &ABOUT_ANNA, in_days(10)).await;
        app.says(ANNA, "/delete_me").await;
        assert!(app.last(ANNA).text.contains("Оплаченный доступ не пропадёт"), "{}", app.last(ANNA).text);
        is_forgotten(&app, ANNA).await;
        assert!(app.last(ANNA).text.contains("Оплаченный доступ работает"), "{}", app.last(ANNA).text);
        let numbers = ["journal.user_id", "payers.payer", "payers.user_id", "subscriptions.user_id", "users.id"];
        stands_only(&app, &ABOUT_ANNA, &numbers).await;
        is_due(&app).await;
        assert_eq!(cleaned(&app).await, 0, "access is open");

        // Tribute tells it by its own number only.
        let mut renewal = ABOUT_ANNA.order(in_days(40));
        renewal.created_at += SignedDuration::from_hours(1);
        renewal.telegram_user_id = None;
        app.tribute("renewed_subscription", &renewal).await;
        assert!(app.last(ANNA).text.contains("Подписка продлена"), "{}", app.last(ANNA).text);
        app.delivered().await;
        stands_only(&app, &ABOUT_ANNA, &numbers).await;
        app.tribute("renewed_subscription", &renewal).await;
        assert_eq!(app.told(ANNA, "Подписка продлена"), 1, "once");
        pass(&app, 30).await;
        is_due(&app).await;
        assert_eq!(cleaned(&app).await, 0, "the renewal counts");
        app.says(ANNA, "/subscription").await;
        assert!(app.last(ANNA).text.contains("подписка продлевается"), "{}", app.last(ANNA).text);
        let known = format!("SELECT count(*) FROM users WHERE id = {ANNA} AND forgotten_at IS NULL");
        assert_eq!(app.database.value(&known).await, "1", "who comes back is known again");
        pass(&app, 100).await;
        is_due(&app).await;
        assert_eq!(cleaned(&app).await, 0, "and stays");
        app.delivered().await;
        app.stop().await;
    }

    async fn the_rest_goes_with_the_end_of_access(backend) {
        let app = owned(backend).await;
        for who in [&ABOUT_ANNA, &ABOUT_BORIS] {
            lives(&app, who, in_days(10)).await;
        }
        is_forgotten(&app, ANNA).await;
        let mut renewal = ABOUT_ANNA.order(in_days(20));
        renewal.created_at += SignedDuration::from_hours(1);
        app.tribute("renewed_subscription", &renewal).await;
        app.delivered().await;
        pass(&app, 25).await;
        is_due(&app).await;
        assert_eq!(cleaned(&app).await, 0, "Tribute may still be paid for more");
        pass(&app, 4).await;
        is_due(&app).await;
        assert_eq!(cleaned(&app).await, 1);
        stands_only(&app, &ABOUT_ANNA, &[]).await;
        assert_eq!(app.database.value(&format!("SELECT count(*) FROM users WHERE id = {BORIS}")).await, "1");
        assert_eq!(app.database.count("tribute_events").await, 5, "the money stays");
        // The renewal once more is still the same.
        app.tribute("renewed_subscription", &renewal).await;
        stands_only(&app, &ABOUT_ANNA, &[]).await;
        assert_eq!(cleaned(&app).await, 0, "not before an hour is over");
        app.stop().await;
    }

    async fn whoever_blocks_us_while_access_is_open_stays_forgotten(backend) {
        let app = owned(backend).await;
        lives(&app, &ABOUT_ANNA, in_days(10)).await;
        is_forgotten(&app, ANNA).await;
        app.telegram.block_bot(ANNA);
        app.settled().await;
        stands_only(&app, &ABOUT_ANNA, &["journal.user_id", "payers.payer", "payers.user_id", "subscriptions.user_id", "users.id"]).await;
        let mut renewal = ABOUT_ANNA.order(in_days(40));
        renewal.created_at += SignedDuration::from_hours(1);
        app.tribute("renewed_subscription", &renewal).await;
        app.until_stored(&format!("SELECT count(*) FROM outbox WHERE chat_id = {ANNA} AND held_at IS NOT NULL"), "1").await;
        app.telegram.unblock_bot(ANNA);
        app.settled().await;
        app.delivered().await;
        assert_eq!(app.told(ANNA, "Подписка продлена"), 1, "news about money is kept all the same");
        // The new payment has no name either.
        stands_only(&app, &ABOUT_ANNA, &["journal.user_id", "payers.payer", "payers.user_id", "subscriptions.user_id", "users.id"]).await;
        app.stop().await;
    }
}
