//! What access follows from: the events of Tribute, and what was decided by hand.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{access::Subscription, effects::Effects};
use crate::telegram::{MessageId, UserId};

/// A decision that is not Tribute's: an owner's, a buyer's who claims a payment, or the program's own. The journal keeps
/// them for ever; each takes effect once, in a transaction of its own, under the lock of whom it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// What was decided.
    pub action: Action,
    /// About whom, when the decision says so.
    pub user: Option<UserId>,
    /// About which event of the ledger.
    pub event: Option<i64>,
    /// The plan's id in the content pack.
    pub plan: Option<String>,
    /// Until when.
    pub until: Option<Timestamp>,
    /// For how many days; the end is worked out when the decision takes effect.
    pub days: Option<i32>,
    /// Why, in somebody's own words; shown to the person. Untrusted text.
    pub reason: String,
    /// Access that was kept when its person was forgotten.
    pub kept: Option<Subscription>,
    /// The message in the chat of whoever decided that is to show what became of the event.
    pub card: Option<MessageId>,
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A waiting event is this person's.
    Give,
    /// A waiting event is about this plan.
    Plan,
    /// A waiting event needs nothing.
    Dismiss,
    /// A waiting event is looked at again.
    Retry,
    /// The person has access by a plan until then.
    Grant,
    /// The person has access by a plan for so many days more.
    Extend,
    /// Whatever gave the person access by a plan until now ends.
    Revoke,
    /// Access went on when its person was forgotten.
    Carried,
}

impl Action {
    const ALL: [Self; 8] = [
        Self::Give,
        Self::Plan,
        Self::Dismiss,
        Self::Retry,
        Self::Grant,
        Self::Extend,
        Self::Revoke,
        Self::Carried,
    ];

    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Give => "give",
            Self::Plan => "plan",
            Self::Dismiss => "dismiss",
            Self::Retry => "retry",
            Self::Grant => "grant",
            Self::Extend => "extend",
            Self::Revoke => "revoke",
            Self::Carried => "carried",
        }
    }

    /// The stored word, read.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == word)
    }
}

impl Ruling {
    /// A decision about an event.
    #[must_use]
    pub fn about_event(action: Action, event: i64) -> Self {
        Self {
            event: Some(event),
            ..Self::new(action)
        }
    }

    /// A decision about a person's access by a plan.
    #[must_use]
    pub fn about_person(action: Action, user: UserId, plan: &str) -> Self {
        Self {
            user: Some(user),
            plan: Some(plan.to_owned()),
            ..Self::new(action)
        }
    }

    fn new(action: Action) -> Self {
        Self {
            action,
            user: None,
            event: None,
            plan: None,
            until: None,
            days: None,
            reason: String::new(),
            kept: None,
            card: None,
        }
    }
}

/// All that one person's access and money follow from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Events of Tribute that are theirs and took effect.
    pub events: Vec<LedgerEvent>,
    /// Decisions that took effect.
    pub rulings: Vec<LedgerRuling>,
}

/// One event of Tribute, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEvent {
    /// The row.
    pub id: i64,
    /// As it came, byte for byte.
    pub body: String,
    /// The plan that it was found to be about.
    pub plan: Option<String>,
    /// Whether the owner said so: then nothing else does.
    pub by_hand: bool,
    /// When it first came in.
    pub received_at: Timestamp,
}

/// One decision, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRuling {
    /// The row.
    pub id: i64,
    /// When it was made.
    pub made_at: Timestamp,
    /// What it says.
    pub ruling: Ruling,
}

/// What became of an event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventOutcome {
    /// One of the words below.
    pub word: &'static str,
    /// Why, when it is not plain.
    pub reason: Option<String>,
    /// The plan it is about.
    pub plan: Option<String>,
}

/// Access follows from it.
pub const APPLIED: &str = "applied";
/// It is kept, and no access follows from it.
pub const STORED: &str = "stored";
/// It waits until somebody is known for it.
pub const UNMATCHED: &str = "unmatched";
/// It waits until the pack has a plan for it, or the owner names one.
pub const UNPLANNED: &str = "unplanned";
/// It lacks what it must have.
pub const UNREADABLE: &str = "unreadable";
/// It made its handler panic.
pub const POISON: &str = "poison";
/// The owner has put it aside.
pub const DISMISSED: &str = "dismissed";
/// The words for events that took effect.
pub const COUNTED: [&str; 2] = [APPLIED, STORED];
/// The words for events that wait for the owner.
pub const WAITING: [&str; 4] = [UNMATCHED, UNPLANNED, UNREADABLE, POISON];

/// What follows from a decision.
#[derive(Debug, Default)]
pub struct Settled {
    /// What to store and send.
    pub effects: Effects,
    /// What became of the event, when it is another thing now.
    pub ruled: Option<EventOutcome>,
    /// What became of other events that were parked.
    pub freed: Vec<(i64, EventOutcome)>,
    /// The end that was worked out, to be kept with the decision.
    pub until: Option<Timestamp>,
    /// [`DONE`], or why not.
    pub word: &'static str,
}

/// The word for a decision that took effect.
pub const DONE: &str = "done";
