//! Doors as the worker that lets people in and out sees them: who and what is due, and what became of it.

use diesel::{
    pg::Pg,
    prelude::{AsChangeset, Insertable, Queryable, Selectable},
    sqlite::Sqlite,
};
use jiff::Timestamp;

use super::{
    Store, StoreError,
    moment::At,
    pg,
    schema::{door_chats, door_members},
    sqlite,
};
use crate::{
    bot::{
        doors::{DoorMember, Place, Trouble},
        effects::Outgoing,
        state::{Person, Subscription},
    },
    telegram::{ChatId, UserId},
};

/// Somebody at a door whose moment has come.
#[derive(Debug, Clone)]
pub struct DueMember {
    /// Who and where.
    pub member: DoorMember,
    /// What is known of them, when they are known.
    pub person: Option<Person>,
    /// Their access.
    pub subscriptions: Vec<Subscription>,
    /// Tries that failed, one after the other.
    pub attempts: i32,
    /// The first of them.
    pub failed_at: Option<Timestamp>,
}

/// What became of somebody at a door.
#[derive(Debug, Clone)]
pub struct MemberSettled {
    /// Which door.
    pub door: ChatId,
    /// Who.
    pub user: UserId,
    /// The claim that this ends.
    pub claimed_until: Timestamp,
    /// Where they are found to be.
    pub found: Option<Found>,
    /// Where they stood when Telegram was made to put them there: that counts even when something else has changed.
    pub done_from: Option<Place>,
    /// The next look.
    pub check_at: Option<Timestamp>,
    /// Tries that failed, one after the other.
    pub attempts: i32,
    /// The first of them.
    pub failed_at: Option<Timestamp>,
    /// Why the last one failed; nothing personal.
    pub error: Option<String>,
    /// Whether it is given up.
    pub is_dead: bool,
}

/// Where somebody was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// In or out.
    pub place: Place,
    /// Whether the bot sees them out.
    pub is_ours: bool,
    /// Whether they run the chat.
    pub is_admin: bool,
}

/// A group or channel whose moment has come.
#[derive(Debug, Clone)]
pub struct DueChat {
    /// Which.
    pub chat: ChatId,
    /// What it is called, when the bot was told.
    pub title: String,
    /// The stored word for what the bot is there.
    pub status: String,
    /// Since when the admins know of a trouble that is not over.
    pub alarmed_at: Option<Timestamp>,
    /// Whether the admins were told that the bot is here.
    pub is_told: bool,
    /// How many such chats they were told of in the last day.
    pub told_lately: i64,
    /// Looks that failed, one after the other.
    pub attempts: i32,
}

/// What became of the look at a group or channel.
#[derive(Debug, Clone)]
pub struct ChatSettled {
    /// Which.
    pub chat: ChatId,
    /// The claim that this ends.
    pub claimed_until: Timestamp,
    /// The next look.
    pub check_at: Option<Timestamp>,
    /// Looks that failed, one after the other.
    pub attempts: i32,
    /// What was seen of the bot's rights.
    pub seen: Option<Seen>,
    /// Whether the admins are now told that the bot is here.
    pub is_told: bool,
    /// The plans that open this door.
    pub plans: Vec<String>,
}

/// What was seen of the bot's rights at a door.
#[derive(Debug, Clone)]
pub struct Seen {
    /// What is wrong with them.
    pub trouble: Option<Trouble>,
    /// Since when the admins know.
    pub alarmed_at: Option<Timestamp>,
    /// What the chat is called, when Telegram said so.
    pub title: Option<String>,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = door_members, check_for_backend(Pg, Sqlite))]
pub(super) struct DoorMemberRow {
    pub(super) door: i64,
    pub(super) user_id: i64,
    pub(super) status: String,
    pub(super) is_ours: bool,
    pub(super) is_admin: bool,
    pub(super) is_unwanted: bool,
    pub(super) asked_at: Option<At>,
    pub(super) joined_at: Option<At>,
    pub(super) check_at: Option<At>,
    pub(super) claimed_until: Option<At>,
    pub(super) attempts: i32,
    pub(super) failed_at: Option<At>,
    pub(super) last_error: Option<String>,
    pub(super) dead_at: Option<At>,
    pub(super) link: Option<String>,
    pub(super) link_until: Option<At>,
}

impl DoorMemberRow {
    /// Somebody of whom nothing else is known.
    pub(super) fn new(door: ChatId, user: UserId, place: Place) -> Self {
        Self {
            door: door.0,
            user_id: user.0,
            status: place.as_str().to_owned(),
            is_ours: false,
            is_admin: false,
            is_unwanted: false,
            asked_at: None,
            joined_at: None,
            check_at: None,
            claimed_until: None,
            attempts: 0,
            failed_at: None,
            last_error: None,
            dead_at: None,
            link: None,
            link_until: None,
        }
    }
}

impl From<DoorMemberRow> for DoorMember {
    fn from(row: DoorMemberRow) -> Self {
        Self {
            door: ChatId(row.door),
            user: UserId(row.user_id),
            // A word of a newer version: to look is never wrong.
            place: Place::parse(&row.status).unwrap_or(Place::Outside),
            is_ours: row.is_ours,
            is_unwanted: row.is_unwanted,
        }
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = door_chats, check_for_backend(Pg, Sqlite))]
pub(super) struct DoorChatRow {
    pub(super) door: i64,
    pub(super) title: String,
    pub(super) is_door: bool,
    pub(super) trouble: Option<String>,
    pub(super) status: String,
    pub(super) checked_at: Option<At>,
    pub(super) check_at: Option<At>,
    pub(super) claimed_until: Option<At>,
    pub(super) attempts: i32,
    pub(super) alarmed_at: Option<At>,
    pub(super) told_at: Option<At>,
}

impl DoorChatRow {
    /// A chat of which nothing else is known.
    pub(super) fn new(chat: ChatId) -> Self {
        Self {
            door: chat.0,
            title: String::new(),
            is_door: false,
            trouble: None,
            status: "other".to_owned(),
            checked_at: None,
            check_at: None,
            claimed_until: None,
            attempts: 0,
            alarmed_at: None,
            told_at: None,
        }
    }

    pub(super) fn due(self, told_lately: i64) -> DueChat {
        DueChat {
            chat: ChatId(self.door),
            title: self.title,
            status: self.status,
            alarmed_at: self.alarmed_at.map(|at| at.0),
            is_told: self.told_at.is_some(),
            told_lately,
            attempts: self.attempts,
        }
    }
}

impl Store {
    /// Makes the doors those of the content pack.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn survey_doors(&self, doors: &[ChatId], now: Timestamp) -> Result<(), StoreError> {
        on_store!(self, doors::chats::survey(doors, now))
    }

    /// Takes a group or channel that is due, for one taker until `until`.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn claim_door_chat(
        &self,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<DueChat>, StoreError> {
        on_store!(self, doors::chats::claim(now, until))
    }

    /// Stores what was found about a group or channel; `false` when something about it changed meanwhile.
    ///
    /// # Errors
    /// The database does not answer: the chat is due again when the claim ends.
    pub async fn settle_door_chat(
        &self,
        settled: &ChatSettled,
        messages: &[Outgoing],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        on_store!(self, doors::chats::settle(settled, messages, now))
    }

    /// The bot's rights at a door are to be looked at.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn look_at_door(&self, door: ChatId, now: Timestamp) -> Result<(), StoreError> {
        on_store!(self, doors::chats::look_at(door, now))
    }

    /// Takes somebody at a door who is due, for one taker until `until`.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn claim_door_member(
        &self,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<DueMember>, StoreError> {
        on_store!(self, doors::queue::claim(now, until))
    }

    /// From here on they are being put out; `false` when the claim is no more.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn begin_leaving(
        &self,
        door: ChatId,
        user: UserId,
        claimed_until: Timestamp,
    ) -> Result<bool, StoreError> {
        on_store!(self, doors::queue::begin_leaving(door, user, claimed_until))
    }

    /// Stores what became of somebody at a door; `false` when something about them changed meanwhile.
    ///
    /// # Errors
    /// The database does not answer: they are due again when the claim ends.
    pub async fn settle_door_member(
        &self,
        settled: &MemberSettled,
        messages: &[Outgoing],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        on_store!(self, doors::queue::settle(settled, messages, now))
    }

    /// Keeps a person's newest link, and gives back the one before it when that may still let somebody in.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn keep_door_link(
        &self,
        door: ChatId,
        user: UserId,
        link: &str,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        on_store!(
            self,
            doors::members::keep_link(door, user, link, until, now)
        )
    }
}
