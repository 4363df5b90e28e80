//! What becomes of a message in the outbox that Telegram did not take as it was.

use jiff::Timestamp;

use super::{Store, StoreError, pg, sqlite};

impl Store {
    /// Gives messages back, to be tried from `not_before` on, after a failure when there is an error.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn put_back(
        &self,
        ids: &[i64],
        not_before: Timestamp,
        error: Option<&str>,
    ) -> Result<(), StoreError> {
        on_store!(self, outbox::put_back(ids, not_before, error))
    }

    /// Puts another message in the place of one: what is left of it, or another form of it.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn rewrite(&self, id: i64, method: &str, payload: &str) -> Result<(), StoreError> {
        on_store!(self, claims::rewrite(id, method, payload))
    }

    /// Keeps a message as a dead letter, with the reason.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn bury(&self, id: i64, now: Timestamp, reason: &str) -> Result<(), StoreError> {
        on_store!(self, outbox::bury(id, now, reason))
    }
}
