//! What is still right after the chat, or the program, was started again.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;

use super::bot::{Bot, call, settings, settled, with_bot};
use crate::playground::inspect::Inspector;
use crate::playground::{Playground, Settings, TributeSending};

const USER: i64 = 1001;

/// Held, so that it stays in the book.
fn held() -> TributeSending {
    TributeSending {
        user: USER,
        body: "{}".to_owned(),
        hold: true,
        ..TributeSending::default()
    }
}

#[tokio::test]
async fn a_number_of_the_book_never_means_two_deliveries() {
    let (playground, _bot) = with_bot().await;
    assert_eq!(playground.tribute_post(held()).await.number, 1);
    playground.restart_chat(USER).await.unwrap();
    assert_eq!(playground.tribute_post(held()).await.number, 2);
    playground.clean().await.unwrap();
    assert_eq!(playground.tribute_post(held()).await.number, 3);
}

/// A bot whose first update has failed twice, in a world where the next attempt is half an hour away.
async fn failed_twice() -> (Playground, Bot) {
    let playground = Playground::start(Settings {
        retry_unit: Duration::from_secs(1_000),
        ..settings()
    })
    .await
    .unwrap();
    let bot = Bot::start();
    call(&playground, "setWebhook", json!({ "url": bot.url() })).await;
    for _ in 0..2 {
        bot.answer(500, None, "");
    }
    let first = playground.send_text(USER, "fails twice");
    let mut version = playground.version();
    while playground.delivery(first).unwrap().attempts < 2
        || playground.read(|world| world.inspector.is_under_way(None))
    {
        version.changed().await.unwrap();
    }
    (playground, bot)
}

#[tokio::test]
async fn a_new_chat_does_not_wait_for_the_retry_of_what_was_forgotten() {
    let (playground, bot) = failed_twice().await;
    playground.restart_chat(USER).await.unwrap();
    playground.send_text(USER, "anew");
    settled(&playground).await;
    assert_eq!(bot.texts(), ["fails twice", "fails twice", "anew"]);
}

#[tokio::test]
async fn nor_does_a_bot_that_drops_what_waits_and_stays_where_it_is() {
    let (playground, bot) = failed_twice().await;
    let again = json!({ "url": bot.url(), "drop_pending_updates": true });
    call(&playground, "setWebhook", again).await;
    playground.send_text(USER, "anew");
    settled(&playground).await;
    assert_eq!(bot.texts(), ["fails twice", "fails twice", "anew"]);
}

#[test]
fn an_event_of_tribute_is_under_way_as_an_update_is() {
    let mut inspector = Inspector::default();
    inspector.event_sent(1, "new_subscription", Some(USER));
    let under_way = |inspector: &Inspector, chat| inspector.is_under_way(chat);
    assert!(under_way(&inspector, Some(USER)) && under_way(&inspector, None));
    assert!(!under_way(&inspector, Some(USER + 1)));
    inspector.event_landed(1);
    assert!(!under_way(&inspector, None));
}

#[tokio::test]
async fn a_conversation_of_yesterday_keeps_its_times() {
    let folder = tempfile::tempdir().unwrap();
    let open = |begins| {
        Playground::start(Settings {
            journal: Some(folder.path().join("journal.jsonl")),
            begins,
            ..settings()
        })
    };
    let day = jiff::SignedDuration::from_hours(24);
    let yesterday = Timestamp::now() - day;
    let before = open(Some(yesterday)).await.unwrap();
    before.add_person(USER, "Анна", None);
    before.send_text(USER, "/start");
    before.pay(USER, &before.plan(0).unwrap()).await;
    let saved = before.conversation(&[USER]);
    before.stop().await;
    let after = open(None).await.unwrap();
    assert_eq!(after.conversation(&[USER]), saved);
    assert!(saved.step.iter().all(|step| step.at.is_none()), "{saved:?}");

    // The bot spoke first: the conversation began then, not at the restart.
    let (hers, bots) = (USER + 1, folder.path().join("other.jsonl"));
    let open = |begins| {
        Playground::start(Settings {
            journal: Some(bots.clone()),
            begins,
            ..settings()
        })
    };
    let before = open(Some(yesterday)).await.unwrap();
    before.change(|world| {
        let mut person = world.meet(hers);
        person.started = true;
        world.record(crate::playground::fact::Fact::Person(person));
    });
    call(
        &before,
        "sendMessage",
        json!({ "chat_id": hers, "text": "first" }),
    )
    .await;
    let saved = before.conversation(&[hers]);
    before.stop().await;
    let after = open(None).await.unwrap();
    assert_eq!(after.conversation(&[hers]), saved);
}

#[tokio::test]
async fn a_clean_world_is_the_same_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let open = || {
        Playground::start(Settings {
            journal: Some(folder.path().join("journal.jsonl")),
            ..settings()
        })
    };
    let before = open().await.unwrap();
    before.add_person(USER, "Анна", None);
    before.deactivate(USER);
    before.upgrade_group(-1, -1_000_000_000_001);
    before.crowd(3, "/start");
    let name = json!({ "name": "Five keys" });
    assert_eq!(call(&before, "setMyName", name).await.0, 200);
    before.clean().await.unwrap();
    let of = |playground: &Playground| {
        playground.read(|world| {
            let people: Vec<i64> = world.people.keys().copied().collect();
            let chats: Vec<i64> = world.chats.keys().copied().collect();
            let gone = (world.deactivated.len(), world.upgraded.len());
            (people, chats, gone, world.profile.len())
        })
    };
    let clean = of(&before);
    assert_eq!(clean, (vec![USER], vec![USER], (0, 0), 1));
    before.stop().await;
    assert_eq!(of(&open().await.unwrap()), clean);
}
