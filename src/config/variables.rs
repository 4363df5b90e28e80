//! The variables' names, once: envy fills this struct, and its fields are the list that the documents are
//! checked against.

use std::ffi::OsString;

use serde::Deserialize;

macro_rules! variables {
    ($($(#[$doc:meta])* $field:ident),* $(,)?) => {
        /// The environment as texts; an empty value counts as unset.
        #[derive(Clone, Default, Deserialize)]
        #[serde(default)]
        pub struct Variables {
            $($(#[$doc])* pub $field: Option<String>,)*
        }

        /// The names of all variables, in the order of the documentation.
        #[must_use]
        pub fn names() -> Vec<String> {
            vec![$(stringify!($field).to_uppercase()),*]
        }
    };
}

variables! {
    /// From BotFather.
    bot_token,
    /// Who gets leads, payments, alarms and admin commands.
    admin_id,
    /// Where leads go.
    leads_chat_id,
    /// The project's time zone.
    tz,
    /// The database.
    database_url,
    /// Connections.
    database_pool_size,
    /// Whether `serve` migrates.
    migrate_on_start,
    /// Shared pacing.
    redis_url,
    /// Listen address.
    web_host,
    /// Listen port.
    web_port,
    /// Listen port as platforms give it.
    port,
    /// HTTPS address of the service.
    public_url,
    /// Another Bot API server.
    telegram_api_url,
    /// Path of the Telegram webhook.
    telegram_webhook_path,
    /// Secret of the Telegram webhook.
    telegram_secret_token,
    /// Parallel deliveries at most.
    telegram_max_connections,
    /// What Tribute signs with.
    tribute_api_key,
    /// Path of the Tribute webhook.
    tribute_webhook_path,
    /// Tribute's REST API.
    tribute_api_url,
    /// The owner's content pack.
    content_dir,
    /// Language for people whose own is not known.
    default_locale,
    /// Hour of reminders.
    notify_hour_local,
    /// Days of reminders.
    notify_weekdays,
    /// The assistant's key.
    openai_api_key,
    /// The assistant's address.
    openai_base,
    /// The assistant's model.
    openai_model,
    /// Proxy for outgoing calls.
    http_proxy_url,
    /// Guards `/metrics`.
    metrics_token,
    /// Guards `/tasks/run`.
    tasks_token,
    /// What is logged.
    rust_log,
    /// How it is logged.
    log_format,
}

impl Variables {
    /// Takes the variables that we know. Values that are not UTF-8 count as unset, and so do empty ones.
    #[must_use]
    pub fn from_env(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let known = names();
        let texts = variables.into_iter().filter_map(|(name, value)| {
            let name = name
                .into_string()
                .ok()
                .filter(|name| known.contains(name))?;
            let value = value.into_string().ok()?.trim().to_owned();
            (!value.is_empty()).then_some((name, value))
        });
        // All fields are texts, so nothing can be of the wrong type.
        envy::from_iter(texts).unwrap_or_default()
    }
}
