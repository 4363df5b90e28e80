//! Calls about groups and about the bot itself, each of which must succeed.

use five_keys_bot::playground::Playground;
use serde_json::json;

use super::{
    calling::call,
    every_method::{ANNA, BORIS, CARLA, GROUP},
};

/// Who is in a group.
pub async fn members(playground: &Playground) {
    let link = call(playground, "createChatInviteLink", json!({
        "chat_id": GROUP, "name": "door", "creates_join_request": true, "expire_date": 4_000_000_000_u32,
    })).await;
    let link = link["invite_link"].clone();
    let person = |id: i64| json!({ "chat_id": GROUP, "user_id": id });
    playground.follow_invite(ANNA, link.as_str().expect("a link"));
    playground.ask_to_join(BORIS, GROUP);
    call(playground, "approveChatJoinRequest", person(ANNA)).await;
    call(playground, "declineChatJoinRequest", person(BORIS)).await;
    call(
        playground,
        "revokeChatInviteLink",
        json!({ "chat_id": GROUP, "invite_link": link }),
    )
    .await;
    for id in [ANNA, BORIS, playground_bot(playground)] {
        call(playground, "getChatMember", person(id)).await;
    }
    call(playground, "banChatMember", person(CARLA)).await;
    call(playground, "getChatMember", person(CARLA)).await;
    call(playground, "unbanChatMember", person(CARLA)).await;
    for id in [ANNA, GROUP] {
        call(playground, "getChat", json!({ "chat_id": id })).await;
    }
}

fn playground_bot(playground: &Playground) -> i64 {
    let (id, _) = playground
        .settings()
        .bot_token
        .split_once(':')
        .expect("a token");
    id.parse().expect("a number")
}

/// The bot itself: its name, its webhook, its commands.
pub async fn itself(playground: &Playground) {
    call(playground, "getMe", json!({})).await;
    call(playground, "getWebhookInfo", json!({})).await;
    call(
        playground,
        "deleteWebhook",
        json!({ "drop_pending_updates": true }),
    )
    .await;
    call(playground, "setWebhook", json!({
        "url": "http://127.0.0.1:9/hook", "secret_token": "s", "max_connections": 7, "allowed_updates": ["message"],
    })).await;
    playground.send_text(ANNA, "nobody hears this");
    while playground
        .deliveries()
        .iter()
        .all(|delivery| delivery.last_error.is_none())
    {
        tokio::task::yield_now().await;
    }
    let info = call(playground, "getWebhookInfo", json!({})).await;
    assert!(info["last_error_message"].is_string(), "{info}");
    let commands = json!([{ "command": "start", "description": "Start" }]);
    let everybody = json!({ "type": "all_private_chats" });
    call(
        playground,
        "setMyCommands",
        json!({ "commands": commands, "language_code": "ru", "scope": everybody }),
    )
    .await;
    let ru = json!({ "language_code": "ru", "scope": everybody });
    assert_eq!(
        call(playground, "getMyCommands", ru.clone()).await,
        commands
    );
    call(playground, "deleteMyCommands", ru).await;
}
