//! One call, and what is said to it.

use serde_json::{Value, json};

use super::bot::call;
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
