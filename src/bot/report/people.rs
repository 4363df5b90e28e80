//! What the owner sees of one person.

use jiff::Timestamp;

use super::{LeadEntry, Paid, StoredEvent};
use crate::bot::state::{Person, Recommendation, Subscription};

/// A person and what is stored about them; of what grows without end, the newest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Who.
    pub person: Person,
    /// When they became known.
    pub known_at: Timestamp,
    /// When they first pressed Start.
    pub started_at: Option<Timestamp>,
    /// Since when they cannot be written to.
    pub unreachable_at: Option<Timestamp>,
    /// The last finished quiz.
    pub recommendation: Option<Recommendation>,
    /// Access by Tribute plan.
    pub subscriptions: Vec<Subscription>,
    /// Requests for a consultation.
    pub leads: Vec<LeadEntry>,
    /// What Tribute told of them, as it came.
    pub payments: Vec<StoredEvent>,
    /// What each of these says about money; empty until they are read.
    pub paid: Vec<Option<Paid>>,
    /// What they did.
    pub events: Vec<Happened>,
}

/// A fact of the statistics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// Its stored name.
    pub name: String,
    /// A quiz, a plan.
    pub details: Option<String>,
    /// When.
    pub at: Timestamp,
}
