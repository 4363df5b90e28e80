//! What the owner sees of one person.

use jiff::Timestamp;

use super::{LeadEntry, Paid, StoredEvent};
use crate::bot::{
    ledger::Ruling,
    state::{Person, Recommendation, Subscription},
};

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
    /// Decisions about their access.
    pub rulings: Vec<Ruled>,
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

/// A decision about somebody, as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruled {
    /// When it was made.
    pub at: Timestamp,
    /// What whoever made it is called; empty when it is the program, or nobody that is known.
    pub by: String,
    /// What it says.
    pub ruling: Ruling,
    /// What became of it: [`crate::bot::ledger::DONE`], or why not; `None` while it waits.
    pub outcome: Option<String>,
}

/// The one of these people that a text means: the one with this number or this user name, or else the only one.
#[must_use]
pub fn whom<'p>(text: &str, people: &'p [Person]) -> Option<&'p Person> {
    let id = text.parse::<i64>().ok();
    let username = text.trim_start_matches('@').to_lowercase();
    let is_named = |person: &&Person| {
        let known = person.username.as_deref();
        known.is_some_and(|known| known.to_lowercase() == username)
    };
    let exact = people.iter().find(|person| Some(person.id.0) == id);
    let exact = exact.or_else(|| people.iter().find(is_named));
    exact.or_else(|| people.first().filter(|_| people.len() == 1))
}
