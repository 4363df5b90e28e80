//! Answers to presses.

use std::time::Duration;

use serde_json::{Value, json};

use super::{started, table};
use crate::playground::tests::strictness::CHAT;

const TOO_OLD: &str =
    "Bad Request: query is too old and response timeout expired or query ID is invalid";

fn answer(id: &str, more: &[(&str, Value)]) -> Value {
    let mut params = json!({ "callback_query_id": id });
    for (name, value) in more {
        params[*name] = value.clone();
    }
    params
}

#[tokio::test]
async fn a_press_is_answered_once_and_in_time() {
    let playground = started().await;
    let press = |data: &str| format!("{CHAT}{}", playground.press(CHAT, 1, data));
    let first = press("a");
    let words = answer(
        &first,
        &[("text", json!("готово")), ("show_alert", json!(true))],
    );
    let method = "answerCallbackQuery";
    table(
        &playground,
        [
            (method, words.clone(), 200, ""),
            (method, words, 400, TOO_OLD),
            (method, answer("404", &[]), 400, TOO_OLD),
            (method, json!({}), 400, TOO_OLD),
        ],
    )
    .await;
    assert_eq!(playground.toasts(CHAT)[0].text, "готово");
    assert!(playground.toasts(CHAT)[0].alert);
    let (punctual, late) = (press("b"), press("c"));
    playground.pass_time(Duration::from_secs(140));
    table(&playground, [(method, answer(&punctual, &[]), 200, "")]).await;
    playground.pass_time(Duration::from_secs(11));
    table(&playground, [(method, answer(&late, &[]), 400, TOO_OLD)]).await;
}

#[tokio::test]
async fn an_answer_is_short_and_leads_only_to_the_bot() {
    let playground = started().await;
    let press = || format!("{CHAT}{}", playground.press(CHAT, 1, "a"));
    let text = |length| answer(&press(), &[("text", json!("ё".repeat(length)))]);
    let url = |url: &str| answer(&press(), &[("url", json!(url))]);
    let method = "answerCallbackQuery";
    let own = "https://t.me/five_keys_playground_bot?start=x";
    table(
        &playground,
        [
            (method, text(200), 200, ""),
            (method, text(201), 400, "MESSAGE_TOO_LONG"),
            (method, url(own), 200, ""),
            (method, url("https://example.org"), 400, "URL_INVALID"),
        ],
    )
    .await;
}
