//! What scheduled work asks of the store.

use jiff::Timestamp;

use super::{Remind, Store, StoreError, Turn, pg, sqlite};
use crate::bot::Ended;

impl Store {
    /// Decides about at most so many people whose reminder is due, each once over all replicas, and says how it ended
    /// for each.
    ///
    /// # Errors
    /// Nothing was changed: they are still due.
    pub async fn remind(
        &self,
        limit: i64,
        now: Timestamp,
        decide: Remind,
    ) -> Result<Vec<Ended>, StoreError> {
        on_store!(self, reminders::remind(limit, now, decide))
    }

    /// Takes over the settings of reminders: when they are others than before, times are planned anew.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn replan_reminders(&self, settings: &str, now: Timestamp) -> Result<(), StoreError> {
        on_store!(self, reminders::replan(settings, now))
    }

    /// Takes the turn to do scheduled work, until `until` at most.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take_turn(
        &self,
        name: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Turn, StoreError> {
        on_store!(self, tasks::take_turn(name, now, until))
    }

    /// Gives the turn that was taken until `until` back; the work is due again at `next`, or still, if it was not done.
    ///
    /// # Errors
    /// The database does not answer: the turn ends by itself.
    pub async fn end_turn(
        &self,
        name: &str,
        until: Timestamp,
        next: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        on_store!(self, tasks::end_turn(name, until, next))
    }

    /// How many bulk messages could leave now or are under way.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn bulk_waiting(&self, now: Timestamp) -> Result<i64, StoreError> {
        on_store!(self, outbox::bulk_waiting(now))
    }
}
