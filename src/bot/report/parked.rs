//! What the owner sees of an event of Tribute that waits for them, or did.

use jiff::Timestamp;

use crate::{
    bot::{
        ledger::{Action, WAITING},
        state::Person,
    },
    telegram::UserId,
};

/// An event and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// The row.
    pub id: i64,
    /// As Tribute named it.
    pub name: String,
    /// As it came; the conversation does not read it.
    pub body: String,
    /// What became of it.
    pub outcome: String,
    /// Why, as it is stored.
    pub reason: Option<String>,
    /// The plan that it was found to be about.
    pub plan: Option<String>,
    /// The buyer by a name that Tribute has for them.
    pub payer: Option<String>,
    /// Whose it is, when somebody is known for it.
    pub person: Option<UserId>,
    /// The same for people to read; untrusted text.
    pub whose: Option<String>,
    /// When it came.
    pub received_at: Timestamp,
    /// The last decision about it that took effect.
    pub decided: Option<Decided>,
    /// What it says; empty until it is read.
    pub stated: Stated,
    /// Whom an owner thinks of.
    pub candidate: Option<Person>,
}

/// A decision about an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// What was decided.
    pub action: Action,
    /// By whom; zero is the program.
    pub by: UserId,
    /// The same for people to read; untrusted text.
    pub by_name: String,
    /// The plan that it names.
    pub plan: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// What an event says, as far as an owner needs it to tell whose it is and for what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stated {
    /// What was bought; untrusted text, empty when it does not say.
    pub title: String,
    /// For how much, in minor units of a currency.
    pub amount: Option<(i64, String)>,
    /// Tribute's id of the buyer.
    pub tribute_id: Option<String>,
    /// What the buyer wrote as their address. Anybody can write any: it proves nothing.
    pub email: Option<String>,
    /// The name in Telegram that the event carries. Names change hands: it proves nothing either.
    pub username: Option<String>,
    /// Why nothing follows from it.
    pub stuck: Option<Stuck>,
}

/// Why nothing follows from an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stuck {
    /// It names nobody.
    Nobody,
    /// It names a buyer that was not seen before.
    Stranger(String),
    /// The pack has no such plan.
    NoPlan,
    /// It does not say until when.
    NoEnd,
    /// It lacks a field, or has something else in it.
    Field(String),
    /// It holds what no text can hold.
    Form,
    /// The program failed on it.
    Poison,
}

impl Parked {
    /// Whether it still waits for the owner.
    #[must_use]
    pub fn waits(&self) -> bool {
        WAITING.contains(&self.outcome.as_str())
    }

    /// Whether it is this word that says what became of it.
    #[must_use]
    pub fn is(&self, word: &str) -> bool {
        self.outcome == word
    }
}
