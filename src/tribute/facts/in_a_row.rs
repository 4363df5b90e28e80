//! Time that is bought twice is had twice: what was bought for so many days begins where the same plan's last one ends.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fact, What};
use crate::bot::access::is_endless;

/// Moves the ends of timed purchases behind each other. `facts` are in their order.
///
/// Subscriptions take no part: their ends are Tribute's. What went back takes no part either, so that a refund costs
/// nobody the days of another purchase; and after the owner closed a plan, its time is counted anew.
pub(super) fn place(facts: &mut [Fact]) {
    let refunds = facts
        .iter()
        .filter(|fact| matches!(fact.what, What::Refunded { .. }));
    let returned: BTreeSet<String> = refunds.map(|fact| fact.source.clone()).collect();
    let mut ends = BTreeMap::new();
    for fact in facts {
        match &mut fact.what {
            What::Revoked => drop(ends.remove(&fact.plan)),
            What::Opened {
                until: Some(until),
                is_counted: true,
                ..
            } if !is_endless(*until) && !returned.contains(&fact.source) => {
                let last = ends.entry(fact.plan.clone()).or_insert(fact.at);
                let waits = last.duration_since(fact.at).max(jiff::SignedDuration::ZERO);
                *until = until.saturating_add(waits).unwrap_or(*until);
                *last = *until;
            }
            _ => {}
        }
    }
}
