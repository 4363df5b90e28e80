//! What lists and digests of payments ask of the store.

use jiff::{Timestamp, civil::Date};

use super::{Store, StoreError, pg, sqlite};
use crate::{
    bot::{
        effects::Outgoing,
        report::{PaymentEntry, StoredEvent},
    },
    telegram::UserId,
};

impl Store {
    /// So many of the newest events of Tribute, newest first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn newest_payments(&self, limit: u32) -> Result<Vec<PaymentEntry>, StoreError> {
        on_store!(self, reports::newest_payments(limit))
    }

    /// Admins who are due a digest on this day, and the day that it begins with.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn digests_due(&self, today: Date) -> Result<Vec<(UserId, Date)>, StoreError> {
        on_store!(self, payment_news::due(today))
    }

    /// What Tribute told from then until then, and how many events wait for the owner now.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn told_between(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<(Vec<StoredEvent>, i64), StoreError> {
        on_store!(self, payment_news::told_between(from, to))
    }

    /// So many events of Tribute from then until then, in the order in which they came, each with its number: those after
    /// the one that came at this moment with this number.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn told_next(
        &self,
        span: (Timestamp, Timestamp),
        after: Option<(Timestamp, i64)>,
        limit: u32,
    ) -> Result<Vec<(i64, StoredEvent)>, StoreError> {
        on_store!(self, payment_news::told_next(span, after, limit))
    }

    /// Queues an admin's digest, once a day over all replicas; says whether it was this call.
    ///
    /// # Errors
    /// Nothing was changed: it is still due.
    pub async fn tell_digest(
        &self,
        admin: UserId,
        today: Date,
        message: Option<&Outgoing>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        on_store!(self, payment_news::tell(admin, today, message, now))
    }
}
