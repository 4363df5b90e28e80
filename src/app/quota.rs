//! The limits that replicas share.

use std::sync::Arc;

use super::StartError;
use crate::{config::Config, quota::Quota, telegram::UserId, telemetry::Metrics};

/// The limits that replicas share, if there is a Redis.
///
/// # Errors
/// The address in the settings is wrong.
pub(super) fn open(
    config: &Config,
    bot: UserId,
    metrics: &Arc<Metrics>,
) -> Result<Option<Arc<Quota>>, StartError> {
    let Some(url) = &config.redis_url else {
        return Ok(None);
    };
    let made = Quota::new(url.reveal(), bot.0, Arc::clone(metrics));
    let made = made.map_err(|error| {
        StartError::Client(format!(
            "REDIS_URL: {error}; write redis://HOST:PORT, or rediss:// for TLS"
        ))
    })?;
    Ok(Some(Arc::new(made)))
}
