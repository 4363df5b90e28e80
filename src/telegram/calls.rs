//! What we ask of the Bot API, typed. A call becomes JSON only when it is queued or sent.

use serde::Serialize;
use serde_json::{Value, json};

pub use super::unmade::{DoorLink, Unmade};
use super::{ChatId, MessageId, card::Card, reply_keyboard::Below};

/// An inline keyboard: rows of buttons.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Keyboard {
    /// Rows, top to bottom.
    pub inline_keyboard: Vec<Vec<Button>>,
}

impl Keyboard {
    /// Adds a row; an empty row is left out, because Telegram refuses it.
    #[must_use]
    pub fn row(mut self, buttons: Vec<Button>) -> Self {
        if !buttons.is_empty() {
            self.inline_keyboard.push(buttons);
        }
        self
    }
}

/// One inline button with exactly one action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Button {
    /// What the person reads.
    pub text: String,
    /// What a press does.
    #[serde(flatten)]
    pub action: ButtonAction,
}

/// What a press of a button does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ButtonAction {
    /// Comes back to us as a callback query; 1 to 64 bytes.
    CallbackData(String),
    /// Opens a page.
    Url(String),
}

impl Button {
    /// A button that comes back to us.
    #[must_use]
    pub fn callback(text: impl Into<String>, data: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            action: ButtonAction::CallbackData(data.into()),
        }
    }

    /// A button that opens a page.
    #[must_use]
    pub fn url(text: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            action: ButtonAction::Url(url.into()),
        }
    }
}

/// A call that goes through the outbox. Texts are Telegram's HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// A new message.
    SendMessage {
        /// Where to.
        chat_id: ChatId,
        /// HTML, at most 4,096 characters after parsing.
        text: String,
        /// Buttons under the message.
        keyboard: Option<Keyboard>,
    },
    /// New text and buttons for a message of ours.
    EditMessageText {
        /// Where it stands.
        chat_id: ChatId,
        /// Which one.
        message_id: MessageId,
        /// HTML, at most 4,096 characters after parsing.
        text: String,
        /// Buttons under the message.
        keyboard: Option<Keyboard>,
    },
    /// A new message that changes the buttons below the text box.
    SendMessageBelow {
        /// Where to; a private chat.
        chat_id: ChatId,
        /// HTML, at most 4,096 characters after parsing.
        text: String,
        /// What stands below the text box from now on.
        below: Below,
    },
    /// A file that is made when it is sent: the outbox keeps what it is made of.
    SendDocument {
        /// Where to.
        chat_id: ChatId,
        /// HTML, at most 1,024 characters after parsing.
        caption: String,
        /// Buttons under the file.
        keyboard: Option<Keyboard>,
        /// What the file is called; ASCII, because not every client reads other names right.
        file_name: String,
        /// What it is made of, for the one who makes it.
        recipe: Value,
    },
    /// A picture that is made when it is sent.
    SendPicture {
        /// Where to.
        chat_id: ChatId,
        /// HTML, at most 1,024 characters after parsing.
        caption: String,
        /// Buttons under the picture.
        keyboard: Option<Keyboard>,
        /// What the file is called; nobody sees it.
        file_name: String,
        /// What it is made of, for the one who makes it.
        recipe: Value,
    },
    /// A card of its own.
    SendCard {
        /// Where to.
        chat_id: ChatId,
        /// The card.
        card: Card,
        /// Buttons under it.
        keyboard: Option<Keyboard>,
    },
    /// A message with a link into a private channel or group, which is made when it is sent.
    SendDoorLink {
        /// Where to.
        chat_id: ChatId,
        /// HTML, at most 4,096 characters after parsing.
        text: String,
        /// Where the link leads, and what is said without one.
        link: DoorLink,
    },
    /// Cards in one album, which has no buttons.
    SendAlbum {
        /// Where to.
        chat_id: ChatId,
        /// 2 to 10 of them.
        cards: Vec<Card>,
    },
}

impl Call {
    /// The chat whose order this call belongs to.
    #[must_use]
    pub fn chat_id(&self) -> ChatId {
        match self {
            Self::SendMessage { chat_id, .. }
            | Self::EditMessageText { chat_id, .. }
            | Self::SendMessageBelow { chat_id, .. }
            | Self::SendDocument { chat_id, .. }
            | Self::SendPicture { chat_id, .. }
            | Self::SendCard { chat_id, .. }
            | Self::SendDoorLink { chat_id, .. }
            | Self::SendAlbum { chat_id, .. } => *chat_id,
        }
    }

    /// The Bot API's name of the method.
    #[must_use]
    pub fn method(&self) -> &'static str {
        match self {
            Self::SendMessage { .. }
            | Self::SendMessageBelow { .. }
            | Self::SendDoorLink { .. } => "sendMessage",
            Self::EditMessageText { .. } => "editMessageText",
            Self::SendDocument { .. } => "sendDocument",
            Self::SendPicture { .. } => "sendPhoto",
            Self::SendCard { .. } => "sendPhoto",
            Self::SendAlbum { .. } => "sendMediaGroup",
        }
    }

    /// The parameters as the Bot API takes them; in place of a file, what it is made of ([`Unmade`]), and [`Card`]s as
    /// they are.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut params = match self {
            Self::SendMessage { chat_id, text, .. }
            | Self::SendMessageBelow { chat_id, text, .. } => {
                json!({ "chat_id": chat_id, "text": text })
            }
            Self::EditMessageText {
                chat_id,
                message_id,
                text,
                ..
            } => {
                json!({ "chat_id": chat_id, "message_id": message_id, "text": text })
            }
            Self::SendDocument {
                chat_id,
                caption,
                file_name,
                recipe,
                ..
            } => {
                let unmade = json!({ "file_name": file_name, "recipe": recipe });
                json!({ "chat_id": chat_id, "caption": caption, "document": unmade })
            }
            Self::SendPicture {
                chat_id,
                caption,
                file_name,
                recipe,
                ..
            } => {
                let unmade = json!({ "file_name": file_name, "recipe": recipe });
                json!({ "chat_id": chat_id, "caption": caption, "photo": unmade })
            }
            Self::SendCard { chat_id, card, .. } => {
                json!({ "chat_id": chat_id, "cards": [card] })
            }
            Self::SendDoorLink {
                chat_id,
                text,
                link,
            } => json!({ "chat_id": chat_id, "text": text, "door_link": link }),
            Self::SendAlbum { chat_id, cards } => json!({ "chat_id": chat_id, "cards": cards }),
        };
        let markup = match self {
            Self::SendMessage { keyboard, .. }
            | Self::EditMessageText { keyboard, .. }
            | Self::SendDocument { keyboard, .. }
            | Self::SendPicture { keyboard, .. }
            | Self::SendCard { keyboard, .. } => keyboard.as_ref().map(|keyboard| json!(keyboard)),
            Self::SendMessageBelow { below, .. } => Some(below.to_json()),
            Self::SendDoorLink { .. } | Self::SendAlbum { .. } => None,
        };
        if let Some(object) = params.as_object_mut() {
            object.insert("parse_mode".into(), json!("HTML"));
            if object.contains_key("text") {
                object.insert(
                    "link_preview_options".into(),
                    json!({ "is_disabled": true }),
                );
            }
            if let Some(markup) = markup {
                object.insert("reply_markup".into(), markup);
            }
        }
        params
    }
}

/// The answer to a button press. It rides in the body of our answer to Telegram: it may be lost without harm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallbackAnswer {
    /// The press.
    pub callback_query_id: String,
    /// Up to 200 characters shown for a moment; plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl CallbackAnswer {
    /// The method call as the body of a webhook's answer.
    #[must_use]
    pub fn to_webhook_answer(&self) -> Value {
        let mut body =
            json!({ "method": "answerCallbackQuery", "callback_query_id": self.callback_query_id });
        if let (Some(object), Some(text)) = (body.as_object_mut(), &self.text) {
            object.insert("text".into(), json!(text));
        }
        body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_have_the_form_that_the_bot_api_documents() {
        let call = Call::EditMessageText {
            chat_id: ChatId(5),
            message_id: MessageId(7),
            text: "<b>hi</b>".into(),
            keyboard: Some(
                Keyboard::default()
                    .row(vec![
                        Button::callback("a", "x:1"),
                        Button::url("b", "https://example.org"),
                    ])
                    .row(vec![]),
            ),
        };
        assert_eq!(call.method(), "editMessageText");
        assert_eq!(
            call.to_json(),
            json!({
                "chat_id": 5, "message_id": 7, "text": "<b>hi</b>", "parse_mode": "HTML",
                "link_preview_options": { "is_disabled": true },
                "reply_markup": { "inline_keyboard": [[
                    { "text": "a", "callback_data": "x:1" }, { "text": "b", "url": "https://example.org" }
                ]] }
            })
        );
    }

    #[test]
    fn a_file_is_kept_as_what_it_is_made_of() {
        let call = Call::SendDocument {
            chat_id: ChatId(5),
            caption: "<b>here</b>".into(),
            keyboard: None,
            file_name: "plan.pdf".into(),
            recipe: json!({ "kind": "plan" }),
        };
        let mut params = call.to_json();
        let (field, unmade) = Unmade::take(&mut params).expect("kept");
        assert_eq!(field, "document");
        assert_eq!(unmade.file_name, "plan.pdf");
        assert_eq!(unmade.recipe, json!({ "kind": "plan" }));
        let left = json!({ "chat_id": 5, "caption": "<b>here</b>", "parse_mode": "HTML" });
        assert_eq!(params, left);
        assert_eq!(Unmade::take(&mut params), None);
        let known = json!({ "chat_id": 5, "document": "a file id of Telegram" });
        assert_eq!(Unmade::take(&mut known.clone()), None);
    }
}
