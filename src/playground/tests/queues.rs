//! Which update goes next.

use serde_json::json;

use super::bot::{call, playground, settled, with_bot};
use crate::playground::queue::{Pending, QueueKey, Queues};
use crate::playground::{Fault, Weather};

fn pushed(queues: &mut Queues, update_id: i64, chat_id: i64) -> QueueKey {
    let key = QueueKey::of("message", chat_id);
    let pending = Pending {
        update_id,
        date: 0,
        update: json!({}),
    };
    queues.push(&key, pending);
    key
}

#[test]
fn one_update_of_a_chat_is_in_flight_and_as_many_chats_as_connections() {
    let mut queues = Queues::default();
    let anna = pushed(&mut queues, 1, 5);
    pushed(&mut queues, 2, 5);
    pushed(&mut queues, 3, 6);
    pushed(&mut queues, 4, 7);
    let next = |queues: &mut Queues| queues.take(2).map(|(_, pending)| pending.update_id);
    assert_eq!(next(&mut queues), Some(1));
    assert_eq!(next(&mut queues), Some(3));
    assert_eq!(next(&mut queues), None, "two connections are in use");
    queues.landed(1, Some(200), None);
    queues.done(&anna, 1, false);
    queues.next_in(&anna);
    assert_eq!(
        next(&mut queues),
        Some(4),
        "the others come before her next"
    );
    queues.landed(3, Some(200), None);
    assert_eq!(next(&mut queues), Some(2));
    assert_eq!(queues.waiting(), 3);
}

#[tokio::test]
async fn the_webhook_info_says_why_a_delivery_failed() {
    let (playground, _bot) = with_bot().await;
    let error = async || {
        let (_, info) = call(&playground, "getWebhookInfo", json!({})).await;
        let error = info["result"]["last_error_message"].as_str();
        error.unwrap_or_default().to_owned()
    };
    playground.weather(Weather::next(Fault::LoseWebhookAnswer));
    playground.send_text(5, "lost");
    settled(&playground).await;
    assert_eq!(error().await, "Webhook connection closed");
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", nobody.local_addr().unwrap());
    drop(nobody);
    call(&playground, "setWebhook", json!({ "url": url })).await;
    assert_eq!(error().await, "", "another webhook has no past");
    let update = playground.send_text(5, "refused");
    let mut version = playground.version();
    while playground.delivery(update).unwrap().last_error.is_none() {
        version.changed().await.unwrap();
    }
    assert_eq!(error().await, "Connection refused");
}

#[tokio::test]
async fn updates_that_nobody_took_are_counted_until_they_are_dropped() {
    let playground = playground().await;
    playground.send_text(5, "one");
    playground.send_text(5, "two");
    let pending = async || {
        let (_, info) = call(&playground, "getWebhookInfo", json!({})).await;
        info["result"]["pending_update_count"].clone()
    };
    assert_eq!(pending().await, json!(2));
    call(
        &playground,
        "deleteWebhook",
        json!({ "drop_pending_updates": true }),
    )
    .await;
    assert_eq!(pending().await, json!(0));
}
