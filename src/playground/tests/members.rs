//! Groups with a door.

use serde_json::json;

use super::bot::{call, settled, with_bot};
use super::strictness::check;

const GROUP: i64 = -1_001_234_567_890;

#[tokio::test]
async fn a_request_is_approved_once_and_opens_the_private_chat_meanwhile() {
    let (playground, bot) = with_bot().await;
    playground.add_group(GROUP, "Club");
    playground.add_person(5, "Анна", Some("ru"));
    let decide = json!({ "chat_id": GROUP, "user_id": 5 });
    let missing = "Bad Request: HIDE_REQUESTER_MISSING";
    check(
        &playground,
        "approveChatJoinRequest",
        decide.clone(),
        missing,
    )
    .await;
    playground.ask_to_join(5, GROUP);
    settled(&playground).await;
    let request = bot.received()[0].json()["chat_join_request"].clone();
    assert_eq!(request["user_chat_id"], json!(5));
    check(
        &playground,
        "sendMessage",
        json!({ "text": "welcome" }),
        "ok",
    )
    .await;
    check(&playground, "approveChatJoinRequest", decide.clone(), "ok").await;
    assert_eq!(playground.member_status(GROUP, 5), "member");
    let already = "Bad Request: USER_ALREADY_PARTICIPANT";
    check(
        &playground,
        "approveChatJoinRequest",
        decide.clone(),
        already,
    )
    .await;
    let closed = "Forbidden: bot can't initiate conversation with a user";
    check(
        &playground,
        "sendMessage",
        json!({ "text": "again" }),
        closed,
    )
    .await;
    check(&playground, "banChatMember", decide.clone(), "ok").await;
    let (_, body) = call(&playground, "getChatMember", decide).await;
    assert_eq!(body["result"]["status"], json!("kicked"));
}

#[tokio::test]
async fn a_one_time_link_lets_one_person_in() {
    let (playground, bot) = with_bot().await;
    playground.add_group(GROUP, "Club");
    let kinds = json!({ "url": bot.url(), "allowed_updates": ["chat_member"] });
    call(&playground, "setWebhook", kinds).await;
    let link = json!({ "chat_id": GROUP, "member_limit": 1 });
    let (_, body) = call(&playground, "createChatInviteLink", link).await;
    let link = body["result"]["invite_link"].as_str().unwrap();
    assert!(playground.follow_invite(5, link).is_some());
    assert!(playground.follow_invite(6, link).is_none());
    settled(&playground).await;
    let change = bot.received()[0].json()["chat_member"].clone();
    assert_eq!(change["invite_link"]["invite_link"], json!(link));
    let both = json!({ "chat_id": GROUP, "member_limit": 1, "creates_join_request": true });
    let refused =
        "Bad Request: member limit can't be specified for links requiring administrator approval";
    check(&playground, "createChatInviteLink", both, refused).await;
}
