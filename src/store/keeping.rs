//! What is kept how long, and how much there is of what.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Store, StoreError, pg, sqlite};

/// Rows that go when they are old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stale {
    /// Keys of updates that were handled, by when they came.
    Inbox,
    /// Messages that were given up, by when that was.
    DeadLetters,
    /// Messages that wait for somebody who cannot be reached, by since when.
    Held,
    /// Facts for statistics, by when they happened.
    Facts,
    /// What is left of questions to the assistant, by when they were asked.
    Questions,
}

impl Stale {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Inbox,
        Self::DeadLetters,
        Self::Held,
        Self::Facts,
        Self::Questions,
    ];

    /// A bounded word, for the metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::DeadLetters => "dead_letters",
            Self::Held => "held",
            Self::Facts => "events",
            Self::Questions => "assistant_questions",
        }
    }
}

/// People by how far they came; each stage counts everybody who ever reached it and was not forgotten since.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Funnel {
    /// Pressed Start.
    pub started: i64,
    /// Got a recommendation.
    pub advised: i64,
    /// Asked for a consultation.
    pub asked: i64,
    /// Paid with money.
    pub paid: i64,
    /// Cannot be written to now.
    pub unreachable: i64,
}

/// Rows of the tables that grow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "named as the tables are")]
pub struct Rows {
    pub users: i64,
    pub inbox: i64,
    pub outbox: i64,
    pub events: i64,
    pub tribute_events: i64,
    pub leads: i64,
}

/// Sums of one currency over the last thirty days, in minor units.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earned {
    /// Three small letters.
    pub currency: String,
    /// Paid, less what was given back.
    pub paid: i64,
    /// What is left after Tribute's commission, of the payments of which it says so.
    pub net: i64,
}

/// What is too much to count at every scrape; counted from time to time, once for all replicas.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Measured {
    /// People by how far they came.
    pub funnel: Funnel,
    /// Sizes of tables.
    pub rows: Rows,
    /// The database with everything that belongs to it.
    pub bytes: i64,
    /// What came in, by currency.
    pub earned: Vec<Earned>,
}

impl Store {
    /// Removes rows of a kind that are older than that; so many at most, and says how many it were.
    ///
    /// # Errors
    /// Nothing was removed.
    pub async fn clean_stale(
        &self,
        kind: Stale,
        before: Timestamp,
        limit: i64,
    ) -> Result<usize, StoreError> {
        on_store!(self, keeping::clean(kind, before, limit))
    }

    /// Counts; what was earned is left to who can read events.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn measure(&self) -> Result<Measured, StoreError> {
        on_store!(self, measuring::measure())
    }

    /// Keeps what was measured for the scrapes of all replicas.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn keep_measured(
        &self,
        measured: &Measured,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        on_store!(self, measuring::keep(measured, now))
    }
}
