//! The part of Telegram's objects that we read. Unknown fields are ignored, unknown enum values are kept
//! as `Other`, and whatever is optional in practice is optional here, so that news from Telegram never
//! fails a delivery.

use serde::Deserialize;

pub use super::members::{
    ChatJoinRequest, ChatMember, ChatMemberStatus, ChatMemberUpdated, InviteLink,
};
use super::{ChatId, MessageId, UpdateId, UserId};

/// One delivery of Telegram's webhook.
#[derive(Debug)]
pub struct Update {
    /// Repeated deliveries carry the same id.
    pub id: UpdateId,
    /// What happened.
    pub kind: UpdateKind,
    /// The kind's name, one of [`super::update::KINDS`] or `unknown`: a bounded metric label.
    pub label: &'static str,
}

impl Update {
    /// The person who caused the update in their private chat with the bot. What people do in groups and
    /// channels is none of our business, and is not stored.
    #[must_use]
    pub fn person(&self) -> Option<&User> {
        match &self.kind {
            UpdateKind::Message(message) if message.chat.is_private() => {
                message.from.as_ref().filter(|from| !from.is_bot)
            }
            UpdateKind::CallbackQuery(query) => {
                let message = query.message.as_ref();
                let private = message.is_none_or(|message| message.chat.is_private());
                private.then_some(&query.from)
            }
            UpdateKind::MyChatMember(change) if change.chat.is_private() => Some(&change.from),
            _ => None,
        }
    }
}

/// The kinds of update that we act on.
#[derive(Debug)]
pub enum UpdateKind {
    /// A new message.
    Message(Box<Message>),
    /// A press of an inline button.
    CallbackQuery(Box<CallbackQuery>),
    /// The bot's own standing in a chat changed; in a private chat: blocked or unblocked.
    MyChatMember(Box<ChatMemberUpdated>),
    /// Somebody's standing changed in a group or channel that the bot administers.
    ChatMember(Box<ChatMemberUpdated>),
    /// Somebody asks to be let into a group or channel.
    ChatJoinRequest(Box<ChatJoinRequest>),
    /// A kind that we do not act on, do not know, or could not read.
    Unused,
}

/// A Telegram account.
#[derive(Debug, Clone, Deserialize)]
pub struct User {
    /// Telegram's id of the account.
    pub id: UserId,
    /// Bots do not get answers.
    #[serde(default)]
    pub is_bot: bool,
    /// The person's own words; untrusted text.
    #[serde(default)]
    pub first_name: String,
    /// Without the `@`; may change at any time.
    #[serde(default)]
    pub username: Option<String>,
    /// IETF tag of the person's Telegram client.
    #[serde(default)]
    pub language_code: Option<String>,
}

/// A chat.
#[derive(Debug, Clone, Deserialize)]
pub struct Chat {
    /// Telegram's id of the chat.
    pub id: ChatId,
    /// Private chat, group and so on.
    #[serde(rename = "type", default)]
    pub kind: Option<ChatKind>,
    /// What a group or channel is called; untrusted text.
    #[serde(default)]
    pub title: Option<String>,
}

impl Chat {
    /// A chat with one person. Without a kind the id tells: groups and channels are negative.
    #[must_use]
    pub fn is_private(&self) -> bool {
        match self.kind {
            Some(kind) => kind == ChatKind::Private,
            None => self.id.0 > 0,
        }
    }
}

/// Kind of a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChatKind {
    /// A chat with one person.
    Private,
    /// A small group.
    Group,
    /// A large group.
    Supergroup,
    /// A channel.
    Channel,
    /// Something newer than this program.
    #[default]
    #[serde(other)]
    Other,
}

/// A message.
#[derive(Debug, Clone, Deserialize)]
pub struct Message {
    /// Its number in the chat.
    pub message_id: MessageId,
    /// Absent in channels.
    #[serde(default)]
    pub from: Option<User>,
    /// Where it was written.
    pub chat: Chat,
    /// The words, when it has any.
    #[serde(default)]
    pub text: Option<String>,
    /// A shared phone number.
    #[serde(default)]
    pub contact: Option<Contact>,
}

/// A phone number that somebody shared.
#[derive(Debug, Clone, Deserialize)]
pub struct Contact {
    /// As Telegram has it: international, often without the plus.
    #[serde(default)]
    pub phone_number: String,
    /// Whose it is, when Telegram knows.
    #[serde(default)]
    pub user_id: Option<UserId>,
}

/// A message as a button press carries it: only what an answer needs.
#[derive(Debug, Clone, Deserialize)]
pub struct PressedMessage {
    /// Its number in the chat.
    pub message_id: MessageId,
    /// Where it stands.
    pub chat: Chat,
    /// Zero when Telegram no longer shows the message to bots (too old): it cannot be edited.
    #[serde(default)]
    pub date: Option<i64>,
    /// There when the message is a file: it has no text that could be edited.
    #[serde(default)]
    pub document: Option<serde::de::IgnoredAny>,
    /// The same for a picture.
    #[serde(default)]
    pub photo: Option<serde::de::IgnoredAny>,
}

/// A press of an inline button.
#[derive(Debug, Clone, Deserialize)]
pub struct CallbackQuery {
    /// Names the press in `answerCallbackQuery`.
    pub id: String,
    /// Who pressed.
    pub from: User,
    /// The message that holds the button; absent for inline messages.
    #[serde(default)]
    pub message: Option<PressedMessage>,
    /// The button's data, 1 to 64 bytes.
    #[serde(default)]
    pub data: Option<String>,
}
