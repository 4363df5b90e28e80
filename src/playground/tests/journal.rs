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
