//! What the program does by itself about events that wait.

use std::fs;

use five_keys_bot::content::Content;
use serde_json::json;

use super::{SECOND, app_with, carded, nobody, run_tasks, unplanned};
use crate::support::{
    app::{ADMIN, PATIENCE},
    on_both,
    payments::{ANNA, outcomes, page},
};

on_both! {
    async fn a_pack_that_learns_the_plan_frees_what_waited_for_it_once(backend) {
        let pack = tempfile::tempdir().expect("a folder");
        Content::export_to(pack.path()).expect("exported");
        let folder = pack.path().to_string_lossy().into_owned();
        let app = app_with(backend, &[("CONTENT_DIR", &folder), ("TASKS_TOKEN", "cron")]).await;
        app.tribute("new_subscription", &unplanned(0)).await;
        carded(&app, "которого бот не знает").await;
        run_tasks(&app).await;
        assert_eq!(app.database.count("journal").await, 0, "the plan is not known yet");

        let path = pack.path().join("plans.toml");
        let plans = fs::read_to_string(&path).expect("read");
        fs::write(&path, plans.replace("[1644]", "[1644, 99]").replace("[1547]", "[1547, 98]")).expect("written");
        let freed = tokio::time::timeout(PATIENCE, async {
            while outcomes(&app).await != ["applied"] {
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                run_tasks(&app).await;
            }
        });
        freed.await.expect("the event is freed");
        app.delivered().await;
        run_tasks(&app).await;
        assert_eq!(app.database.query("SELECT action, made_by, outcome FROM journal").await, [["retry", "0", "done"]]);
        assert_eq!(app.told(ANNA, "Оплата прошла"), 1);
        for owner in [ADMIN, SECOND] {
            assert_eq!(app.told(owner, "которого бот не знает"), 1, "no second card");
        }
        assert!(page(&app).await.contains("до 6 марта 2099"));
        app.no_dead_letters().await;
        app.stop().await;
    }

    async fn the_owner_is_reminded_once_a_day_of_all_that_waits_in_one_message(backend) {
        // Somewhere the hour has come already.
        let app = app_with(backend, &[("TASKS_TOKEN", "cron"), ("NOTIFY_HOUR_LOCAL", "0")]).await;
        app.tribute("new_subscription", &nobody(0)).await;
        app.tribute("new_subscription", &unplanned(1)).await;
        app.delivered().await;
        assert_eq!(run_tasks(&app).await["tasks"]["unmatched"], json!({ "told": 0 }), "the cards are fresh");
        assert!(app.metric("bot_tribute_unmatched_oldest_age_seconds").await < 3_600.0);
        app.database.query("UPDATE tribute_events SET received_at = '2026-01-05 10:00:00.000000' WHERE outcome = 'unmatched'").await;
        assert!(app.metric("bot_tribute_unmatched_oldest_age_seconds").await > 86_400.0);
        assert_eq!(app.metric("bot_tribute_unmatched_events").await, 2.0);
        run_tasks(&app).await;
        app.delivered().await;
        run_tasks(&app).await;
        app.delivered().await;
        for owner in [ADMIN, SECOND] {
            assert_eq!(app.told(owner, "Вас ждут 2 события"), 1, "{:#?}", app.texts(owner));
            assert_eq!(app.told(owner, "5 января 2026"), 1, "{:#?}", app.texts(owner));
        }
        app.stop().await;
    }
}
