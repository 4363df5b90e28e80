//! Telegram's patience: how long it waits, when it slows down, when it gives up.

use std::time::Duration;

use serde_json::json;

use super::bot::{Bot, call, playground, settings, settled, with_bot};
use crate::playground::queue::QueueKey;
use crate::playground::schedule::{Health, wait};
use crate::playground::{Playground, Settings};

#[test]
fn the_first_retry_is_immediate_and_the_others_wait_twice_as_long_each_up_to_a_cap() {
    let waits: Vec<_> = (1..=6).map(|attempts| wait(1, attempts, None)).collect();
    assert_eq!(waits, [0, 2, 4, 8, 16, 32]);
    let caps: Vec<_> = (1..200)
        .map(|update_id| wait(update_id, 50, None))
        .collect();
    assert!(caps.iter().all(|cap| (60..=120).contains(cap)), "{caps:?}");
    assert!(caps.iter().any(|cap| *cap < 70) && caps.iter().any(|cap| *cap > 110));
    assert!((1..200).all(|update_id| wait(update_id, 7, None) <= 64));
}

#[test]
fn retry_after_replaces_the_schedule_for_up_to_an_hour() {
    assert_eq!(wait(1, 1, Some(3)), 3);
    assert_eq!(wait(1, 9, Some(0)), 0);
    assert_eq!(wait(1, 1, Some(3_600)), 3_600);
    assert_eq!(wait(1, 1, Some(3_601)), 3_600);
}

#[test]
fn ten_seconds_of_failures_leave_one_connection_and_one_success_restores_all() {
    let mut health = Health::unknown(100);
    assert_eq!(health.connections(200, 40), 40, "silence is no failure");
    health.failed(101, Some(500));
    assert_eq!(health.connections(110, 40), 40);
    assert_eq!(health.connections(111, 40), 1);
    health.failed(112, None);
    health.succeeded(113);
    assert_eq!(health.connections(114, 40), 40);
}

#[test]
fn only_23_hours_of_410_and_nothing_else_delete_the_webhook() {
    let hour = 60 * 60;
    let mut health = Health::unknown(0);
    assert!(!health.failed(0, Some(410)));
    assert!(!health.failed(23 * hour - 1, Some(410)));
    assert!(!health.failed(23 * hour - 1, None), "no answer is none");
    assert!(health.failed(23 * hour, Some(410)));
    let mut health = Health::unknown(0);
    health.failed(0, Some(410));
    health.failed(hour, Some(500));
    assert!(!health.failed(23 * hour, Some(410)));
    assert!(health.failed(46 * hour, Some(410)));
    health.succeeded(46 * hour);
    assert!(!health.failed(47 * hour, Some(410)));
}

#[test]
fn every_kind_has_its_queue_and_its_lifetime() {
    let day = 24 * 60 * 60;
    for (kind, lane, lifetime) in [
        ("message", "message", day),
        ("edited_message", "message", day),
        ("channel_post", "message", day),
        ("edited_channel_post", "message", day),
        ("callback_query", "callback_query", 150),
        ("inline_query", "inline_query", 30),
        ("chosen_inline_result", "chosen_inline_result", 600),
        ("shipping_query", "shipping_query", 150),
        ("pre_checkout_query", "pre_checkout_query", 150),
        ("poll", "poll", day),
        ("poll_answer", "poll", day),
        ("my_chat_member", "my_chat_member", day),
        ("chat_member", "chat_member", day),
        ("chat_join_request", "chat_member", day),
        ("message_reaction", "message_reaction", day),
        ("message_reaction_count", "message_reaction_count", day),
        ("chat_boost", "chat_boost", day),
        ("removed_chat_boost", "chat_boost", day),
        ("business_connection", "business_connection", day),
        ("business_message", "business_message", day),
        ("edited_business_message", "business_message", day),
        ("deleted_business_messages", "business_message", day),
        ("purchased_paid_media", "purchased_paid_media", day),
        ("managed_bot", "managed_bot", day),
        ("subscription", "subscription", day),
    ] {
        let key = QueueKey::of(kind, 5);
        assert_eq!((key.lane.as_str(), key.id), (lane, 5), "{kind}");
        assert_eq!(key.lifetime(), lifetime, "{kind}");
    }
}

#[tokio::test]
async fn a_webhook_that_is_gone_for_good_is_deleted() {
    let (playground, bot) = with_bot().await;
    for _ in 0..200 {
        bot.answer(410, None, "");
    }
    let update = playground.send_text(5, "anybody there?");
    let mut version = playground.version();
    while playground.delivery(update).unwrap().last_status != Some(410) {
        version.changed().await.unwrap();
    }
    assert!(playground.webhook().is_some());
    playground.pass_time(Duration::from_secs(23 * 60 * 60 + 1));
    while playground.webhook().is_some() {
        version.changed().await.unwrap();
    }
    let (_, info) = call(&playground, "getWebhookInfo", json!({})).await;
    assert_eq!(info["result"]["url"], json!(""));
    assert_eq!(info["result"]["pending_update_count"], json!(1));
}

#[tokio::test]
async fn a_webhook_that_never_answers_is_told_so_and_tried_again() {
    let playground = Playground::start(Settings {
        delivery_timeout: Duration::from_millis(50),
        ..settings()
    })
    .await
    .unwrap();
    // Connections are accepted by the system, and nobody reads them.
    let deaf = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", deaf.local_addr().unwrap());
    call(&playground, "setWebhook", json!({ "url": url })).await;
    let update = playground.send_text(5, "hello?");
    let mut version = playground.version();
    while playground.delivery(update).unwrap().attempts < 2 {
        version.changed().await.unwrap();
    }
    let (_, info) = call(&playground, "getWebhookInfo", json!({})).await;
    let said = &info["result"]["last_error_message"];
    assert_eq!(said, &json!("Read timeout expired"));
}

#[tokio::test]
async fn another_webhook_gets_at_once_what_the_one_before_refused() {
    let playground = playground().await;
    let before = Bot::start();
    before.answer(500, Some(3_600_000), "");
    call(&playground, "setWebhook", json!({ "url": before.url() })).await;
    let update = playground.send_text(5, "patience");
    let mut version = playground.version();
    while playground.delivery(update).unwrap().last_status != Some(500) {
        version.changed().await.unwrap();
    }
    let after = Bot::start();
    call(&playground, "setWebhook", json!({ "url": after.url() })).await;
    settled(&playground).await;
    assert_eq!(after.texts(), ["patience"]);
    let (_, info) = call(&playground, "getWebhookInfo", json!({})).await;
    assert_eq!(info["result"].get("last_error_message"), None);
}
