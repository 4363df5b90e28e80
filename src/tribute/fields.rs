//! Reading a payload's fields leniently: numbers may come as texts, anything may be missing.

use jiff::Timestamp;
use serde_json::Value;

use crate::telegram::UserId;

/// Longer ids than this are cut: they are shown to the owner and stand in an index.
const LONGEST_ID: usize = 64;
/// "For ever" is written as the end of the year 9999, which is past the last moment that there is in UTC.
const FOR_EVER: &str = "9999-12-3";

/// A moment between 1970 and 9999, the range that both databases keep in order; what lies outside is moved to
/// its end.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    match text.parse::<Timestamp>() {
        Ok(at) => Some(at.max(Timestamp::UNIX_EPOCH)),
        Err(_) if text.starts_with(FOR_EVER) => Some(Timestamp::MAX),
        Err(_) => None,
    }
}

/// A payload whose keys are looked up one by one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a>(pub(super) &'a Value);

impl<'a> Fields<'a> {
    /// A text that is not empty, without NUL characters (PostgreSQL has no place for them).
    pub(super) fn text(self, key: &str) -> Option<String> {
        let text = self.0.get(key)?.as_str()?.replace('\0', "");
        (!text.is_empty()).then_some(text)
    }

    /// An integer, also one written as a text.
    pub(super) fn integer(self, key: &str) -> Option<i64> {
        let value = self.0.get(key)?;
        value
            .as_i64()
            .or_else(|| value.as_str()?.trim().parse().ok())
    }

    /// A moment.
    pub(super) fn moment(self, key: &str) -> Option<Timestamp> {
        moment(self.0.get(key)?.as_str()?)
    }

    /// The buyer's Telegram id. Absent, null and zero all mean "not known".
    pub(super) fn telegram_user(self) -> Option<UserId> {
        self.integer("telegram_user_id")
            .filter(|id| *id > 0)
            .map(UserId)
    }

    /// Tribute's id of the buyer, `T-<n>` or `W-<n>`; the older numeric `user_id` stands in for it.
    pub(super) fn tribute_user(self) -> Option<String> {
        let id = self.scalar("trb_user_id").or_else(|| {
            let id = self.integer("user_id")?;
            Some(format!("user:{id}"))
        });
        id.map(|id| id.chars().take(LONGEST_ID).collect())
    }

    /// Any scalar as a text, for keys.
    pub(super) fn scalar(self, key: &str) -> Option<String> {
        match self.0.get(key)? {
            Value::String(text) if !text.is_empty() => Some(text.replace('\0', "")),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }
}
