//! Edits of messages.

use serde_json::{Value, json};

use super::{started, table};

const NOT_MODIFIED: &str = "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

fn text(message_id: i64, text: &str) -> Value {
    json!({ "message_id": message_id, "text": text })
}

fn caption(message_id: i64, caption: &str) -> Value {
    json!({ "message_id": message_id, "caption": caption })
}

#[tokio::test]
async fn only_an_own_message_that_is_there_is_edited_and_only_to_something_else() {
    let playground = started().await;
    let button = json!({ "inline_keyboard": [[{ "text": "x", "callback_data": "x" }]] });
    let with_button = json!({ "message_id": 2, "reply_markup": button });
    let below =
        json!({ "message_id": 2, "text": "x", "reply_markup": { "remove_keyboard": true } });
    let missing = "message identifier is not specified";
    let gone = "Bad Request: message to edit not found";
    let edit = "editMessageText";
    let markup = "editMessageReplyMarkup";
    table(
        &playground,
        [
            ("sendMessage", json!({ "text": "one" }), 200, ""),
            (edit, text(2, "one"), 400, NOT_MODIFIED),
            (edit, text(2, "two"), 200, ""),
            (edit, text(2, " "), 400, "message must be non-empty"),
            (edit, text(2, &"x".repeat(4096)), 200, ""),
            (edit, text(2, &"x".repeat(4097)), 400, "message is too long"),
            (edit, text(9, "x"), 400, gone),
            (edit, text(1, "x"), 400, "message can't be edited"),
            (edit, json!({ "text": "x" }), 400, missing),
            (edit, below, 400, "inline keyboard expected"),
            (markup, json!({ "message_id": 2 }), 400, NOT_MODIFIED),
            (markup, with_button.clone(), 200, ""),
            (markup, with_button, 400, NOT_MODIFIED),
            (markup, json!({}), 400, missing),
            (
                "editMessageCaption",
                caption(2, "x"),
                400,
                "there is no caption in the message to edit",
            ),
            ("deleteMessage", json!({ "message_id": 2 }), 200, ""),
            (edit, text(2, "x"), 400, gone),
        ],
    )
    .await;
}

#[tokio::test]
async fn captions_and_media_are_edited_where_there_are_some() {
    let playground = started().await;
    let photo = json!({ "photo": "https://example.org/a.jpg", "caption": "one" });
    let media = |id: i64, kind: &str, file: &str| json!({ "message_id": id, "media": { "type": kind, "media": file } });
    let edit = "editMessageCaption";
    let swap = "editMessageMedia";
    table(
        &playground,
        [
            ("sendPhoto", photo, 200, ""),
            (edit, caption(2, "one"), 400, NOT_MODIFIED),
            (edit, caption(2, &"x".repeat(1024)), 200, ""),
            (
                edit,
                caption(2, &"x".repeat(1025)),
                400,
                "message caption is too long",
            ),
            (edit, caption(2, ""), 200, ""),
            (edit, caption(9, "x"), 400, "message to edit not found"),
            (
                "editMessageText",
                text(2, "x"),
                400,
                "there is no text in the message to edit",
            ),
            (
                swap,
                media(2, "photo", "https://example.org/b.jpg"),
                200,
                "",
            ),
            (
                swap,
                media(2, "photo", "https://example.org/b.jpg"),
                400,
                NOT_MODIFIED,
            ),
            (
                swap,
                media(2, "sticker", "https://example.org/b.jpg"),
                400,
                "can't parse InputMedia: type \"sticker\" is unsupported",
            ),
            (
                swap,
                media(2, "photo", "nonsense"),
                400,
                "wrong remote file identifier specified",
            ),
            (
                swap,
                json!({ "message_id": 2 }),
                400,
                "media must be non-empty",
            ),
        ],
    )
    .await;
}
