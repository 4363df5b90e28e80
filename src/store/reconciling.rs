//! What the check with Tribute asks of the store.

use jiff::Timestamp;

use super::{Store, StoreError, pg, sqlite};
use crate::bot::{effects::Outgoing, report::StoredEvent};

impl Store {
    /// Events of the shop about paid orders and money given back, which came since then.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn shop_events(&self, since: Timestamp) -> Result<Vec<StoredEvent>, StoreError> {
        on_store!(self, reconciling::shop_events(since))
    }

    /// What some scheduled work remembers from its last run.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn remembered(&self, task: &str) -> Result<Option<String>, StoreError> {
        on_store!(self, reconciling::remembered(task))
    }

    /// Remembers `after` in place of `before`, and queues messages with it. Whoever finds something else remembered than
    /// `before` was too slow: nothing happens, and the answer is `false`.
    ///
    /// # Errors
    /// Nothing was changed.
    pub async fn remember(
        &self,
        task: &str,
        before: Option<&str>,
        after: &str,
        messages: &[Outgoing],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        on_store!(
            self,
            reconciling::remember(task, before, after, messages, now)
        )
    }
}
