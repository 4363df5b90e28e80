//! Buttons below messages.

use serde_json::{Value, json};

use super::{started, table};

pub(super) fn inline(button: Value) -> Value {
    json!({ "text": "x", "reply_markup": { "inline_keyboard": [[button]] } })
}

fn rows(lengths: &[usize]) -> Value {
    let button = || json!({ "text": "x", "callback_data": "x" });
    let row = |length: &usize| (0..*length).map(|_| button()).collect::<Vec<_>>();
    let rows: Vec<_> = lengths.iter().map(row).collect();
    json!({ "text": "x", "reply_markup": { "inline_keyboard": rows } })
}

#[tokio::test]
async fn an_inline_button_does_one_thing_within_its_limits() {
    let playground = started().await;
    let text = "can't parse inline keyboard button: ";
    let data = |data: &str| inline(json!({ "text": "x", "callback_data": data }));
    let url = |url: &str| inline(json!({ "text": "x", "url": url }));
    let copy = |length| inline(json!({ "text": "x", "copy_text": { "text": "x".repeat(length) } }));
    let style = |style: &str| inline(json!({ "text": "x", "callback_data": "x", "style": style }));
    let none = "Text buttons are unallowed in the inline keyboard";
    let both = json!({ "text": "x", "callback_data": "x", "url": "https://example.org" });
    let app = |url: &str| inline(json!({ "text": "x", "web_app": { "url": url } }));
    let no_text = format!("{text}Can't find field \"text\"");
    let rows = [
        (data("x"), 200, ""),
        (data(&"д".repeat(32)), 200, ""),
        (
            data(&"д".repeat(33)),
            400,
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (data(""), 400, none),
        (inline(json!({ "text": "x" })), 400, none),
        (
            inline(json!({ "callback_data": "x" })),
            400,
            no_text.as_str(),
        ),
        (
            inline(json!({ "text": "", "callback_data": "x" })),
            400,
            "inline keyboard button text must be non-empty",
        ),
        (inline(both), 400, "exactly one action is expected"),
        (url("https://example.org/a?b=c"), 200, ""),
        (url("tg://resolve?domain=x"), 200, ""),
        (url("tg://user?id=5"), 200, ""),
        (url("tg://user?id=404"), 400, "BUTTON_USER_INVALID"),
        (
            url("ftp://example.org"),
            400,
            "inline keyboard button URL 'ftp://example.org' is invalid: Unsupported URL protocol",
        ),
        (
            url("http://localhost"),
            400,
            "inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL",
        ),
        (copy(1), 200, ""),
        (copy(256), 200, ""),
        (copy(0), 400, "BUTTON_COPY_TEXT_INVALID"),
        (copy(257), 400, "BUTTON_COPY_TEXT_INVALID"),
        (style("danger"), 200, ""),
        (style("success"), 200, ""),
        (style("primary"), 200, ""),
        (style("pink"), 400, "unsupported button style specified"),
        (app("https://example.org"), 200, ""),
        (
            app("http://example.org"),
            400,
            "Only HTTPS links are allowed",
        ),
        (
            inline(json!({ "text": "x", "pay": true })),
            400,
            "BUTTON_TYPE_INVALID",
        ),
    ];
    let rows = rows.map(|(params, status, said)| ("sendMessage", params, status, said));
    table(&playground, rows).await;
}

#[tokio::test]
async fn a_markup_has_a_size_and_a_form() {
    let playground = started().await;
    let too_long = "Bad Request: reply markup is too long";
    let markup = |markup: Value| json!({ "text": "x", "reply_markup": markup });
    table(
        &playground,
        [
            ("sendMessage", rows(&[8]), 200, ""),
            ("sendMessage", rows(&[9]), 400, too_long),
            ("sendMessage", rows(&[4; 25]), 200, ""),
            ("sendMessage", rows(&[1; 101]), 400, too_long),
            (
                "sendMessage",
                markup(json!("[]")),
                400,
                "object expected as reply markup",
            ),
            (
                "sendMessage",
                markup(json!("{")),
                400,
                "can't parse reply keyboard markup JSON object",
            ),
            (
                "sendMessage",
                markup(json!({ "remove_keyboard": true })),
                200,
                "",
            ),
        ],
    )
    .await;
}
