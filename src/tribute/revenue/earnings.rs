//! What a stretch of the ledger earned, read piece by piece: all of it at once may be more than a small machine holds.

use super::{Returned, add, happened_since, paid_by, sorted};
use crate::bot::report::{StoredEvent, Sum};

/// The sums so far.
#[derive(Debug, Default)]
pub struct Earnings {
    sums: Vec<Sum>,
    returned: Returned,
}

impl Earnings {
    /// Adds the events that were told next.
    pub fn add(&mut self, events: &[StoredEvent]) {
        for read in happened_since(events.iter(), &mut self.returned) {
            if let Some(paid) = paid_by(&read.kind, read.at) {
                add(&mut self.sums, &paid);
            }
        }
    }

    /// By currency, the one with the most payments first.
    #[must_use]
    pub fn sums(self) -> Vec<Sum> {
        sorted(self.sums)
    }
}
