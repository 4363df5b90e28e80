//! `webhook set`, `webhook info`, `webhook delete`.

use std::sync::Arc;

use clap::Subcommand;

use super::{Failure, say, settings};
use crate::{
    app::{StartError, bot_api, load_content},
    registration::Registration,
    telegram::{api_error::ApiError, client::BotApi},
    telemetry::Metrics,
};

/// What to do with the registration.
#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// Register PUBLIC_URL, the secret and the commands
    Set,
    /// Show what Telegram knows, and its last error
    Info,
    /// Remove the webhook; waiting updates are kept by Telegram
    Delete,
}

/// Talks to the Bot API of the settings.
pub(super) async fn run(action: Action) -> Result<(), Failure> {
    let config = settings()?;
    let token = config.require_bot_token().map_err(StartError::from)?;
    let api = bot_api(&config, token, Arc::new(Metrics::new(Vec::new())))?;
    // A wrong token is told by getMe; a 404 to anything else would mean a method that is missing.
    if let Err(ApiError::Unauthorized | ApiError::Rejected { code: 404, .. }) = api.get_me().await {
        return Err(StartError::Token.into());
    }
    match action {
        Action::Set => {
            let content = load_content(&config)?;
            let registration = Registration::new(&config, token, api, &content);
            let url = registration.webhook_url().ok_or_else(|| {
                Failure("PUBLIC_URL is not set: write the HTTPS address of this service".into())
            })?;
            registration.set_webhook(&url).await.map_err(refusal)?;
            registration.set_commands().await.map_err(refusal)?;
            say(format_args!("webhook set to {url}; commands set"));
        }
        Action::Info => info(&api).await?,
        Action::Delete => {
            api.delete_webhook().await.map_err(refusal)?;
            say("webhook deleted");
        }
    }
    Ok(())
}

async fn info(api: &BotApi) -> Result<(), Failure> {
    let info = api.webhook_info().await.map_err(refusal)?;
    let or_none = |text: Option<String>| text.unwrap_or_else(|| "none".into());
    let url = Some(info.url).filter(|url| !url.is_empty());
    say(format_args!("url: {}", or_none(url)));
    say(format_args!(
        "waiting updates: {}",
        info.pending_update_count
    ));
    say(format_args!(
        "max connections: {}",
        or_none(info.max_connections.map(|n| n.to_string()))
    ));
    let kinds = info.allowed_updates.map(|kinds| kinds.join(", "));
    say(format_args!(
        "kinds of updates: {}",
        kinds.unwrap_or_else(|| "Telegram's default".into())
    ));
    let at = info
        .last_error_date
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let error = info.last_error_message.map(|message| match at {
        Some(at) => format!("{message} (at {at})"),
        None => message,
    });
    say(format_args!("last error: {}", or_none(error)));
    Ok(())
}

fn refusal(error: ApiError) -> Failure {
    Failure(format!("Telegram did not do it: {error}"))
}
