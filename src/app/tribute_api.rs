//! Tribute's REST API from the settings, and how patient we are with it.

use std::time::Duration;

use super::StartError;
use crate::{
    cabinet::{Cabinet, Client, Settings},
    config::Config,
};

/// How long one call may take.
const TIME_LIMIT: Duration = Duration::from_secs(15);

/// The cabinet when there is a key for it.
///
/// # Errors
/// The key or the proxy's address cannot be used.
pub fn cabinet(config: &Config) -> Result<Option<Cabinet>, StartError> {
    let Some(key) = config.tribute_api_keys.current() else {
        return Ok(None);
    };
    let proxy = config.http_proxy_url.as_ref();
    let settings = Settings {
        base: config.tribute_api_url.clone(),
        key: key.to_owned(),
        proxy_url: proxy.map(|url| url.reveal().to_owned()),
        time_limit: TIME_LIMIT,
    };
    let client = Client::new(&settings).map_err(StartError::Client)?;
    let public = config.public_url.as_ref();
    let webhook = public.map(|url| format!("{url}{}", config.tribute_webhook_path));
    Ok(Some(Cabinet::new(client, webhook)))
}
