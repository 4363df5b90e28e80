//! What happened in the cabinet, and is still true after a restart.

use serde::{Deserialize, Serialize};

use super::book::{TributeAttempt, TributeEntry};
use super::bought::Bought;

/// One line of the journal about Tribute.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::playground) enum TributeFact {
    /// Something was bought, or something happened to what was bought.
    Bought {
        user_id: i64,
        subject: String,
        bought: Bought,
    },
    /// A delivery is to be made.
    Entry(Box<TributeEntry>),
    /// Bytes are on their way.
    Posted {
        user_id: i64,
        body: String,
        is_badly_signed: bool,
        /// Unix seconds of the pretend clock; none in a journal of before.
        #[serde(default)]
        at: Option<i64>,
    },
    /// A delivery was tried.
    Attempt {
        number: u64,
        attempt: TributeAttempt,
        /// When it is repeated, if it is, and how many repeats that makes.
        next_at: Option<jiff::Timestamp>,
        repeats: usize,
    },
}
