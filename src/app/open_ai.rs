//! The assistant's API from the settings, and how patient we are with it.

use std::time::Duration;

use jiff::SignedDuration;

use super::StartError;
use crate::{
    assistant::client::{OpenAi, Settings},
    config::Config,
};

/// How long one call may take.
const TIME_LIMIT: Duration = Duration::from_secs(30);
/// How long until the second try.
const PAUSE: Duration = Duration::from_millis(500);
/// How long a question belongs to one process: longer than both tries, and the longest wait between them.
pub(super) const LEASE: SignedDuration = SignedDuration::from_secs(90);

/// A client when there is a key for it.
pub(super) fn client(config: &Config) -> Result<Option<OpenAi>, StartError> {
    let Some(key) = &config.openai_api_key else {
        return Ok(None);
    };
    let proxy = config.http_proxy_url.as_ref();
    let settings = Settings {
        base: config.openai_base.clone(),
        key: key.reveal().to_owned(),
        model: config.openai_model.clone(),
        proxy_url: proxy.map(|url| url.reveal().to_owned()),
        time_limit: TIME_LIMIT,
        pause: PAUSE,
    };
    OpenAi::new(settings).map(Some).map_err(StartError::Client)
}
