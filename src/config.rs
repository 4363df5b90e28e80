//! Settings from the environment, all mistakes at once.
//!
//! envy reads the variables into texts; everything is parsed here, so that a mistake is named by its variable,
//! with what to write instead, and never with the value of a secret.

mod parse;
mod variables;

use std::{net::IpAddr, path::PathBuf};

use jiff::tz::TimeZone;

pub use variables::{Variables, names};

use crate::{
    content::Locale,
    store::DatabaseUrl,
    telegram::{UserId, secret_token::SecretToken},
    telemetry::logging::LogFormat,
    tribute::signature::ApiKeys,
};

/// Everything that can be set, parsed.
#[derive(Debug, Clone)]
pub struct Config {
    /// `BOT_TOKEN`; `None` is a mistake only for commands that talk to Telegram.
    pub bot_token: Option<BotToken>,
    /// `ADMIN_ID`
    pub admins: Vec<UserId>,
    /// `LEADS_CHAT_ID`, else the first admin.
    pub leads_chat_id: Option<i64>,
    /// `TZ`
    pub zone: TimeZone,
    /// `DATABASE_URL`
    pub database_url: DatabaseUrl,
    /// `DATABASE_POOL_SIZE`
    pub database_pool_size: u32,
    /// `MIGRATE_ON_START`
    pub migrate_on_start: bool,
    /// `REDIS_URL`
    pub redis_url: Option<Secret>,
    /// `WEB_HOST`
    pub web_host: IpAddr,
    /// `WEB_PORT`, else `PORT`
    pub web_port: u16,
    /// `PUBLIC_URL`, without a slash at its end.
    pub public_url: Option<String>,
    /// `TELEGRAM_API_URL`
    pub telegram_api_url: String,
    /// `TELEGRAM_WEBHOOK_PATH`
    pub telegram_webhook_path: String,
    /// `TELEGRAM_SECRET_TOKEN`, else derived from the bot token.
    pub telegram_secret_token: Option<SecretToken>,
    /// `TELEGRAM_MAX_CONNECTIONS`
    pub telegram_max_connections: u32,
    /// `TRIBUTE_API_KEY`
    pub tribute_api_keys: ApiKeys,
    /// `TRIBUTE_WEBHOOK_PATH`
    pub tribute_webhook_path: String,
    /// `TRIBUTE_API_URL`
    pub tribute_api_url: String,
    /// `CONTENT_DIR`
    pub content_dir: Option<PathBuf>,
    /// `DEFAULT_LOCALE`
    pub default_locale: Locale,
    /// `NOTIFY_HOUR_LOCAL`
    pub notify_hour_local: i8,
    /// `NOTIFY_WEEKDAYS`
    pub notify_weekdays: Vec<jiff::civil::Weekday>,
    /// `OPENAI_API_KEY`
    pub openai_api_key: Option<Secret>,
    /// `OPENAI_BASE`
    pub openai_base: String,
    /// `OPENAI_MODEL`
    pub openai_model: String,
    /// `HTTP_PROXY_URL`
    pub http_proxy_url: Option<Secret>,
    /// `METRICS_TOKEN`
    pub metrics_token: Option<Secret>,
    /// `TASKS_TOKEN`
    pub tasks_token: Option<Secret>,
    /// `RUST_LOG`
    pub rust_log: String,
    /// `LOG_FORMAT`
    pub log_format: LogFormat,
}

/// A text that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself, for the one place that needs it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Compares in time that does not depend on where the texts differ.
    #[must_use]
    pub fn verify(&self, presented: &[u8]) -> bool {
        bool::from(subtle::ConstantTimeEq::ct_eq(self.0.as_bytes(), presented))
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(redacted)")
    }
}

/// BotFather's token, `123456:letters`.
#[derive(Clone, PartialEq, Eq)]
pub struct BotToken(String);

impl BotToken {
    /// Takes a token of the right form; whether it is the right one only Telegram knows.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (id, rest) = text.split_once(':')?;
        let fits = !id.is_empty()
            && id.bytes().all(|byte| byte.is_ascii_digit())
            && !rest.is_empty()
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
        fits.then(|| Self(text.to_owned()))
    }

    /// The bot's own number, with which a token begins.
    #[must_use]
    pub fn bot_id(&self) -> UserId {
        let id = self.0.split(':').next().and_then(|id| id.parse().ok());
        UserId(id.unwrap_or_default())
    }

    /// The token itself, for the Bot API's address only.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for BotToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BotToken(redacted)")
    }
}

/// Every mistake in the environment, one sentence each.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct Mistakes(pub Vec<String>);

impl Config {
    /// Reads the process's environment.
    ///
    /// # Errors
    /// Every mistake in it.
    pub fn from_env() -> Result<Self, Mistakes> {
        Self::from_variables(Variables::from_env(std::env::vars_os()))
    }

    /// The bot's token.
    ///
    /// # Errors
    /// It is not set.
    pub fn require_bot_token(&self) -> Result<&BotToken, Mistakes> {
        self.bot_token.as_ref().ok_or_else(|| {
            Mistakes(vec![
                "BOT_TOKEN is not set: write the token that @BotFather gave you \
                 (or try `five-keys-bot playground`, which needs none)"
                    .into(),
            ])
        })
    }

    /// The secret of the Telegram webhook.
    #[must_use]
    pub fn secret_token(&self, bot_token: &BotToken) -> SecretToken {
        let chosen = self.telegram_secret_token.clone();
        chosen.unwrap_or_else(|| SecretToken::derive(bot_token.reveal()))
    }
}

#[cfg(test)]
mod tests;
