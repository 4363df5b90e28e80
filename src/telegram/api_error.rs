//! The Bot API's refusals, sorted by what to do next.
//!
//! Telegram's texts change, so the code comes first and a lower-case fragment of the description second.

use std::time::Duration;

use serde::Deserialize;

use super::ChatId;

/// Why a call did not succeed. Holds no URL (the token is in it) and none of what we sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// 429: wait as long as told.
    #[error("too many requests, retry after {} s", .0.as_secs())]
    RetryAfter(Duration),
    /// The person blocked the bot, is gone, or never started it; or the group is lost.
    #[error("unreachable: {0}")]
    Unreachable(String),
    /// The group has a new id.
    #[error("the chat moved to {0}")]
    ChatMigrated(ChatId),
    /// The message to edit is gone or too old: send a new one.
    #[error("cannot edit: {0}")]
    CannotEdit(String),
    /// The edit changes nothing, the message is deleted already, the press is too old: as good as done.
    #[error("already so: {0}")]
    AlreadySo(String),
    /// Our markup is broken.
    #[error("broken markup: {0}")]
    BrokenMarkup(String),
    /// The call can never succeed as it is.
    #[error("rejected with {code}: {description}")]
    Rejected {
        /// Telegram's error code.
        code: u16,
        /// Telegram's words.
        description: String,
    },
    /// The token is wrong or revoked.
    #[error("Telegram does not know this BOT_TOKEN")]
    Unauthorized,
    /// Nothing to blame on the call: network, 5xx, an answer that is not JSON.
    #[error("unavailable: {0}")]
    Unavailable(String),
}

impl ApiError {
    /// A bounded name for metrics.
    #[must_use]
    pub fn outcome(&self) -> &'static str {
        match self {
            Self::RetryAfter(_) => "retry_after",
            Self::Unreachable(_) => "unreachable",
            Self::ChatMigrated(_) => "chat_migrated",
            Self::CannotEdit(_) => "cannot_edit",
            Self::AlreadySo(_) => "already_so",
            Self::BrokenMarkup(_) => "broken_markup",
            Self::Rejected { .. } => "rejected",
            Self::Unauthorized => "unauthorized",
            Self::Unavailable(_) => "unavailable",
        }
    }
}

/// Every name that [`ApiError::outcome`] can give, and `ok`.
pub const OUTCOMES: [&str; 10] = [
    "ok",
    "retry_after",
    "unreachable",
    "chat_migrated",
    "cannot_edit",
    "already_so",
    "broken_markup",
    "rejected",
    "unauthorized",
    "unavailable",
];

/// The Bot API's answer when `ok` is false.
#[derive(Debug, Deserialize)]
pub(super) struct Refusal {
    #[serde(default)]
    pub(super) error_code: u16,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    pub(super) parameters: Parameters,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Parameters {
    pub(super) retry_after: Option<u64>,
    pub(super) migrate_to_chat_id: Option<i64>,
}

/// Telegram may name hours; more than a day is taken for a day.
const LONGEST_PAUSE_SECONDS: u64 = 24 * 60 * 60;

const ALREADY_SO: [&str; 6] = [
    "message is not modified",
    "message to delete not found",
    "message can't be deleted",
    "query is too old",
    "query id is invalid",
    "user_already_participant",
];

const CANNOT_EDIT: [&str; 3] = [
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
];

const UNREACHABLE: [&str; 4] = [
    "chat not found",
    "peer_id_invalid",
    "group chat was deleted",
    "user not found",
];

impl Refusal {
    pub(super) fn classify(self) -> ApiError {
        let text = self.description.to_lowercase();
        let has = |fragments: &[&str]| fragments.iter().any(|fragment| text.contains(fragment));
        match self.error_code {
            429 => {
                let seconds = self.parameters.retry_after.unwrap_or(1);
                ApiError::RetryAfter(Duration::from_secs(seconds.clamp(1, LONGEST_PAUSE_SECONDS)))
            }
            401 => ApiError::Unauthorized,
            403 => ApiError::Unreachable(self.description),
            400 => match self.parameters.migrate_to_chat_id {
                Some(id) => ApiError::ChatMigrated(ChatId(id)),
                None if has(&ALREADY_SO) => ApiError::AlreadySo(self.description),
                None if has(&CANNOT_EDIT) => ApiError::CannotEdit(self.description),
                None if has(&UNREACHABLE) => ApiError::Unreachable(self.description),
                None if has(&["can't parse entities"]) => ApiError::BrokenMarkup(self.description),
                None => ApiError::Rejected {
                    code: 400,
                    description: self.description,
                },
            },
            code @ 402..=499 => ApiError::Rejected {
                code,
                description: self.description,
            },
            code => ApiError::Unavailable(format!("error {code}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, expected: &ApiError) {
        let refusal: Refusal = serde_json::from_str(body).expect("a refusal");
        assert_eq!(&refusal.classify(), expected, "{body}");
    }

    #[test]
    fn refusals_are_sorted_by_what_to_do_next() {
        check(
            r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 86000","parameters":{"retry_after":86000}}"#,
            &ApiError::RetryAfter(Duration::from_secs(86_000)),
        );
        check(
            r#"{"ok":false,"error_code":429,"description":"Too Many Requests"}"#,
            &ApiError::RetryAfter(Duration::from_secs(1)),
        );
        check(
            r#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#,
            &ApiError::Unauthorized,
        );
        for text in [
            "Forbidden: bot was blocked by the user",
            "Forbidden: user is deactivated",
        ] {
            check(
                &format!(r#"{{"ok":false,"error_code":403,"description":"{text}"}}"#),
                &ApiError::Unreachable(text.into()),
            );
        }
        check(
            r#"{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}"#,
            &ApiError::Unreachable("Bad Request: chat not found".into()),
        );
        check(
            r#"{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1001234567890}}"#,
            &ApiError::ChatMigrated(ChatId(-1_001_234_567_890)),
        );
        check(
            r#"{"ok":false,"error_code":400,"description":"Bad Request: message is not modified: specified new message content and reply markup are exactly the same"}"#,
            &ApiError::AlreadySo("Bad Request: message is not modified: specified new message content and reply markup are exactly the same".into()),
        );
        check(
            r#"{"ok":false,"error_code":400,"description":"Bad Request: message to edit not found"}"#,
            &ApiError::CannotEdit("Bad Request: message to edit not found".into()),
        );
        check(
            r#"{"ok":false,"error_code":400,"description":"Bad Request: can't parse entities: Unsupported start tag"}"#,
            &ApiError::BrokenMarkup(
                "Bad Request: can't parse entities: Unsupported start tag".into(),
            ),
        );
        check(
            r#"{"ok":false,"error_code":400,"description":"Bad Request: message is too long"}"#,
            &ApiError::Rejected {
                code: 400,
                description: "Bad Request: message is too long".into(),
            },
        );
        check(
            r#"{"ok":false,"error_code":502,"description":"Bad Gateway"}"#,
            &ApiError::Unavailable("error 502".into()),
        );
    }
}
