//! What the owner sees of doors.

use jiff::Timestamp;

use crate::{
    bot::doors::Trouble,
    telegram::{ChatId, UserId},
};

/// The people at doors to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorsQuery {
    /// Each door, with the plans that open it.
    pub doors: Vec<(ChatId, Vec<String>)>,
    /// The moment of the question.
    pub now: Timestamp,
    /// What was to be renewed opens a door for so long after its end.
    pub since: Timestamp,
    /// So many people are named at each door, at most.
    pub limit: u32,
}

/// One door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorFigures {
    /// Which.
    pub door: ChatId,
    /// What is wrong with the bot's rights.
    pub trouble: Option<Trouble>,
    /// When somebody last looked; `None` before the first time.
    pub checked_at: Option<Timestamp>,
    /// People inside.
    pub inside: i64,
    /// People who asked and wait.
    pub waiting: i64,
    /// People who could not be let in or put out.
    pub failing: i64,
    /// People inside without access, and not running the chat.
    pub strangers: i64,
    /// The first of them.
    pub named_strangers: Vec<AtDoor>,
    /// People with access who are not inside.
    pub absent: i64,
    /// The first of them.
    pub named_absent: Vec<AtDoor>,
}

/// Somebody at a door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtDoor {
    /// Who.
    pub user: UserId,
    /// As Telegram shows it; empty for somebody who is not known.
    pub first_name: String,
    /// Without the `@`.
    pub username: Option<String>,
}
