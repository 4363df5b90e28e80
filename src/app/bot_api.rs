//! The client of the Bot API, by the settings.

use std::{sync::Arc, time::Duration};

use super::StartError;
use crate::{
    config::{BotToken, Config},
    telegram::client::BotApi,
    telemetry::Metrics,
};

/// The Bot API with the settings' address and proxy, counting its calls.
///
/// # Errors
/// The proxy's address is wrong.
pub fn bot_api(
    config: &Config,
    token: &BotToken,
    metrics: Arc<Metrics>,
) -> Result<BotApi, StartError> {
    let proxy = config
        .http_proxy_url
        .as_ref()
        .map(|url| url.reveal().to_owned());
    let observer = Arc::new(move |method: &str, outcome: &'static str, took: Duration| {
        metrics.api_called(method, outcome, took);
    });
    BotApi::new(
        &config.telegram_api_url,
        token.reveal(),
        proxy.as_deref(),
        observer,
    )
    .map_err(StartError::Client)
}
