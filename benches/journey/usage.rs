//! What was used up to a moment, or between two.

use std::collections::BTreeMap;

use crate::procfs::Cpu;
use crate::wire::Counts;

#[derive(Debug, Default)]
pub(crate) struct Usage {
    pub(crate) service: Option<Cpu>,
    /// Of the whole server, when it is ours.
    pub(crate) database: Option<Cpu>,
    /// Of the Bot API, by method; those in webhook answers apart.
    pub(crate) calls: BTreeMap<String, u64>,
    pub(crate) counts: Counts,
}

impl Usage {
    pub(crate) fn since(mut self, earlier: &Self) -> Self {
        for (method, count) in &mut self.calls {
            *count -= earlier.calls.get(method).copied().unwrap_or_default();
        }
        self.calls.retain(|_, count| *count > 0);
        let between = |to: Option<Cpu>, from: Option<Cpu>| Some(to? - from?);
        Self {
            service: between(self.service, earlier.service),
            database: between(self.database, earlier.database),
            calls: self.calls,
            counts: self.counts - earlier.counts,
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        let sum = |one: Option<Cpu>, other: Option<Cpu>| match (one, other) {
            (Some(one), Some(other)) => Some(one + other),
            (one, other) => one.or(other),
        };
        self.service = sum(self.service, other.service);
        self.database = sum(self.database, other.database);
        for (method, count) in other.calls {
            *self.calls.entry(method).or_default() += count;
        }
        self.counts = self.counts + other.counts;
    }
}
