//! Photos, documents, albums and files.

use serde_json::{Value, json};

use super::{started, table};
use crate::playground::Playground;
use crate::playground::tests::bot::call;
use crate::playground::tests::strictness::CHAT;

async fn upload(
    playground: &Playground,
    method: &str,
    field: &str,
    bytes: Vec<u8>,
) -> (u16, Value) {
    let part = reqwest::multipart::Part::bytes(bytes).file_name("file.png");
    let form = reqwest::multipart::Form::new().text("chat_id", CHAT.to_string());
    let token = &playground.settings().bot_token;
    let url = format!("{}/bot{token}/{method}", playground.api_url());
    let request = playground.tribute_client().post(url);
    let answer = request.multipart(form.part(field.to_owned(), part)).send();
    let answer = answer.await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

/// As much of a PNG as says how large it is.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes
}

#[tokio::test]
async fn a_photo_is_a_picture_of_a_reasonable_form() {
    let playground = started().await;
    for (bytes, status, said) in [
        (png(9_000, 1_000), 200, ""),
        (png(9_000, 1_001), 400, "PHOTO_INVALID_DIMENSIONS"),
        (png(2_000, 100), 200, ""),
        (png(2_001, 100), 400, "PHOTO_INVALID_DIMENSIONS"),
        (b"%PDF".to_vec(), 400, "IMAGE_PROCESS_FAILED"),
        (Vec::new(), 400, "file must be non-empty"),
    ] {
        let (answered, body) = upload(&playground, "sendPhoto", "photo", bytes).await;
        let text = body["description"].as_str().unwrap_or_default();
        assert_eq!(answered, status, "{said} {text}");
        assert!(text.contains(said), "{text}");
    }
}

#[tokio::test]
async fn a_file_is_uploaded_known_or_at_an_address() {
    let playground = started().await;
    let (_, sent) = upload(&playground, "sendDocument", "document", b"%PDF".to_vec()).await;
    let id = sent["result"]["document"]["file_id"].as_str().unwrap();
    let document = |file: &str| json!({ "document": file });
    let wrong_url = "wrong HTTP URL specified";
    table(
        &playground,
        [
            ("sendDocument", document(id), 200, ""),
            (
                "sendDocument",
                document("https://example.org/a.pdf"),
                200,
                "",
            ),
            (
                "sendDocument",
                document("http://localhost/a.pdf"),
                400,
                wrong_url,
            ),
            (
                "sendDocument",
                document("nonsense"),
                400,
                "wrong remote file identifier specified",
            ),
            (
                "sendDocument",
                json!({}),
                400,
                "there is no document in the request",
            ),
            (
                "sendPhoto",
                json!({}),
                400,
                "there is no photo in the request",
            ),
            ("getFile", json!({ "file_id": id }), 200, ""),
            ("getFile", json!({ "file_id": "x" }), 400, "invalid file_id"),
            ("getFile", json!({}), 400, "file_id not specified"),
        ],
    )
    .await;
    let (_, file) = call(&playground, "getFile", json!({ "file_id": id })).await;
    let path = file["result"]["file_path"].as_str().unwrap();
    let token = &playground.settings().bot_token;
    let url = format!("{}/file/bot{token}/{path}", playground.api_url());
    let answer = playground.tribute_client().get(url).send().await.unwrap();
    assert_eq!(answer.bytes().await.unwrap(), b"%PDF".as_slice());
}

#[tokio::test]
async fn an_album_has_up_to_ten_items_that_go_together() {
    let playground = started().await;
    let item = |kind: &str| json!({ "type": kind, "media": "https://example.org/a.jpg" });
    let album = |kinds: &[&str]| json!({ "media": kinds.iter().map(|kind| item(kind)).collect::<Vec<_>>() });
    let captioned = |length: usize| {
        let caption = "x".repeat(length);
        let photo =
            json!({ "type": "photo", "media": "https://example.org/a.jpg", "caption": caption });
        json!({ "media": [photo, item("photo")] })
    };
    let send = "sendMediaGroup";
    table(
        &playground,
        [
            (send, album(&["photo"; 2]), 200, ""),
            (send, album(&["photo"; 10]), 200, ""),
            (send, album(&["document"; 2]), 200, ""),
            (
                send,
                album(&["photo"; 11]),
                400,
                "too many messages to send as an album",
            ),
            (send, album(&[]), 400, "there are no messages to send"),
            (
                send,
                album(&["photo", "document"]),
                400,
                "document can't be mixed with other media types",
            ),
            (
                send,
                album(&["photo", "sticker"]),
                400,
                "can't parse InputMedia: type \"sticker\" is unsupported",
            ),
            (send, json!({}), 400, "parameter \"media\" is required"),
            (send, captioned(1024), 200, ""),
            (send, captioned(1025), 400, "message caption is too long"),
            (
                send,
                json!({ "media": [{ "type": "photo", "media": "attach://a" }, item("photo")] }),
                400,
                "can't parse InputMedia: media not found",
            ),
        ],
    )
    .await;
}
