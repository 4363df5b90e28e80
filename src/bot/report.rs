//! What a decision may look at beyond its own person: asked for before it is made, loaded in the same transaction.
//!
//! [`super::wants`] names it from the update and the person's state; the store loads it only then, so that an
//! ordinary update costs no query more. Whoever needs something new adds a variant to [`Query`] and one to
//! [`Report`], and the way from one to the other to `store/queries/reports/`.

mod doors;
mod parked;
mod payments;
mod people;
mod stats;

pub use doors::{AtDoor, DoorFigures, DoorsQuery};
pub use parked::{Decided, Parked, Stated, Stuck};
pub use payments::{MonthFigures, Months, PaymentEntry, PaymentsQuery, Revenue, Said, Told};
pub use people::{Card, Happened, Ruled, whom};
pub use stats::{Days, Money, Paid, QuizFigures, SourceFigures, Stats, StoredEvent, Sum};

use jiff::Timestamp;

use super::{
    assistant::Asked,
    lead::Lead,
    payment_news::News,
    referral::Standing,
    state::{Person, Subscription},
};
use crate::telegram::UserId;

/// What a decision must see beside the person's own state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Wants {
    /// The person's own state is enough: nearly always.
    #[default]
    Nothing,
    /// The lead with this key, into [`super::state::ChatState::lead`]; it is locked too.
    Lead(i64),
    /// A report, into [`super::state::ChatState::report`].
    Report(Query),
}

/// A report to load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// A page of the leads.
    Leads(LeadsQuery),
    /// A person's own link and its figures.
    Standing {
        /// Whose.
        person: UserId,
        /// Their code, should they have none yet.
        new_code: String,
    },
    /// Whose link carries this code.
    Referrer(String),
    /// A person's questions to the assistant that count: those that were answered since then, and those that are open.
    Questions(UserId, Timestamp),
    /// The figures of these days, seen from this moment.
    Stats(Days, Timestamp),
    /// People by id, user name, or a part of a name or of a phone number; so many at most.
    Find(String, u32),
    /// All about one person.
    Card(UserId),
    /// Events that wait for the owner, the newest first: so many are left out, so many at most.
    Unmatched(u32, u32),
    /// One event, and somebody whom the owner thinks of.
    Parked(i64, Option<UserId>),
    /// The people at doors.
    Doors(DoorsQuery),
    /// A page of what Tribute told, and how this admin wants to hear of it.
    Payments(PaymentsQuery, UserId),
    /// The figures of these months, seen from this moment.
    Revenue(Months, Timestamp),
    /// Whom a text means, and their access when it is one person.
    Whom(String),
}

/// What was loaded for a decision, as a [`Query`] asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// Leads, newest first.
    Leads(Vec<LeadEntry>),
    /// A person's own link and its figures.
    Standing(Standing),
    /// Whose link it is; nobody's when the code was made up, or its person is forgotten.
    Referrer(Option<UserId>),
    /// Questions to the assistant.
    Questions(Vec<Asked>),
    /// Figures.
    Stats(Box<Stats>),
    /// The people that were found, those seen last first.
    Found(Vec<Person>),
    /// A person, when they are known.
    Card(Option<Box<Card>>),
    /// Events that wait for the owner.
    Unmatched(Vec<Parked>),
    /// One event, when there is one.
    Parked(Option<Box<Parked>>),
    /// Doors, in the order of the content pack.
    Doors(Vec<DoorFigures>),
    /// What Tribute told, newest first.
    Payments {
        /// The events.
        entries: Vec<PaymentEntry>,
        /// How the admin wants to hear of payments.
        news: News,
    },
    /// Figures by month.
    Revenue(Box<Revenue>),
    /// The people that a text fits.
    Whom {
        /// Those seen last first.
        people: Vec<Person>,
        /// The access of the one that [`whom`] takes of them.
        subscriptions: Vec<Subscription>,
    },
}

/// Which leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeadsQuery {
    /// Only this person's.
    pub of: Option<UserId>,
    /// Only those that nobody is done with.
    pub open_only: bool,
    /// So many of the newest are left out.
    pub skip: u32,
    /// So many at most.
    pub limit: u32,
}

/// A lead in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadEntry {
    /// The request; its key is zero when it is older than keys.
    pub lead: Lead,
    /// The row's number.
    pub number: i64,
    /// The start payload that brought the person first.
    pub first_source: Option<String>,
    /// When somebody was done with it.
    pub closed_at: Option<Timestamp>,
}
