//! The decision about one person whose reminder is due.

use jiff::{SignedDuration, Timestamp, civil::Date};

use super::{Context, handlers, state::ChatState};
use crate::telegram::calls::Call;

/// How a reminder that was due ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It is queued.
    Sent,
    /// The person blocked the bot: nothing is sent, and their turn comes again.
    Unreachable,
    /// Too late, moved by a change of the settings, or nothing to say: their turn comes again.
    Postponed,
}

impl Ended {
    /// The word for it in the metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Unreachable => "unreachable",
            Self::Postponed => "postponed",
        }
    }
}

/// What becomes of a reminder that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminding {
    /// How it ended.
    pub outcome: Ended,
    /// The message, when there is one.
    pub call: Option<Call>,
    /// When the next one is due.
    pub next_at: Option<Timestamp>,
    /// The last day on which the person got one, this one included.
    pub last_on: Option<Date>,
    /// The ids of those that the person has seen, this one included.
    pub seen: String,
}

impl Reminding {
    /// Tomorrow, perhaps.
    #[must_use]
    pub fn later(state: &ChatState, now: Timestamp) -> Self {
        let known = state.person.as_ref().map(|person| person.reminders.clone());
        let known = known.unwrap_or_default();
        Self {
            outcome: Ended::Postponed,
            call: None,
            next_at: now.checked_add(SignedDuration::from_hours(24)).ok(),
            last_on: known.last_on,
            seen: known.seen,
        }
    }
}

/// Decides about one person, of whom the person and the last plan are loaded.
#[must_use]
pub fn remind(state: &ChatState, context: &Context<'_>) -> Reminding {
    let later = Reminding::later(state, context.now);
    let Some(person) = &state.person else {
        return later;
    };
    let zone = context.zone_of(Some(person));
    let (now, last) = (context.now, person.reminders.last_on);
    let next = |last| context.schedule.next(&zone, now, last);
    let postponed = Reminding {
        next_at: next(last),
        ..later
    };
    let due = person.reminders.next_at.unwrap_or(now);
    let Some(today) = context.schedule.owed(&zone, due, now, last) else {
        return postponed;
    };
    if person.unreachable {
        return Reminding {
            outcome: Ended::Unreachable,
            ..postponed
        };
    }
    let Some((call, seen)) = handlers::reminder::message(person, state, context) else {
        return postponed;
    };
    Reminding {
        outcome: Ended::Sent,
        call: Some(call),
        next_at: next(Some(today)),
        last_on: Some(today),
        seen,
    }
}
