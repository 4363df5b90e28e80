//! Commands, name, descriptions, menu button.

use serde_json::{Value, json};

use super::{started, table};
use crate::playground::tests::bot::call;

fn command(name: &str, words: &str) -> Value {
    json!({ "commands": [{ "command": name, "description": words }] })
}

fn many(count: usize) -> Value {
    let one = |number| json!({ "command": format!("c{number}"), "description": "x" });
    json!({ "commands": (0..count).map(one).collect::<Vec<_>>() })
}

#[tokio::test]
async fn commands_are_few_short_and_plain() {
    let playground = started().await;
    let set = "setMyCommands";
    let language = |code: &str| {
        let mut params = command("start", "x");
        params["language_code"] = json!(code);
        params
    };
    let words = "BOT_COMMAND_DESCRIPTION_INVALID";
    table(
        &playground,
        [
            (set, many(100), 200, ""),
            (set, many(101), 400, "BOT_COMMANDS_TOO_MUCH"),
            (set, command(&"x".repeat(32), "x"), 200, ""),
            (
                set,
                command(&"x".repeat(33), "x"),
                400,
                "BOT_COMMAND_INVALID",
            ),
            (set, command("", "x"), 400, "BOT_COMMAND_INVALID"),
            (set, command("Start", "x"), 400, "BOT_COMMAND_INVALID"),
            (set, command("старт", "x"), 400, "BOT_COMMAND_INVALID"),
            (set, command("start", &"ё".repeat(256)), 200, ""),
            (set, command("start", &"ё".repeat(257)), 400, words),
            (set, command("start", ""), 400, words),
            (set, json!({}), 400, "can't parse commands"),
            (set, language("en"), 200, ""),
            (
                set,
                language("english"),
                400,
                "invalid language code specified",
            ),
            (set, command("/start", "Начать"), 200, ""),
        ],
    )
    .await;
    let (_, body) = call(&playground, "getMyCommands", json!({})).await;
    assert_eq!(
        body["result"],
        json!([{ "command": "start", "description": "Начать" }])
    );
}

#[tokio::test]
async fn a_bot_describes_itself_in_each_language() {
    let playground = started().await;
    for (method, field, longest) in [
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ] {
        let text = |length: usize| json!({ field: "ё".repeat(length) });
        let foreign = json!({ field: "x", "language_code": "english" });
        table(
            &playground,
            [
                (method, text(longest), 200, ""),
                (method, text(longest + 1), 400, "is too long"),
                (method, foreign, 400, "invalid language code specified"),
            ],
        )
        .await;
    }
    let english = json!({ "name": "Keys", "language_code": "en" });
    table(&playground, [("setMyName", english, 200, "")]).await;
    let name = async |code: &str| {
        let params = json!({ "language_code": code });
        let (_, body) = call(&playground, "getMyName", params).await;
        body["result"]["name"].as_str().unwrap().to_owned()
    };
    assert_eq!(name("en").await, "Keys");
    assert_eq!(name("fr").await, "ё".repeat(64));
}

#[tokio::test]
async fn the_menu_button_is_one_of_three_kinds() {
    let playground = started().await;
    let set = "setChatMenuButton";
    let button = |button: Value| json!({ "menu_button": button });
    let app =
        |url: &str| button(json!({ "type": "web_app", "text": "x", "web_app": { "url": url } }));
    let broken = "can't parse menu button";
    table(
        &playground,
        [
            (set, json!({}), 200, ""),
            (set, button(json!({ "type": "commands" })), 200, ""),
            (set, button(json!({ "type": "default" })), 200, ""),
            (set, app("https://example.org"), 200, ""),
            (set, app("http://example.org"), 400, broken),
            (set, button(json!({ "type": "slot_machine" })), 400, broken),
            (set, button(json!({})), 400, broken),
            (set, json!({ "chat_id": 404 }), 400, "chat not found"),
        ],
    )
    .await;
}
