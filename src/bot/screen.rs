//! A screen: a text with buttons, shown as a new message or in place of the one that was pressed.

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
    /// then), that is a file, or that stands outside the private chat, gets a new message instead.
    #[must_use]
    pub fn show_for(self, query: &CallbackQuery) -> Call {
        let home = query.from.id.private_chat();
        match &query.message {
            Some(message)
                if message.date != Some(0)
                    && message.document.is_none()
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
