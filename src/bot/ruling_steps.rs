//! Steps on an admin's way to a decision about somebody's access: what their buttons carry, and what is known so far.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ledger::Action;
use crate::telegram::UserId;

/// A button on the way to a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RulingStep {
    /// On a card: about which plan?
    Begin(Action, UserId),
    /// About this plan; until when?
    Plan(Action, UserId, String),
    /// For so many days, zero for ever; why?
    Days(Action, UserId, String, u16),
    /// It is this one of the people whom a text fits; of the decision with this mark.
    Person(u32, UserId),
    /// The decision with this mark is to take effect.
    Sure(u32),
    /// Or not.
    Not(u32),
}

/// A decision that is not complete or not confirmed yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulingDraft {
    /// Tells the buttons of this one from those of an earlier one.
    pub mark: u32,
    /// What is to be decided.
    pub action: Action,
    /// About whom; nobody while one of several people is yet to be chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<i64>,
    /// The plan's id in the content pack.
    pub plan: String,
    /// Until when, once it is known; closing has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// Why, once it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// How long access is given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// So many days, after the access that the person has already.
    Days(i32),
    /// Until then; the last moment of all is for ever.
    Until(Timestamp),
}

impl RulingDraft {
    /// Whether it lacks its end.
    #[must_use]
    pub fn lacks_term(&self) -> bool {
        self.action != Action::Revoke && self.term.is_none()
    }
}

/// Decisions that an admin makes about a person, with the letter that stands for each in a button.
const ACTIONS: [(Action, &str); 3] = [
    (Action::Grant, "g"),
    (Action::Extend, "e"),
    (Action::Revoke, "r"),
];

fn letter(action: Action) -> &'static str {
    let found = ACTIONS.into_iter().find(|(known, _)| *known == action);
    found.map_or("x", |(_, letter)| letter)
}

fn action(letter: &str) -> Option<Action> {
    let mut actions = ACTIONS.into_iter();
    actions
        .find(|(_, known)| *known == letter)
        .map(|(action, _)| action)
}

fn person(text: &str) -> Option<UserId> {
    text.parse().ok().filter(|id| *id > 0).map(UserId)
}

impl RulingStep {
    pub(super) fn encode(&self) -> String {
        match self {
            Self::Begin(action, person) => format!("b:{}:{person}", letter(*action)),
            Self::Plan(action, person, plan) => format!("p:{}:{person}:{plan}", letter(*action)),
            Self::Days(action, person, plan, days) => {
                format!("d:{}:{person}:{plan}:{days}", letter(*action))
            }
            Self::Person(mark, person) => format!("w:{mark}:{person}"),
            Self::Sure(mark) => format!("y:{mark}"),
            Self::Not(mark) => format!("n:{mark}"),
        }
    }

    pub(super) fn parse(data: &str) -> Option<Self> {
        let parts: Vec<&str> = data.split(':').collect();
        Some(match *parts.as_slice() {
            ["b", act, who] => Self::Begin(action(act)?, person(who)?),
            ["p", act, who, plan] => Self::Plan(action(act)?, person(who)?, plan.to_owned()),
            ["d", act, who, plan, days] => Self::Days(
                action(act)?,
                person(who)?,
                plan.to_owned(),
                days.parse().ok()?,
            ),
            ["w", mark, who] => Self::Person(mark.parse().ok()?, person(who)?),
            ["y", mark] => Self::Sure(mark.parse().ok()?),
            ["n", mark] => Self::Not(mark.parse().ok()?),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_reads_back() {
        let (who, plan) = (UserId(i64::MAX), || "x".repeat(16));
        for step in [
            RulingStep::Begin(Action::Grant, who),
            RulingStep::Plan(Action::Extend, who, plan()),
            RulingStep::Days(Action::Extend, who, plan(), 0),
            RulingStep::Person(u32::MAX, who),
            RulingStep::Sure(u32::MAX),
            RulingStep::Not(0),
        ] {
            assert_eq!(RulingStep::parse(&step.encode()), Some(step.clone()));
        }
        for odd in ["", "b:x:5", "b:g:0", "d:g:5:club:-1", "y:", "q:1"] {
            assert_eq!(RulingStep::parse(odd), None, "{odd}");
        }
    }
}
