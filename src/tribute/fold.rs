//! From facts to access: the same facts give the same access, in whatever order and however often they came.
//!
//! A cancel stops renewal and never takes anything back; a refund does, and so does an owner. A payment that happened
//! after that opens again. What is paid for again and again is paid back from its end, one payment for each refund:
//! what the others opened stays.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::facts::{self, Fact, What};
use crate::{
    bot::{
        access::{Basis, Subscription},
        ledger::Ledger,
    },
    content::Content,
};

/// A person's access, by source.
#[must_use]
pub fn subscriptions(ledger: &Ledger, content: &Content) -> Vec<Subscription> {
    let mut sources = BTreeMap::<String, Source>::new();
    for fact in facts::of(ledger, content) {
        if fact.what == What::Revoked {
            let of_plan = sources
                .values_mut()
                .filter(|source| source.subscription.plan == fact.plan);
            of_plan.for_each(|source| source.close(fact.at));
            continue;
        }
        match sources.get_mut(&fact.source) {
            Some(source) => source.learn(fact),
            None => drop(sources.insert(fact.source.clone(), Source::first(fact))),
        }
    }
    sources
        .into_values()
        .map(|source| source.subscription)
        .collect()
}

/// What is known of one source of access.
struct Source {
    subscription: Subscription,
    /// What was opened and not taken back, oldest first.
    open: Vec<Opening>,
    /// The payments that went back, as far as they have names.
    returned: BTreeSet<String>,
    /// Something was taken back since the last payment: a cancel names an end that may not count any more.
    is_closed: bool,
    /// A payment (trial, gift) is known, and not only a cancel.
    has_terms: bool,
}

/// One period.
struct Opening {
    until: Option<Timestamp>,
    is_paid: bool,
}

impl Source {
    fn first(fact: Fact) -> Self {
        let mut source = Self {
            subscription: Subscription {
                source: fact.source.clone(),
                plan: fact.plan.clone(),
                name: fact.name.clone(),
                access_until: Timestamp::UNIX_EPOCH,
                auto_renew: false,
                basis: Basis::Paid,
                known_at: fact.at,
                price_minor: 0,
                currency: String::new(),
            },
            open: Vec::new(),
            returned: BTreeSet::new(),
            is_closed: false,
            has_terms: false,
        };
        source.learn(fact);
        source
    }

    /// Facts come in the order in which they happened.
    fn learn(&mut self, fact: Fact) {
        let known = &mut self.subscription;
        known.known_at = fact.at;
        match fact.what {
            // A purchase happens once: one that was paid back stays so, whatever the two clocks say.
            What::Opened { .. } if self.is_closed && is_once(&fact.source) => {}
            What::Opened {
                until,
                is_counted: _,
                renews,
                basis,
                price_minor,
                currency,
            } => {
                self.open.push(Opening {
                    until,
                    is_paid: basis == Basis::Paid,
                });
                known.access_until = known.access_until.max(until.unwrap_or(known.access_until));
                known.auto_renew = renews;
                known.basis = basis;
                known.price_minor = price_minor;
                known.currency = currency;
                known.plan = fact.plan;
                if !fact.name.is_empty() {
                    known.name = fact.name;
                }
                self.is_closed = false;
                self.has_terms = true;
            }
            What::Stopped { until } => {
                known.auto_renew = false;
                if !self.is_closed {
                    known.access_until =
                        known.access_until.max(until.unwrap_or(known.access_until));
                }
                if !self.has_terms {
                    known.plan = fact.plan;
                    known.name = fact.name;
                }
            }
            What::Refunded { transaction } => self.refund(fact.at, transaction),
            What::Revoked => self.close(fact.at),
        }
    }

    /// The last payment goes back; what it had opened ends now, and the rest of what is left goes on. Without a payment
    /// that is known, nothing is left.
    fn refund(&mut self, at: Timestamp, transaction: Option<String>) {
        if transaction.is_some_and(|name| !self.returned.insert(name)) {
            return;
        }
        match self.open.iter().rposition(|opening| opening.is_paid) {
            Some(last) => drop(self.open.remove(last)),
            None => self.open.clear(),
        }
        let left = self.open.iter().filter_map(|opening| opening.until).max();
        let known = &mut self.subscription;
        let ended = known.access_until.min(at);
        known.access_until = left.map_or(ended, |left| left.max(ended));
        known.auto_renew = false;
        self.is_closed = true;
    }

    fn close(&mut self, at: Timestamp) {
        self.open.clear();
        let known = &mut self.subscription;
        known.access_until = known.access_until.min(at);
        known.auto_renew = false;
        known.known_at = known.known_at.max(at);
        self.is_closed = true;
    }
}

/// Whether a source is paid for once only.
pub(super) fn is_once(source: &str) -> bool {
    source.starts_with("purchase:")
}

#[cfg(test)]
mod tests;
