//! Calls about messages, each of which must succeed.

use five_keys_bot::playground::Playground;
use serde_json::{Value, json};

use super::{
    calling::{call, upload},
    every_method::{ANNA, BORIS},
    methods::named,
};

/// Texts, keyboards, edits. Gives the first message and the keyboard that it had.
pub async fn texts(playground: &Playground) -> (Value, Value) {
    let keyboard = json!({ "inline_keyboard": [[{ "text": "Yes", "callback_data": "yes" }]] });
    let html = "<b>b</b><i>i</i><u>u</u><s>s</s><tg-spoiler>x</tg-spoiler><code>c</code>\
                <pre><code class=\"language-rust\">p</code></pre><blockquote expandable>q</blockquote>\
                <blockquote>r</blockquote><a href=\"https://example.org/\">link</a>";
    let sent = call(
        playground,
        "sendMessage",
        json!({
            "chat_id": ANNA, "text": html, "parse_mode": "HTML", "reply_markup": keyboard,
            "link_preview_options": { "is_disabled": true },
        }),
    )
    .await;
    let id = sent["message_id"].clone();
    let contact = json!({ "keyboard": [[{ "text": "Phone", "request_contact": true }]], "one_time_keyboard": true });
    call(playground, "sendMessage", json!({
        "chat_id": ANNA, "text": "reply", "reply_parameters": { "message_id": id }, "reply_markup": contact,
    })).await;
    call(
        playground,
        "sendMessage",
        json!({
            "chat_id": ANNA, "text": "bye", "reply_markup": { "remove_keyboard": true },
        }),
    )
    .await;
    call(playground, "editMessageText", json!({
        "chat_id": ANNA, "message_id": id, "text": "<b>new</b>", "parse_mode": "HTML", "reply_markup": keyboard,
    })).await;
    call(
        playground,
        "editMessageReplyMarkup",
        json!({ "chat_id": ANNA, "message_id": id }),
    )
    .await;
    call(
        playground,
        "sendChatAction",
        json!({ "chat_id": ANNA, "action": "typing" }),
    )
    .await;
    (id, keyboard)
}

/// Photos, documents, an album.
pub async fn media(playground: &Playground) {
    let caption = json!({ "chat_id": ANNA, "caption": "<i>a point</i>", "parse_mode": "HTML" });
    let photo = upload(playground, "sendPhoto", caption.clone(), &["photo"]).await;
    upload(playground, "sendDocument", caption, &["document"]).await;
    let known = photo["photo"][0]["file_id"].clone();
    call(
        playground,
        "sendPhoto",
        json!({ "chat_id": ANNA, "photo": known }),
    )
    .await;
    call(
        playground,
        "sendDocument",
        json!({ "chat_id": ANNA, "document": "https://example.org/a.pdf" }),
    )
    .await;
    let album = json!([
        { "type": "photo", "media": "attach://one", "caption": "<b>1</b>", "parse_mode": "HTML" },
        { "type": "photo", "media": "attach://two" },
    ]);
    let album = json!({ "chat_id": ANNA, "media": album });
    upload(playground, "sendMediaGroup", album, &["one", "two"]).await;
}

/// What more there may be to do with messages and the bot's own name; for methods that the playground has.
pub async fn further(playground: &Playground, text: &Value) {
    let own = call(
        playground,
        "sendMessage",
        json!({ "chat_id": ANNA, "text": "to be deleted" }),
    )
    .await;
    let photo = upload(
        playground,
        "sendPhoto",
        json!({ "chat_id": ANNA }),
        &["photo"],
    )
    .await;
    let (file, photo) = (&photo["photo"][0]["file_id"], &photo["message_id"]);
    let caption = json!({ "chat_id": ANNA, "message_id": photo, "caption": "<b>c</b>", "parse_mode": "HTML" });
    let medium =
        json!({ "type": "photo", "media": "https://example.org/other.png", "caption": "other" });
    let about = |message: &Value| json!({ "chat_id": ANNA, "message_id": message });
    let from =
        |message: &Value| json!({ "chat_id": BORIS, "from_chat_id": ANNA, "message_id": message });
    let thumb = json!([{ "type": "emoji", "emoji": "👍" }]);
    for (method, params) in [
        ("getFile", json!({ "file_id": file })),
        ("copyMessage", from(text)),
        ("copyMessage", from(photo)),
        ("forwardMessage", from(text)),
        ("forwardMessage", from(photo)),
        ("editMessageCaption", caption),
        (
            "editMessageMedia",
            json!({ "chat_id": ANNA, "message_id": photo, "media": medium }),
        ),
        (
            "setMessageReaction",
            json!({ "chat_id": ANNA, "message_id": text, "reaction": thumb }),
        ),
        ("pinChatMessage", about(text)),
        ("unpinChatMessage", about(text)),
        (
            "deleteMessages",
            json!({ "chat_id": ANNA, "message_ids": [own["message_id"]] }),
        ),
        (
            "setChatMenuButton",
            json!({ "chat_id": ANNA, "menu_button": { "type": "commands" } }),
        ),
        (
            "setMyName",
            json!({ "name": "Ключи", "language_code": "ru" }),
        ),
        ("getMyName", json!({ "language_code": "ru" })),
        ("setMyDescription", json!({ "description": "Keys" })),
        ("getMyDescription", json!({})),
        (
            "setMyShortDescription",
            json!({ "short_description": "Keys" }),
        ),
        ("getMyShortDescription", json!({})),
    ] {
        let read = (named(method).params)(&params);
        assert_eq!(read, Ok(()), "{method}: {params}");
        if Playground::methods().contains(&method) {
            call(playground, method, params).await;
        }
    }
}
