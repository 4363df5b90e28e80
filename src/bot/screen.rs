//! A screen: a text with buttons, shown as a new message or in place of the one that was pressed.

use super::callback_data::Press;
use crate::telegram::{
    ChatId,
    calls::{Call, Keyboard},
    types::CallbackQuery,
};

/// What a person is to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// Telegram's HTML.
    pub text: String,
    /// Buttons.
    pub keyboard: Keyboard,
}

impl Screen {
    /// As a new message.
    #[must_use]
    pub fn send(self, chat_id: ChatId) -> Call {
        Call::SendMessage {
            chat_id,
            text: self.text,
            keyboard: Some(self.keyboard),
        }
    }

    /// In place of the message that was pressed. One that Telegram no longer shows to bots (it has no date
    /// then), that is a file, that stands outside the private chat, or that is to stay, gets a new message instead.
    #[must_use]
    pub fn show_for(self, query: &CallbackQuery) -> Call {
        let home = query.from.id.private_chat();
        let below = query.data.as_deref().is_some_and(Press::goes_below);
        match &query.message {
            Some(message)
                if !below
                    && message.date != Some(0)
                    && message.document.is_none()
                    && message.photo.is_none()
                    && message.chat.id == home =>
            {
                Call::EditMessageText {
                    chat_id: home,
                    message_id: message.message_id,
                    text: self.text,
                    keyboard: Some(self.keyboard),
                }
            }
            _ => self.send(home),
        }
    }
}
