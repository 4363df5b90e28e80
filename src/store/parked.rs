//! What is asked of the store about events that wait for the owner, and about access worked out anew.

use jiff::Timestamp;

use super::{KeptEvent, Refold, Refolded, Store, StoreError, pg, sqlite};
use crate::{
    bot::{ledger::LedgerEvent, report::Parked},
    telegram::UserId,
};

impl Store {
    /// So many events that wait for the owner, after this one.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn waiting_events(&self, after: i64, limit: i64) -> Result<Vec<Parked>, StoreError> {
        on_store!(self, parked::all_waiting(after, limit))
    }

    /// How many events wait for the owner, and since when.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn waiting_count(&self) -> Result<(i64, Option<Timestamp>), StoreError> {
        on_store!(self, parked::load_count())
    }

    /// So many events that wait for a plan, after this one.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn unplanned_events(
        &self,
        after: i64,
        limit: i64,
    ) -> Result<Vec<LedgerEvent>, StoreError> {
        on_store!(self, parked::unplanned(after, limit))
    }

    /// Has a waiting event looked at again; says whether that was not decided already.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn retry_event(&self, event: i64, now: Timestamp) -> Result<bool, StoreError> {
        on_store!(self, parked::retry(event, now))
    }

    /// One event of the ledger.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn kept_event(&self, id: i64) -> Result<Option<KeptEvent>, StoreError> {
        on_store!(self, rulings::kept_event(id))
    }

    /// So many people after this one of whom something is known that access may follow from.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn people_with_access(&self, after: i64, limit: i64) -> Result<Vec<i64>, StoreError> {
        on_store!(self, refold::people_after(after, limit))
    }

    /// Works one person's access out anew, under their lock, and stores what differs or only tells it.
    ///
    /// # Errors
    /// Nothing was changed.
    pub async fn refold(
        &self,
        person: UserId,
        fold: Refold,
        stores: bool,
        now: Timestamp,
    ) -> Result<Refolded, StoreError> {
        on_store!(self, refold::refold(person, fold, stores, now))
    }
}
