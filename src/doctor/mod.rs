//! Looks at everything around the bot, and says what is wrong and what to do about it.
//!
//! `rules` decides from what was seen (pure), `finding` has the words; `within` sees the database and the disk, `outside`
//! Telegram, the service's own address and its key.

mod finding;
mod outside;
mod rules;
mod within;

use std::time::Duration;

use reqwest::Client;

use crate::{
    config::{BotToken, Config},
    content::{Content, TextKey},
    outgoing, quota,
    telegram::client::BotApi,
};

pub use finding::{Check, Finding, Level, fingerprint, notice};
pub use within::broken;

/// How long one look at something may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// Knows where to look.
#[derive(Debug)]
pub struct Doctor {
    config: Config,
    token: BotToken,
    api: BotApi,
}

/// For one look, so that it finds no connection that is open already, which would say nothing about an address; and a
/// service that starts does not wait for clients that it needs in an hour.
struct Clients {
    /// For Telegram's clock, through the proxy.
    telegram: Client,
    /// For our own address, without one.
    own: Client,
}

impl Doctor {
    /// With the settings of the service that it looks at.
    #[must_use]
    pub fn new(config: &Config, token: &BotToken, api: BotApi) -> Self {
        Self {
            config: config.clone(),
            token: token.clone(),
            api,
        }
    }

    /// Reading the system's certificates takes its time.
    async fn clients(&self) -> Result<Clients, String> {
        let config = self.config.clone();
        let made = tokio::task::spawn_blocking(move || {
            let proxy = config.http_proxy_url.as_ref().map(|url| url.reveal());
            let own = config.public_url.as_deref().unwrap_or("http://");
            Ok(Clients {
                telegram: outgoing::client(&config.telegram_api_url, proxy, PATIENCE)?,
                own: outgoing::client(own, None, PATIENCE)?,
            })
        });
        made.await.map_err(|error| error.to_string())?
    }

    /// Everything; for the command.
    pub async fn everything(&self, content: &Content) -> Vec<Finding> {
        let clients = match self.clients().await {
            Ok(clients) => clients,
            Err(error) => return vec![Finding::told(Check::Settings, error)],
        };
        let (database, disk, clock, bot, service) = tokio::join!(
            within::database(&self.config.database_url),
            within::disk(&self.config.database_url),
            self.clock(&clients),
            self.bot(),
            self.service(&clients, true),
        );
        let knows_us = bot.level == Level::Ok;
        let mut found = settings(&self.config);
        found.extend([database].into_iter().chain(disk).chain(clock).chain([bot]));
        if knows_us {
            found.extend(self.webhook().await);
            found.extend(self.rights(content).await);
        }
        let answers = service.iter().all(|one| one.level == Level::Ok);
        found.extend(service);
        found.extend(self.tribute(&clients, answers).await);
        found.extend(self.redis().await);
        found
    }

    /// Away is no failure: each replica keeps to its own share.
    async fn redis(&self) -> Option<Finding> {
        let url = self.config.redis_url.as_ref()?;
        Some(match quota::ping(url.reveal(), PATIENCE).await {
            Ok(()) => Finding::ok(Check::Redis, TextKey::DoctorRedisAnswers),
            Err(error) => {
                Finding::warning(Check::Redis, TextKey::DoctorRedisAway).with("text", error)
            }
        })
    }

    /// What may turn bad while the service runs and has no alarm of its own, as the rights in channels have.
    pub async fn daily(&self) -> Vec<Finding> {
        let clients = match self.clients().await {
            Ok(clients) => clients,
            Err(error) => return vec![Finding::told(Check::Settings, error)],
        };
        let (disk, clock, webhook, service, redis) = tokio::join!(
            within::disk(&self.config.database_url),
            self.clock(&clients),
            self.webhook(),
            self.service(&clients, false),
            self.redis(),
        );
        let answers = service.iter().all(|one| one.level == Level::Ok);
        // What does not answer is not delivered to either: one trouble is one message.
        let webhook = webhook.into_iter().filter(|_| answers);
        let mut found: Vec<Finding> = disk.into_iter().chain(clock).chain(webhook).collect();
        found.extend(service);
        found.extend(self.tribute(&clients, answers).await);
        found.extend(within::pack(&self.config).await);
        found.extend(redis);
        found.retain(Finding::is_bad);
        found
    }
}

/// What is set, and what is not.
fn settings(config: &Config) -> Vec<Finding> {
    let mut found = Vec::new();
    if config.admins.is_empty() {
        found.push(Finding::warning(Check::Settings, TextKey::DoctorNoOwner));
    }
    if config.public_url.is_none() {
        found.push(Finding::warning(Check::Settings, TextKey::DoctorNoAddress));
    }
    if found.is_empty() {
        found.push(Finding::ok(Check::Settings, TextKey::DoctorSettings));
    }
    found
}
