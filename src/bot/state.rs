//! What handlers may look at: one person, loaded under their lock.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

pub use super::access::Subscription;
use super::{dialogue::Dialogue, lead::Lead, payment_news::News, report::Report};
use crate::telegram::UserId;

/// Everything that a decision about one person may depend on.
#[derive(Debug, Clone, Default)]
pub struct ChatState {
    /// `None` for somebody never seen before.
    pub person: Option<Person>,
    /// Where the conversation stands.
    pub dialogue: Dialogue,
    /// The last finished quiz.
    pub recommendation: Option<Recommendation>,
    /// Paid (or given) access, one entry for each source of it.
    pub subscriptions: Vec<Subscription>,
    /// The lead that the update names, when it names one.
    pub lead: Option<Lead>,
    /// What else this one decision asked to see ([`super::wants`]).
    pub report: Option<Report>,
    /// Who does not want to hear of each payment at once; loaded only where payments are.
    pub payment_news: Vec<(UserId, News)>,
}

/// What is remembered about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Telegram's id.
    pub id: UserId,
    /// As Telegram shows it; untrusted text.
    pub first_name: String,
    /// Without the `@`.
    pub username: Option<String>,
    /// IETF tag of the person's Telegram client.
    pub language_code: Option<String>,
    /// The start payload that brought them first.
    pub source: Option<String>,
    /// Whether they ever pressed Start here.
    pub started: bool,
    /// When they first paid with money, as far as we have heard; a gift or a trial is no payment.
    pub first_paid_at: Option<Timestamp>,
    /// Telegram refused our messages to them, and they have not written since.
    pub unreachable: bool,
    /// When they last wrote or pressed; `None` for somebody known only from a payment.
    pub last_seen_at: Option<Timestamp>,
    /// The time zone that they chose, by its IANA name.
    pub zone: Option<String>,
    /// Where they stand with reminders.
    pub reminders: Reminders,
    /// The code of the language they chose here.
    pub locale: Option<String>,
    /// They asked to be forgotten, and only what keeps paid access open is left of them.
    pub forgotten: bool,
}

/// What is remembered about a person's reminders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reminders {
    /// Whether they were asked, or decided unasked.
    pub asked: bool,
    /// When the next one is due; `None` while they are off.
    pub next_at: Option<Timestamp>,
    /// The last day, by their clock, on which they got one.
    pub last_on: Option<Date>,
    /// The ids of those that they have seen in this round, with spaces between.
    pub seen: String,
}

/// The last advice that was given, by ids of the content pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommendation {
    /// What gave it.
    pub advisor: Advisor,
    /// Which band of its results; of the picker, which goal.
    pub band: String,
    /// The total of a quiz, the value of a calculator in hundredths; zero for the picker.
    pub points: u32,
    /// When.
    pub made_at: Timestamp,
}

/// What gives advice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Advisor {
    /// A quiz, by its id.
    Quiz(String),
    /// A calculator, by its id.
    Calculator(String),
    /// The picker, with the products that it picked.
    Picker(Vec<String>),
}

impl Advisor {
    /// The stored word for what it is; also a bounded word for statistics.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Quiz(_) => "quiz",
            Self::Calculator(_) => "calculator",
            Self::Picker(_) => "picker",
        }
    }

    /// The id in the content pack; there is one picker.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Quiz(id) | Self::Calculator(id) => id,
            Self::Picker(_) => "picker",
        }
    }

    /// Whether it is this quiz.
    #[must_use]
    pub fn is_quiz(&self, id: &str) -> bool {
        matches!(self, Self::Quiz(quiz) if quiz == id)
    }
}
