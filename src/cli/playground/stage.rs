//! The pretend Telegram and Tribute, and the service that plays against them: built together, not yet running.

use std::{ffi::OsString, net::Ipv4Addr, sync::Arc};

use jiff::Timestamp;
use tokio::sync::watch;

use super::{Options, backstage::Behind, plans::tribute_plans};
use crate::{
    app::{Application, load_content},
    cli::Failure,
    config::{Config, Variables},
    content::Edition,
    playground::{Playground, Settings},
};

/// The person who gets the owner's messages.
const OWNER: i64 = 9_000_001;

/// Everything that is needed for a performance.
pub(super) struct Stage {
    /// The pretend Telegram and Tribute, already serving the page.
    pub(super) playground: Playground,
    /// The service, registered with both once it runs.
    pub(super) application: Application,
    /// Where the service answers.
    pub(super) service: String,
    /// The database, without its password.
    pub(super) memory: String,
    /// Where questions to the assistant go, when they go anywhere.
    pub(super) assistant: Option<String>,
}

/// Builds both and makes them known to each other. A replay has its own beginning of time, and keeps no chats.
pub(super) async fn start(options: &Options, begins: Option<Timestamp>) -> Result<Stage, Failure> {
    let mut settings = Settings {
        listen: options.listen,
        open_to_network: options.open_to_network,
        hosts: options.host.clone(),
        journal: begins.is_none().then(|| options.chats.clone()),
        begins,
        owners: vec![OWNER],
        flood_limits: true,
        // A page may be left open for weeks.
        calls_kept: 5_000,
        ..Settings::default()
    };
    let config = config(options, &settings)?;
    crate::telemetry::logging::start(&config.rust_log, config.log_format);
    settings.plans = tribute_plans(&load_content(&config)?);
    let playground = Playground::start(settings).await.map_err(|error| {
        Failure(format!(
            "cannot start the page on {}: {error}; choose another address with --listen 127.0.0.1:PORT",
            options.listen
        ))
    })?;
    if !playground.knows(OWNER) {
        playground.add_person(OWNER, "Owner", Some(config.default_locale.code()));
        if begins.is_none() {
            // A bot cannot write first, and the first lead should not be lost on a newcomer.
            playground.send_text(OWNER, "/start");
        }
    }
    let config = Config {
        telegram_api_url: playground.api_url(),
        tribute_api_url: playground.tribute_api_url(),
        ..config
    };
    let mut application = Application::build(&config).await?;
    let service = format!("http://127.0.0.1:{}", application.port());
    playground.set_tribute_webhook(&format!("{service}{}", config.tribute_webhook_path));
    application.set_public_url(service.clone());
    let inside = application.inside();
    tokio::spawn(follow(playground.clone(), inside.edition.clone()));
    playground.connect_backstage(Arc::new(Behind::new(inside, config.zone)));
    Ok(Stage {
        playground,
        application,
        service,
        memory: config.database_url.to_string(),
        assistant: config.openai_api_key.map(|_| config.openai_base),
    })
}

/// Sells in the pretend Tribute what the content has now, and shows the page that something changed.
async fn follow(playground: Playground, mut edition: watch::Receiver<Edition>) {
    loop {
        let plans = tribute_plans(&edition.borrow_and_update().content);
        playground.set_plans(plans);
        if edition.changed().await.is_err() {
            return;
        }
    }
}

/// The service's settings: the environment's, with everything that points to the outside replaced.
fn config(options: &Options, settings: &Settings) -> Result<Config, Failure> {
    let own = [
        ("BOT_TOKEN", settings.bot_token.clone()),
        ("DATABASE_URL", options.database.clone()),
        ("WEB_HOST", Ipv4Addr::LOCALHOST.to_string()),
        ("WEB_PORT", "0".into()),
        ("ADMIN_ID", OWNER.to_string()),
        (
            "TRIBUTE_API_KEY",
            format!("{},{}", settings.tribute_key, settings.tribute_previous_key),
        ),
    ];
    let mut kept = vec!["TZ", "DEFAULT_LOCALE", "CONTENT_DIR", "LOG_FORMAT"];
    if options.replay.is_empty() {
        // The one thing that may lead to the outside, and only when it is set; a replay is the same everywhere.
        kept.extend(["OPENAI_API_KEY", "OPENAI_BASE", "OPENAI_MODEL"]);
    }
    let quiet = (
        "RUST_LOG".into(),
        std::env::var_os("RUST_LOG").unwrap_or_else(|| "warn".into()),
    );
    let environment = std::env::vars_os().filter(|(name, _)| kept.iter().any(|kept| name == kept));
    let own = own.map(|(name, value)| (OsString::from(name), OsString::from(value)));
    let all = environment.chain([quiet]).chain(own);
    let mut config = Config::from_variables(Variables::from_env(all))
        .map_err(|mistakes| Failure(mistakes.to_string()))?;
    if options.content.is_some() {
        config.content_dir.clone_from(&options.content);
    }
    Ok(config)
}
