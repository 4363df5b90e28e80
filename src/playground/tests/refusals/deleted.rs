//! Deleted messages: when, and what is left of them.

use std::time::Duration;

use serde_json::{Value, json};

use super::{started, table};
use crate::playground::Playground;
use crate::playground::snapshot;
use crate::playground::tests::bot::{settled, with_bot};
use crate::playground::tests::strictness::CHAT;

const GONE: &str = "Bad Request: message to delete not found";

fn one(message_id: i64) -> Value {
    json!({ "message_id": message_id })
}

async fn say(playground: &Playground) {
    table(
        playground,
        [("sendMessage", json!({ "text": "x" }), 200, "")],
    )
    .await;
}

#[tokio::test]
async fn one_is_deleted_once_and_within_48_hours() {
    let playground = started().await;
    say(&playground).await;
    say(&playground).await;
    let delete = "deleteMessage";
    playground.pass_time(Duration::from_secs(48 * 60 * 60 - 60));
    table(
        &playground,
        [
            (delete, one(2), 200, ""),
            (delete, one(2), 400, GONE),
            (delete, one(9), 400, GONE),
            (delete, json!({}), 400, GONE),
        ],
    )
    .await;
    playground.pass_time(Duration::from_secs(61));
    let too_old = "Bad Request: message can't be deleted";
    table(&playground, [(delete, one(3), 400, too_old)]).await;
}

#[tokio::test]
async fn many_are_1_to_100_and_those_that_are_gone_do_not_matter() {
    let playground = started().await;
    say(&playground).await;
    let many = |ids: Value| json!({ "message_ids": ids });
    let numbers = |most: i64| many((1..=most).collect());
    let delete = "deleteMessages";
    table(
        &playground,
        [
            (
                delete,
                json!({}),
                400,
                "message identifiers are not specified",
            ),
            (
                delete,
                many(json!([])),
                400,
                "message identifiers are not specified",
            ),
            (
                delete,
                many(json!("x")),
                400,
                "can't parse message_ids JSON object",
            ),
            (
                delete,
                many(json!(5)),
                400,
                "expected an Array of message identifiers",
            ),
            (
                delete,
                many(json!([0])),
                400,
                "invalid message identifier specified",
            ),
            (
                delete,
                numbers(101),
                400,
                "too many message identifiers specified",
            ),
            (delete, numbers(100), 200, ""),
        ],
    )
    .await;
    assert_eq!(playground.chat(CHAT), []);
}

#[tokio::test]
async fn a_mark_stays_in_the_place_of_a_deleted_message_and_its_number_is_not_reused() {
    let playground = started().await;
    say(&playground).await;
    let buttons = json!({ "inline_keyboard": [[{ "text": "Go", "callback_data": "go" }]] });
    let menu = json!({ "text": "menu", "reply_markup": buttons });
    table(
        &playground,
        [
            ("sendMessage", menu, 200, ""),
            ("deleteMessage", one(3), 200, ""),
        ],
    )
    .await;
    assert_eq!(playground.chat(CHAT).len(), 2);
    assert_eq!(playground.press_button(CHAT, "Go"), None);
    let mark = snapshot::of(&playground, CHAT)["messages"][2].clone();
    assert_eq!(
        (&mark["message_id"], &mark["deleted"]),
        (&json!(3), &json!(true))
    );
    assert_eq!(mark["from"]["is_bot"], json!(true));
    assert!(mark["date"].is_i64());
    assert_eq!(mark.get("text"), None);
    say(&playground).await;
    assert_eq!(playground.chat(CHAT).last().unwrap().message_id, 4);
}

#[tokio::test]
async fn a_press_below_a_deleted_message_arrives_with_one_that_cannot_be_reached() {
    let (playground, bot) = with_bot().await;
    playground.send_text(CHAT, "/start");
    say(&playground).await;
    table(&playground, [("deleteMessage", one(2), 200, "")]).await;
    settled(&playground).await;
    playground.press(CHAT, 2, "old");
    settled(&playground).await;
    let press = bot.received().pop().unwrap().json()["callback_query"].clone();
    assert_eq!(press["message"]["date"], json!(0));
    assert_eq!(press["message"]["chat"]["id"], json!(CHAT));
    assert_eq!(press["message"].get("deleted"), None);
}
