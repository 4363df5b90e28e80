//! The facts that make up the world. Each is one line of the journal.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::queue::QueueKey;
use super::shown::Toast;
use super::tribute::TributeFact;

/// Somebody who may talk to the bot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Person {
    /// Telegram user id, and the id of the private chat.
    pub(super) id: i64,
    /// First name.
    pub(super) first_name: String,
    /// Language of the person's Telegram.
    pub(super) language_code: Option<String>,
    /// Whether the person ever wrote to the bot.
    pub(super) started: bool,
    /// Whether the person blocked the bot.
    pub(super) blocked: bool,
    /// Whether the person came with a crowd; the page does not list those.
    #[serde(default)]
    pub(super) in_crowd: bool,
}

/// A webhook as registered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookInfo {
    /// Where deliveries go.
    pub url: String,
    /// What proves them.
    pub secret_token: Option<String>,
    /// The kinds that are delivered; empty means the default set.
    pub allowed_updates: Vec<String>,
    /// How many deliveries may be in flight.
    pub max_connections: u32,
    /// The address that the bot asked to be used instead of asking the name servers.
    #[serde(default)]
    pub ip_address: Option<String>,
    /// Whether the bot sent a certificate of its own.
    #[serde(default)]
    pub has_custom_certificate: bool,
}

/// A link that lets people into a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Invite {
    pub(super) link: String,
    pub(super) chat_id: i64,
    pub(super) name: String,
    pub(super) creates_join_request: bool,
    pub(super) member_limit: Option<i64>,
    pub(super) expire_date: Option<i64>,
    /// How many came by it.
    pub(super) used: i64,
    pub(super) revoked: bool,
}

/// Something that happened, and is still true after a restart.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Fact {
    /// A person appeared or changed.
    Person(Person),
    /// A person's account was deleted.
    Deactivated { user_id: i64 },
    /// A group became a supergroup with another id.
    Upgraded { from: i64, to: i64 },
    /// A group or channel appeared.
    Group {
        id: i64,
        title: String,
        #[serde(default)]
        is_channel: bool,
    },
    /// An invite link was made, used or revoked.
    Invite(Invite),
    /// Somebody asked to join.
    JoinAsked { chat_id: i64, user_id: i64, at: i64 },
    /// Somebody joined, left or was banned; a request is settled by it.
    Member {
        chat_id: i64,
        user_id: i64,
        status: String,
    },
    /// A message was written or edited.
    Message { chat_id: i64, message: Value },
    /// A message was deleted; a mark stays in its place.
    Deleted { chat_id: i64, message_id: i64 },
    /// The keyboard below the text box changed.
    Keyboard { chat_id: i64, markup: Option<Value> },
    /// A file was uploaded.
    File {
        id: String,
        name: String,
        mime: String,
        hex: String,
    },
    /// An update was put in a queue.
    Update {
        update_id: i64,
        key: QueueKey,
        date: i64,
        update: Value,
    },
    /// An update left its queue.
    Done {
        update_id: i64,
        key: QueueKey,
        given_up: bool,
    },
    /// A callback query was asked.
    Asked { id: String, user_id: i64, at: i64 },
    /// A callback query was answered, perhaps with words.
    Answered { id: String, toast: Option<Toast> },
    /// The webhook was set or removed.
    Webhook(WebhookInfo),
    /// Commands were set for a language, empty for all, in one chat or everywhere.
    Commands {
        #[serde(default)]
        chat: Option<i64>,
        language: String,
        commands: Vec<(String, String)>,
    },
    /// The bot said something of itself: name, description or short description.
    Profile {
        field: String,
        language: String,
        text: String,
    },
    /// A person's subscription in Tribute changed.
    Subscribed {
        user_id: i64,
        subscription_id: i64,
        expires_at: jiff::Timestamp,
    },
    /// A chat was restarted: its person is as new.
    Forgotten { chat_id: i64 },
    /// Everything was forgotten; only numbers go on.
    Cleaned {
        next_update_id: i64,
        toast_number: u64,
        last_message_ids: Vec<(i64, i64)>,
    },
    /// Something else happened in Tribute.
    Tribute(TributeFact),
}
