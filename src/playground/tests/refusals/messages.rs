//! Copies, forwards, reactions, pins.

use serde_json::{Value, json};

use super::{started, table};
use crate::playground::tests::bot::call;
use crate::playground::tests::strictness::CHAT;

fn from(chat_id: i64, message_id: i64) -> Value {
    json!({ "from_chat_id": chat_id, "message_id": message_id })
}

#[tokio::test]
async fn a_message_is_copied_or_forwarded_from_where_it_is() {
    let playground = started().await;
    playground.send_text(6, "from Ben");
    table(
        &playground,
        [
            ("copyMessage", from(6, 1), 200, ""),
            ("copyMessage", from(6, 9), 400, "message to copy not found"),
            ("copyMessage", from(7, 1), 400, "chat not found"),
            (
                "copyMessage",
                json!({ "message_id": 1 }),
                400,
                "from_chat_id is empty",
            ),
            (
                "copyMessage",
                json!({ "from_chat_id": 6 }),
                400,
                "message to copy not found",
            ),
            ("forwardMessage", from(6, 1), 200, ""),
            (
                "forwardMessage",
                from(6, 9),
                400,
                "message to forward not found",
            ),
            (
                "editMessageText",
                json!({ "message_id": 3, "text": "x" }),
                400,
                "message can't be edited",
            ),
        ],
    )
    .await;
    let texts: Vec<_> = playground
        .chat(CHAT)
        .into_iter()
        .map(|one| one.text)
        .collect();
    assert_eq!(texts, ["/start", "from Ben", "from Ben"]);
    let mut params = from(6, 1);
    params["chat_id"] = json!(CHAT);
    let (_, copy) = call(&playground, "copyMessage", params.clone()).await;
    assert_eq!(copy["result"], json!({ "message_id": 4 }));
    let (_, forward) = call(&playground, "forwardMessage", params).await;
    assert_eq!(
        forward["result"]["forward_origin"]["sender_user"]["id"],
        json!(6)
    );
}

#[tokio::test]
async fn a_bot_reacts_with_one_of_telegrams_emoji() {
    let playground = started().await;
    let react = |emoji: &[&str]| {
        let reaction: Vec<_> = emoji
            .iter()
            .map(|emoji| json!({ "type": "emoji", "emoji": emoji }))
            .collect();
        json!({ "message_id": 1, "reaction": reaction })
    };
    let method = "setMessageReaction";
    table(
        &playground,
        [
            (method, react(&["👍"]), 200, ""),
            (method, react(&["🤷‍♀"]), 200, ""),
            (method, react(&[]), 200, ""),
            (method, react(&["🔑"]), 400, "REACTION_INVALID"),
            (method, react(&["👍", "🔥"]), 400, "REACTIONS_TOO_MANY"),
            (
                method,
                json!({ "message_id": 9 }),
                400,
                "message to react not found",
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_message_that_is_pinned_must_be_there() {
    let playground = started().await;
    let one = |message_id: i64| json!({ "message_id": message_id });
    table(
        &playground,
        [
            ("pinChatMessage", one(1), 200, ""),
            ("pinChatMessage", one(9), 400, "message to pin not found"),
            ("pinChatMessage", json!({}), 400, "message to pin not found"),
            ("unpinChatMessage", json!({}), 200, ""),
            (
                "unpinChatMessage",
                one(9),
                400,
                "message to unpin not found",
            ),
        ],
    )
    .await;
}
