//! What scheduled work asks of the store.

use jiff::Timestamp;

use super::{Committed, Notify, Remind, Rule, Store, StoreError, Turn, pg, sqlite};
use crate::{
    bot::{Ended, ledger::Ruling, notices::Noticed, referral::CodeKey},
    telegram::UserId,
};

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

    /// People of whom a subscription is to be looked at, whoever waits longest first; so many at most.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn people_to_notify(
        &self,
        limit: i64,
        now: Timestamp,
    ) -> Result<Vec<UserId>, StoreError> {
        on_store!(self, noticing::people(limit, now))
    }

    /// Decides, under the lock of a person, about those of their subscriptions that are to be looked at; says what came
    /// of each.
    ///
    /// # Errors
    /// Nothing was changed: they are still to be looked at.
    pub async fn notify(
        &self,
        person: UserId,
        now: Timestamp,
        decide: Notify,
    ) -> Result<Vec<Noticed>, StoreError> {
        on_store!(self, noticing::notify(person, now, decide))
    }

    /// Takes back notices about what is ahead that were queued before this moment and have not left.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn withdraw_notices(&self, before: Timestamp) -> Result<(), StoreError> {
        on_store!(self, noticing::withdraw_stale(before))
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

    /// Shows that this replica is there until then, and says how many there are. SQLite has one process.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn replicas(
        &self,
        id: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<i64, StoreError> {
        match self {
            Self::Postgres(_) => on_store!(self, replicas::count(id, now, until)),
            Self::Sqlite(_) => Ok(1),
        }
    }

    /// This replica is to be counted no longer.
    ///
    /// # Errors
    /// The database does not answer: the others learn it a little later.
    pub async fn leave(&self, id: &str) -> Result<(), StoreError> {
        match self {
            Self::Postgres(_) => on_store!(self, replicas::leave(id)),
            Self::Sqlite(_) => Ok(()),
        }
    }

    /// How many bulk messages could leave now or are under way.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn bulk_waiting(&self, now: Timestamp) -> Result<i64, StoreError> {
        on_store!(self, outbox::bulk_waiting(now))
    }

    /// Lets the oldest decision of the journal that waits take effect, under the lock of whom it is about. `None` when
    /// none waits.
    ///
    /// # Errors
    /// Nothing was changed: it still waits.
    pub async fn settle_next(
        &self,
        decide: Rule,
        key: &CodeKey,
        now: Timestamp,
        claim_until: Timestamp,
    ) -> Result<Option<Committed>, StoreError> {
        on_store!(self, rulings::settle_next(decide, key, now, claim_until))
    }

    /// Adds a decision to the journal, which takes effect by [`Store::settle_next`].
    ///
    /// # Errors
    /// Nothing was added.
    pub async fn rule(
        &self,
        made_by: UserId,
        ruling: &Ruling,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        on_store!(self, rulings::add(made_by, ruling, now))
    }
}
