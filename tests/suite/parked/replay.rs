//! `tribute unmatched` and `tribute replay`, beside the running service.

use serde_json::Value;

use super::{app, nobody, only_event, unplanned};
use crate::support::{
    app::TestApp,
    on_both,
    payments::{ANNA, APRIL, MARCH, order, outcomes, page},
    process::{Ended, run},
};

async fn tribute(app: &TestApp, arguments: &[&str]) -> Ended {
    let arguments = [&["tribute"], arguments].concat();
    let environment = [("DATABASE_URL", app.database.url.as_str())];
    run(app.database.folder(), &arguments, &environment).await
}

on_both! {
    async fn replay_finds_and_mends_what_was_tampered_with_and_a_dry_run_changes_nothing(backend) {
        let app = app(backend).await;
        app.tribute("new_subscription", &order(0, MARCH)).await;
        app.tribute("renewed_subscription", &order(1, APRIL)).await;
        // Finer than any database keeps it.
        let mut fine = order(2, "2099-05-05T10:00:00.123456789Z");
        fine.plan.name = "Клуб плюс".into();
        (fine.plan.subscription_id, fine.plan.period_id) = (7, 8);
        app.tribute("new_subscription", &fine).await;
        app.delivered().await;
        let said = tribute(&app, &["replay", "--all"]).await.success();
        assert!(said.contains("1 person(s), 0 difference(s)"), "{said}");

        let rows = "SELECT source, plan, name, access_until, auto_renew, basis, known_at, price_minor, currency FROM subscriptions ORDER BY source";
        let right = app.database.query(rows).await;
        app.database.query("UPDATE subscriptions SET access_until = '2030-01-01 00:00:00.000000', auto_renew = FALSE WHERE source = 'sub:1644'").await;
        app.database.query("DELETE FROM subscriptions WHERE source = 'sub:7'").await;
        app.database.query("INSERT INTO subscriptions (user_id, source, plan, name, access_until, auto_renew, basis, known_at, price_minor, currency, updated_at) SELECT user_id, 'hand:club', plan, name, access_until, auto_renew, basis, known_at, price_minor, currency, updated_at FROM subscriptions").await;
        let tampered = app.database.query(rows).await;

        let dry = tribute(&app, &["replay", "--all", "--dry-run"]).await;
        assert_eq!(dry.status.code(), Some(1), "{dry:?}");
        let id = ANNA.to_string();
        for words in [&id, "sub:1644", "sub:7  nothing  ->", "hand:club", "->  nothing", "until 2030-01-01", "3 difference(s), not stored"] {
            assert!(dry.said.contains(words), "{words}: {}", dry.said);
        }
        assert_eq!(app.database.query(rows).await, tampered, "a dry run changes nothing");

        let texts = app.texts(ANNA).len();
        let said = tribute(&app, &["replay", "--all"]).await.success();
        assert!(said.contains("3 difference(s), stored"), "{said}");
        assert_eq!(app.database.query(rows).await, right);
        assert!(page(&app).await.contains("6 апреля 2099"));
        assert_eq!(app.texts(ANNA).len(), texts + 1, "nothing was said but the page that was asked for");
        let again = tribute(&app, &["replay", "--all", "--dry-run"]).await.success();
        assert!(again.contains("0 difference(s)"), "{again}");
        app.delivered().await;
        app.stop().await;
    }

    async fn one_event_is_replayed_whether_it_counts_or_waits(backend) {
        let app = app(backend).await;
        app.tribute("new_subscription", &order(0, MARCH)).await;
        app.delivered().await;
        let applied = only_event(&app).await.to_string();
        app.database.query("UPDATE subscriptions SET plan = 'club_plus'").await;
        let dry = tribute(&app, &["replay", "--event", &applied, "--dry-run"]).await;
        assert!(dry.status.code() == Some(1) && dry.said.contains("club_plus until"), "{dry:?}");
        tribute(&app, &["replay", "--event", &applied]).await.success();
        assert_eq!(app.database.value("SELECT plan FROM subscriptions").await, "club");

        app.tribute("new_subscription", &unplanned(1)).await;
        app.delivered().await;
        let waiting = only_event(&app).await.to_string();
        let said = tribute(&app, &["replay", "--event", &waiting, "--dry-run"]).await.success();
        assert!(said.contains("unplanned"), "{said}");
        assert_eq!(app.database.count("journal").await, 0);
        tribute(&app, &["replay", "--event", &waiting]).await.success();
        assert_eq!(app.database.query("SELECT action, made_by FROM journal").await, [["retry", "0"]]);
        assert_eq!(outcomes(&app).await, ["applied", "unplanned"]);

        let complained = tribute(&app, &["replay", "--event", "999999"]).await.failure();
        assert!(complained.contains("there is no event 999999"), "{complained}");
        assert!(!tribute(&app, &["replay"]).await.status.success(), "one of the two must be named");
        app.delivered().await;
        app.stop().await;
    }

    async fn whoever_is_forgotten_is_replayed_from_what_is_carried(backend) {
        let app = app(backend).await;
        app.tribute("new_subscription", &order(0, MARCH)).await;
        app.says(ANNA, "/delete_me").await;
        app.presses(ANNA, "Удалить").await;
        app.delivered().await;
        assert_eq!(app.database.value("SELECT action FROM journal").await, "carried");
        let said = tribute(&app, &["replay", "--all", "--dry-run"]).await.success();
        assert!(said.contains("1 person(s), 0 difference(s)"), "{said}");
        app.database.query("UPDATE subscriptions SET auto_renew = FALSE").await;
        tribute(&app, &["replay", "--all"]).await.success();
        let said = tribute(&app, &["replay", "--all", "--dry-run"]).await.success();
        assert!(said.contains("0 difference(s)"), "{said}");
        assert_eq!(app.database.count("subscriptions").await, 1);
        app.stop().await;
    }

    async fn what_waits_is_listed_for_people_and_for_tools(backend) {
        let app = app(backend).await;
        assert_eq!(tribute(&app, &["unmatched"]).await.success(), "nothing waits\n");
        app.tribute("new_subscription", &nobody(0)).await;
        app.tribute("new_subscription", &unplanned(1)).await;
        let said = tribute(&app, &["unmatched"]).await.success();
        for words in ["new_subscription", "payer T-77", "unmatched", "Йога у моря", "unplanned", "2 event(s) wait"] {
            assert!(said.contains(words), "{words}: {said}");
        }
        let said = tribute(&app, &["unmatched", "--json"]).await.success();
        let rows: Value = serde_json::from_str(&said).expect("JSON");
        assert_eq!(rows.as_array().map(Vec::len), Some(2));
        assert_eq!((&rows[0]["email"], &rows[0]["amount_minor"], &rows[0]["outcome"]), (&"someone@example.org".into(), &49_900.into(), &"unmatched".into()));
        assert_eq!((&rows[1]["person"], &rows[1]["outcome"]), (&ANNA.into(), &"unplanned".into()));
        app.delivered().await;
        app.stop().await;
    }
}
