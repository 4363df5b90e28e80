//! What scripts need beside the page's own requests: a chat in plain words, and waiting.

use std::time::Duration;

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answers::json_answer;
use super::handle::Playground;
use super::shown::{ShownButton, ShownMessage};

/// The longest that anybody may wait in one request.
const LONGEST_WAIT: u64 = 60_000;

#[derive(Deserialize)]
pub(super) struct OfUser {
    user: i64,
}

#[derive(Deserialize)]
pub(super) struct SettleForm {
    #[serde(default = "patience")]
    timeout_ms: u64,
}

fn patience() -> u64 {
    10_000
}

/// The chat in plain words, and the keyboard below it.
pub(super) async fn chat(
    playground: web::Data<Playground>,
    of: web::Query<OfUser>,
) -> HttpResponse {
    let messages: Vec<_> = playground.chat(of.user).iter().map(plain).collect();
    let below = playground.reply_keyboard(of.user);
    json_answer(&json!({ "messages": messages, "keyboard": words(&below) }))
}

/// Waits until nothing is under way to the bot.
pub(super) async fn settle(
    playground: web::Data<Playground>,
    form: web::Json<SettleForm>,
) -> HttpResponse {
    let at_most = Duration::from_millis(form.timeout_ms.min(LONGEST_WAIT));
    json_answer(&json!({ "quiet": playground.settle(at_most).await }))
}

fn plain(message: &ShownMessage) -> Value {
    json!({
        "from": if message.from_bot { "bot" } else { "person" },
        "message_id": message.message_id,
        "text": message.text,
        "buttons": words(&message.keyboard),
        "file": message.file_name,
        "edited": message.edited,
    })
}

/// What is written on buttons, row by row.
pub(super) fn words(rows: &[Vec<ShownButton>]) -> Vec<Vec<&str>> {
    rows.iter()
        .map(|row| row.iter().map(|button| button.text.as_str()).collect())
        .collect()
}

/// Says that there is no such button, and which there are.
pub(super) fn no_such_button(playground: &Playground, user_id: i64, wanted: &str) -> String {
    let chat = playground.chat(user_id);
    let below = playground.reply_keyboard(user_id);
    let inline = chat
        .iter()
        .rev()
        .find(|message| !message.keyboard.is_empty());
    let inline = inline.into_iter().flat_map(|message| &message.keyboard);
    let there: Vec<_> = inline
        .chain(&below)
        .flatten()
        .map(|button| format!("\"{}\"", button.text))
        .collect();
    match there.is_empty() {
        true => format!("there is no button \"{wanted}\": the chat has no buttons yet"),
        false => format!(
            "there is no button \"{wanted}\"; there are {}",
            there.join(", ")
        ),
    }
}
