//! The world over restarts.

use std::io::Write;

use serde_json::json;

use super::bot::{Bot, call, settings, settled};
use crate::playground::{Playground, Settings};

#[tokio::test]
async fn the_chat_the_queue_and_the_ids_survive_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal.jsonl");
    let open = |port| {
        Playground::start(Settings {
            listen: ([127, 0, 0, 1], port).into(),
            journal: Some(journal.clone()),
            ..settings()
        })
    };
    let before = open(0).await.unwrap();
    before.add_person(5, "Анна", Some("ru"));
    let first = before.send_text(5, "undelivered");
    let sent = json!({
        "chat_id": 5, "text": "menu",
        "reply_markup": { "inline_keyboard": [[{ "text": "Go", "callback_data": "go" }]] },
    });
    call(&before, "sendMessage", sent).await;
    call(
        &before,
        "setMyCommands",
        json!({ "commands": [{ "command": "start", "description": "s" }] }),
    )
    .await;
    before.stop().await;
    // What a kill in the middle of a write leaves.
    let mut file = std::fs::OpenOptions::new()
        .append(true)
        .open(&journal)
        .unwrap();
    file.write_all(br#"{"message":{"chat_id":5,"mess"#).unwrap();

    let after = open(before.address().port()).await.unwrap();
    let chat = after.chat(5);
    assert_eq!(chat.len(), 2);
    assert_eq!(chat[1].button("Go").unwrap().action.data(), Some("go"));
    assert_eq!(after.commands(Some("ru")).len(), 1);
    let bot = Bot::start();
    call(&after, "setWebhook", json!({ "url": bot.url() })).await;
    settled(&after).await;
    assert_eq!(bot.received()[0].json()["update_id"], json!(first));
    assert!(after.press_button(5, "Go").unwrap() > first);
    settled(&after).await;
    after.stop().await;

    let last = open(0).await.unwrap();
    settled(&last).await;
    assert_eq!(bot.received().len(), 2, "nothing is delivered again");
    assert_eq!(last.webhook().unwrap().url, bot.url());
}

#[tokio::test]
async fn what_befell_chats_survives_as_well() {
    const GROUP: i64 = -1_001_234_567_890;
    let folder = tempfile::tempdir().unwrap();
    let open = || {
        Playground::start(Settings {
            journal: Some(folder.path().join("journal.jsonl")),
            ..settings()
        })
    };
    let before = open().await.unwrap();
    before.send_text(5, "/start");
    before.send_text(6, "/start");
    before.deactivate(6);
    before.add_group(-42, "Club");
    before.upgrade_group(-42, GROUP);
    before.set_bot_status(GROUP, "kicked");
    call(
        &before,
        "deleteMessage",
        json!({ "chat_id": 5, "message_id": 1 }),
    )
    .await;
    call(
        &before,
        "setMyDescription",
        json!({ "description": "Keys" }),
    )
    .await;
    before.stop().await;

    let after = open().await.unwrap();
    let say = async |chat_id: i64| {
        let (_, body) = call(
            &after,
            "sendMessage",
            json!({ "chat_id": chat_id, "text": "x" }),
        )
        .await;
        body["description"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(after.chat(5), []);
    assert_eq!(say(5).await, "");
    assert_eq!(after.chat(5)[0].message_id, 2);
    assert_eq!(say(6).await, "Forbidden: user is deactivated");
    assert!(say(-42).await.contains("upgraded to a supergroup"));
    assert!(say(GROUP).await.contains("bot was kicked"));
    let (_, body) = call(&after, "getMyDescription", json!({})).await;
    assert_eq!(body["result"]["description"], json!("Keys"));
}
