//! Every method that the playground has, called with success: what it answers, and how it refuses.

use five_keys_bot::playground::{Fault, Playground, Settings, Weather};
use frankenstein::response::ErrorResponse;
use serde_json::{Value, json};

use super::{
    calling::{address, call},
    groups, messages,
    reading::{lossless, none},
    recorder::{Recorder, complaints_about},
};
use crate::support::{app::PATIENCE, client};

pub const ANNA: i64 = 5_301_000_111;
pub const BORIS: i64 = 5_301_000_222;
pub const CARLA: i64 = 5_301_000_333;
pub const GROUP: i64 = -1_001_234_567_890;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_method_answers_with_what_another_projects_types_hold() {
    let playground = Playground::start(Settings::default())
        .await
        .expect("it starts");
    for id in [ANNA, BORIS, CARLA] {
        playground.add_person(id, "Анна", Some("ru"));
        playground.send_text(id, "/start");
    }
    playground.add_group(GROUP, "Клуб");
    let (message, keyboard) = messages::texts(&playground).await;
    let markup = json!({ "chat_id": ANNA, "message_id": message, "reply_markup": keyboard });
    call(&playground, "editMessageReplyMarkup", markup).await;
    messages::further(&playground, &message).await;
    let recorder = Recorder::start(None);
    call(&playground, "setWebhook", json!({ "url": recorder.url })).await;
    playground.press_button(ANNA, "Yes").expect("a button");
    assert!(playground.settle(PATIENCE).await);
    let updates = recorder.updates();
    let pressed = updates
        .iter()
        .find_map(|update| update.get("callback_query"));
    let query = json!({ "callback_query_id": pressed.expect("a press")["id"], "text": "Yes!", "show_alert": true });
    call(&playground, "answerCallbackQuery", query).await;
    call(
        &playground,
        "deleteMessage",
        json!({ "chat_id": ANNA, "message_id": message }),
    )
    .await;
    messages::media(&playground).await;
    groups::members(&playground).await;
    groups::itself(&playground).await;

    let calls = playground.calls();
    // It is refused here in any state, as with any bot that has a webhook.
    let methods = Playground::methods()
        .iter()
        .filter(|name| **name != "getUpdates");
    let uncalled: Vec<_> = methods
        .filter(|name| {
            !calls
                .iter()
                .any(|call| call.method == **name && !call.refused)
        })
        .collect();
    assert!(uncalled.is_empty(), "call these too: {uncalled:?}");
    none(&complaints_about(&calls));
    playground.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_refusal_is_read_by_another_projects_type() {
    let playground = Playground::start(Settings::default())
        .await
        .expect("it starts");
    playground.add_person(ANNA, "Анна", Some("ru"));
    playground.weather(Weather::next(Fault::TooManyRequests { retry_after: 3 }).on("sendPhoto"));
    let wrong = format!("{}/bot1:wrong/getMe", playground.api_url());
    for (address, status) in [
        (wrong, 401),
        (address(&playground, "getUpdates"), 404),
        (address(&playground, "noSuchMethod"), 404),
        (address(&playground, "sendMessage"), 400),
        (address(&playground, "sendPhoto"), 429),
    ] {
        let answer = client()
            .post(&address)
            .json(&json!({ "chat_id": ANNA }))
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), status, "{address}");
        let body: Value = answer.json().await.expect("JSON");
        assert_eq!(lossless::<ErrorResponse>(&body), Ok(()), "{body}");
        assert_eq!(body["error_code"], json!(status));
        let wait = body["parameters"]["retry_after"].as_u64();
        assert_eq!(wait, (status == 429).then_some(3));
    }
    playground.stop().await;
}
