//! What Telegram refuses is refused, in Telegram's words.

use serde_json::{Value, json};

use super::bot::{call, playground};
use crate::playground::Playground;

pub(super) const CHAT: i64 = 5;

pub(super) async fn check(
    playground: &Playground,
    method: &str,
    mut params: Value,
    expected: &str,
) {
    if let Some(fields) = params.as_object_mut() {
        fields.entry("chat_id").or_insert(json!(CHAT));
    }
    let (status, body) = call(playground, method, params.clone()).await;
    let said = match status {
        200 => "ok",
        _ => body["description"].as_str().unwrap(),
    };
    assert_eq!(said, expected, "{method} {params}");
    assert!(status == 200 || body["error_code"] == json!(status));
}

fn html(text: &str) -> Value {
    json!({ "text": text, "parse_mode": "HTML" })
}

fn button(button: Value) -> Value {
    json!({ "text": "x", "reply_markup": { "inline_keyboard": [[button]] } })
}

#[tokio::test]
async fn texts_and_markup_are_checked() {
    let playground = playground().await;
    playground.send_text(CHAT, "/start");
    let broken = |why: &str| format!("Bad Request: can't parse entities: {why}");
    for (params, expected) in [
        (json!({ "text": "x" }), "ok".to_owned()),
        (json!({}), "Bad Request: message text is empty".to_owned()),
        (
            json!({ "text": " \n " }),
            "Bad Request: message must be non-empty".to_owned(),
        ),
        (json!({ "text": "ё".repeat(4096) }), "ok".to_owned()),
        (
            json!({ "text": "x".repeat(4097) }),
            "Bad Request: message is too long".to_owned(),
        ),
        (
            json!({ "text": "🔑".repeat(2049) }),
            "Bad Request: message is too long".to_owned(),
        ),
        (
            html(&format!("<b>{}</b>", "x".repeat(4096))),
            "ok".to_owned(),
        ),
        (html("a &lt; b &amp; c &unknown; &#x41;"), "ok".to_owned()),
        (
            html("<blockquote expandable>q</blockquote><span class=\"tg-spoiler\">s</span>"),
            "ok".to_owned(),
        ),
        (
            html("<p>x</p>"),
            broken("Unsupported start tag \"p\" at byte offset 0"),
        ),
        (
            html("я < 3"),
            broken("Unsupported start tag \"\" at byte offset 3"),
        ),
        (
            html("<b>x"),
            broken("Can't find end tag corresponding to start tag \"b\""),
        ),
        (html("x</b>"), broken("Unexpected end tag at byte offset 1")),
        (
            html("<b>x</i>"),
            broken("Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\""),
        ),
        (html("x <b"), broken("Unclosed start tag at byte offset 2")),
        (
            html("<a href>x</a>"),
            broken(
                "Expected equal sign in declaration of an attribute of the tag \"a\" at byte offset 0",
            ),
        ),
        (
            html("<span>x</span>"),
            broken("Tag \"span\" must have class \"tg-spoiler\" at byte offset 0"),
        ),
        (
            json!({ "text": "x", "parse_mode": "Wiki" }),
            "Bad Request: unsupported parse_mode".to_owned(),
        ),
        (
            json!({ "text": "x", "reply_parameters": { "message_id": 999 } }),
            "Bad Request: message to be replied not found".to_owned(),
        ),
    ] {
        check(&playground, "sendMessage", params, &expected).await;
    }
}

#[tokio::test]
async fn buttons_are_checked() {
    let playground = playground().await;
    playground.send_text(CHAT, "/start");
    let many: Vec<_> = (0..101)
        .map(|n| json!([{ "text": "x", "callback_data": format!("{n}") }]))
        .collect();
    let no_action = "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard";
    for (params, expected) in [
        (
            button(json!({ "text": "x", "callback_data": "д".repeat(32) })),
            "ok",
        ),
        (
            button(json!({ "text": "x", "callback_data": "д".repeat(33) })),
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            button(json!({ "text": "x", "callback_data": "" })),
            no_action,
        ),
        (button(json!({ "text": "x" })), no_action),
        (
            button(json!({ "callback_data": "x" })),
            "Bad Request: can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            button(json!({ "text": "", "callback_data": "x" })),
            "Bad Request: inline keyboard button text must be non-empty",
        ),
        (
            button(json!({ "text": "x", "callback_data": "x", "url": "https://example.org" })),
            "Bad Request: can't parse inline keyboard button: exactly one action is expected",
        ),
        (
            button(json!({ "text": "x", "url": "https://example.org/a?b=c" })),
            "ok",
        ),
        (
            button(json!({ "text": "x", "url": "tg://resolve?domain=x" })),
            "ok",
        ),
        (
            button(json!({ "text": "x", "url": "ftp://example.org" })),
            "Bad Request: inline keyboard button URL 'ftp://example.org' is invalid: Unsupported URL protocol",
        ),
        (
            button(json!({ "text": "x", "url": "http://localhost" })),
            "Bad Request: inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL",
        ),
        (
            json!({ "text": "x", "reply_markup": { "inline_keyboard": many } }),
            "Bad Request: reply markup is too long",
        ),
        (
            json!({ "text": "x", "reply_markup": "[]" }),
            "Bad Request: object expected as reply markup",
        ),
        (
            json!({ "text": "x", "reply_markup": { "keyboard": [[{ "text": "Tel", "request_contact": true }]] } }),
            "ok",
        ),
    ] {
        check(&playground, "sendMessage", params, expected).await;
    }
    assert_eq!(playground.reply_keyboard(CHAT)[0][0].text, "Tel");
    playground.press_button(CHAT, "Tel").unwrap();
    assert_eq!(
        playground.chat(CHAT).last().unwrap().kind,
        crate::playground::ShownKind::Contact
    );
}
