//! Files, and trouble on purpose.

use serde_json::{Value, json};

use super::bot::{call, playground};
use super::strictness::{CHAT, check};
use crate::playground::{Fault, Weather};

#[tokio::test]
async fn files_arrive_and_what_is_no_picture_is_no_photo() {
    let playground = playground().await;
    playground.send_text(CHAT, "/start");
    let url = |method: &str| {
        format!(
            "{}/bot{}/{method}",
            playground.api_url(),
            playground.settings().bot_token
        )
    };
    let part = |name: &str| {
        reqwest::multipart::Part::bytes(b"%PDF-1.7\r\n--x".to_vec()).file_name(name.to_owned())
    };
    let form = reqwest::multipart::Form::new()
        .text("chat_id", "5")
        .text("caption", "План");
    let form = form.part(
        "document",
        part("план.pdf").mime_str("application/pdf").unwrap(),
    );
    let client = playground.tribute_client();
    let sent = client
        .post(url("sendDocument"))
        .multipart(form)
        .send()
        .await
        .unwrap();
    assert_eq!(sent.status(), 200);
    let shown = playground.chat(CHAT).pop().unwrap();
    assert_eq!(
        (shown.text.as_str(), shown.file_name.as_deref()),
        ("План", Some("план.pdf"))
    );
    assert_eq!(
        playground.file(&shown.file_id.unwrap()).unwrap(),
        b"%PDF-1.7\r\n--x"
    );
    let media = json!([
        { "type": "photo", "media": "attach://a" },
        { "type": "photo", "media": "https://example.org/b.jpg" },
    ]);
    let form = reqwest::multipart::Form::new()
        .text("chat_id", "5")
        .text("media", media.to_string());
    let form = form.part("a", part("a.png"));
    let sent = client
        .post(url("sendMediaGroup"))
        .multipart(form)
        .send()
        .await
        .unwrap();
    let body: Value = sent.json().await.unwrap();
    assert_eq!(
        body["description"],
        json!(
            "Bad Request: failed to send message #1 with the error message \"IMAGE_PROCESS_FAILED\""
        )
    );
    assert_eq!(
        playground.chat(CHAT).len(),
        2,
        "an album arrives whole or not at all"
    );
}

#[tokio::test]
async fn the_weather_hits_the_calls_it_is_meant_for() {
    let playground = playground().await;
    playground.send_text(CHAT, "/start");
    let say = || json!({ "chat_id": CHAT, "text": "x" });
    playground.weather(
        Weather::next(Fault::TooManyRequests { retry_after: 7 })
            .on("sendMessage")
            .in_chat(CHAT),
    );
    check(&playground, "getMe", json!({}), "ok").await;
    let (status, body) = call(&playground, "sendMessage", say()).await;
    assert_eq!(status, 429);
    assert_eq!(body["parameters"]["retry_after"], json!(7));
    playground.weather(Weather::next(Fault::ServerError(500)).times(2));
    check(&playground, "sendMessage", say(), "Internal Server Error").await;
    check(&playground, "sendMessage", say(), "Internal Server Error").await;
    let url = format!(
        "{}/bot{}/sendMessage",
        playground.api_url(),
        playground.settings().bot_token
    );
    let send = || playground.tribute_client().post(&url).json(&say()).send();
    playground.weather(Weather::next(Fault::GatewayPage(502)));
    let page = send().await.unwrap();
    assert_eq!(page.status(), 502);
    assert!(page.text().await.unwrap().starts_with("<html>"));
    assert_eq!(playground.chat(CHAT).len(), 1, "nothing was done so far");
    playground.weather(Weather::next(Fault::DropBefore));
    assert!(send().await.is_err());
    assert_eq!(playground.chat(CHAT).len(), 1);
    playground.weather(Weather::next(Fault::DropAfter));
    assert!(send().await.is_err());
    assert_eq!(playground.chat(CHAT).len(), 2, "done, but nobody was told");
    check(&playground, "sendMessage", say(), "ok").await;
}
