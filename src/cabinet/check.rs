//! One check: Tribute is asked, then the ledger is read, then both are compared.

use jiff::{Timestamp, tz::TimeZone};

use super::{Client, Failure};
use crate::{
    content::Content,
    store::{Store, StoreError},
    tribute::reconcile::{Finding, LOOK_BACK, Ours, compare, orders},
};

/// Why nothing could be compared.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// Tribute was not asked.
    #[error(transparent)]
    Tribute(#[from] Failure),
    /// The ledger was not read.
    #[error("the payments cannot be read from the database: {0}")]
    Store(#[from] StoreError),
}

/// The cabinet, and where its events should go.
#[derive(Debug)]
pub struct Cabinet {
    client: Client,
    webhook: Option<String>,
}

impl Cabinet {
    /// `webhook` is the address that Tribute should know; without `PUBLIC_URL` nobody knows it.
    #[must_use]
    pub fn new(client: Client, webhook: Option<String>) -> Self {
        Self { client, webhook }
    }

    /// The address that Tribute should know.
    #[must_use]
    pub fn webhook(&self) -> Option<&str> {
        self.webhook.as_deref()
    }

    /// Everything that does not fit together.
    ///
    /// # Errors
    /// Tribute or the database does not answer.
    pub async fn check(
        &self,
        store: &Store,
        content: &Content,
        now: Timestamp,
    ) -> Result<Vec<Finding>, CheckError> {
        let since = |times: i32| {
            let back = LOOK_BACK.checked_mul(times).unwrap_or(LOOK_BACK);
            now.saturating_sub(back).unwrap_or(Timestamp::UNIX_EPOCH)
        };
        let first_day = since(2).to_zoned(TimeZone::UTC).date();
        let listing = self.client.listing(first_day).await?;
        // After the list, so that what was paid and told meanwhile does not seem unheard of. An order is told of after it
        // was made, so what belongs to the list is not older than the list.
        let since = first_day.to_zoned(TimeZone::UTC);
        let since = since.map_or(Timestamp::UNIX_EPOCH, |day| day.timestamp());
        let events = store.shop_events(since).await?;
        let orders = orders(&events);
        Ok(compare(
            &listing,
            &Ours {
                content,
                webhook: self.webhook(),
                orders: &orders,
                now,
            },
        ))
    }
}
