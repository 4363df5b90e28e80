//! What the bot itself may do in a group or channel.

use crate::{
    content::TextKey,
    telegram::{
        ChatId,
        api_error::ApiError,
        types::{ChatMember, ChatMemberStatus},
    },
};

/// The bot's standing in a chat, as an update tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BotStanding {
    /// Where.
    pub chat: ChatId,
    /// What the chat is called.
    pub title: String,
    /// The stored word for what the bot is there.
    pub status: &'static str,
    /// Whether it has just come in.
    pub is_new: bool,
}

impl BotStanding {
    /// The stored word for a standing.
    #[must_use]
    pub fn word(status: ChatMemberStatus) -> &'static str {
        match status {
            ChatMemberStatus::Creator | ChatMemberStatus::Administrator => "administrator",
            ChatMemberStatus::Member => "member",
            ChatMemberStatus::Restricted => "restricted",
            ChatMemberStatus::Left => "left",
            ChatMemberStatus::Kicked => "kicked",
            ChatMemberStatus::Other => "other",
        }
    }

    /// The words for being in a chat.
    pub const IN_IT: [&'static str; 3] = ["administrator", "member", "restricted"];
}

/// Why the bot cannot do its work at a door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// It is not in the chat, or there is no such chat.
    Removed,
    /// It is no administrator.
    NoAdmin,
    /// It must not let people in.
    NoInvite,
    /// It must not put people out.
    NoRestrict,
    /// The group has another number now.
    Moved(ChatId),
}

impl Trouble {
    /// What is missing; `None` when all is well.
    #[must_use]
    pub fn of(bot: &ChatMember) -> Option<Self> {
        match bot.status {
            ChatMemberStatus::Creator => None,
            ChatMemberStatus::Administrator if !bot.can_invite_users => Some(Self::NoInvite),
            ChatMemberStatus::Administrator if !bot.can_restrict_members => Some(Self::NoRestrict),
            ChatMemberStatus::Administrator => None,
            ChatMemberStatus::Left | ChatMemberStatus::Kicked => Some(Self::Removed),
            _ => Some(Self::NoAdmin),
        }
    }

    /// What Telegram's refusal to tell it says about it; `None` when that says nothing.
    #[must_use]
    pub fn told_by(error: &ApiError) -> Option<Self> {
        match error {
            ApiError::Unreachable(_) => Some(Self::Removed),
            ApiError::ChatMigrated(to) => Some(Self::Moved(*to)),
            // Without rights Telegram does not even say what somebody is.
            ApiError::Rejected { .. } => Some(Self::NoAdmin),
            _ => None,
        }
    }

    /// The text that tells it and what to do.
    #[must_use]
    pub fn text(self) -> TextKey {
        match self {
            Self::Removed => TextKey::AdminDoorRemoved,
            Self::NoAdmin => TextKey::AdminDoorNoAdmin,
            Self::NoInvite => TextKey::AdminDoorNoInvite,
            Self::NoRestrict => TextKey::AdminDoorNoRestrict,
            Self::Moved(_) => TextKey::AdminDoorMoved,
        }
    }

    /// As it is stored.
    #[must_use]
    pub fn to_stored(self) -> String {
        match self {
            Self::Removed => "removed".into(),
            Self::NoAdmin => "no_admin".into(),
            Self::NoInvite => "no_invite".into(),
            Self::NoRestrict => "no_restrict".into(),
            Self::Moved(chat) => format!("moved:{chat}"),
        }
    }

    /// As it was stored; what is not known is of a newer version, and the bot is not of much use there.
    #[must_use]
    pub fn parse(stored: &str) -> Self {
        match stored.split_once(':') {
            Some(("moved", chat)) => chat
                .parse()
                .map_or(Self::NoAdmin, |chat| Self::Moved(ChatId(chat))),
            _ => match stored {
                "removed" => Self::Removed,
                "no_invite" => Self::NoInvite,
                "no_restrict" => Self::NoRestrict,
                _ => Self::NoAdmin,
            },
        }
    }
}
