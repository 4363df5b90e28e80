//! Updates as Telegram writes them, for tests that post them without the pretend Telegram.

use serde_json::{Value, json};

fn person(id: i64) -> Value {
    json!({ "id": id, "is_bot": false, "first_name": format!("Person {id}"), "language_code": "ru" })
}

/// A person writes.
pub fn message(update_id: i64, user: i64, text: &str) -> Value {
    json!({ "update_id": update_id, "message": {
        "message_id": 1, "date": 1_800_000_000, "text": text, "from": person(user),
        "chat": { "id": user, "type": "private", "first_name": "Person" },
    }})
}

/// A person presses a button of the second message of the chat.
pub fn press(update_id: i64, user: i64, data: &str) -> Value {
    json!({ "update_id": update_id, "callback_query": {
        "id": format!("query{update_id}"), "from": person(user), "data": data, "chat_instance": "1",
        "message": {
            "message_id": 2, "date": 1_800_000_000, "text": "a screen",
            "chat": { "id": user, "type": "private", "first_name": "Person" },
        },
    }})
}
