//! Figures of months, from the ledger alone: what was paid, and how subscriptions came and went.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Kind, OrderChange, SubscriptionChange, add, happened, paid_by, sorted};
use crate::bot::{
    access::{Basis, Subscription},
    report::{MonthFigures, Revenue, StoredEvent},
};

/// What an event means for a subscription that is charged again and again.
enum Step {
    Paid {
        until: Option<Timestamp>,
        again: bool,
    },
    Tried,
    Given,
    Stopped,
    Refunded,
}

/// From then on until then.
type Span = (Timestamp, Timestamp);

/// By subscriber and by what they pay for.
type ByThing<T> = BTreeMap<(String, String), T>;

/// The figures of each month.
#[must_use]
pub fn figures(revenue: &Revenue) -> Vec<MonthFigures> {
    let months = &revenue.months;
    let mut figures = vec![MonthFigures::default(); months.firsts.len()];
    let mut payments = ByThing::<Vec<Span>>::new();
    let mut returned = ByThing::<Vec<Timestamp>>::new();
    let mut trials: Vec<(Timestamp, (String, String))> = Vec::new();
    for read in happened(revenue.events.iter().map(|told| &told.event)) {
        let Some(told) = revenue.events.get(read.place) else {
            continue;
        };
        let at = read.at;
        let month = months.index(at).and_then(|index| figures.get_mut(index));
        if let Some(month) = month {
            count(month, &read.kind, at);
        }
        let Some((source, step)) = step(&read.kind) else {
            continue;
        };
        let thing = (told.who.clone(), source);
        match step {
            Step::Paid { until, .. } => {
                let until = until.unwrap_or(at).max(at);
                payments.entry(thing).or_default().push((at, until));
            }
            Step::Tried => trials.push((at, thing)),
            Step::Refunded => returned.entry(thing).or_default().push(at),
            Step::Given | Step::Stopped => {}
        }
    }
    for (at, thing) in trials {
        let paid = payments.get(&thing);
        let since = paid.is_some_and(|paid| paid.iter().any(|(paid_at, _)| *paid_at >= at));
        let month = months.index(at).and_then(|index| figures.get_mut(index));
        if let Some(month) = month.filter(|_| since) {
            month.trials_paid += 1;
        }
    }
    for spell in spells(payments, &returned) {
        for (index, month) in figures.iter_mut().enumerate() {
            let Some((begin, end)) = months.span(index) else {
                continue;
            };
            if spell.0 < begin && begin < spell.1 {
                month.active += 1;
                month.lost += i64::from(spell.1 < end && spell.1 <= revenue.now);
            }
        }
    }
    for month in &mut figures {
        month.sums = sorted(std::mem::take(&mut month.sums));
    }
    figures
}

/// The same of events that are all of one period, without what needs a longer look.
#[must_use]
pub fn day(events: &[StoredEvent]) -> MonthFigures {
    let mut figures = MonthFigures::default();
    for read in happened(events.iter()) {
        count(&mut figures, &read.kind, read.at);
    }
    figures.sums = sorted(std::mem::take(&mut figures.sums));
    figures
}

fn count(month: &mut MonthFigures, kind: &Kind, at: Timestamp) {
    if let Some(paid) = paid_by(kind, at) {
        month.refunded += i64::from(paid.minor < 0);
        add(&mut month.sums, &paid);
    }
    match step(kind) {
        Some((_, Step::Paid { again: true, .. })) => month.renewed += 1,
        Some((_, Step::Paid { again: false, .. })) => month.new += 1,
        Some((_, Step::Tried)) => month.trials += 1,
        Some((_, Step::Given)) => month.gifts += 1,
        Some((_, Step::Stopped)) => month.cancelled += 1,
        Some((_, Step::Refunded)) | None => {}
    }
}

fn step(kind: &Kind) -> Option<(String, Step)> {
    match kind {
        Kind::Subscription(one) => {
            let until = Some(one.expires_at);
            let step = match (one.what, one.basis) {
                (SubscriptionChange::Cancelled, _) => Step::Stopped,
                (_, Basis::Trial) => Step::Tried,
                (_, Basis::Gift) => Step::Given,
                (SubscriptionChange::New, _) => Step::Paid {
                    until,
                    again: false,
                },
                (SubscriptionChange::Renewed, _) => Step::Paid { until, again: true },
            };
            Some((format!("sub:{}", one.subscription_id), step))
        }
        Kind::Order(one) => {
            let until = one.until;
            let step = match one.what {
                OrderChange::Paid if one.is_recurrent => Step::Paid {
                    until,
                    again: false,
                },
                OrderChange::Tried => Step::Tried,
                OrderChange::Charged => Step::Paid { until, again: true },
                OrderChange::Cancelled => Step::Stopped,
                OrderChange::Refunded => Step::Refunded,
                _ => return None,
            };
            Some((one.source.clone(), step))
        }
        _ => None,
    }
}

/// When people had paid access, each of them whole: a renewal that comes so late that Tribute may still have been
/// charging goes on with the time before.
fn spells(payments: ByThing<Vec<Span>>, returned: &ByThing<Vec<Timestamp>>) -> Vec<Span> {
    let mut people = BTreeMap::<String, Vec<Span>>::new();
    for (thing, mut spans) in payments {
        for back in returned.get(&thing).into_iter().flatten() {
            for span in spans.iter_mut().filter(|span| span.0 <= *back) {
                span.1 = span.1.min(*back);
            }
        }
        people.entry(thing.0).or_default().extend(spans);
    }
    let mut spells = Vec::new();
    for mut spans in people.into_values() {
        spans.sort();
        let mut open: Option<Span> = None;
        for span in spans {
            open = Some(match open {
                Some((begin, end)) if span.0 <= late(end) => (begin, end.max(span.1)),
                Some(ended) => {
                    spells.push(ended);
                    span
                }
                None => span,
            });
        }
        spells.extend(open);
    }
    spells
}

fn late(end: Timestamp) -> Timestamp {
    end.saturating_add(Subscription::STILL_CHARGED)
        .unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests;
