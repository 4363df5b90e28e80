//! What is old goes, what counts stays, and how much there is of what is told at a scrape.

use serde_json::Value;

use crate::support::{
    app::{PATIENCE, TestApp, plan},
    database::Backend,
    on_both,
};

const ANNA: i64 = 5_301_000_111;
const BORIS: i64 = 5_301_000_222;

/// What cron does; `tasks` of the answer.
async fn run(app: &TestApp) -> Value {
    let past = "UPDATE tasks SET next_run_at = '2026-01-01 00:00:00.000000'";
    app.database.query(past).await;
    let request = app.http.post(format!("{}/tasks/run", app.url));
    let answer = request.bearer_auth("cron").send().await.expect("an answer");
    let summary: Value = answer.json().await.expect("JSON");
    summary["tasks"].clone()
}

/// As if a moment in a column were so many days earlier.
async fn age(app: &TestApp, column: &str, table: &str, rows: &str, days: i64) {
    let earlier = match app.database.backend {
        Backend::Sqlite => {
            format!("strftime('%Y-%m-%d %H:%M:%f000', {column}, '-{days} days')")
        }
        Backend::Postgres => format!("{column} - interval '{days} days'"),
    };
    let sql = format!("UPDATE {table} SET {column} = {earlier} WHERE {rows}");
    app.database.query(&sql).await;
}

/// The service, after its own first look at the clock: `measuring` is the last of its work.
async fn app(backend: Backend) -> TestApp {
    let app = TestApp::start_with(backend, &[("TASKS_TOKEN", "cron")]).await;
    let ended = "SELECT count(*) FROM tasks WHERE name = 'measuring' AND settings IS NOT NULL AND claimed_until IS NULL";
    let looked = tokio::time::timeout(PATIENCE, async {
        while app.database.value(ended).await != "1" {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    });
    looked.await.expect("the first look at the clock ends");
    app
}

on_both! {
    async fn handled_updates_are_known_as_long_as_telegram_may_repeat_them(backend) {
        let app = app(backend).await;
        let update = format!(
            r#"{{"update_id":7,"message":{{"message_id":1,"date":1,"text":"/start","chat":{{"id":{ANNA},"type":"private"}},"from":{{"id":{ANNA},"is_bot":false,"first_name":"A"}}}}}}"#
        );
        app.says(ANNA, "/help").await;
        app.post_update(update.clone()).await;
        age(&app, "received_at", "inbox", "key = '7'", 2).await;
        assert_eq!(run(&app).await["cleaning"]["removed"], 0);
        let duplicates = app.metric("bot_update_duplicates_total").await;
        app.post_update(update.clone()).await;
        assert_eq!(app.metric("bot_update_duplicates_total").await, duplicates + 1.0);

        age(&app, "received_at", "inbox", "key = '7'", 2).await;
        assert_eq!(run(&app).await["cleaning"]["removed"], 1);
        assert_eq!(app.database.count("inbox").await, 1, "what Anna asked for today");
        assert_eq!(app.metric(r#"bot_cleaned_rows_total{table="inbox"}"#).await, 1.0);
        app.stop().await;
    }

    async fn more_than_a_batch_goes_at_one_run_and_the_young_stay(backend) {
        let app = app(backend).await;
        let old = "'2026-01-01 00:00:00.000000'";
        let now = "'2099-01-01 00:00:00.000000'";
        for (from, to, at) in [(1, 2_500, old), (2_501, 2_510, now)] {
            let numbers = format!("WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to})");
            let moment = match backend {
                Backend::Sqlite => at.to_owned(),
                Backend::Postgres => format!("{at}::timestamptz"),
            };
            let rows = [
                format!("INSERT INTO inbox (source, key, outcome, received_at) {numbers} SELECT 'telegram', 'old' || i, 'handled', {moment} FROM n"),
                format!("INSERT INTO events (name, happened_at) {numbers} SELECT 'started', {moment} FROM n"),
            ];
            for sql in rows {
                app.database.query(&sql).await;
            }
        }
        // The old facts are of 2026: not yet a year and a month ago.
        age(&app, "happened_at", "events", "id <= 2500", 400).await;
        assert_eq!(run(&app).await["cleaning"]["removed"], 5_000);
        assert_eq!((app.database.count("inbox").await, app.database.count("events").await), (10, 10));
        assert_eq!(run(&app).await["cleaning"]["removed"], 0);
        app.stop().await;
    }

    async fn what_was_given_up_goes_after_a_month_and_what_waits_for_its_person_after_a_season(backend) {
        let app = app(backend).await;
        app.says(ANNA, "/start").await;
        app.says(BORIS, "/start").await;
        let message = |id: i64, chat: i64, held: &str, dead: &str| format!(
            "INSERT INTO outbox (id, chat_id, lane, method, payload, origin, keep_for_unreachable, attempts, not_before, held_at, dead_at, created_at) \
             VALUES ({id}, {chat}, 0, 'sendMessage', '{{}}', 'test', TRUE, 1, '2026-01-01 00:00:00.000000', {held}, {dead}, '2026-01-01 00:00:00.000000')"
        );
        let (now, none) = ("'2099-01-01 00:00:00.000000'", "NULL");
        for (id, held, dead) in [(9_001, none, now), (9_002, none, now), (9_003, now, none), (9_004, now, none)] {
            app.database.query(&message(id, ANNA, held, dead)).await;
        }
        let today = match backend {
            Backend::Sqlite => "strftime('%Y-%m-%d %H:%M:%f000', 'now')",
            Backend::Postgres => "now()",
        };
        for column in ["held_at", "dead_at"] {
            app.database.query(&format!("UPDATE outbox SET {column} = {today} WHERE {column} IS NOT NULL")).await;
        }
        age(&app, "dead_at", "outbox", "id = 9001", 31).await;
        age(&app, "dead_at", "outbox", "id = 9002", 29).await;
        age(&app, "held_at", "outbox", "id = 9003", 91).await;
        age(&app, "held_at", "outbox", "id = 9004", 89).await;
        assert_eq!(run(&app).await["cleaning"]["removed"], 2);
        let left = app.database.query("SELECT id FROM outbox ORDER BY id").await;
        assert_eq!(left.concat(), ["9002", "9004"]);
        app.stop().await;
    }

    async fn money_people_and_leads_stay_however_old_they_are(backend) {
        let app = app(backend).await;
        app.says(ANNA, "/start").await;
        assert_eq!(app.telegram.pay(ANNA, &plan()).await.status, 200);
        age(&app, "received_at", "tribute_events", "TRUE", 4_000).await;
        age(&app, "created_at", "users", "TRUE", 4_000).await;
        run(&app).await;
        for table in ["tribute_events", "users", "subscriptions"] {
            assert_eq!(app.database.count(table).await, 1, "{table}");
        }
        app.stop().await;
    }

    async fn how_far_people_came_and_what_came_in_is_told_by_every_replica(backend) {
        let app = app(backend).await;
        app.says(ANNA, "/start").await;
        app.says(BORIS, "/start").await;
        assert_eq!(app.telegram.pay(ANNA, &plan()).await.status, 200);
        assert_eq!(app.metric(r#"bot_people{stage="started"}"#).await, 0.0, "not counted yet");
        assert_eq!(run(&app).await["measuring"]["people"], 2);
        let figures = [
            (r#"bot_people{stage="started"}"#, 2.0),
            (r#"bot_people{stage="advised"}"#, 0.0),
            (r#"bot_people{stage="paid"}"#, 1.0),
            (r#"bot_table_rows{table="users"}"#, 2.0),
            (r#"bot_table_rows{table="tribute_events"}"#, 1.0),
        ];
        for (series, value) in figures {
            assert_eq!(app.metric(series).await, value, "{series}");
        }
        let paid = app.metric(r#"bot_revenue_30d_minor{currency="rub",part="paid"}"#).await;
        assert!(paid > 0.0 && app.metric("bot_database_size_bytes").await > 10_000.0);
        // Another process has the same figures, without counting.
        let (telegram, database) = app.stop().await;
        let app = TestApp::on(telegram, database, &[]).await;
        for (series, value) in figures {
            assert_eq!(app.metric(series).await, value, "{series}");
        }
        app.stop().await;
    }
}
