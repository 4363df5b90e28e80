//! The model: for each source, which periods hold, and when each of them is cut short. Nothing of the program is used.

use jiff::Timestamp;

use super::{
    minute,
    world::{Change, Deed, What, is_recurring},
};
use crate::bot::access::{Basis, Subscription};

/// What is compared of a subscription.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    source: String,
    plan: String,
    access_until: Timestamp,
    auto_renew: bool,
    basis: Basis,
    price_minor: i64,
}

impl Row {
    pub(super) fn of(known: &Subscription) -> Self {
        Self {
            source: known.source.clone(),
            plan: known.plan.clone(),
            access_until: known.access_until,
            auto_renew: known.auto_renew,
            basis: known.basis,
            price_minor: known.price_minor,
        }
    }
}

/// The access that follows from all that happened.
pub(super) fn access(deeds: &[Deed]) -> Vec<Row> {
    let about_access =
        |deed: &&Deed| !matches!(deed.what, What::Revoked { .. }) && role(deed).is_some();
    let mut sources: Vec<String> = deeds
        .iter()
        .filter(about_access)
        .map(Deed::source)
        .collect();
    sources.sort();
    sources.dedup();
    sources.iter().map(|source| row(source, deeds)).collect()
}

/// What a deed is to its source; `None` when it changes no access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Period(Basis, bool),
    Stop,
    Back,
}

fn role(deed: &Deed) -> Option<Role> {
    deed.plan()?;
    Some(match deed.what {
        What::Subscribed {
            name: "cancelled_subscription",
            ..
        } => Role::Stop,
        What::Subscribed {
            kind: Some("trial"),
            ..
        } => Role::Period(Basis::Trial, true),
        What::Subscribed {
            kind: Some("gift"), ..
        } => Role::Period(Basis::Gift, true),
        What::Subscribed { .. } => Role::Period(Basis::Paid, true),
        What::Bought { .. } => Role::Period(Basis::Paid, false),
        What::Granted { .. } => Role::Period(Basis::Hand, false),
        What::Ordered { order, change, .. } => match change {
            Change::Paid | Change::Charged => Role::Period(Basis::Paid, is_recurring(order)),
            Change::Tried => Role::Period(Basis::Trial, is_recurring(order)),
            Change::Cancelled => Role::Stop,
            Change::ChargeFailed | Change::RefundBegun => return None,
        },
        What::Returned { .. } | What::OrderReturned { .. } => Role::Back,
        What::Revoked { .. } => return None,
    })
}

fn row(source: &str, deeds: &[Deed]) -> Row {
    let mut own: Vec<(&Deed, Role)> = deeds
        .iter()
        .filter(|deed| deed.source() == source)
        .filter_map(|deed| Some((deed, role(deed)?)))
        .collect();
    own.sort_by_key(|(deed, _)| deed.at);
    let plan = own
        .iter()
        .find_map(|(deed, _)| deed.plan())
        .expect("a plan");
    let revokes = deeds
        .iter()
        .filter(|deed| matches!(deed.what, What::Revoked { .. }) && deed.plan() == Some(plan))
        .map(|deed| deed.at);
    let revokes: Vec<i64> = revokes.collect();
    let backs = distinct(own.iter().map(|(deed, _)| *deed));
    // A purchase that goes back is void from then on, and before as well when its event has a later date.
    let is_void = |at: i64| source.starts_with("purchase:") && backs.iter().any(|back| *back < at);
    let periods: Vec<(&Deed, Basis, bool)> = own
        .iter()
        .filter_map(|(deed, role)| match role {
            Role::Period(basis, renews) if !is_void(deed.at) => Some((*deed, *basis, *renews)),
            _ => None,
        })
        .collect();
    let paid: Vec<i64> = periods
        .iter()
        .filter(|(_, basis, _)| *basis == Basis::Paid)
        .map(|(deed, _, _)| deed.at)
        .collect();
    let alive = |at: i64, then: i64| !revokes.iter().any(|cut| at < *cut && *cut < then);
    let matched = matched(&paid, &backs, alive);
    let unmatched: Vec<i64> = backs
        .iter()
        .filter(|back| matched.iter().all(|(_, by)| by != *back))
        .copied()
        .collect();
    let period_ends = periods.iter().map(|(deed, _, _)| {
        let cuts = revokes
            .iter()
            .chain(&unmatched)
            .filter(|cut| **cut > deed.at);
        let own = matched
            .iter()
            .filter(|(at, _)| *at == deed.at)
            .map(|(_, by)| by);
        cut(end(deed, deeds), cuts.chain(own))
    });
    let takings: Vec<i64> = revokes.iter().chain(&backs).copied().collect();
    let stops = own
        .iter()
        .filter(|(_, role)| *role == Role::Stop)
        .map(|(deed, _)| *deed);
    let stop_ends = stops.clone().map(|stop| {
        let last_taken = takings
            .iter()
            .filter(|at| **at < stop.at && own[0].0.at <= **at)
            .max();
        let is_open_again = |taken: &i64| {
            periods
                .iter()
                .any(|(deed, _, _)| *taken < deed.at && deed.at < stop.at)
        };
        match last_taken {
            Some(taken) if !is_open_again(taken) => None,
            _ => cut(stop.until(), takings.iter().filter(|at| **at > stop.at)),
        }
    });
    let access_until = period_ends.chain(stop_ends).flatten().max();
    let last = periods.last();
    let last_end = stops
        .map(|stop| stop.at)
        .chain(takings.iter().copied())
        .max();
    Row {
        source: source.to_owned(),
        plan: plan.to_owned(),
        access_until: access_until.unwrap_or(Timestamp::UNIX_EPOCH),
        auto_renew: last
            .is_some_and(|(deed, _, renews)| *renews && last_end.is_none_or(|end| end < deed.at)),
        basis: last.map_or(Basis::Paid, |(_, basis, _)| *basis),
        price_minor: last.map_or(0, |(deed, _, _)| deed.price()),
    }
}

/// The end of what a deed opens: days that are bought while others of the same plan last come after those.
fn end(deed: &Deed, deeds: &[Deed]) -> Option<Timestamp> {
    let until = deed.until()?;
    let is_back = |one: &Deed| {
        let mut others = deeds.iter().filter(|other| other.source() == one.source());
        others.any(|other| role(other) == Some(Role::Back))
    };
    let Some(length) = deed.counted().filter(|_| !is_back(deed)) else {
        return Some(until);
    };
    let anew = |cut: &&Deed| matches!(cut.what, What::Revoked { .. }) && cut.at < deed.at;
    let anew = deeds
        .iter()
        .filter(anew)
        .filter(|cut| cut.plan() == deed.plan());
    let anew = anew.map(|cut| cut.at).max().unwrap_or(i64::MIN);
    let mut row: Vec<&Deed> = deeds
        .iter()
        .filter(|one| one.counted().is_some() && one.plan() == deed.plan() && !is_back(one))
        .filter(|one| anew < one.at && one.at < deed.at)
        .collect();
    row.sort_by_key(|one| one.at);
    let mut last = minute(deed.at.min(row.first().map_or(deed.at, |one| one.at)));
    for one in row {
        last = last.max(minute(one.at)) + length;
    }
    Some(last.max(minute(deed.at)) + length)
}

/// The earliest of an end and the moments that cut it short.
fn cut<'a>(until: Option<Timestamp>, cuts: impl Iterator<Item = &'a i64>) -> Option<Timestamp> {
    let first = cuts.map(|at| minute(*at)).min();
    until.map(|until| first.map_or(until, |first| until.min(first)))
}

/// The refunds; one transaction goes back once.
fn distinct<'a>(own: impl Iterator<Item = &'a Deed>) -> Vec<i64> {
    let mut known = Vec::new();
    let mut backs = Vec::new();
    for deed in own {
        match deed.what {
            What::Returned { .. } => backs.push(deed.at),
            What::OrderReturned { transaction, .. } if !known.contains(&transaction) => {
                known.push(transaction);
                backs.push(deed.at);
            }
            _ => {}
        }
    }
    backs
}

/// Each refund takes back the newest payment before it that still counts: pairs of payment and refund.
fn matched(paid: &[i64], backs: &[i64], alive: impl Fn(i64, i64) -> bool) -> Vec<(i64, i64)> {
    let mut pairs: Vec<(i64, i64)> = Vec::new();
    // An unmatched refund leaves nothing to be taken back by the next one.
    let mut nothing_before = i64::MIN;
    for back in backs {
        let candidates = paid.iter().filter(|at| {
            *at < back
                && **at > nothing_before
                && alive(**at, *back)
                && pairs.iter().all(|(paid, _)| paid != *at)
        });
        match candidates.max() {
            Some(at) => pairs.push((*at, *back)),
            None => nothing_before = *back,
        }
    }
    pairs
}

/// Whether two events name the same payer: an order is one of its own.
fn is_same_payer(one: &Deed, other: &Deed) -> bool {
    let order = |deed: &Deed| match deed.what {
        What::Ordered { order, .. } | What::OrderReturned { order, .. } => Some(order),
        _ => None,
    };
    one.body().is_some() && other.body().is_some() && order(one) == order(other)
}

/// Whether it says who the payer is, or the owner is asked and does.
fn says_who(deed: &Deed) -> bool {
    deed.is_named || role(deed).is_some()
}

/// The first payment with money that was not returned.
pub(super) fn first_paid(deeds: &[Deed]) -> Option<Timestamp> {
    let mut sources: Vec<String> = deeds.iter().map(Deed::source).collect();
    sources.sort();
    sources.dedup();
    let first = sources.iter().filter_map(|source| {
        let mut own: Vec<&Deed> = deeds
            .iter()
            .filter(|deed| deed.source() == *source)
            .collect();
        own.sort_by_key(|deed| deed.at);
        let backs = distinct(own.iter().copied());
        if source.starts_with("purchase:") && !backs.is_empty() {
            return None;
        }
        // What nobody was ever known for makes nobody a payer.
        let is_known = |deed: &Deed| {
            let mut others = deeds.iter();
            others.any(|other| is_same_payer(deed, other) && says_who(other))
        };
        let paid = own
            .iter()
            .filter(|deed| deed.is_payment() && deed.price() > 0 && is_known(deed));
        let paid: Vec<i64> = paid.map(|deed| deed.at).collect();
        let matched = matched(&paid, &backs, |_, _| true);
        paid.into_iter()
            .find(|at| matched.iter().all(|(paid, _)| paid != at))
    });
    first.min().map(minute)
}
