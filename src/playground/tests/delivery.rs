//! Updates on their way to the webhook.

use std::time::Duration;

use serde_json::json;

use super::bot::{call, playground, settled, with_bot};
use crate::playground::{Fault, Weather};

#[tokio::test]
async fn an_update_arrives_with_the_secret_and_a_growing_id() {
    let (playground, bot) = with_bot().await;
    let first = playground.send_text(5, "/start ref_1");
    let second = playground.send_text(6, "привет");
    settled(&playground).await;
    assert_eq!(second, first + 1);
    let received = bot.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].secret.as_deref(), Some("s3cret"));
    let mut updates: Vec<_> = received.iter().map(super::bot::Received::json).collect();
    updates.sort_by_key(|update| update["update_id"].as_i64());
    let start = &updates[0];
    assert_eq!(start["update_id"], json!(first));
    assert_eq!(start["message"]["chat"]["type"], json!("private"));
    assert_eq!(start["message"]["entities"][0]["length"], json!(6));
    assert!(playground.deliveries().iter().all(|delivery| delivery.done));
}

#[tokio::test]
async fn a_failing_update_holds_back_its_own_chat_until_it_succeeds() {
    let (playground, bot) = with_bot().await;
    bot.answer(500, None, "");
    bot.answer(503, Some(3), "");
    bot.answer(500, None, "");
    let first = playground.send_text(5, "one");
    playground.send_text(5, "two");
    playground.send_text(5, "three");
    settled(&playground).await;
    assert_eq!(bot.texts(), ["one", "one", "one", "one", "two", "three"]);
    let delivery = playground.delivery(first).unwrap();
    assert_eq!((delivery.attempts, delivery.last_status), (4, Some(200)));
    let (_, info) = call(&playground, "getWebhookInfo", json!({})).await;
    let error = info["result"]["last_error_message"].as_str().unwrap();
    assert!(
        error.starts_with("Wrong response from the webhook: 500"),
        "{error}"
    );
}

#[tokio::test]
async fn another_chat_and_a_press_are_not_held_back() {
    let (playground, bot) = with_bot().await;
    bot.answer(500, Some(3600), "");
    let stuck = playground.send_text(5, "stuck");
    let mut version = playground.version();
    while playground.delivery(stuck).unwrap().attempts == 0 || bot.received().is_empty() {
        version.changed().await.unwrap();
    }
    let other = playground.send_text(6, "free");
    let press = playground.press(5, 1, "key");
    let is_done = |id| playground.delivery(id).unwrap().done;
    while !(is_done(other) && is_done(press)) {
        version.changed().await.unwrap();
    }
    assert!(!is_done(stuck));
    assert!(!playground.settle(Duration::from_millis(1)).await);
}

#[tokio::test]
async fn the_answer_may_carry_one_call_but_not_every_method() {
    let (playground, bot) = with_bot().await;
    bot.answer(
        200,
        None,
        r#"{"method":"sendMessage","chat_id":5,"text":"<b>hi</b>","parse_mode":"HTML"}"#,
    );
    playground.send_text(5, "one");
    settled(&playground).await;
    bot.answer(200, None, r#"{"method":"deleteWebhook"}"#);
    playground.send_text(5, "two");
    settled(&playground).await;
    let calls = playground.calls();
    let call = &calls[1];
    assert_eq!(
        (call.method.as_str(), call.status, call.in_webhook_answer),
        ("sendMessage", 200, true)
    );
    assert!(calls[2].refused);
    assert_eq!(playground.chat(5)[1].text, "hi");
    assert!(playground.webhook().is_some());
}

#[tokio::test]
async fn lost_answers_and_duplicates_repeat_the_same_update() {
    let (playground, bot) = with_bot().await;
    playground.weather(Weather::next(Fault::LoseWebhookAnswer));
    playground.send_text(5, "lost");
    settled(&playground).await;
    playground.weather(Weather::next(Fault::DuplicateDelivery).in_chat(5));
    playground.send_text(5, "double");
    settled(&playground).await;
    playground.weather(Weather::next(Fault::TwinDelivery));
    playground.send_text(5, "twin");
    settled(&playground).await;
    assert_eq!(
        bot.texts(),
        ["lost", "lost", "double", "double", "twin", "twin"]
    );
}

#[tokio::test]
async fn updates_wait_for_a_webhook_and_kinds_not_wanted_are_lost() {
    let playground = playground().await;
    playground.send_text(5, "early");
    let bot = super::bot::Bot::start();
    let params = json!({ "url": bot.url(), "allowed_updates": ["callback_query", "nonsense"] });
    call(&playground, "setWebhook", params).await;
    settled(&playground).await;
    playground.send_text(5, "unwanted");
    playground.press(5, 1, "wanted");
    settled(&playground).await;
    let kinds: Vec<_> = bot.received().iter().map(|one| one.json()).collect();
    assert_eq!(kinds.len(), 2);
    assert_eq!(kinds[0]["message"]["text"], json!("early"));
    assert_eq!(kinds[1]["callback_query"]["data"], json!("wanted"));
    call(
        &playground,
        "setWebhook",
        json!({ "url": bot.url(), "secret_token": "x" }),
    )
    .await;
    assert_eq!(
        playground.webhook().unwrap().allowed_updates,
        ["callback_query"]
    );
    call(&playground, "setWebhook", json!({ "url": bot.url() })).await;
    assert_eq!(playground.webhook().unwrap().secret_token, None);
}

#[tokio::test]
async fn any_update_can_be_queued_and_an_old_press_expires() {
    let (playground, bot) = with_bot().await;
    let id = playground.queue_update(5, json!({ "holiday": { "from": "the future" } }));
    let again = playground.queue_update(5, json!({ "update_id": id, "holiday": {} }));
    settled(&playground).await;
    assert_eq!(id, again);
    assert_eq!(bot.received().len(), 2);
    call(&playground, "deleteWebhook", json!({})).await;
    let press = playground.press(5, 1, "old");
    playground.pass_time(Duration::from_secs(151));
    call(&playground, "setWebhook", json!({ "url": bot.url() })).await;
    settled(&playground).await;
    assert!(playground.delivery(press).unwrap().given_up);
}

#[tokio::test]
async fn blocking_tells_the_bot_and_refuses_its_calls() {
    let (playground, bot) = with_bot().await;
    playground.send_text(5, "/start");
    playground.block_bot(5);
    settled(&playground).await;
    let change = bot.received()[1].json()["my_chat_member"].clone();
    assert_eq!(change["new_chat_member"]["status"], json!("kicked"));
    let (status, body) = call(
        &playground,
        "sendMessage",
        json!({ "chat_id": 5, "text": "?" }),
    )
    .await;
    assert_eq!(status, 403);
    assert_eq!(
        body["description"],
        json!("Forbidden: bot was blocked by the user")
    );
    playground.unblock_bot(5);
    let (status, _) = call(
        &playground,
        "sendMessage",
        json!({ "chat_id": 5, "text": "!" }),
    )
    .await;
    assert_eq!(status, 200);
}
