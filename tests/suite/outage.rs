//! The database goes away and comes back: nothing that was promised is lost, nothing happens twice.

use std::time::{Duration, Instant};

use five_keys_bot::playground::{Fault, Weather};
use serde_json::{Value, json};

use crate::support::{
    app::{PATIENCE, TestApp, plan},
    database::{Backend, TestDatabase},
    on_both,
    steps::{message, press},
};

const ANNA: i64 = 5_301_000_111;

/// Nobody is let into the PostgreSQL database any more; of a SQLite file, the table is gone.
async fn goes_away(database: &TestDatabase, table: &str) {
    match database.backend {
        Backend::Sqlite => {
            let rename = format!("ALTER TABLE {table} RENAME TO {table}_away");
            database.query(&rename).await;
        }
        Backend::Postgres => {
            allow_connections(database, false).await;
            database.disconnect_everybody().await;
        }
    }
}

async fn comes_back(database: &TestDatabase, table: &str) {
    match database.backend {
        Backend::Sqlite => {
            let rename = format!("ALTER TABLE {table}_away RENAME TO {table}");
            database.query(&rename).await;
        }
        Backend::Postgres => allow_connections(database, true).await,
    }
}

async fn allow_connections(database: &TestDatabase, allowed: bool) {
    let name = database.name();
    let alter = format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS {allowed}");
    database.on_server(&alter).await;
}

/// Asks again until the answer is 200, as everybody does: the pool may need a moment to notice.
async fn in_the_end(mut ask: impl AsyncFnMut() -> u16) {
    let asked = tokio::time::timeout(PATIENCE, async { while ask().await != 200 {} });
    asked.await.expect("the service recovers");
}

on_both! {
    async fn a_press_that_could_not_be_stored_does_not_make_the_next_one_a_repetition(backend) {
        let app = TestApp::start_limited(backend).await;
        app.says(ANNA, "/start").await;
        let number = app.last(ANNA).message_id;
        goes_away(&app.database, "inbox").await;
        assert_eq!(app.post_update(press(1, ANNA, number, "help")).await.status(), 503);
        comes_back(&app.database, "inbox").await;
        let mut update = 1;
        in_the_end(async || {
            update += 1;
            app.post_update(press(update, ANNA, number, "help")).await.status().as_u16()
        }).await;
        assert!(app.last(ANNA).text.contains("Как всё устроено"), "{}", app.last(ANNA).text);
        // The first comes again as well, and is one press with the second.
        assert_eq!(app.post_update(press(1, ANNA, number, "help")).await.status(), 200);
        app.stop().await;
    }

    async fn what_cannot_be_stored_is_asked_for_again_and_then_takes_effect_once(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/start").await;
        goes_away(&app.database, "inbox").await;

        let answer = app.post_update(message(1, ANNA, "/help")).await;
        assert_eq!(answer.status(), 503);
        assert_eq!(answer.headers()["Retry-After"], "1");
        let body: Value = answer.json().await.expect("JSON");
        assert_eq!(body, json!({ "ok": false, "reason": "unavailable" }));
        let update = app.telegram.send_text(ANNA, "/menu");
        app.until("Telegram tries again", |telegram| telegram.delivery(update).is_some_and(|known| known.attempts > 1)).await;

        comes_back(&app.database, "inbox").await;
        app.settled().await;
        in_the_end(async || app.post_update(message(1, ANNA, "/help")).await.status().as_u16()).await;
        assert_eq!((app.told(ANNA, "Главное меню"), app.told(ANNA, "Как всё устроено")), (1, 1));
        assert!(app.metric("bot_store_failures_total").await >= 2.0);
        assert!(app.metric(r#"bot_update_errors_total{update_type="message"}"#).await >= 2.0);
        app.delivered().await;
        app.stop().await;
    }

    async fn a_payment_that_cannot_be_stored_is_asked_for_again(backend) {
        let app = TestApp::start(backend).await;
        app.says(ANNA, "/start").await;
        goes_away(&app.database, "tribute_events").await;
        let answer = app.telegram.pay(ANNA, &plan()).await;
        assert_eq!((answer.status, answer.body.as_str()), (503, r#"{"ok":false,"reason":"unavailable"}"#));
        comes_back(&app.database, "tribute_events").await;
        in_the_end(async || app.telegram.pay(ANNA, &plan()).await.status).await;
        assert_eq!(app.told(ANNA, "Оплата прошла"), 1);
        app.delivered().await;
        app.stop().await;
    }

    async fn a_message_that_leaves_while_the_database_is_gone_is_not_sent_twice(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.weather(Weather::next(Fault::Slow(Duration::from_millis(700))).in_chat(ANNA));
        app.telegram.send_text(ANNA, "/menu");
        app.until_stored("SELECT count(*) FROM outbox", "1").await;
        goes_away(&app.database, "outbox").await;
        app.until("it arrives all the same", |telegram| telegram.chat(ANNA).len() == 2).await;
        comes_back(&app.database, "outbox").await;
        app.settled().await;
        app.delivered().await;
        app.says(ANNA, "/help").await;
        assert_eq!((app.told(ANNA, "Главное меню"), app.told(ANNA, "Как всё устроено")), (1, 1));
        app.delivered().await;
        app.stop().await;
    }
}

on_both! {
    async fn a_message_whose_mark_is_late_is_not_sent_again_when_its_claim_ends(backend) {
        let app = TestApp::start(backend).await;
        let (refuse, allow) = match backend {
            Backend::Sqlite => ("CREATE TRIGGER stays BEFORE DELETE ON outbox BEGIN SELECT RAISE(ABORT, 'no'); END", "DROP TRIGGER stays"),
            Backend::Postgres => (
                "CREATE FUNCTION stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$; \
                 CREATE TRIGGER stays BEFORE DELETE ON outbox FOR EACH ROW EXECUTE FUNCTION stays()",
                "DROP TRIGGER stays ON outbox",
            ),
        };
        app.database.query(refuse).await;
        app.says(ANNA, "/menu").await;
        assert_eq!(app.told(ANNA, "Главное меню"), 1);
        // As after an outage that was longer than the claim.
        app.database.query("UPDATE outbox SET claimed_until = '2026-01-01 00:00:00'").await;
        app.until_stored("SELECT count(*) FROM outbox WHERE claimed_until > '2026-01-02 00:00:00'", "1").await;
        app.database.query(allow).await;
        app.delivered().await;
        assert_eq!(app.told(ANNA, "Главное меню"), 1);
        app.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_broke_are_replaced_unnoticed_by_people() {
    let app = TestApp::start(Backend::Postgres).await;
    for _ in 0..3 {
        app.says(ANNA, "/help").await;
        app.database.disconnect_everybody().await;
    }
    app.says(ANNA, "/menu").await;
    assert_eq!(
        (
            app.told(ANNA, "Как всё устроено"),
            app.told(ANNA, "Главное меню")
        ),
        (3, 1)
    );
    app.delivered().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ping_says_within_three_seconds_that_the_database_is_gone_and_nothing_secret() {
    let app = TestApp::start(Backend::Postgres).await;
    goes_away(&app.database, "").await;
    let asked = Instant::now();
    let answer = app.get("/ping").await;
    assert!(
        asked.elapsed() < Duration::from_secs(3),
        "{:?}",
        asked.elapsed()
    );
    assert_eq!(answer.status(), 503);
    let text = answer.text().await.expect("a text");
    let body: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(body["status"], "error");
    assert!(
        body["detail"]
            .as_str()
            .is_some_and(|detail| detail.contains("the database does not answer"))
    );
    for secret in ["postgres", "127.0.0.1", &app.database.name()] {
        assert!(!text.contains(secret), "{text}");
    }
    let answer = app.get("/metrics").await;
    assert_eq!(
        answer.status(),
        200,
        "the process's own figures still go out"
    );
    comes_back(&app.database, "").await;
    in_the_end(async || app.get("/ping").await.status().as_u16()).await;
    app.stop().await;
}
