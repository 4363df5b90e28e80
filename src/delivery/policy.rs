//! What to do after a refusal: a pure function of the error and of how often the message failed before.

use std::time::Duration;

use crate::telegram::{ChatId, api_error::ApiError};

/// The next step in a message's life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// It is as good as delivered.
    Done,
    /// Telegram asks to wait; not a failure of the message.
    Pause(Duration),
    /// Try again later.
    Retry(Duration),
    /// The message to edit is gone: send the text as a new one.
    SendAsNew,
    /// Our markup is broken: send the words without it.
    SendPlain,
    /// Nobody to send to: stop everything for this chat.
    StopChat(String),
    /// The chat has a new id.
    MoveChat(ChatId),
    /// It can never succeed: keep it as a dead letter.
    Bury(String),
}

/// After about a day of tries a message is given up.
const MOST_ATTEMPTS: i32 = 1_500;
const LONGEST_DELAY_SECONDS: u64 = 60;
/// A revoked token is mended by a person: no hurry.
const UNAUTHORIZED_DELAY: Duration = Duration::from_secs(60);

/// Decides. `attempts` counts earlier failures; `jitter` is in 0..1 and spreads retries.
#[must_use]
pub fn next(error: &ApiError, attempts: i32, jitter: f64) -> Next {
    match error {
        ApiError::AlreadySo(_) => Next::Done,
        ApiError::RetryAfter(wait) => Next::Pause(*wait),
        ApiError::CannotEdit(_) => Next::SendAsNew,
        ApiError::BrokenMarkup(_) => Next::SendPlain,
        ApiError::Unreachable(reason) => Next::StopChat(reason.clone()),
        ApiError::ChatMigrated(chat) => Next::MoveChat(*chat),
        ApiError::Rejected { .. } => Next::Bury(error.to_string()),
        _ if attempts >= MOST_ATTEMPTS => Next::Bury(format!("given up: {error}")),
        ApiError::Unauthorized => Next::Retry(UNAUTHORIZED_DELAY),
        ApiError::Unavailable(_) => Next::Retry(backoff(attempts, jitter)),
    }
}

/// Whether Telegram does not take a message in this form, so that another form of it may be tried.
#[must_use]
pub fn is_about_form(error: &ApiError) -> bool {
    match error {
        ApiError::Rejected { .. }
        | ApiError::BrokenMarkup(_)
        | ApiError::CannotEdit(_)
        | ApiError::AlreadySo(_) => true,
        ApiError::RetryAfter(_)
        | ApiError::Unreachable(_)
        | ApiError::ChatMigrated(_)
        | ApiError::Unauthorized
        | ApiError::Unavailable(_) => false,
    }
}

/// Half a second, then doubling to a minute, plus up to a quarter.
pub(super) fn backoff(attempts: i32, jitter: f64) -> Duration {
    let doublings = u32::try_from(attempts.clamp(0, 8)).unwrap_or_default();
    let base = Duration::from_millis(500 << doublings);
    let base = base.min(Duration::from_secs(LONGEST_DELAY_SECONDS));
    base.mul_f64(1.0 + jitter.clamp(0.0, 1.0) / 4.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_its_next_step() {
        let text = || "because".to_owned();
        let wait = Duration::from_secs(86_000);
        for (error, expected) in [
            (ApiError::AlreadySo(text()), Next::Done),
            (ApiError::RetryAfter(wait), Next::Pause(wait)),
            (ApiError::CannotEdit(text()), Next::SendAsNew),
            (ApiError::BrokenMarkup(text()), Next::SendPlain),
            (ApiError::Unreachable(text()), Next::StopChat(text())),
            (
                ApiError::ChatMigrated(ChatId(-100)),
                Next::MoveChat(ChatId(-100)),
            ),
            (
                ApiError::Rejected {
                    code: 400,
                    description: text(),
                },
                Next::Bury("rejected with 400: because".into()),
            ),
            (ApiError::Unauthorized, Next::Retry(UNAUTHORIZED_DELAY)),
            (
                ApiError::Unavailable(text()),
                Next::Retry(Duration::from_millis(500)),
            ),
        ] {
            assert_eq!(next(&error, 0, 0.0), expected, "{error}");
            // Whatever waits or concerns the whole chat is the same in another form.
            let waits = matches!(expected, Next::Pause(_) | Next::Retry(_));
            let chat = matches!(expected, Next::StopChat(_) | Next::MoveChat(_));
            assert_eq!(is_about_form(&error), !waits && !chat, "{error}");
        }
    }

    #[test]
    fn retries_grow_to_a_minute_and_end_after_a_day() {
        let error = ApiError::Unavailable("down".into());
        let delay = |attempts, jitter| match next(&error, attempts, jitter) {
            Next::Retry(delay) => delay,
            other => panic!("{other:?}"),
        };
        assert_eq!(delay(3, 0.0), Duration::from_secs(4));
        assert_eq!(delay(100, 0.0), Duration::from_secs(60));
        assert_eq!(delay(100, 1.0), Duration::from_secs(75));
        let total: Duration = (0..MOST_ATTEMPTS)
            .map(|attempts| delay(attempts, 0.0))
            .sum();
        assert!(total > Duration::from_secs(24 * 60 * 60), "{total:?}");
        assert!(matches!(next(&error, MOST_ATTEMPTS, 0.0), Next::Bury(_)));
    }
}
