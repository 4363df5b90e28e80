//! Design 2.4: the metrics that dashboards rely on.

use std::{io::Write, process::Stdio};

use crate::support::{
    app::{SECRET, TestApp, plan},
    database::Backend,
    on_both,
};

const ANNA: i64 = 5_301_000_111;
const BORIS: i64 = 5_301_000_222;

on_both! {
    async fn the_contract_metrics_are_there_from_the_first_scrape(backend) {
        let app = TestApp::start(backend).await;
        for series in [
            "bot_update_latency_seconds_count",
            "bot_update_latency_seconds_sum",
            r#"bot_update_latency_seconds_bucket{le="+Inf"}"#,
            r#"bot_update_latency_seconds_bucket{le="0.005"}"#,
            r#"bot_updates_total{update_type="message"}"#,
            r#"bot_updates_total{update_type="callback_query"}"#,
            r#"bot_updates_total{update_type="unknown"}"#,
            r#"bot_update_errors_total{update_type="message"}"#,
            r#"bot_subscriptions_active{plan="club"}"#,
            r#"bot_subscriptions_active{plan="unknown"}"#,
            r#"bot_tribute_events_total{event="new_subscription",outcome="applied"}"#,
            // An alert on what appears only with its first event would never fire.
            r#"bot_tribute_events_total{event="unknown",outcome="unreadable"}"#,
            r#"bot_tribute_events_total{event="shop_order",outcome="poison"}"#,
            r#"bot_tribute_signatures_total{key="current"}"#,
            r#"bot_tribute_signatures_total{key="previous"}"#,
            r#"bot_sends_total{outcome="dead"}"#,
            "bot_active_users",
            "bot_outbox_depth",
            "bot_outbox_oldest_age_seconds",
            "bot_dead_letters",
            "bot_tribute_unmatched_events",
        ] {
            assert_eq!(app.metric(series).await, 0.0, "{series}");
        }
        assert!(app.metric("bot_uptime_seconds").await > 0.0);
        assert_eq!(app.metric(&format!(r#"bot_build_info{{version="{}"}}"#, env!("CARGO_PKG_VERSION"))).await, 1.0);
        app.stop().await;
    }

    async fn they_move_with_what_happens(backend) {
        let app = TestApp::start(backend).await;
        let uptime = app.metric("bot_uptime_seconds").await;
        app.says(ANNA, "/start").await;
        app.presses(ANNA, "Энергия").await;
        app.post_update(r#"{"update_id":1,"message":7}"#).await;
        assert_eq!(app.telegram.pay(ANNA, &plan()).await.status, 200);
        for (series, value) in [
            (r#"bot_updates_total{update_type="message"}"#, 2.0),
            (r#"bot_updates_total{update_type="callback_query"}"#, 1.0),
            (r#"bot_update_errors_total{update_type="message"}"#, 1.0),
            ("bot_update_latency_seconds_count", 3.0),
            (r#"bot_update_latency_seconds_bucket{le="30.0"}"#, 3.0),
            ("bot_active_users", 1.0),
            (r#"bot_api_calls_total{method="editMessageText",outcome="ok"}"#, 1.0),
            (r#"bot_api_call_duration_seconds_count{method="editMessageText"}"#, 1.0),
            (r#"bot_tribute_events_total{event="new_subscription",outcome="applied"}"#, 1.0),
            (r#"bot_tribute_signatures_total{key="current"}"#, 1.0),
            (r#"bot_tribute_signatures_total{key="previous"}"#, 0.0),
            (r#"bot_subscriptions_active{plan="club"}"#, 1.0),
        ] {
            assert_eq!(app.metric(series).await, value, "{series}");
        }
        assert!(app.metric("bot_update_latency_seconds_sum").await > 0.0);
        assert!(app.metric("bot_uptime_seconds").await > uptime);
        app.stop().await;
    }

    async fn active_users_are_distinct_people_also_after_a_restart(backend) {
        let app = TestApp::start(backend).await;
        for text in ["/start", "/help", "hello"] {
            app.says(ANNA, text).await;
        }
        app.presses(ANNA, "Помощь").await;
        app.says(BORIS, "/start").await;
        // Somebody known from a payment only was not here.
        assert_eq!(app.telegram.pay(5_301_000_333, &plan()).await.status, 200);
        assert_eq!(app.metric("bot_active_users").await, 2.0);
        let (telegram, database) = app.stop().await;

        let app = TestApp::on(telegram, database, &[]).await;
        assert_eq!(app.metric("bot_active_users").await, 2.0);
        let long_ago = "UPDATE users SET last_seen_at = '2020-01-01 00:00:00.000000' WHERE id = 5301000111";
        app.database.query(long_ago).await;
        assert_eq!(app.metric("bot_active_users").await, 1.0, "five minutes are over for one of them");
        app.stop().await;
    }

    async fn they_tell_nothing_about_anybody(backend) {
        let app = TestApp::start(backend).await;
        app.telegram.add_person(ANNA, "Аннушка", Some("ru"));
        app.says(ANNA, "/start secret_source").await;
        app.says(ANNA, "my phone is +79991234567").await;
        assert_eq!(app.telegram.pay(ANNA, &plan()).await.status, 200);
        let text = app.scrape().await;
        let settings = app.telegram.settings();
        for private in [
            "Аннушка", "5301000111", "secret_source", "79991234567", SECRET, &settings.bot_token, &settings.tribute_key,
        ] {
            assert!(!text.contains(private), "{private}");
        }
        app.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promtool_finds_nothing_to_complain_about() {
    let app = TestApp::start(Backend::Sqlite).await;
    app.says(ANNA, "/start").await;
    let text = app.scrape().await;
    app.stop().await;
    let promtool = std::env::var("PROMTOOL").unwrap_or_else(|_| "promtool".into());
    let started = std::process::Command::new(&promtool)
        .args(["check", "metrics"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut checking = started.unwrap_or_else(|error| {
        panic!(
            "{promtool} cannot be started ({error}). It comes with Prometheus (Debian: `apt install prometheus`); \
             put it into PATH or name it in PROMTOOL. `tests/run` fetches it by itself."
        )
    });
    let mut input = checking.stdin.take().expect("its input");
    input.write_all(text.as_bytes()).expect("it reads");
    drop(input);
    let done = checking.wait_with_output().expect("it ends");
    let complaints = [done.stdout, done.stderr].concat();
    let complaints = String::from_utf8_lossy(&complaints);
    assert!(
        done.status.success() && complaints.is_empty(),
        "{complaints}\n{text}"
    );
}
