//! Buttons below the text box, and what they may ask for.

use serde_json::{Value, json};

use super::buttons::inline;
use super::{started, table};

const GROUP: i64 = -1_001_234_567_890;

fn keyboard(button: Value) -> Value {
    json!({ "text": "x", "reply_markup": { "keyboard": [[button]] } })
}

#[tokio::test]
async fn what_asks_a_person_for_something_is_for_private_chats() {
    let playground = started().await;
    playground.add_group(GROUP, "Club");
    let there = |mut params: Value| {
        params["chat_id"] = json!(GROUP);
        params
    };
    let contact = json!({ "text": "Tel", "request_contact": true });
    let users = |most: i64| json!({ "text": "x", "request_users": { "request_id": 1, "max_quantity": most } });
    let asks = |what: &str, value: Value| json!({ "text": "x", what: value });
    let app = json!({ "text": "x", "web_app": { "url": "https://example.org" } });
    let both = json!({ "text": "x", "request_contact": true, "request_location": true });
    let send = "sendMessage";
    table(
        &playground,
        [
            (send, keyboard(contact.clone()), 200, ""),
            (
                send,
                there(keyboard(contact)),
                400,
                "phone number can be requested in private chats only",
            ),
            (
                send,
                there(keyboard(asks("request_location", json!(true)))),
                400,
                "location can be requested in private chats only",
            ),
            (
                send,
                there(keyboard(asks("request_poll", json!({})))),
                400,
                "poll can be requested in private chats only",
            ),
            (
                send,
                there(keyboard(users(1))),
                400,
                "users can be requested in private chats only",
            ),
            (
                send,
                there(keyboard(asks("request_chat", json!({ "request_id": 1 })))),
                400,
                "chats can be requested in private chats only",
            ),
            (
                send,
                there(keyboard(app.clone())),
                400,
                "Web App buttons can be used in private chats only",
            ),
            (send, there(inline(app)), 400, "BUTTON_TYPE_INVALID"),
            (send, there(keyboard(json!("Hi"))), 200, ""),
            (send, keyboard(users(10)), 200, ""),
            (
                send,
                keyboard(users(11)),
                400,
                "BUTTON_MAX_QUANTITY_INVALID",
            ),
            (send, keyboard(both), 400, "only one request is expected"),
            (
                send,
                keyboard(json!("")),
                400,
                "keyboard button text must be non-empty",
            ),
            (
                send,
                keyboard(json!({ "text": "x", "style": "pink" })),
                400,
                "unsupported button style specified",
            ),
        ],
    )
    .await;
}
