//! The database of the settings.

use std::time::Duration;

use crate::{
    config::Config,
    store::{PoolSettings, Store, StoreError},
};

/// The longest wait for a database connection. Shorter than any caller's patience.
const POOL_WAIT: Duration = Duration::from_secs(4);

/// The database as it is, for commands that look at it beside the running service.
///
/// # Errors
/// It cannot be opened.
pub async fn connect(config: &Config) -> Result<Store, StoreError> {
    let settings = PoolSettings {
        size: config.database_pool_size,
        wait: POOL_WAIT,
    };
    Store::open(&config.database_url, settings).await
}
