//! The book of what was sent and what was answered.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::sign::TributeSignature;

/// A delivery to make.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct TributeSending {
    /// Whose purchase it is about.
    #[serde(deserialize_with = "crate::playground::answers::person_id")]
    pub user: i64,
    /// The bytes, which need not be JSON.
    pub body: String,
    /// How it is signed.
    #[serde(default)]
    pub signature: TributeSignature,
    /// How often the same bytes are sent, one after the other; at most five times, none means once. A held one is
    /// sent once, whenever it is released.
    pub times: Option<u32>,
    /// Sends the same bytes twice at once, that many times.
    #[serde(default)]
    pub twin: bool,
    /// Puts it in the book without sending it.
    #[serde(default)]
    pub hold: bool,
    /// Takes the Telegram id and user name out of the payload.
    #[serde(default)]
    pub without_telegram_id: bool,
}

/// One try to deliver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TributeAttempt {
    /// When the answer came.
    pub at: Timestamp,
    /// The HTTP status; 0 when there was no answer.
    pub status: u16,
    /// The beginning of the answer, or why there is none.
    pub body: String,
}

impl TributeAttempt {
    /// Whether the receiver has it.
    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// A delivery in the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TributeEntry {
    /// Its number, from 1 on.
    pub number: u64,
    /// The event's name; `test_event` for the dashboard's test, `unnamed` when it cannot be read.
    pub event: String,
    /// Whose purchase it is about.
    pub user: i64,
    /// How it is signed, in every attempt.
    pub signature: TributeSignature,
    /// Whether it waits to be sent by hand.
    pub held: bool,
    /// What was tried so far, oldest first.
    pub attempts: Vec<TributeAttempt>,
    /// When it is tried next.
    pub next_at: Option<Timestamp>,
    /// Whether it was accepted.
    pub done: bool,
    /// Whether the last repeat failed.
    pub given_up: bool,
    /// What is odd about it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<String>,
    /// What is sent.
    pub body: String,
    /// Whether the body is as the cabinet wrote it, so that a repeat may say when it is sent.
    pub as_drafted: bool,
    /// How many repeats were announced so far.
    pub(super) repeats: usize,
    /// How many attempts are under way; nothing is, after a restart.
    #[serde(skip)]
    pub(super) under_way: u32,
}

impl TributeEntry {
    /// Takes note of an attempt.
    pub(super) fn tried(
        &mut self,
        attempt: TributeAttempt,
        next_at: Option<Timestamp>,
        repeats: usize,
    ) {
        self.held = false;
        self.done |= attempt.is_success();
        self.next_at = next_at.filter(|_| !self.done);
        self.repeats = repeats;
        self.given_up = !self.done && self.next_at.is_none();
        self.attempts.push(attempt);
    }
}
