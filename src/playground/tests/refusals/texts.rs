//! Texts, captions and replies.

use serde_json::{Value, json};

use super::{started, table};

fn text(text: &str) -> Value {
    json!({ "text": text })
}

fn html(text: &str) -> Value {
    json!({ "text": text, "parse_mode": "HTML" })
}

fn photo(caption: &str) -> Value {
    json!({ "photo": "https://example.org/a.jpg", "caption": caption })
}

#[tokio::test]
async fn lengths_count_what_is_left_after_parsing_in_utf_16() {
    let playground = started().await;
    let bold = |length| format!("<b>{}</b>", "x".repeat(length));
    let too_long = "Bad Request: message is too long";
    table(
        &playground,
        [
            ("sendMessage", text("x"), 200, ""),
            ("sendMessage", json!({}), 400, "message text is empty"),
            (
                "sendMessage",
                text(" \n "),
                400,
                "message must be non-empty",
            ),
            (
                "sendMessage",
                html("<b> </b>"),
                400,
                "message must be non-empty",
            ),
            ("sendMessage", text(&"ё".repeat(4096)), 200, ""),
            ("sendMessage", text(&"x".repeat(4097)), 400, too_long),
            ("sendMessage", text(&"🔑".repeat(2048)), 200, ""),
            ("sendMessage", text(&"🔑".repeat(2049)), 400, too_long),
            ("sendMessage", html(&bold(4096)), 200, ""),
            ("sendMessage", html(&bold(4097)), 400, too_long),
            ("sendPhoto", photo(&"ё".repeat(1024)), 200, ""),
            (
                "sendPhoto",
                photo(&"ё".repeat(1025)),
                400,
                "message caption is too long",
            ),
            ("sendPhoto", photo(&"🔑".repeat(512)), 200, ""),
            (
                "sendPhoto",
                photo(&"🔑".repeat(513)),
                400,
                "message caption is too long",
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn html_is_read_strictly() {
    let playground = started().await;
    let rows = [
        ("a &lt; b &amp; c &unknown; &#x41;", 200, ""),
        (
            "<blockquote expandable>q</blockquote><span class=\"tg-spoiler\">s</span>",
            200,
            "",
        ),
        ("<a href=\"https://example.org\">x</a>", 200, ""),
        (
            "<p>x</p>",
            400,
            "Unsupported start tag \"p\" at byte offset 0",
        ),
        ("я < 3", 400, "Unsupported start tag \"\" at byte offset 3"),
        (
            "<b>x",
            400,
            "Can't find end tag corresponding to start tag \"b\"",
        ),
        ("x</b>", 400, "Unexpected end tag at byte offset 1"),
        (
            "<b>x</i>",
            400,
            "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\"",
        ),
        ("x <b", 400, "Unclosed start tag at byte offset 2"),
        ("<b>x</b", 400, "Unclosed end tag at byte offset 4"),
        (
            "<a href>x</a>",
            400,
            "Expected equal sign in declaration of an attribute of the tag \"a\" at byte offset 0",
        ),
        (
            "<span>x</span>",
            400,
            "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0",
        ),
    ];
    let rows = rows.map(|(source, status, said)| ("sendMessage", html(source), status, said));
    table(&playground, rows).await;
    let broken = json!({ "text": "<b>", "parse_mode": "html" });
    let named = "Bad Request: can't parse entities: Can't find end tag";
    let unknown = json!({ "text": "x", "parse_mode": "Wiki" });
    table(
        &playground,
        [
            ("sendMessage", broken, 400, named),
            ("sendMessage", unknown, 400, "unsupported parse_mode"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_reply_needs_its_message_unless_it_may_do_without() {
    let playground = started().await;
    let reply = |to: Value| json!({ "text": "x", "reply_parameters": to });
    let gone = "message to be replied not found";
    table(
        &playground,
        [
            ("sendMessage", reply(json!({ "message_id": 1 })), 200, ""),
            (
                "sendMessage",
                reply(json!({ "message_id": 999 })),
                400,
                gone,
            ),
            (
                "sendMessage",
                reply(json!({ "message_id": 999, "allow_sending_without_reply": true })),
                200,
                "",
            ),
            ("deleteMessage", json!({ "message_id": 1 }), 200, ""),
            ("sendMessage", reply(json!({ "message_id": 1 })), 400, gone),
            (
                "sendMessage",
                reply(json!("{")),
                400,
                "can't parse reply parameters JSON object",
            ),
        ],
    )
    .await;
}
