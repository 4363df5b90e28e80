//! Design 2.1: what each address answers, to the right caller and to everybody else.

use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::support::{
    app::{SECRET, TestApp},
    database::Backend,
    on_both,
    steps::message,
};

const ANNA: i64 = 5_301_000_111;

async fn reason(answer: reqwest::Response) -> (u16, Value) {
    let status = answer.status().as_u16();
    let body: Value = answer.json().await.expect("JSON");
    (status, body["reason"].clone())
}

on_both! {
    async fn a_delivery_without_the_secret_is_refused_and_leaves_nothing(backend) {
        let app = TestApp::start(backend).await;
        let longer = format!("{SECRET}x");
        for presented in [None, Some(""), Some("wrong"), Some("test-secre"), Some(longer.as_str())] {
            let mut request = app.http.post(format!("{}/telegram/webhook", app.url)).body(message(1, ANNA, "/start"));
            if let Some(presented) = presented {
                request = request.header("X-Telegram-Bot-Api-Secret-Token", presented);
            }
            let answer = request.send().await.expect("an answer");
            assert_eq!(reason(answer).await, (401, json!("invalid_secret_token")), "{presented:?}");
        }
        app.stored_nothing().await;
        assert_eq!(app.metric(r#"bot_webhook_refusals_total{outcome="secret"}"#).await, 5.0);
        app.stop().await;
    }

    async fn a_body_without_an_update_id_is_refused_and_leaves_nothing(backend) {
        let app = TestApp::start(backend).await;
        let bodies: [&[u8]; 9] = [
            b"", b"hello", b"[]", b"null", b"{}", br#"{"update_id":"1"}"#, br#"{"update_id":1.5}"#,
            br#"{"update_id":1"#, b"\xff\xfe",
        ];
        for body in bodies {
            let answer = app.post_update(body.to_vec()).await;
            assert_eq!(reason(answer).await, (400, json!("not_an_update")), "{body:?}");
        }
        let answer = app.post_update(message(1, ANNA, &"x".repeat(2 << 20))).await;
        assert_eq!(reason(answer).await, (413, json!("too_large")));
        app.stored_nothing().await;
        app.stop().await;
    }

    async fn every_object_with_an_update_id_is_accepted_once_and_for_all(backend) {
        let app = TestApp::start(backend).await;
        for (id, content, outcome) in [
            (1, r#""hologram":{"x":1}"#, "handled"),
            (2, r#""poll":{"id":"1"}"#, "handled"),
            (3, r#""message":"hello""#, "unreadable"),
            (4, r#""message":null"#, "unreadable"),
            (5, r#""callback_query":{"id":7}"#, "unreadable"),
            (6, r#""my_chat_member":[]"#, "unreadable"),
            (7, r#""message":{"message_id":1,"chat":{"id":1,"type":"private"},"text":"\ud800"}"#, "unreadable"),
        ] {
            for _ in 0..2 {
                let answer = app.post_update(format!(r#"{{"update_id":{id},{content}}}"#)).await;
                assert_eq!(answer.status(), StatusCode::OK, "{content}");
            }
            let stored = format!("SELECT outcome FROM inbox WHERE key = '{id}'");
            assert_eq!(app.database.value(&stored).await, outcome, "{content}");
        }
        assert_eq!(app.post_update(r#"{"update_id":8}"#).await.status(), StatusCode::OK);
        let large = message(9, ANNA, &"x".repeat((1 << 20) - 1_000));
        assert_eq!(app.post_update(large).await.status(), StatusCode::OK, "just under the limit");
        assert_eq!(app.metric(r#"bot_update_errors_total{update_type="message"}"#).await, 3.0);
        app.stop().await;
    }

    async fn ping_says_that_the_database_answers(backend) {
        let app = TestApp::start(backend).await;
        let answer = app.get("/ping").await;
        assert_eq!(answer.status(), StatusCode::OK);
        let body: Value = answer.json().await.expect("JSON");
        assert_eq!(body, json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }));
        app.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_methods_are_405_and_other_paths_404() {
    let app = TestApp::start_with(Backend::Sqlite, &[("TASKS_TOKEN", "cron")]).await;
    for (path, right) in [
        ("/telegram/webhook", Method::POST),
        ("/tribute/webhook", Method::POST),
        ("/tasks/run", Method::POST),
        ("/ping", Method::GET),
        ("/metrics", Method::GET),
        ("/", Method::GET),
    ] {
        for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE] {
            let request = app
                .http
                .request(method.clone(), format!("{}{path}", app.url));
            let status = request.send().await.expect("an answer").status();
            let refused = status == StatusCode::METHOD_NOT_ALLOWED;
            assert_eq!(refused, method != right, "{method} {path}: {status}");
        }
    }
    for path in [
        "/telegram",
        "/telegram/webhook/",
        "/pings",
        "/.env",
        "/metrics/x",
    ] {
        assert_eq!(
            app.get(path).await.status(),
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let page = app.get("/").await.text().await.expect("a page");
    assert!(page.contains("five-keys-bot") && page.contains(env!("CARGO_PKG_VERSION")));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_webhooks_are_where_the_settings_say() {
    let paths = [
        ("TELEGRAM_WEBHOOK_PATH", "/hooks/tg"),
        ("TRIBUTE_WEBHOOK_PATH", "/hooks/money"),
    ];
    let app = TestApp::start_with(Backend::Sqlite, &paths).await;
    app.says(ANNA, "/start").await;
    assert_eq!(app.texts(ANNA).len(), 1);
    assert_eq!(
        app.telegram
            .tribute_send(r#"{"name":"new_thing"}"#)
            .await
            .status,
        200
    );
    assert_eq!(
        app.post_update(message(1, ANNA, "/start")).await.status(),
        StatusCode::NOT_FOUND
    );
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn metrics_come_in_the_format_that_the_scraper_accepts() {
    let app = TestApp::start(Backend::Sqlite).await;
    let prometheus =
        "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1";
    for (accept, media_type, ends) in [
        ("", "text/plain; version=0.0.4; charset=utf-8", false),
        (
            "text/plain",
            "text/plain; version=0.0.4; charset=utf-8",
            false,
        ),
        (
            prometheus,
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
            true,
        ),
    ] {
        let mut request = app.http.get(format!("{}/metrics", app.url));
        if !accept.is_empty() {
            request = request.header(header::ACCEPT, accept);
        }
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.headers()[header::CONTENT_TYPE], media_type);
        let text = answer.text().await.expect("a text");
        assert_eq!(text.ends_with("# EOF\n"), ends, "{accept}");
        let family = if ends {
            "bot_updates"
        } else {
            "bot_updates_total"
        };
        assert!(
            text.contains(&format!("# TYPE {family} counter\n")),
            "{accept}"
        );
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_guards_the_metrics_and_another_the_tasks() {
    let app = TestApp::start(Backend::Sqlite).await;
    let run = |app: &TestApp| app.http.post(format!("{}/tasks/run", app.url));
    assert_eq!(app.get("/metrics").await.status(), StatusCode::OK);
    let answer = run(&app)
        .bearer_auth("cron")
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), StatusCode::NOT_FOUND, "no TASKS_TOKEN");
    app.stop().await;

    let tokens = [("METRICS_TOKEN", "scrape"), ("TASKS_TOKEN", "cron")];
    let app = TestApp::start_with(Backend::Sqlite, &tokens).await;
    let scrape = |app: &TestApp| app.http.get(format!("{}/metrics", app.url));
    for (token, metrics, tasks) in [
        (None, 401, 401),
        (Some(""), 401, 401),
        (Some("scrap"), 401, 401),
        (Some("scrape"), 200, 401),
        (Some("cron"), 401, 200),
    ] {
        let with = |request: reqwest::RequestBuilder| match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        let answer = with(scrape(&app)).send().await.expect("an answer");
        assert_eq!(answer.status(), metrics, "metrics with {token:?}");
        let answer = with(run(&app)).send().await.expect("an answer");
        assert_eq!(answer.status(), tasks, "tasks with {token:?}");
        let body: Value = answer.json().await.expect("JSON");
        assert_eq!(body["ok"], json!(tasks == 200));
    }
    app.stop().await;
}
