//! People and groups that cannot be written to.

use serde_json::{Value, json};

use super::{started, table};
use crate::playground::tests::bot::call;
use crate::playground::tests::strictness::CHAT;

const GROUP: i64 = -1_001_234_567_890;

fn to(chat_id: i64) -> Value {
    json!({ "chat_id": chat_id, "text": "x" })
}

#[tokio::test]
async fn a_person_must_have_started_and_not_have_left() {
    let playground = started().await;
    playground.add_person(6, "Ben", Some("en"));
    let send = "sendMessage";
    table(
        &playground,
        [
            (send, to(CHAT), 200, ""),
            (
                send,
                to(6),
                403,
                "Forbidden: bot can't initiate conversation with a user",
            ),
            (send, to(7), 400, "Bad Request: chat not found"),
            (
                send,
                json!({ "chat_id": "", "text": "x" }),
                400,
                "Bad Request: chat_id is empty",
            ),
            (
                send,
                json!({ "chat_id": "@nobody_here", "text": "x" }),
                400,
                "Bad Request: chat not found",
            ),
            ("getChat", json!({ "chat_id": 6 }), 400, "chat not found"),
            ("getChat", json!({}), 200, ""),
        ],
    )
    .await;
    playground.block_bot(CHAT);
    let blocked = "Forbidden: bot was blocked by the user";
    table(&playground, [(send, to(CHAT), 403, blocked)]).await;
    playground.unblock_bot(CHAT);
    table(&playground, [(send, to(CHAT), 200, "")]).await;
    playground.deactivate(CHAT);
    let gone = "Forbidden: user is deactivated";
    table(&playground, [(send, to(CHAT), 403, gone)]).await;
}

#[tokio::test]
async fn a_group_must_have_the_bot_in_it() {
    let playground = started().await;
    playground.add_group(GROUP, "Club");
    let send = "sendMessage";
    table(&playground, [(send, to(GROUP), 200, "")]).await;
    for (status, said) in [
        (
            "kicked",
            "Forbidden: bot was kicked from the supergroup chat",
        ),
        (
            "left",
            "Forbidden: bot is not a member of the supergroup chat",
        ),
        ("deleted", "Forbidden: the group chat was deleted"),
    ] {
        playground.set_bot_status(GROUP, status);
        let chat = json!({ "chat_id": GROUP });
        table(
            &playground,
            [
                (send, to(GROUP), 403, said),
                ("getChat", chat.clone(), 403, said),
                ("createChatInviteLink", chat, 403, said),
            ],
        )
        .await;
    }
    playground.set_bot_status(GROUP, "member");
    table(&playground, [(send, to(GROUP), 200, "")]).await;
}

#[tokio::test]
async fn a_channel_wants_an_administrator() {
    let playground = started().await;
    playground.add_group_or_channel(GROUP, "News", true);
    table(&playground, [("sendMessage", to(GROUP), 200, "")]).await;
    for (status, code, said) in [
        (
            "member",
            400,
            "Bad Request: need administrator rights in the channel chat",
        ),
        (
            "kicked",
            403,
            "Forbidden: bot was kicked from the channel chat",
        ),
    ] {
        playground.set_bot_status(GROUP, status);
        table(&playground, [("sendMessage", to(GROUP), code, said)]).await;
    }
}

#[tokio::test]
async fn a_group_that_was_upgraded_names_its_new_id() {
    let playground = started().await;
    playground.add_group(-42, "Club");
    playground.upgrade_group(-42, GROUP);
    let (status, body) = call(&playground, "sendMessage", to(-42)).await;
    assert_eq!(status, 400);
    assert_eq!(
        body["description"],
        json!("Bad Request: group chat was upgraded to a supergroup chat")
    );
    assert_eq!(body["parameters"], json!({ "migrate_to_chat_id": GROUP }));
    table(&playground, [("sendMessage", to(GROUP), 200, "")]).await;
}

#[tokio::test]
async fn methods_actions_and_the_token_have_names() {
    let playground = started().await;
    let wrong = "Bad Request: wrong parameter action in request";
    let action = |action: &str| json!({ "action": action });
    table(
        &playground,
        [
            ("sendSignal", json!({}), 404, "Not Found: method not found"),
            ("SENDMESSAGE", json!({ "text": "any case" }), 200, ""),
            ("sendChatAction", action("typing"), 200, ""),
            ("sendChatAction", action("upload_document"), 200, ""),
            ("sendChatAction", action("dancing"), 400, wrong),
            ("sendChatAction", json!({}), 400, wrong),
        ],
    )
    .await;
    let url = format!("{}/bot1:wrong/getMe", playground.api_url());
    let answer = playground.tribute_client().get(url).send().await.unwrap();
    assert_eq!(answer.status(), 401);
    let body: Value = answer.json().await.unwrap();
    let expected = json!({ "ok": false, "error_code": 401, "description": "Unauthorized" });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn a_start_link_carries_1_to_64_plain_characters() {
    let playground = started().await;
    for (payload, passes) in [
        ("ref_A-1", true),
        (&*"x".repeat(64), true),
        (&*"x".repeat(65), false),
        ("", false),
        ("a b", false),
        ("ключ", false),
    ] {
        let followed = playground.follow_start_link(CHAT, payload);
        assert_eq!(followed.is_some(), passes, "{payload}");
    }
}
