//! What the inspector remembers of one update and of one call.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::Value;

use super::shown::Call;

/// What led to a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// The update of this id.
    Update(i64),
    /// The event of Tribute of this number.
    Tribute(u64),
}

/// One call, and why it was made.
#[derive(Debug)]
pub(super) struct Trace {
    /// Grows with each call.
    pub(super) number: u64,
    pub(super) call: Call,
    pub(super) cause: Option<Cause>,
    /// Whether the cause was over already: a retry, a reminder, a guess.
    pub(super) later: bool,
    /// From the request to its answer.
    pub(super) took: Option<Duration>,
    /// The messages that it made, changed or was to change, by chat.
    pub(super) messages: Vec<(i64, i64)>,
}

/// One update and how its delivery goes.
#[derive(Debug)]
pub(super) struct Letter {
    pub(super) kind: String,
    /// The chat or person whose queue it is in.
    pub(super) user: i64,
    pub(super) update: Value,
    /// The message that it carries, or whose button was pressed.
    pub(super) about: Option<(i64, i64)>,
    /// Whether it carries that message, newly written.
    pub(super) is_message: bool,
    pub(super) first_sent_at: Option<Timestamp>,
    /// The latest attempts.
    pub(super) tries: VecDeque<Try>,
}

/// One attempt of a delivery.
#[derive(Debug)]
pub(super) struct Try {
    pub(super) at: Timestamp,
    pub(super) begun: Instant,
    /// None while it is under way.
    pub(super) took: Option<Duration>,
    pub(super) status: Option<u16>,
    pub(super) error: Option<String>,
}

/// The messages that a call made; for one that made none, the message it names.
pub(super) fn messages_of(call: &Call) -> Vec<(i64, i64)> {
    let result = call.result.as_ref();
    let many = result.and_then(Value::as_array).into_iter().flatten();
    let made: Vec<_> = result
        .into_iter()
        .chain(many)
        .filter_map(|message| named(message, call.chat_id))
        .collect();
    if !made.is_empty() {
        return made;
    }
    let id = call.params.get("message_id").and_then(integer);
    call.chat_id.zip(id).into_iter().collect()
}

/// The chat and number of a message; the chat may be known otherwise.
pub(super) fn named(message: &Value, chat: Option<i64>) -> Option<(i64, i64)> {
    let own = message
        .get("chat")
        .and_then(|chat| chat.get("id")?.as_i64());
    Some((own.or(chat)?, message.get("message_id")?.as_i64()?))
}

/// Parameters of a form are texts.
pub(super) fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}
