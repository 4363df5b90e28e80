//! What the pretend Bot API reads of a call: JSON, or a form as aiogram sends it.

use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Params {
    pub(crate) chat_id: Option<i64>,
    pub(crate) message_id: Option<i64>,
    pub(crate) reply_markup: Option<Markup>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Markup {
    #[serde(default)]
    inline_keyboard: Vec<Vec<Button>>,
}

#[derive(Debug, Deserialize)]
struct Button {
    callback_data: Option<String>,
}

/// A call that rides in the answer to a webhook.
#[derive(Deserialize)]
pub(crate) struct Riding<'a> {
    #[serde(borrow)]
    pub(crate) method: std::borrow::Cow<'a, str>,
}

impl Params {
    pub(crate) fn parse(body: &[u8]) -> Self {
        if body.first() == Some(&b'{') {
            return serde_json::from_slice(body).unwrap_or_default();
        }
        let mut params = Self::default();
        for (name, value) in url::form_urlencoded::parse(body) {
            match name.as_ref() {
                "chat_id" => params.chat_id = value.parse().ok(),
                "message_id" => params.message_id = value.parse().ok(),
                "reply_markup" => params.reply_markup = serde_json::from_str(&value).ok(),
                _ => {}
            }
        }
        params
    }
}

impl Markup {
    /// As callback data; links and other buttons cannot be pressed here.
    pub(crate) fn buttons(self) -> Vec<String> {
        let buttons = self.inline_keyboard.into_iter().flatten();
        buttons.filter_map(|button| button.callback_data).collect()
    }
}

/// The words of a message, read only where the order of messages is looked at.
pub(crate) fn text(body: &[u8]) -> String {
    #[derive(Default, Deserialize)]
    struct Words {
        text: Option<String>,
    }
    let words: Words = serde_json::from_slice(body).unwrap_or_default();
    words.text.unwrap_or_default()
}

/// A call's parameters for people to read.
pub(crate) fn readable(body: &[u8]) -> String {
    if body.first() == Some(&b'{') {
        return String::from_utf8_lossy(body).into_owned();
    }
    let pairs = url::form_urlencoded::parse(body);
    let pairs: Vec<String> = pairs
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join(" ")
}
