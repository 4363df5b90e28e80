//! Who is in a group or channel: changes of it, requests to be let in, and the calls that let people in and out.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;

use super::{
    ChatId, UserId,
    api_error::ApiError,
    client::BotApi,
    types::{Chat, User},
};

/// A change of a member's standing in a chat.
#[derive(Debug, Clone, Deserialize)]
pub struct ChatMemberUpdated {
    /// Where.
    pub chat: Chat,
    /// Who did it.
    pub from: User,
    /// The standing until now.
    #[serde(default)]
    pub old_chat_member: ChatMember,
    /// The standing from now on.
    pub new_chat_member: ChatMember,
    /// The link that they came in by.
    #[serde(default)]
    pub invite_link: Option<InviteLink>,
    /// Whether somebody said yes to their request.
    #[serde(default)]
    pub via_join_request: bool,
}

/// A member's standing.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ChatMember {
    /// Who.
    #[serde(default)]
    pub user: Option<User>,
    /// What the member is now.
    #[serde(default)]
    pub status: ChatMemberStatus,
    /// Whether somebody with restrictions is in the chat.
    #[serde(default)]
    pub is_member: bool,
    /// An administrator's right to let people in.
    #[serde(default)]
    pub can_invite_users: bool,
    /// An administrator's right to put people out.
    #[serde(default)]
    pub can_restrict_members: bool,
}

impl ChatMember {
    /// Whether they are in the chat.
    #[must_use]
    pub fn is_inside(&self) -> bool {
        match self.status {
            ChatMemberStatus::Member => true,
            ChatMemberStatus::Restricted => self.is_member,
            _ => self.is_admin(),
        }
    }

    /// Whether they own or run the chat.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        matches!(
            self.status,
            ChatMemberStatus::Creator | ChatMemberStatus::Administrator
        )
    }
}

/// What a member is in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChatMemberStatus {
    /// Owns the chat.
    Creator,
    /// Has some rights.
    Administrator,
    /// In the chat; for a private chat: the bot may write.
    Member,
    /// In or out, with restrictions.
    Restricted,
    /// Gone by choice.
    Left,
    /// Banned; for a private chat: the person blocked the bot.
    Kicked,
    /// Something newer than this program.
    #[default]
    #[serde(other)]
    Other,
}

/// A link into a chat.
#[derive(Debug, Clone, Deserialize)]
pub struct InviteLink {
    /// The address; those of other administrators end in dots.
    #[serde(default)]
    pub invite_link: String,
    /// Who made it.
    #[serde(default)]
    pub creator: Option<User>,
}

/// Somebody asks to be let into a chat.
#[derive(Debug, Clone, Deserialize)]
pub struct ChatJoinRequest {
    /// Where.
    pub chat: Chat,
    /// Who.
    pub from: User,
    /// Where the bot may write to them, for five minutes, even if they never started it.
    pub user_chat_id: ChatId,
}

impl BotApi {
    /// What somebody is in a chat.
    ///
    /// # Errors
    /// What Telegram refused.
    pub async fn chat_member(&self, chat: ChatId, user: UserId) -> Result<ChatMember, ApiError> {
        let params = json!({ "chat_id": chat, "user_id": user });
        self.call("getChatMember", &params).await
    }

    /// What a chat is called.
    ///
    /// # Errors
    /// What Telegram refused.
    pub async fn chat(&self, chat: ChatId) -> Result<Chat, ApiError> {
        self.call("getChat", &json!({ "chat_id": chat })).await
    }

    /// Lets somebody in who asked.
    ///
    /// # Errors
    /// What Telegram refused.
    pub async fn approve_join(&self, chat: ChatId, user: UserId) -> Result<(), ApiError> {
        let params = json!({ "chat_id": chat, "user_id": user });
        self.send("approveChatJoinRequest", params.to_string())
            .await
    }

    /// A link that lets one person in, until then.
    ///
    /// # Errors
    /// What Telegram refused.
    pub async fn one_time_link(
        &self,
        chat: ChatId,
        name: &str,
        until: Timestamp,
    ) -> Result<String, ApiError> {
        let params = json!({
            "chat_id": chat, "name": name, "member_limit": 1, "expire_date": until.as_second(),
        });
        let link: InviteLink = self.call("createChatInviteLink", &params).await?;
        Ok(link.invite_link)
    }

    /// Makes a link let nobody in any more.
    ///
    /// # Errors
    /// What Telegram refused.
    pub async fn revoke_link(&self, chat: ChatId, link: &str) -> Result<(), ApiError> {
        let params = json!({ "chat_id": chat, "invite_link": link });
        self.send("revokeChatInviteLink", params.to_string()).await
    }

    /// Puts somebody out, who cannot come back until [`BotApi::unban`].
    ///
    /// # Errors
    /// What Telegram refused.
    pub async fn ban(&self, chat: ChatId, user: UserId) -> Result<(), ApiError> {
        let params = json!({ "chat_id": chat, "user_id": user });
        self.send("banChatMember", params.to_string()).await
    }

    /// Lets somebody come back who was put out. Whoever is in the chat stays there.
    ///
    /// # Errors
    /// What Telegram refused.
    pub async fn unban(&self, chat: ChatId, user: UserId) -> Result<(), ApiError> {
        let params = json!({ "chat_id": chat, "user_id": user, "only_if_banned": true });
        self.send("unbanChatMember", params.to_string()).await
    }
}
