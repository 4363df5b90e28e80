//! Calls of the playground's Bot API, as any client would make them.

use five_keys_bot::playground::Playground;
use frankenstein::response::MethodResponse;
use reqwest::multipart::{Form, Part};
use serde_json::Value;

use super::reading::lossless;
use crate::support::client;

/// The smallest PNG: one transparent point.
const PNG: &str = "89504e470d0a1a0a0000000d4948445200000001000000010806000000\
                   1f15c4890000000d49444154789c6360000000020001e221bc330000000049454e44ae426082";

/// Where a method is called.
pub fn address(playground: &Playground, method: &str) -> String {
    let token = &playground.settings().bot_token;
    format!("{}/bot{token}/{method}", playground.api_url())
}

/// Calls a method, which must succeed; gives its result.
pub async fn call(playground: &Playground, method: &str, params: Value) -> Value {
    let request = client().post(address(playground, method)).json(&params);
    succeeded(method, request).await
}

/// Uploads files beside the other parameters; gives the result.
pub async fn upload(playground: &Playground, method: &str, params: Value, files: &[&str]) -> Value {
    let mut form = Form::new();
    for (name, value) in params.as_object().expect("parameters") {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        form = form.text(name.clone(), text);
    }
    for name in files {
        let part = Part::bytes(hex::decode(PNG).expect("hex"));
        let part = part
            .file_name("point.png")
            .mime_str("image/png")
            .expect("a type");
        form = form.part((*name).to_owned(), part);
    }
    let request = client().post(address(playground, method)).multipart(form);
    succeeded(method, request).await
}

async fn succeeded(method: &str, request: reqwest::RequestBuilder) -> Value {
    let answer: Value = request
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    assert_eq!(
        lossless::<MethodResponse<Value>>(&answer),
        Ok(()),
        "{method}: {answer}"
    );
    answer["result"].clone()
}
