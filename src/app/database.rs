//! The database of the settings.

use std::time::Duration;

use super::{StartError, schedule};
use crate::{
    config::Config,
    jobs,
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
    Store::open(&config.database_url, settings(config)).await
}

fn settings(config: &Config) -> PoolSettings {
    PoolSettings {
        size: config.database_pool_size,
        wait: POOL_WAIT,
        limit: UNIT_LIMIT,
    }
}

/// The database, migrated if it is to be, with what belongs to every start.
pub(super) async fn open(config: &Config) -> Result<Store, StartError> {
    let (store, applied) = match config.migrate_on_start {
        true => Store::open_migrated(&config.database_url, settings(config)).await?,
        false => (connect(config).await?, Vec::new()),
    };
    for name in applied {
        tracing::info!(name, "migration applied");
    }
    // Half of the people and payments would look like all of them.
    if store.is_unfinished_copy().await? {
        return Err(StartError::UnfinishedCopy);
    }
    store.release_orphans().await?;
    jobs::plan_reminders(&store, &schedule(config), &config.zone).await?;
    // Before anything is sent.
    jobs::withdraw_stale_notices(&store).await?;
    Ok(store)
}
