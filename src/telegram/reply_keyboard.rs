//! What a message does to the buttons below the text box. They belong to the chat, not to a message, and stay
//! until another message takes them away.

use serde::Serialize;
use serde_json::{Value, json};

/// Buttons below the text box: they come, or they go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Below {
    /// These are shown until one is used or the bot takes them away.
    Buttons(Vec<ReplyButton>),
    /// Whatever is there goes away.
    Nothing,
}

/// A button below the text box; each has a row of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReplyButton {
    /// What the person reads, and what a press writes unless it shares something.
    pub text: String,
    /// Whether a press shares the person's own phone number.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub request_contact: bool,
}

impl Below {
    /// The parameter as the Bot API takes it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        match self {
            Self::Buttons(buttons) => {
                let rows: Vec<[&ReplyButton; 1]> = buttons.iter().map(|button| [button]).collect();
                json!({ "keyboard": rows, "resize_keyboard": true })
            }
            Self::Nothing => json!({ "remove_keyboard": true }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_below_the_text_box_have_the_form_that_the_bot_api_documents() {
        let button = |text: &str, request_contact| ReplyButton {
            text: text.into(),
            request_contact,
        };
        let buttons = Below::Buttons(vec![button("Share", true), button("Cancel", false)]);
        assert_eq!(
            buttons.to_json(),
            json!({
                "keyboard": [[{ "text": "Share", "request_contact": true }], [{ "text": "Cancel" }]],
                "resize_keyboard": true,
            })
        );
        assert_eq!(Below::Nothing.to_json(), json!({ "remove_keyboard": true }));
    }
}
