//! From facts to access: the same facts give the same access, in whatever order and however often they came.
//!
//! A cancel stops renewal and never takes anything back; a refund does, and so does an owner. A payment that happened
//! after that opens again.

use std::collections::BTreeMap;

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
    /// Nothing that happened before this opens anything: what had been paid for was taken back.
    is_closed: bool,
    /// A payment (trial, gift) is known, and not only a cancel.
    has_terms: bool,
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
                renews,
                basis,
                price_minor,
                currency,
            } => {
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
            What::Refunded | What::Revoked => self.close(fact.at),
        }
    }

    fn close(&mut self, at: Timestamp) {
        let known = &mut self.subscription;
        known.access_until = known.access_until.min(at);
        known.auto_renew = false;
        known.known_at = known.known_at.max(at);
        self.is_closed = true;
    }
}

/// Whether a source is paid for once only.
fn is_once(source: &str) -> bool {
    source.starts_with("purchase:")
}
