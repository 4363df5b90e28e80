//! When a person is told about one piece of access, by their own clock and never at night.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};

use super::Notice;
use crate::bot::access::{Basis, Subscription};

/// The hours between which people are written to unasked.
const MORNING: i8 = 9;
const EVENING: i8 = 21;
/// So long after the end of a period its renewal may simply be on its way: nobody is troubled before that.
const ON_ITS_WAY: SignedDuration = SignedDuration::from_hours(6);

/// A notice and its moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) notice: Notice,
    pub(super) at: Timestamp,
}

/// All that is to be said about a piece of access, in the order of time, which is the order of [`Notice`] as well. What
/// would come too late to be true is left out.
pub(super) fn steps(
    subscription: &Subscription,
    zone: &TimeZone,
    grace: SignedDuration,
) -> Vec<Step> {
    if subscription.is_endless() {
        return Vec::new();
    }
    let end = subscription.access_until;
    let closes = subscription.open_until(grace);
    let day = end.to_zoned(zone.clone()).date();
    let before = |notice, days: i32| {
        let at = morning(day.checked_sub(days.days()).ok()?, zone)?;
        (at < end).then_some(Step { notice, at })
    };
    let steps = if subscription.renews() {
        let is_trial = subscription.basis == Basis::Trial;
        let trial = is_trial.then(|| before(Notice::Trial, 1)).flatten();
        let waited = end.saturating_add(ON_ITS_WAY).unwrap_or(end);
        let at = decent(waited, zone);
        let notice = Notice::Unpaid;
        let unpaid = (at < closes).then_some(Step { notice, at });
        [trial, unpaid, None]
    } else {
        [
            before(Notice::Days, 3),
            before(Notice::Tomorrow, 1),
            before(Notice::Today, 0),
        ]
    };
    let ended = Step {
        notice: Notice::Ended,
        at: decent(closes, zone),
    };
    steps.into_iter().flatten().chain([ended]).collect()
}

/// This moment, or the next morning when it is in the night.
pub(super) fn decent(at: Timestamp, zone: &TimeZone) -> Timestamp {
    let local = at.to_zoned(zone.clone());
    let day = match local.hour() {
        MORNING..EVENING => return at,
        ..MORNING => Some(local.date()),
        _ => local.date().tomorrow().ok(),
    };
    day.and_then(|day| morning(day, zone)).unwrap_or(at)
}

fn morning(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    let zoned = day.at(MORNING, 0, 0, 0).to_zoned(zone.clone()).ok()?;
    Some(zoned.timestamp())
}
