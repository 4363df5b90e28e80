//! What scripts can do over HTTP: press by words, read, wait, make weather, crowds and groups.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::bot::{call, settled, with_bot};
use crate::playground::Playground;

async fn ask(playground: &Playground, path: &str, body: Option<Value>) -> (StatusCode, Value) {
    let url = format!("{}/playground/{path}", playground.api_url());
    let request = match body {
        Some(body) => playground.tribute_client().post(url).json(&body),
        None => playground.tribute_client().get(url),
    };
    let answer = request.send().await.unwrap();
    (answer.status(), answer.json().await.unwrap())
}

async fn post(playground: &Playground, path: &str, body: Value) -> (StatusCode, Value) {
    ask(playground, path, Some(body)).await
}

async fn get(playground: &Playground, path: &str) -> Value {
    ask(playground, path, None).await.1
}

#[tokio::test]
async fn a_script_presses_by_words_and_reads_the_chat() {
    let (playground, _bot) = with_bot().await;
    playground.send_text(1001, "/start");
    let buttons = json!([[{ "text": "🔋 Энергия", "callback_data": "e" }]]);
    let menu =
        json!({ "chat_id": 1001, "text": "menu", "reply_markup": { "inline_keyboard": buttons } });
    call(&playground, "sendMessage", menu).await;
    let press = json!({ "user": 1001, "text": "Энергия" });
    let (status, pressed) = post(&playground, "press", press).await;
    assert_eq!(status, 200);
    assert!(pressed["update_id"].is_i64(), "{pressed}");
    let (_, settled) = post(&playground, "settle", json!({})).await;
    assert_eq!(settled, json!({ "quiet": true }));
    let chat = get(&playground, "chat?user=1001").await;
    assert_eq!(chat["messages"][0]["from"], "person");
    assert_eq!(chat["messages"][1]["buttons"], json!([["🔋 Энергия"]]));
}

#[tokio::test]
async fn of_two_buttons_with_the_same_words_the_newer_is_pressed() {
    let (playground, bot) = with_bot().await;
    playground.send_text(1001, "/start");
    let old = json!([[{ "text": "Да", "callback_data": "old" }]]);
    let message =
        json!({ "chat_id": 1001, "text": "?", "reply_markup": { "inline_keyboard": old } });
    call(&playground, "sendMessage", message).await;
    let below = json!({ "keyboard": [[{ "text": "Да" }]] });
    let message = json!({ "chat_id": 1001, "text": "and now?", "reply_markup": below });
    call(&playground, "sendMessage", message).await;
    playground.press_button(1001, "Да").unwrap();
    settled(&playground).await;
    assert_eq!(bot.texts(), ["/start", "Да"]);
}

#[tokio::test]
async fn a_button_that_is_not_there_is_answered_with_those_that_are() {
    let (playground, _bot) = with_bot().await;
    playground.send_text(1001, "/start");
    let buttons = json!([[{ "text": "Да", "callback_data": "y" }, { "text": "Нет", "callback_data": "n" }], [{ "text": "Может", "url": "https://t.me/x" }]]);
    let menu =
        json!({ "chat_id": 1001, "text": "?", "reply_markup": { "inline_keyboard": buttons } });
    call(&playground, "sendMessage", menu).await;
    let (status, answer) = post(
        &playground,
        "press",
        json!({ "user": 1001, "text": "Может" }),
    )
    .await;
    assert_eq!(status, 404);
    let error = answer["error"].as_str().unwrap();
    assert!(error.ends_with("there are \"Да\", \"Нет\""), "{error}");
}

#[tokio::test]
async fn weather_from_the_page_hits_calls_until_it_is_cleared() {
    let (playground, _bot) = with_bot().await;
    playground.send_text(1001, "/start");
    settled(&playground).await;
    let storm =
        json!({ "fault": { "kind": "server_error", "status": 500 }, "times": null, "user": 1001 });
    let (_, made) = post(&playground, "weather", storm).await;
    let once = json!({ "fault": { "kind": "too_many_requests", "retry_after": 3 }, "method": "sendMessage" });
    post(&playground, "weather", once).await;
    let state = get(&playground, "state?user=1001").await;
    assert_eq!(state["weather"].as_array().unwrap().len(), 2);
    assert_eq!(state["weather"][0]["times"], Value::Null);
    let text = json!({ "chat_id": 1001, "text": "hello" });
    for _ in 0..2 {
        let (_, answer) = call(&playground, "sendMessage", text.clone()).await;
        assert_eq!(answer["error_code"], 500);
    }
    let (status, _) = post(&playground, "weather/clear", made).await;
    assert_eq!(status, 200);
    let (_, answer) = call(&playground, "sendMessage", text.clone()).await;
    assert_eq!(answer["parameters"]["retry_after"], 3);
    assert_eq!(call(&playground, "sendMessage", text).await.0, 200);
    let state = get(&playground, "state?user=1001").await;
    assert_eq!(state["weather"], json!([]));
}

#[tokio::test]
async fn wrong_forms_are_refused_with_a_sentence() {
    let (playground, _bot) = with_bot().await;
    for (path, form, status) in [
        ("weather", json!({ "fault": { "kind": "hail" } }), 400),
        ("weather", json!({}), 400),
        ("weather/clear", json!({ "number": 77 }), 404),
        ("crowd", json!({ "people": 0, "text": "/start" }), 400),
        ("crowd", json!({ "people": 501, "text": "/start" }), 400),
        ("group", json!({ "title": " " }), 400),
        ("group", json!({ "title": "Club", "id": -5 }), 400),
        ("join", json!({ "user": 1001, "group": -1 }), 404),
        (
            "join",
            json!({ "user": 1001, "link": "https://t.me/+no" }),
            404,
        ),
        ("text", json!({ "user": 1001, "text": " " }), 400),
        ("text", json!({ "user": "Anna" }), 400),
        ("press", json!({ "user": 1001 }), 400),
        ("person", json!({ "id": 0, "first_name": "A" }), 400),
        (
            "tribute",
            json!({ "user": 1001, "event": "new_subscription", "plan": 9 }),
            400,
        ),
    ] {
        let (answered, body) = post(&playground, path, form.clone()).await;
        assert_eq!(answered, status, "{path} {form}: {body}");
        let error = body["error"].as_str().unwrap_or_default();
        assert!(error.len() > 20, "{path} {form}: {body}");
    }
    let (status, body) = ask(&playground, "state?user=Anna", None).await;
    assert_eq!(status, 400);
    assert!(body["error"].is_string(), "{body}");
}

#[tokio::test]
async fn a_crowd_writes_at_once_and_is_not_listed() {
    let (playground, bot) = with_bot().await;
    playground.add_person(1001, "Анна", Some("ru"));
    let (_, crowd) = post(
        &playground,
        "crowd",
        json!({ "people": 30, "text": "/start" }),
    )
    .await;
    settled(&playground).await;
    let (first, last) = (
        crowd["first"].as_i64().unwrap(),
        crowd["last"].as_i64().unwrap(),
    );
    assert_eq!(last - first, 29);
    assert_eq!(bot.received().len(), 30);
    let state = get(&playground, "state?user=1001").await;
    assert_eq!(state["people"].as_array().unwrap().len(), 1);
    let one_of_them = get(&playground, &format!("state?user={last}")).await;
    assert_eq!(one_of_them["people"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_channel_is_made_asked_for_and_joined_by_a_link() {
    let (playground, _bot) = with_bot().await;
    let (_, made) = post(
        &playground,
        "group",
        json!({ "title": "Клуб", "kind": "channel" }),
    )
    .await;
    let group = made["id"].as_i64().unwrap();
    let (status, _) = post(&playground, "join", json!({ "user": 1001, "group": group })).await;
    assert_eq!(status, 200);
    let state = get(&playground, "state?user=1001").await;
    assert_eq!(state["groups"][0]["status"], "asked");
    assert_eq!(state["groups"][0]["kind"], "channel");
    let (_, link) = call(
        &playground,
        "createChatInviteLink",
        json!({ "chat_id": group, "name": "door" }),
    )
    .await;
    let link = link["result"]["invite_link"].as_str().unwrap();
    post(&playground, "join", json!({ "user": 1002, "link": link })).await;
    let state = get(&playground, "state?user=1002").await;
    assert_eq!(state["groups"][0]["status"], "member");
    assert_eq!(state["groups"][0]["links"][0]["usable"], true);
}

#[tokio::test]
async fn the_owner_of_a_group_tells_what_the_bot_may_do_and_people_leave() {
    let (playground, bot) = with_bot().await;
    let (_, made) = post(&playground, "group", json!({ "title": "Клуб" })).await;
    let group = made["id"].as_i64().unwrap();
    for (form, status) in [
        (
            json!({ "group": group, "user": 1001, "status": "member" }),
            200,
        ),
        (
            json!({ "group": group, "user": 1001, "status": "left" }),
            200,
        ),
        (json!({ "group": group, "bot": "cannot_invite" }), 200),
        (
            json!({ "group": group, "user": 1001, "status": "king" }),
            400,
        ),
        (json!({ "group": group, "bot": "king" }), 400),
        (json!({ "group": 7, "bot": "left" }), 404),
    ] {
        let (answered, said) = post(&playground, "stand", form.clone()).await;
        assert_eq!(answered, status, "{form}: {said}");
    }
    settled(&playground).await;
    let told = bot.received();
    let of = |kind: &str| {
        told.iter()
            .filter(|one| one.json().get(kind).is_some())
            .count()
    };
    // This bot did not ask for `chat_member`.
    assert_eq!((of("my_chat_member"), of("chat_member")), (2, 0));
    let first = told[0].json()["my_chat_member"].clone();
    assert_eq!(first["old_chat_member"]["status"], "left");
    assert_eq!(first["new_chat_member"]["can_invite_users"], true);
    let state = get(&playground, "state?user=1001").await;
    assert_eq!(state["groups"][0]["status"], "left");
    assert_eq!(state["groups"][0]["bot"], "cannot_invite");
}
