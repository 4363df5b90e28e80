//! Telling people in time that their access ends, that its renewal has not gone through, and that it is over.
//!
//! Every stored subscription carries the next notice and its moment. Saving one anew leaves both open, and whoever looks
//! at the clock plans them from what is known then: that is how a renewal stops what it makes untrue. What is late is
//! replaced by what fits now, and each notice is behind its access for ever once it was decided.

mod steps;
mod words;

use jiff::{SignedDuration, Timestamp};

use super::{Context, access::Subscription, effects::Outgoing, state::ChatState};

/// So long after it was queued, news about what is ahead may have become untrue, and is not sent any more.
pub const STALE: SignedDuration = SignedDuration::from_hours(3);

/// What is said about a piece of access. The order is that of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notice {
    /// It ends in three days.
    Days,
    /// It ends tomorrow.
    Tomorrow,
    /// It ends today.
    Today,
    /// A trial ends tomorrow, and goes on with money.
    Trial,
    /// It was to be renewed, and nothing has been paid yet.
    Unpaid,
    /// It is over.
    Ended,
}

impl Notice {
    const ALL: [Self; 6] = [
        Self::Days,
        Self::Tomorrow,
        Self::Today,
        Self::Trial,
        Self::Unpaid,
        Self::Ended,
    ];

    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Tomorrow => "tomorrow",
            Self::Today => "today",
            Self::Trial => "trial",
            Self::Unpaid => "unpaid",
            Self::Ended => "ended",
        }
    }

    /// The stored word, read.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.as_str() == word)
    }
}

/// A subscription that is to be looked at now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Its source.
    pub source: String,
    /// What was planned for this moment; without it the next notice is only to be planned.
    pub planned: Option<Notice>,
}

/// When a subscription is looked at next, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    /// When.
    pub at: Timestamp,
    /// For this notice, or to plan one.
    pub notice: Option<Notice>,
}

/// What came of the look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The person is told.
    Sent,
    /// They cannot be written to, or asked to be forgotten: this notice is left out.
    Unreachable,
    /// Other access of theirs makes it pointless: this notice is left out.
    Covered,
    /// It is not time yet, or it is night.
    Later,
}

/// What becomes of one subscription that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noticed {
    /// Its source.
    pub source: String,
    /// What came of the look.
    pub told: Told,
    /// The message, when there is one.
    pub message: Option<Outgoing>,
    /// The next look; none when all is said.
    pub next: Option<Planned>,
}

impl Noticed {
    /// Looked at again tomorrow.
    #[must_use]
    pub fn later(due: &Due, now: Timestamp) -> Self {
        let at = now.checked_add(SignedDuration::from_hours(24)).ok();
        Self {
            source: due.source.clone(),
            told: Told::Later,
            message: None,
            next: at.map(|at| Planned {
                at,
                notice: due.planned,
            }),
        }
    }
}

/// Decides about the subscriptions of one person that are to be looked at now.
#[must_use]
pub fn notice(state: &ChatState, due: &[Due], context: &Context<'_>) -> Vec<Noticed> {
    due.iter().map(|due| look(state, due, context)).collect()
}

fn look(state: &ChatState, due: &Due, context: &Context<'_>) -> Noticed {
    let now = context.now;
    let noticed = |told, message, next: Option<Planned>| Noticed {
        source: due.source.clone(),
        told,
        message,
        next,
    };
    let mut known = state.subscriptions.iter();
    let Some(subscription) = known.find(|known| known.source == due.source) else {
        return noticed(Told::Later, None, None);
    };
    let zone = context.zone_of(state.person.as_ref());
    let steps = steps::steps(subscription, &zone, context.content.grace());
    let planned = |step: Option<&steps::Step>| {
        step.map(|step| Planned {
            at: step.at,
            notice: Some(step.notice),
        })
    };
    let Some(expected) = due.planned else {
        let next = steps.iter().find(|step| step.at > now);
        return noticed(Told::Later, None, planned(next));
    };
    let reached = steps.iter().rev().find(|step| step.at <= now);
    let Some(owed) = reached.filter(|step| step.notice >= expected) else {
        // The clock of the person, or the days of grace, are others than when it was planned.
        let next = steps.iter().find(|step| step.notice >= expected);
        return noticed(Told::Later, None, planned(next));
    };
    let morning = steps::decent(now, &zone);
    if morning > now {
        let next = Planned {
            at: morning,
            notice: Some(expected),
        };
        return noticed(Told::Later, None, Some(next));
    }
    let next = planned(steps.iter().find(|step| step.notice > owed.notice));
    let person = state.person.as_ref();
    let Some(person) = person.filter(|person| !person.unreachable && !person.forgotten) else {
        return noticed(Told::Unreachable, None, next);
    };
    if is_covered(subscription, state, context) {
        return noticed(Told::Covered, None, next);
    }
    let message = words::message(owed.notice, subscription, person, context);
    noticed(Told::Sent, Some(message), next)
}

/// Whether the person has other access that opens as much and goes on when this one ends. Of two that end together the
/// higher is spoken of, and of two equal ones the same one each time.
pub(super) fn is_covered(
    subscription: &Subscription,
    state: &ChatState,
    context: &Context<'_>,
) -> bool {
    let rank = |of: &Subscription| context.content.plan(&of.plan).map(|plan| plan.rank);
    let place = |of: &Subscription| (of.open_until(context.content.grace()), rank(of));
    let own = (place(subscription), subscription.source.as_str());
    let mut others = state.subscriptions.iter();
    others.any(|other| {
        let goes_on = other.renews() && other.is_active(context.now);
        let is_later = (place(other), other.source.as_str()) > own;
        // What the pack does not know opens nothing.
        let opens_as_much = rank(other).is_some() && rank(other) >= rank(subscription);
        other.source != subscription.source && opens_as_much && (goes_on || is_later)
    })
}
