//! What the page can do, over HTTP.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::bot::{call, settled, with_bot};
use crate::playground::Playground;

async fn post(playground: &Playground, path: &str, body: Value) -> StatusCode {
    let url = format!("{}/playground/{path}", playground.api_url());
    let answer = playground
        .tribute_client()
        .post(url)
        .json(&body)
        .send()
        .await;
    answer.unwrap().status()
}

async fn state(playground: &Playground, user: i64) -> Value {
    let url = format!("{}/playground/state?user={user}", playground.api_url());
    let answer = playground.tribute_client().get(url).send().await.unwrap();
    answer.json().await.unwrap()
}

#[tokio::test]
async fn a_person_can_write_press_pay_and_block_from_the_page() {
    let (playground, bot) = with_bot().await;
    playground.set_tribute_webhook(&bot.url());
    let person = json!({ "id": 1001, "first_name": "Анна", "language_code": "ru" });
    assert_eq!(post(&playground, "person", person).await, 200);
    assert_eq!(
        post(
            &playground,
            "text",
            json!({ "user": 1001, "text": "/start" })
        )
        .await,
        200
    );
    let menu = json!({ "chat_id": 1001, "text": "<b>menu</b>", "parse_mode": "HTML" });
    call(&playground, "sendMessage", menu).await;
    let press = json!({ "user": 1001, "message": 2, "data": "go" });
    assert_eq!(post(&playground, "press", press).await, 200);
    let pay = json!({ "user": 1001, "event": "new_subscription", "plan": 0 });
    assert_eq!(post(&playground, "tribute", pay).await, 200);
    assert_eq!(
        post(
            &playground,
            "block",
            json!({ "user": 1001, "blocked": true })
        )
        .await,
        200
    );
    settled(&playground).await;
    let state = state(&playground, 1001).await;
    assert_eq!(state["messages"][1]["entities"][0]["type"], json!("bold"));
    assert_eq!(state["people"][0]["blocked"], json!(true));
    assert_eq!(state["tribute"]["answers"][0]["status"], json!(200));
    assert_eq!(bot.received().len(), 4);
}

#[tokio::test]
async fn other_sites_and_other_names_are_kept_out() {
    let (playground, _bot) = with_bot().await;
    let get = |path: &str| {
        let url = format!("{}{path}", playground.api_url());
        playground.tribute_client().get(url)
    };
    let page = get("/").send().await.unwrap();
    assert_eq!(page.status(), 200);
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self'"),
        "{policy}"
    );
    for (name, value) in [
        ("Host", "rebound.example"),
        ("Origin", "https://evil.example"),
        ("Sec-Fetch-Site", "cross-site"),
    ] {
        let answer = get("/playground/state?user=1")
            .header(name, value)
            .send()
            .await;
        assert_eq!(answer.unwrap().status(), 403, "{name}");
    }
    let url = format!("{}/playground/text", playground.api_url());
    let form = playground
        .tribute_client()
        .post(url)
        .body(r#"{"user":1,"text":"x"}"#);
    assert_eq!(
        form.send().await.unwrap().status(),
        403,
        "a form is no JSON"
    );
}

#[tokio::test]
async fn another_site_cannot_call_the_bot_api_either() {
    let (playground, _bot) = with_bot().await;
    let token = &playground.settings().bot_token;
    for path in [format!("/bot{token}/getMe"), format!("/file/bot{token}/x")] {
        for (name, value) in [
            ("Host", "rebound.example"),
            ("Origin", "https://evil.example"),
            ("Sec-Fetch-Site", "cross-site"),
        ] {
            let url = format!("{}{path}", playground.api_url());
            let call = playground.tribute_client().get(url).header(name, value);
            let answer = call.send().await.unwrap();
            assert_eq!(answer.status(), 400, "{path}, {name}");
        }
    }
    assert!(playground.calls_of("getMe").is_empty());
}

#[tokio::test]
async fn nobody_writes_with_the_id_of_a_group() {
    let (playground, _bot) = with_bot().await;
    playground.add_group(-1_000_000_000_001, "Leads");
    for (path, mut form) in [
        ("text", json!({ "text": "x" })),
        ("press", json!({ "text": "x" })),
        ("press", json!({ "message": 1, "data": "x" })),
        ("contact", json!({ "phone": "+1" })),
        ("block", json!({ "blocked": true })),
        ("join", json!({ "group": -1_000_000_000_001_i64 })),
        ("tribute", json!({ "event": "ping", "plan": 0 })),
        ("tribute/send", json!({ "body": "{}" })),
    ] {
        form["user"] = json!(-1_000_000_000_001_i64);
        assert_eq!(post(&playground, path, form).await, 400, "{path}");
    }
    assert_eq!(state(&playground, 1).await["people"], json!([]));
}
