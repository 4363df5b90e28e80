//! Chats, edits, presses, webhooks and commands: what is refused.

use std::time::Duration;

use serde_json::{Value, json};

use super::bot::{call, playground, settings};
use super::strictness::{CHAT, check};
use crate::playground::{Playground, Settings};

#[tokio::test]
async fn chats_and_edits_are_checked() {
    let playground = playground().await;
    playground.send_text(CHAT, "/start");
    playground.add_person(6, "Ben", Some("en"));
    let not_modified = "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";
    for (method, params, expected) in [
        (
            "sendMessage",
            json!({ "chat_id": 6, "text": "x" }),
            "Forbidden: bot can't initiate conversation with a user",
        ),
        (
            "sendMessage",
            json!({ "chat_id": 7, "text": "x" }),
            "Bad Request: chat not found",
        ),
        (
            "sendMessage",
            json!({ "chat_id": "", "text": "x" }),
            "Bad Request: chat_id is empty",
        ),
        ("sendMessage", json!({ "text": "one" }), "ok"),
        (
            "editMessageText",
            json!({ "message_id": 2, "text": "one" }),
            not_modified,
        ),
        (
            "editMessageText",
            json!({ "message_id": 2, "text": "two" }),
            "ok",
        ),
        (
            "editMessageText",
            json!({ "message_id": 9, "text": "x" }),
            "Bad Request: message to edit not found",
        ),
        (
            "editMessageText",
            json!({ "message_id": 1, "text": "x" }),
            "Bad Request: message can't be edited",
        ),
        (
            "editMessageText",
            json!({ "text": "x" }),
            "Bad Request: message identifier is not specified",
        ),
        (
            "editMessageReplyMarkup",
            json!({ "message_id": 2 }),
            not_modified,
        ),
        ("deleteMessage", json!({ "message_id": 2 }), "ok"),
        (
            "deleteMessage",
            json!({ "message_id": 2 }),
            "Bad Request: message to delete not found",
        ),
        ("sendChatAction", json!({ "action": "typing" }), "ok"),
        (
            "sendChatAction",
            json!({ "action": "dancing" }),
            "Bad Request: wrong parameter action in request",
        ),
        ("getChat", json!({}), "ok"),
        ("sendSignal", json!({}), "Not Found: method not found"),
        ("SENDMESSAGE", json!({ "text": "any case" }), "ok"),
    ] {
        check(&playground, method, params, expected).await;
    }
    assert_eq!(
        playground.chat(CHAT).last().unwrap().message_id,
        3,
        "numbers are not reused"
    );
    let url = format!("{}/bot1:wrong/getMe", playground.api_url());
    let answer = playground.tribute_client().get(url).send().await.unwrap();
    assert_eq!(answer.status(), 401);
    let body: Value = answer.json().await.unwrap();
    assert_eq!(
        body,
        json!({ "ok": false, "error_code": 401, "description": "Unauthorized" })
    );
}

#[tokio::test]
async fn a_press_is_answered_once_and_in_time() {
    let playground = playground().await;
    playground.send_text(CHAT, "/start");
    let id = |update_id: i64| format!("{CHAT}{update_id}");
    let too_old =
        "Bad Request: query is too old and response timeout expired or query ID is invalid";
    let first = id(playground.press(CHAT, 1, "a"));
    let answer = json!({ "callback_query_id": first, "text": "готово", "show_alert": true });
    check(&playground, "answerCallbackQuery", answer.clone(), "ok").await;
    check(&playground, "answerCallbackQuery", answer, too_old).await;
    assert_eq!(playground.toasts(CHAT)[0].text, "готово");
    assert!(playground.toasts(CHAT)[0].alert);
    let long = id(playground.press(CHAT, 1, "b"));
    let answer = json!({ "callback_query_id": long, "text": "x".repeat(201) });
    check(
        &playground,
        "answerCallbackQuery",
        answer,
        "Bad Request: MESSAGE_TOO_LONG",
    )
    .await;
    playground.pass_time(Duration::from_secs(151));
    check(
        &playground,
        "answerCallbackQuery",
        json!({ "callback_query_id": long }),
        too_old,
    )
    .await;
}

#[tokio::test]
async fn webhooks_and_commands_are_checked() {
    let playground = playground().await;
    let command = |name: &str, words: &str| json!({ "commands": [{ "command": name, "description": words }] });
    let many: Vec<_> = (0..101)
        .map(|n| json!({ "command": format!("c{n}"), "description": "x" }))
        .collect();
    for (method, params, expected) in [
        (
            "setWebhook",
            json!({ "url": "http://example.org/" }),
            "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
        ),
        (
            "setWebhook",
            json!({ "url": "https://example.org:8080/" }),
            "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        (
            "setWebhook",
            json!({ "url": "nonsense" }),
            "Bad Request: invalid webhook URL specified",
        ),
        (
            "setWebhook",
            json!({ "url": "https://example.org/", "secret_token": "a b" }),
            "Bad Request: secret token contains unallowed characters",
        ),
        (
            "setWebhook",
            json!({ "url": "https://example.org/", "secret_token": "x".repeat(257) }),
            "Bad Request: secret token is too long",
        ),
        ("setMyCommands", command("start", "Начать"), "ok"),
        (
            "setMyCommands",
            command("Start", "x"),
            "Bad Request: BOT_COMMAND_INVALID",
        ),
        (
            "setMyCommands",
            command("start", ""),
            "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        (
            "setMyCommands",
            json!({ "commands": many }),
            "Bad Request: BOT_COMMANDS_TOO_MUCH",
        ),
    ] {
        check(&playground, method, params, expected).await;
    }
    let (_, body) = call(&playground, "getMyCommands", json!({})).await;
    assert_eq!(
        body["result"],
        json!([{ "command": "start", "description": "Начать" }])
    );
}

#[tokio::test]
async fn registering_twice_in_a_second_is_refused_when_that_is_asked_for() {
    let settings = Settings {
        pace_set_webhook: true,
        ..settings()
    };
    let playground = Playground::start(settings).await.unwrap();
    let params = json!({ "url": "https://example.org/" });
    check(&playground, "setWebhook", params.clone(), "ok").await;
    let too_soon = "Too Many Requests: retry after 1";
    check(&playground, "setWebhook", params, too_soon).await;
}
