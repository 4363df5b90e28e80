//! What scripts need beside the page's own requests: a chat in plain words, and waiting.

use std::time::Duration;

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answers::{json_answer, missing, wrong};
use super::files::with_policy;
use super::handle::Playground;
use super::shown::{ShownButton, ShownMessage};

/// The longest that anybody may wait in one request.
const LONGEST_WAIT: u64 = 60_000;

#[derive(Deserialize)]
pub(super) struct OfUser {
    user: i64,
}

#[derive(Deserialize)]
pub(super) struct Conversations {
    user: i64,
    /// Others whose chats belong to it, separated by commas.
    #[serde(default)]
    also: String,
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

/// The talk so far as a file that can be replayed.
pub(super) async fn conversation(
    playground: web::Data<Playground>,
    of: web::Query<Conversations>,
) -> HttpResponse {
    let others: Result<Vec<i64>, _> = of
        .also
        .split(',')
        .filter(|id| !id.trim().is_empty())
        .map(|id| id.trim().parse())
        .collect();
    let Ok(others) = others else {
        return wrong("`also` is a list of ids, separated by commas");
    };
    let people: Vec<i64> = std::iter::once(of.user).chain(others).collect();
    if let Some(nobody) = people
        .iter()
        .find(|id| playground.read(|world| !world.people.contains_key(id)))
    {
        return missing(format!("there is no person {nobody}; the state lists them"));
    }
    match playground.conversation(&people).to_file() {
        Ok(file) => {
            let name = format!("attachment; filename=\"conversation-{}.toml\"", of.user);
            let mut response = HttpResponse::Ok();
            with_policy(&mut response, "default-src 'none'");
            response
                .content_type("application/toml; charset=utf-8")
                .insert_header((CONTENT_DISPOSITION, name))
                .body(file)
        }
        Err(why) => wrong(format!("the conversation cannot be written down: {why}")),
    }
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
    // A link opens elsewhere: nobody learns of that press.
    let inline = inline
        .flatten()
        .filter(|button| button.action.data().is_some());
    let there: Vec<_> = inline
        .chain(below.iter().flatten())
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
