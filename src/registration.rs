//! Telling Telegram where we are and what we can do, after the service listens.
//!
//! Telegram being away does not keep the service from starting; a token that Telegram refuses stops it.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use tokio::sync::watch;

use crate::{
    app::StartError,
    config::{BotToken, Config},
    content::{Content, Edition, Locale, TextKey},
    telegram::{
        UserId, api_error::ApiError, client::BotApi, registration::BotCommand,
        secret_token::SecretToken,
    },
};

const FIRST_NAP: Duration = Duration::from_secs(1);
const LONGEST_NAP: Duration = Duration::from_secs(60);

/// What is to be registered.
#[derive(Debug, Clone)]
pub struct Registration {
    api: BotApi,
    public_url: Option<String>,
    path: String,
    secret: SecretToken,
    max_connections: u32,
    locale: Locale,
    assistant: bool,
    commands: Commands,
    /// The bot's own name, which only Telegram knows.
    bot_name: Arc<OnceLock<String>>,
    admins: Vec<UserId>,
    admin_commands: Commands,
}

/// The commands menu: for everybody, and for each language.
type Commands = Vec<(Option<&'static str>, Vec<BotCommand>)>;

impl Registration {
    /// Gathers it from the settings and the content.
    #[must_use]
    pub fn new(config: &Config, token: &BotToken, api: BotApi, content: &Content) -> Self {
        let assistant = config.openai_api_key.is_some();
        Self {
            api,
            public_url: config.public_url.clone(),
            path: config.telegram_webhook_path.clone(),
            secret: config.secret_token(token),
            max_connections: config.telegram_max_connections,
            locale: config.default_locale,
            assistant,
            commands: commands(content, config.default_locale, assistant),
            bot_name: Arc::default(),
            admins: config.admins.clone(),
            admin_commands: admin_commands(content, config.default_locale, assistant),
        }
    }

    /// The bot's name, once Telegram has told it while this runs.
    #[must_use]
    pub fn bot_name(&self) -> Arc<OnceLock<String>> {
        Arc::clone(&self.bot_name)
    }

    /// Asks Telegram who we are.
    async fn learn_name(&self) -> Result<(), ApiError> {
        let me = self.api.get_me().await?;
        tracing::info!(bot = me.username, "Telegram knows this bot");
        if !me.username.is_empty() {
            let _ = self.bot_name.set(me.username);
        }
        Ok(())
    }

    /// Registers this address instead of `PUBLIC_URL`.
    pub fn set_public_url(&mut self, url: String) {
        self.public_url = Some(url);
    }

    /// The webhook's full address, when there is one.
    #[must_use]
    pub fn webhook_url(&self) -> Option<String> {
        self.public_url
            .as_ref()
            .map(|url| format!("{url}{}", self.path))
    }

    /// Registers the webhook.
    ///
    /// # Errors
    /// What Telegram refused.
    pub async fn set_webhook(&self, url: &str) -> Result<(), ApiError> {
        self.api
            .set_webhook(url, &self.secret, self.max_connections)
            .await
    }

    /// Takes over the content's commands; says whether they differ from those before.
    fn has_other_commands(&mut self, content: &Content) -> bool {
        let news = (
            commands(content, self.locale, self.assistant),
            admin_commands(content, self.locale, self.assistant),
        );
        let known = (&mut self.commands, &mut self.admin_commands);
        let differ = news != (known.0.clone(), known.1.clone());
        (*known.0, *known.1) = news;
        differ
    }

    /// Sets the commands in every language.
    ///
    /// # Errors
    /// What Telegram refused.
    pub async fn set_commands(&self) -> Result<(), ApiError> {
        for (language, commands) in &self.commands {
            self.api.set_commands(None, *language, commands).await?;
        }
        for admin in &self.admins {
            self.set_admin_commands(*admin).await?;
        }
        Ok(())
    }

    /// The longer menu in an admin's own chat. Telegram refuses it before they pressed Start; then the commands work
    /// without a menu, until the next start of the service.
    async fn set_admin_commands(&self, admin: UserId) -> Result<(), ApiError> {
        for (language, commands) in &self.admin_commands {
            let set = self.api.set_commands(Some(admin), *language, commands);
            match set.await {
                Err(error @ (ApiError::RetryAfter(_) | ApiError::Unavailable(_))) => {
                    return Err(error);
                }
                Err(error) => {
                    tracing::debug!(%error, "an admin's commands could not be set");
                    return Ok(());
                }
                Ok(()) => {}
            }
        }
        Ok(())
    }
}

/// Registers, as often as it takes, and the commands again when the content changes them. Ends only with the
/// error that stops the service.
pub async fn run(registration: Registration, edition: watch::Receiver<Edition>) -> StartError {
    let known = match registration.learn_name().await {
        Ok(()) => true,
        Err(ApiError::Unauthorized) => return StartError::Token,
        Err(error) => {
            tracing::warn!(%error, "getMe was not answered");
            false
        }
    };
    if known {
        return register(registration, edition, known).await;
    }
    // What needs the bot's name waits for it; the webhook does not.
    let asking = registration.clone();
    tokio::select! {
        error = register(registration, edition, known) => error,
        error = ask_on(asking) => error,
    }
}

/// Asks for the bot's name until it is known. Ends only with the error that stops the service.
async fn ask_on(registration: Registration) -> StartError {
    match persist(|| registration.learn_name()).await {
        Ok(()) => {}
        Err(ApiError::Unauthorized) => return StartError::Token,
        Err(error) => {
            tracing::error!(%error, "Telegram does not tell this bot's name: there are no links to it")
        }
    }
    std::future::pending().await
}

async fn register(
    mut registration: Registration,
    mut edition: watch::Receiver<Edition>,
    known: bool,
) -> StartError {
    let Some(url) = registration.webhook_url() else {
        tracing::info!("PUBLIC_URL is not set: the webhook is not registered (see `webhook set`)");
        return std::future::pending().await;
    };
    match persist(|| registration.set_webhook(&url)).await {
        Ok(()) => tracing::info!("the webhook is registered"),
        Err(ApiError::Unauthorized) => return StartError::Token,
        // Telegram says 404 to tokens of a wrong form; a server that knows this bot means something else.
        Err(ApiError::Rejected { code: 404, .. }) if !known => return StartError::Token,
        Err(error) => tracing::error!(%error, "Telegram refuses the webhook: check PUBLIC_URL"),
    }
    loop {
        match persist(|| registration.set_commands()).await {
            Ok(()) => tracing::info!("the commands are set"),
            Err(error) => tracing::warn!(%error, "the commands could not be set"),
        }
        while !registration.has_other_commands(&edition.borrow_and_update().content) {
            if edition.changed().await.is_err() {
                return std::future::pending().await;
            }
        }
    }
}

/// Asks again while Telegram is away or asks to wait; an answer that is final comes back.
async fn persist<F, T>(ask: F) -> Result<(), ApiError>
where
    F: Fn() -> T,
    T: Future<Output = Result<(), ApiError>>,
{
    let mut nap = FIRST_NAP;
    loop {
        let wait = match ask().await {
            Err(ApiError::RetryAfter(wait)) => wait,
            Err(error @ ApiError::Unavailable(_)) => {
                tracing::warn!(%error, "Telegram did not take the registration; trying again");
                nap
            }
            answer => return answer,
        };
        tokio::time::sleep(wait).await;
        nap = (nap * 2).min(LONGEST_NAP);
    }
}

/// The commands of every person and those of admins, in each language.
fn admin_commands(content: &Content, default_locale: Locale, assistant: bool) -> Commands {
    let all = commands(content, default_locale, assistant).into_iter();
    all.map(|(language, mut commands)| {
        let locale = Locale::from_language_code(language, default_locale);
        let more = [
            ("stats", TextKey::CommandStats),
            ("leads", TextKey::CommandLeads),
            ("leads_csv", TextKey::CommandLeadsCsv),
            ("find", TextKey::CommandFind),
            ("unmatched", TextKey::CommandUnmatched),
            ("doors", TextKey::CommandDoors),
            ("payments", TextKey::CommandPayments),
            ("payments_csv", TextKey::CommandPaymentsCsv),
            ("revenue", TextKey::CommandRevenue),
            ("grant", TextKey::CommandGrant),
            ("extend", TextKey::CommandExtend),
            ("revoke", TextKey::CommandRevoke),
        ];
        commands.extend(more.map(|(command, key)| BotCommand {
            command,
            description: content.text(locale, key, &[]),
        }));
        (language, commands)
    })
    .collect()
}

/// The commands of every person, in each language; without a language in the default one. The assistant's only
/// when it is connected.
#[must_use]
pub fn commands(content: &Content, default_locale: Locale, assistant: bool) -> Commands {
    let menu = |locale: Locale| {
        [
            ("start", TextKey::CommandStart),
            ("menu", TextKey::CommandMenu),
            ("pdf", TextKey::CommandPdf),
            ("catalog", TextKey::CommandCatalogue),
            ("subscription", TextKey::CommandSubscription),
            ("consult", TextKey::CommandConsult),
            ("ref", TextKey::CommandRef),
            ("assistant", TextKey::CommandAssistant),
            ("notify", TextKey::CommandNotify),
            ("timezone", TextKey::CommandTimezone),
            ("profile", TextKey::CommandProfile),
            ("language", TextKey::CommandLanguage),
            ("privacy", TextKey::CommandPrivacy),
            ("help", TextKey::CommandHelp),
        ]
        .into_iter()
        .filter(|(command, _)| assistant || *command != "assistant")
        .map(|(command, key)| BotCommand {
            command,
            description: content.text(locale, key, &[]),
        })
        .collect()
    };
    let mut commands = vec![(None, menu(default_locale))];
    commands.extend(
        Locale::ALL
            .into_iter()
            .map(|locale| (Some(locale.code()), menu(locale))),
    );
    commands
}
