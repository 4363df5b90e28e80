//! Every method that the playground has, called with success: what it answers, and how it refuses.

use five_keys_bot::playground::{Fault, Playground, Settings, Weather};
use frankenstein::response::{ErrorResponse, MethodResponse};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::{
    reading::{lossless, none},
    recorder::complaints_about,
};
use crate::support::client;

const ANNA: i64 = 5_301_000_111;
const BORIS: i64 = 5_301_000_222;
const CARLA: i64 = 5_301_000_333;
const GROUP: i64 = -1_001_234_567_890;
/// The smallest PNG: one transparent point.
const PNG: &str = "89504e470d0a1a0a0000000d4948445200000001000000010806000000\
                   1f15c4890000000d49444154789c6360000000020001e221bc330000000049454e44ae426082";

/// Where a method is called.
fn address(playground: &Playground, method: &str) -> String {
    let token = &playground.settings().bot_token;
    format!("{}/bot{token}/{method}", playground.api_url())
}

/// Calls a method, which must succeed; gives its result.
pub async fn call(playground: &Playground, method: &str, params: Value) -> Value {
    let request = client().post(address(playground, method)).json(&params);
    succeeded(method, request).await
}

/// Uploads files beside the other parameters; gives the result.
async fn upload(playground: &Playground, method: &str, params: Value, files: &[&str]) -> Value {
    let mut form = Form::new();
    for (name, value) in params.as_object().expect("parameters") {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        form = form.text(name.clone(), text);
    }
    for name in files {
        let part = Part::bytes(hex::decode(PNG).expect("hex"));
        let part = part
            .file_name("point.png")
            .mime_str("image/png")
            .expect("a type");
        form = form.part((*name).to_owned(), part);
    }
    let request = client().post(address(playground, method)).multipart(form);
    succeeded(method, request).await
}

async fn succeeded(method: &str, request: reqwest::RequestBuilder) -> Value {
    let answer: Value = request
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    assert_eq!(
        lossless::<MethodResponse<Value>>(&answer),
        Ok(()),
        "{method}: {answer}"
    );
    answer["result"].clone()
}

async fn chats(playground: &Playground) -> (Value, Value) {
    let keyboard = json!({ "inline_keyboard": [[{ "text": "Yes", "callback_data": "yes" }]] });
    let html = "<b>b</b><i>i</i><u>u</u><s>s</s><tg-spoiler>x</tg-spoiler><code>c</code>\
                <pre><code class=\"language-rust\">p</code></pre><blockquote expandable>q</blockquote>\
                <blockquote>r</blockquote><a href=\"https://example.org/\">link</a>";
    let sent = call(
        playground,
        "sendMessage",
        json!({
            "chat_id": ANNA, "text": html, "parse_mode": "HTML", "reply_markup": keyboard,
            "link_preview_options": { "is_disabled": true },
        }),
    )
    .await;
    let id = sent["message_id"].clone();
    let contact = json!({ "keyboard": [[{ "text": "Phone", "request_contact": true }]], "one_time_keyboard": true });
    call(playground, "sendMessage", json!({
        "chat_id": ANNA, "text": "reply", "reply_parameters": { "message_id": id }, "reply_markup": contact,
    })).await;
    call(
        playground,
        "sendMessage",
        json!({
            "chat_id": ANNA, "text": "bye", "reply_markup": { "remove_keyboard": true },
        }),
    )
    .await;
    call(playground, "editMessageText", json!({
        "chat_id": ANNA, "message_id": id, "text": "<b>new</b>", "parse_mode": "HTML", "reply_markup": keyboard,
    })).await;
    call(
        playground,
        "editMessageReplyMarkup",
        json!({ "chat_id": ANNA, "message_id": id }),
    )
    .await;
    call(
        playground,
        "sendChatAction",
        json!({ "chat_id": ANNA, "action": "typing" }),
    )
    .await;
    (id, keyboard)
}

async fn media(playground: &Playground) {
    let caption = json!({ "chat_id": ANNA, "caption": "<i>a point</i>", "parse_mode": "HTML" });
    let photo = upload(playground, "sendPhoto", caption.clone(), &["photo"]).await;
    upload(playground, "sendDocument", caption, &["document"]).await;
    let known = photo["photo"][0]["file_id"].clone();
    call(
        playground,
        "sendPhoto",
        json!({ "chat_id": ANNA, "photo": known }),
    )
    .await;
    call(
        playground,
        "sendDocument",
        json!({ "chat_id": ANNA, "document": "https://example.org/a.pdf" }),
    )
    .await;
    let album = json!([
        { "type": "photo", "media": "attach://one", "caption": "<b>1</b>", "parse_mode": "HTML" },
        { "type": "photo", "media": "attach://two" },
    ]);
    let album = json!({ "chat_id": ANNA, "media": album });
    upload(playground, "sendMediaGroup", album, &["one", "two"]).await;
}

async fn members(playground: &Playground) {
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

async fn itself(playground: &Playground) {
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
    assert_eq!(info["last_error_message"], json!("Connection refused"));
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_method_answers_with_what_another_projects_types_hold() {
    let playground = Playground::start(Settings::default())
        .await
        .expect("it starts");
    for id in [ANNA, BORIS, CARLA] {
        playground.add_person(id, "Анна", Some("ru"));
        playground.send_text(id, "/start");
    }
    playground.add_group(GROUP, "Клуб");
    let (message, keyboard) = chats(&playground).await;
    let markup = json!({ "chat_id": ANNA, "message_id": message, "reply_markup": keyboard });
    call(&playground, "editMessageReplyMarkup", markup).await;
    let press = playground.press_button(ANNA, "Yes").expect("a button");
    let query = json!({ "callback_query_id": format!("{ANNA}{press}"), "text": "Yes!", "show_alert": true });
    call(&playground, "answerCallbackQuery", query).await;
    call(
        &playground,
        "deleteMessage",
        json!({ "chat_id": ANNA, "message_id": message }),
    )
    .await;
    media(&playground).await;
    members(&playground).await;
    itself(&playground).await;

    let calls = playground.calls();
    // It is refused here in any state, as with any bot that has a webhook.
    let methods = Playground::methods()
        .iter()
        .filter(|name| **name != "getUpdates");
    let uncalled: Vec<_> = methods
        .filter(|name| !calls.iter().any(|call| call.method == **name))
        .collect();
    assert!(uncalled.is_empty(), "call these too: {uncalled:?}");
    none(&complaints_about(&calls));
    playground.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_refusal_is_read_by_another_projects_type() {
    let playground = Playground::start(Settings::default())
        .await
        .expect("it starts");
    playground.add_person(ANNA, "Анна", Some("ru"));
    playground.weather(Weather::next(Fault::TooManyRequests { retry_after: 3 }).on("sendPhoto"));
    let wrong = format!("{}/bot1:wrong/getMe", playground.api_url());
    for (address, status) in [
        (wrong, 401),
        (address(&playground, "getUpdates"), 404),
        (address(&playground, "noSuchMethod"), 404),
        (address(&playground, "sendMessage"), 400),
        (address(&playground, "sendPhoto"), 429),
    ] {
        let answer = client()
            .post(&address)
            .json(&json!({ "chat_id": ANNA }))
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), status, "{address}");
        let body: Value = answer.json().await.expect("JSON");
        assert_eq!(lossless::<ErrorResponse>(&body), Ok(()), "{body}");
        assert_eq!(body["error_code"], json!(status));
        let wait = body["parameters"]["retry_after"].as_u64();
        assert_eq!(wait, (status == 429).then_some(3));
    }
    playground.stop().await;
}
