//! Invite links, join requests, removals, and the rights they need.

use std::time::Duration;

use serde_json::{Value, json};

use super::{started, table};
use crate::playground::tests::bot::call;

const GROUP: i64 = -1_001_234_567_890;

fn with(mut params: Value) -> Value {
    params["chat_id"] = json!(GROUP);
    params
}

#[tokio::test]
async fn an_invite_link_has_limits() {
    let playground = started().await;
    playground.add_group(GROUP, "Club");
    let named = |length| with(json!({ "name": "ё".repeat(length) }));
    let limit = |limit: i64| with(json!({ "member_limit": limit }));
    let both = with(json!({ "member_limit": 1, "creates_join_request": true }));
    let asking = with(json!({ "creates_join_request": true }));
    let now = jiff::Timestamp::now().as_second();
    let until = |date: i64| with(json!({ "expire_date": date }));
    let create = "createChatInviteLink";
    table(
        &playground,
        [
            (create, named(32), 200, ""),
            (create, named(33), 400, "invite link name is too long"),
            (create, limit(1), 200, ""),
            (create, limit(99_999), 200, ""),
            (create, limit(100_000), 400, "USAGE_LIMIT_INVALID"),
            (create, limit(-1), 400, "USAGE_LIMIT_INVALID"),
            (create, asking, 200, ""),
            (
                create,
                both,
                400,
                "member limit can't be specified for links requiring administrator approval",
            ),
            (create, until(now + 60), 200, ""),
            (create, until(now - 60), 400, "EXPIRE_DATE_INVALID"),
            (
                create,
                json!({}),
                400,
                "method is available for supergroup and channel chats only",
            ),
            (
                "revokeChatInviteLink",
                with(json!({ "invite_link": "https://t.me/+none" })),
                400,
                "INVITE_HASH_EXPIRED",
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_request_is_decided_once() {
    let playground = started().await;
    playground.add_group(GROUP, "Club");
    let decide = || with(json!({ "user_id": 5 }));
    let approve = "approveChatJoinRequest";
    let decline = "declineChatJoinRequest";
    table(
        &playground,
        [(approve, decide(), 400, "HIDE_REQUESTER_MISSING")],
    )
    .await;
    playground.ask_to_join(5, GROUP);
    table(
        &playground,
        [
            (decline, decide(), 200, ""),
            (decline, decide(), 400, "HIDE_REQUESTER_MISSING"),
        ],
    )
    .await;
    playground.ask_to_join(5, GROUP);
    table(
        &playground,
        [
            (approve, decide(), 200, ""),
            (approve, decide(), 400, "USER_ALREADY_PARTICIPANT"),
            (
                approve,
                with(json!({ "user_id": 404 })),
                400,
                "PARTICIPANT_ID_INVALID",
            ),
            (approve, with(json!({})), 400, "invalid user_id specified"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_request_opens_the_private_chat_for_five_minutes() {
    let playground = super::super::bot::playground().await;
    playground.add_group(GROUP, "Club");
    playground.ask_to_join(6, GROUP);
    let say = || json!({ "chat_id": 6, "text": "x" });
    playground.pass_time(Duration::from_secs(4 * 60 + 50));
    table(&playground, [("sendMessage", say(), 200, "")]).await;
    playground.pass_time(Duration::from_secs(11));
    let closed = "Forbidden: bot can't initiate conversation with a user";
    table(&playground, [("sendMessage", say(), 403, closed)]).await;
}

#[tokio::test]
async fn a_bot_without_rights_manages_nothing() {
    let playground = started().await;
    playground.add_group(GROUP, "Club");
    let ban = || with(json!({ "user_id": 5 }));
    let itself = with(json!({ "user_id": 700_000_001 }));
    table(
        &playground,
        [
            ("banChatMember", ban(), 200, ""),
            ("unbanChatMember", ban(), 200, ""),
            ("banChatMember", itself, 400, "can't restrict self"),
        ],
    )
    .await;
    let restrict = "not enough rights to restrict/unrestrict chat member";
    let invite = "not enough rights to manage chat invite link";
    let pin = "not enough rights to manage pinned messages in the chat";
    playground.set_bot_status(GROUP, "member");
    table(
        &playground,
        [
            ("banChatMember", ban(), 400, restrict),
            ("unbanChatMember", ban(), 400, restrict),
            ("createChatInviteLink", with(json!({})), 400, invite),
            ("revokeChatInviteLink", with(json!({})), 400, invite),
            ("approveChatJoinRequest", ban(), 400, "CHAT_ADMIN_REQUIRED"),
            ("declineChatJoinRequest", ban(), 400, "CHAT_ADMIN_REQUIRED"),
            ("pinChatMessage", with(json!({ "message_id": 1 })), 400, pin),
        ],
    )
    .await;
    let itself = with(json!({ "user_id": 700_000_001 }));
    let (_, body) = call(&playground, "getChatMember", itself).await;
    assert_eq!(body["result"]["status"], json!("member"));
}
