//! Flood limits.

use std::time::Duration;

use serde_json::{Value, json};

use super::bot::{call, playground, settings};
use crate::playground::flood::Flood;
use crate::playground::{Playground, Settings};

const SECOND: i64 = 1_000;

/// How many of so many single messages pass at this moment, and how long the first refused one has to wait.
fn burst(flood: &mut Flood, chat_id: i64, messages: usize, now: i64) -> (usize, Option<u32>) {
    let outcomes: Vec<_> = (0..messages).map(|_| flood.send(chat_id, 1, now)).collect();
    let passed = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    (passed, outcomes.into_iter().find_map(Result::err))
}

#[test]
fn a_person_gets_a_burst_then_one_message_a_second() {
    let mut flood = Flood::default();
    assert_eq!(burst(&mut flood, 5, 25, 0), (20, Some(1)));
    assert_eq!(burst(&mut flood, 5, 5, SECOND), (1, Some(1)));
    assert_eq!(burst(&mut flood, 5, 5, 4 * SECOND), (3, Some(1)));
    assert_eq!(burst(&mut flood, 5, 25, 100 * SECOND), (20, Some(1)));
}

#[test]
fn a_group_gets_twenty_messages_a_minute() {
    let mut flood = Flood::default();
    assert_eq!(burst(&mut flood, -5, 25, 0), (20, Some(3)));
    assert_eq!(burst(&mut flood, -5, 5, 3 * SECOND), (1, Some(3)));
    assert_eq!(burst(&mut flood, -5, 25, 63 * SECOND), (20, Some(3)));
}

#[test]
fn the_whole_bot_sends_about_thirty_messages_a_second() {
    let mut flood = Flood::default();
    let mut passed = 0;
    for chat_id in 1..=100 {
        passed += burst(&mut flood, chat_id, 1, 0).0;
    }
    assert_eq!(passed, 60);
    for chat_id in 101..=200 {
        passed += burst(&mut flood, chat_id, 1, SECOND).0;
    }
    assert_eq!(passed, 90);
}

#[test]
fn an_album_counts_as_all_its_pictures() {
    let mut flood = Flood::default();
    assert_eq!(flood.send(5, 10, 0), Ok(()));
    assert_eq!(flood.send(5, 10, 0), Ok(()));
    assert_eq!(flood.send(5, 10, 0), Err(10));
}

#[test]
fn answers_to_what_a_person_does_are_free_for_a_while() {
    let mut flood = Flood::default();
    for press in 0..50 {
        flood.acted(5, press * SECOND / 10);
        assert_eq!(burst(&mut flood, 5, 10, press * SECOND / 10), (10, None));
    }
    let later = 200 * SECOND;
    assert_eq!(burst(&mut flood, 5, 25, later), (20, Some(1)));
    flood.acted(5, later);
    assert_eq!(burst(&mut flood, 5, 60, later), (30, Some(1)));
}

fn say(chat_id: i64) -> Value {
    json!({ "chat_id": chat_id, "text": "x" })
}

#[tokio::test]
async fn bulk_is_told_to_wait_where_somebody_counts() {
    let playground = Playground::start(Settings {
        flood_limits: true,
        ..settings()
    })
    .await
    .unwrap();
    playground.send_text(5, "/start");
    playground.pass_time(Duration::from_secs(120));
    let mut last = (0, Value::Null);
    for _ in 0..60 {
        last = call(&playground, "sendMessage", say(5)).await;
        if last.0 == 429 {
            break;
        }
    }
    assert_eq!(last.0, 429);
    assert_eq!(last.1["parameters"]["retry_after"], json!(1));
    assert!(playground.chat(5).len() > 20);
    let edit = json!({ "chat_id": 5, "message_id": 2, "text": "y" });
    assert_eq!(call(&playground, "editMessageText", edit).await.0, 200);
    playground.send_text(5, "I am here");
    assert_eq!(call(&playground, "sendMessage", say(5)).await.0, 200);
}

#[tokio::test]
async fn nobody_counts_unless_asked_to() {
    let playground = playground().await;
    playground.send_text(5, "/start");
    playground.pass_time(Duration::from_secs(120));
    for _ in 0..80 {
        assert_eq!(call(&playground, "sendMessage", say(5)).await.0, 200);
    }
}
