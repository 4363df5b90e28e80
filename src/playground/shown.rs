//! What a test or the page can see of the world.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A message as the person sees it now.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownMessage {
    /// Its number in the chat.
    pub message_id: i64,
    /// Whether the bot wrote it.
    pub from_bot: bool,
    /// The text or caption, formatting removed.
    pub text: String,
    /// Formatting and links, as Telegram reports them (offsets in UTF-16 units).
    pub entities: Vec<Value>,
    /// The inline keyboard, row by row.
    pub keyboard: Vec<Vec<ShownButton>>,
    /// Whether it was edited.
    pub edited: bool,
    /// Unix seconds.
    pub date: i64,
    /// What kind of message it is.
    pub kind: ShownKind,
    /// The name of the document, when it is one.
    pub file_name: Option<String>,
    /// The file behind a document or photo; see [`Playground::file`](super::Playground::file).
    pub file_id: Option<String>,
    /// The album it belongs to.
    pub media_group_id: Option<String>,
}

impl ShownMessage {
    /// The first button whose text contains the fragment.
    pub fn button(&self, fragment: &str) -> Option<&ShownButton> {
        self.keyboard
            .iter()
            .flatten()
            .find(|button| button.text.contains(fragment))
    }
}

/// The kind of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownKind {
    /// A text message.
    Text,
    /// A photo, perhaps with a caption.
    Photo,
    /// A document, perhaps with a caption.
    Document,
    /// A shared phone number.
    Contact,
}

/// One inline button.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownButton {
    /// What is written on it.
    pub text: String,
    /// What it does.
    pub action: ButtonAction,
}

/// What an inline button does.
#[derive(Clone, Debug, PartialEq)]
pub enum ButtonAction {
    /// Sends a callback query with this data.
    Data(String),
    /// Opens this address.
    Url(String),
    /// Anything else, as sent.
    Other(Value),
}

impl ButtonAction {
    /// The callback data, if it has any.
    pub fn data(&self) -> Option<&str> {
        match self {
            Self::Data(data) => Some(data),
            _ => None,
        }
    }

    /// The address, if it opens one.
    pub fn url(&self) -> Option<&str> {
        match self {
            Self::Url(url) => Some(url),
            _ => None,
        }
    }
}

/// One call of the Bot API, refused or not.
#[derive(Clone, Debug)]
pub struct Call {
    /// When it was received.
    pub at: jiff::Timestamp,
    /// The method, in Telegram's own spelling.
    pub method: String,
    /// Its parameters; an uploaded file is shown as `{"file_name", "size"}`.
    pub params: Value,
    /// The chat it was about.
    pub chat_id: Option<i64>,
    /// The HTTP status of the answer; 0 when the connection was dropped.
    pub status: u16,
    /// The text of a refusal, or of a success that has one.
    pub description: Option<String>,
    /// The result of a success.
    pub result: Option<Value>,
    /// Whether the caller was told no.
    pub refused: bool,
    /// Whether it came in the body of the bot's answer to a delivery.
    pub in_webhook_answer: bool,
}

/// What `answerCallbackQuery` showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toast {
    /// Grows by one with each toast of the world.
    pub number: u64,
    /// The words.
    pub text: String,
    /// Whether it is an alert that must be closed by hand.
    pub alert: bool,
}

/// How one update fares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Delivery {
    /// The update.
    pub update_id: i64,
    /// How often it was sent.
    pub attempts: u32,
    /// The status of the last answer; none when there was no answer.
    pub last_status: Option<u16>,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// Whether nothing more will be sent: accepted, or given up.
    pub done: bool,
    /// Whether it was given up because it became too old, or was dropped on request.
    pub given_up: bool,
}
