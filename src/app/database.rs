//! The database of the settings.

use std::time::Duration;

use crate::{
    config::Config,
    store::{PoolSettings, Store, StoreError},
};

/// The longest wait for a database connection. Shorter than any caller's patience.
const POOL_WAIT: Duration = Duration::from_secs(4);

/// The longest that one unit of work may take: several statements of ten seconds, and still shorter than Telegram's
/// patience with a webhook.
const UNIT_LIMIT: Duration = Duration::from_secs(30);

/// The database as it is, for commands that look at it beside the running service.
///
/// # Errors
/// It cannot be opened.
pub async fn connect(config: &Config) -> Result<Store, StoreError> {
    let settings = PoolSettings {
        size: config.database_pool_size,
        wait: POOL_WAIT,
        limit: UNIT_LIMIT,
    };
    Store::open(&config.database_url, settings).await
}
