//! What led to what.

use std::time::Instant;

use serde_json::{Value, json};

use super::backstage::get;
use super::bot::{call, settled, with_bot};
use crate::playground::inspect::Inspector;
use crate::playground::shown::Call;
use crate::playground::trace::Cause;

/// A call as it is remembered.
fn made(method: &str, params: Value) -> Call {
    Call {
        at: jiff::Timestamp::now(),
        method: method.to_owned(),
        chat_id: params["chat_id"].as_i64(),
        params,
        status: 200,
        description: None,
        result: None,
        refused: false,
        in_webhook_answer: false,
    }
}

/// An inspector to whom these updates were sent, by id and chat.
fn with_updates(updates: &[(i64, i64)]) -> Inspector {
    let mut inspector = Inspector::default();
    for (id, chat) in updates {
        let query = json!({ "id": format!("q{id}"), "message": { "message_id": 1, "chat": { "id": chat } } });
        inspector.queued(
            *id,
            *chat,
            &json!({ "update_id": id, "callback_query": query }),
        );
        inspector.sent(*id);
    }
    inspector
}

fn check(inspector: &mut Inspector, call: &Call, cause: Option<Cause>, later: bool) {
    inspector.called(call);
    let trace = inspector.traces().next().unwrap();
    assert_eq!(
        (trace.cause.clone(), trace.later),
        (cause, later),
        "{call:?}"
    );
}

#[test]
fn an_answered_query_names_its_update_whatever_else_is_under_way() {
    let mut inspector = with_updates(&[(7, 1), (8, 2)]);
    inspector.landed(7, Some(200), None);
    let answer = made("answerCallbackQuery", json!({ "callback_query_id": "q7" }));
    check(&mut inspector, &answer, Some(Cause::Update(7)), false);
}

#[test]
fn a_call_belongs_to_the_update_of_its_chat_else_to_the_only_thing_under_way() {
    let mut inspector = with_updates(&[(7, 1), (8, 2)]);
    let to = |chat: i64| made("sendMessage", json!({ "chat_id": chat }));
    check(&mut inspector, &to(1), Some(Cause::Update(7)), false);
    check(&mut inspector, &to(2), Some(Cause::Update(8)), false);
    check(&mut inspector, &to(99), None, false);
    inspector.landed(7, Some(200), None);
    check(&mut inspector, &to(99), Some(Cause::Update(8)), false);
    let let_in = made(
        "approveChatJoinRequest",
        json!({ "chat_id": -5, "user_id": "2" }),
    );
    check(&mut inspector, &let_in, Some(Cause::Update(8)), false);
    check(
        &mut inspector,
        &made("setMyCommands", json!({})),
        None,
        false,
    );
}

#[test]
fn an_event_of_tribute_is_a_cause_as_an_update_is() {
    let mut inspector = with_updates(&[(7, 1)]);
    let to = |chat: i64| made("sendMessage", json!({ "chat_id": chat }));
    let number = inspector.unbooked_event_sent("new_subscription", Some(5));
    check(&mut inspector, &to(5), Some(Cause::Tribute(number)), false);
    check(&mut inspector, &to(99), None, false);
    inspector.landed(7, Some(200), None);
    check(&mut inspector, &to(99), Some(Cause::Tribute(number)), false);
    inspector.event_landed(number);
    check(&mut inspector, &to(5), Some(Cause::Tribute(number)), true);
}

#[test]
fn a_call_when_nothing_is_under_way_belongs_to_what_the_chat_saw_last() {
    let mut inspector = with_updates(&[(7, 1), (8, 1)]);
    inspector.landed(7, Some(200), None);
    inspector.landed(8, None, Some("Read timeout expired".to_owned()));
    let reminder = made("sendMessage", json!({ "chat_id": 1 }));
    check(&mut inspector, &reminder, Some(Cause::Update(8)), true);
    check(
        &mut inspector,
        &made("sendMessage", json!({ "chat_id": 2 })),
        None,
        false,
    );
}

#[test]
fn only_so_much_is_remembered() {
    let mut inspector = Inspector::default();
    let begun = Instant::now();
    for id in 0..2_100 {
        inspector.queued(
            id,
            1,
            &json!({ "update_id": id, "callback_query": { "id": format!("q{id}") } }),
        );
    }
    for _ in 0..30 {
        inspector.sent(2_000);
    }
    for id in 0..5_100 {
        inspector.called(&made("sendMessage", json!({ "chat_id": id })));
        inspector.answered(begun);
    }
    assert_eq!(inspector.letters().count(), 2_000);
    assert!(inspector.letter(99).is_none() && inspector.letter(100).is_some());
    assert_eq!(inspector.letter(2_000).unwrap().tries.len(), 20);
    assert_eq!(inspector.traces().count(), 5_000);
    assert_eq!(inspector.traces().next().unwrap().number, 5_100);
    let forgotten = made("answerCallbackQuery", json!({ "callback_query_id": "q99" }));
    check(&mut inspector, &forgotten, None, false);
}

#[tokio::test]
async fn the_page_is_told_of_each_message_what_caused_it_and_what_it_led_to() {
    let (playground, bot) = with_bot().await;
    bot.answer(503, None, "");
    bot.answer(
        200,
        None,
        r#"{"method":"sendMessage","chat_id":5,"text":"hello"}"#,
    );
    let update_id = playground.send_text(5, "/start");
    settled(&playground).await;
    let broken = json!({ "chat_id": 5, "text": "<b>", "parse_mode": "HTML" });
    assert_eq!(call(&playground, "sendMessage", broken).await.0, 400);

    let (_, state) = get(&playground, "state?user=5").await;
    let by_update = json!({ "update": update_id });
    assert_eq!(
        state["notes"]["1"],
        json!({ "read": true, "cause": by_update, "refused": true })
    );
    assert_eq!(
        state["notes"]["2"],
        json!({ "read": true, "cause": by_update, "refused": false })
    );
    let delivery = &state["deliveries"][0];
    for (name, expected) in [
        ("update_id", json!(update_id)),
        ("kind", json!("message")),
        ("user", json!(5)),
        ("attempts", json!(2)),
        ("status", json!(200)),
        ("done", json!(true)),
    ] {
        assert_eq!(delivery[name], expected, "{name} in {delivery}");
    }
    assert!(delivery["took_ms"].is_number());
    let refused = &state["refusals"][0];

    let (status, found) = get(&playground, "inspect?user=5&message=2").await;
    assert_eq!(status, 200);
    assert_eq!(found["message"]["text"], "hello");
    assert_eq!(found["cause"]["update"]["message"]["text"], "/start");
    let tries = &found["cause"]["delivery"]["tries"];
    assert_eq!(
        (&tries[0]["status"], &tries[1]["status"]),
        (&json!(503), &json!(200))
    );
    let calls = found["calls"].as_array().unwrap();
    assert_eq!(calls.len(), 2, "{found:#}");
    assert_eq!(
        (&calls[0]["in_webhook_answer"], &calls[0]["status"]),
        (&json!(true), &json!(200))
    );
    assert_eq!(
        (&calls[1]["number"], &calls[1]["status"]),
        (&refused["call"], &json!(400))
    );
    assert_eq!(calls[1]["later"], true, "it came when the update was over");
    assert!(calls[1]["took_ms"].is_number());
    assert_eq!(
        get(&playground, "inspect?user=5&message=1").await.1["calls"],
        found["calls"]
    );
    assert_eq!(get(&playground, "inspect?user=5&message=404").await.0, 404);
}

#[tokio::test]
async fn a_message_counts_as_read_once_the_webhook_has_taken_it() {
    let (playground, _bot) = with_bot().await;
    call(&playground, "deleteWebhook", json!({})).await;
    playground.send_text(5, "anybody there?");
    let (_, state) = get(&playground, "state?user=5").await;
    assert_eq!(state["notes"]["1"]["read"], false);
    assert_eq!(state["deliveries"][0]["done"], false);
}
