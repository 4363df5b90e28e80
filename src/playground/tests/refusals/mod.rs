//! Everything that Telegram refuses, as tables of calls; beside each limit the call that is just within it.

mod buttons;
mod chats;
mod deleted;
mod edits;
mod groups;
mod keyboards;
mod markup;
mod media;
mod messages;
mod presses;
mod profile;
mod texts;
mod webhooks;

use serde_json::{Value, json};

use super::bot::call;
use super::strictness::CHAT;
use crate::playground::Playground;

/// Method, parameters, status, and a part of the description. Without a `chat_id` the call is about [`CHAT`].
type Row<'a> = (&'a str, Value, u16, &'a str);

/// Makes every call in turn and reports all that were answered otherwise.
async fn table<'a>(playground: &Playground, rows: impl IntoIterator<Item = Row<'a>>) {
    let mut wrong = Vec::new();
    for (method, mut params, status, fragment) in rows {
        let fields = params.as_object_mut().unwrap();
        fields.entry("chat_id").or_insert(json!(CHAT));
        let (answered, body) = call(playground, method, params.clone()).await;
        let said = body["description"].as_str().unwrap_or_default();
        if answered != status || !said.contains(fragment) || body["ok"] != json!(status == 200) {
            let params: String = params.to_string().chars().take(200).collect();
            wrong.push(format!(
                "{method} {params}\n  expected {status} {fragment}\n  answered {answered} {said}"
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A playground in which the person of [`CHAT`] has started the bot.
async fn started() -> Playground {
    let playground = super::bot::playground().await;
    playground.send_text(CHAT, "/start");
    playground
}
