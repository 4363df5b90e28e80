//! `playground`: the very same service on SQLite, beside a pretend Telegram and a pretend Tribute.

use std::{
    ffi::OsString,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use clap::Args;

use super::{Failure, say, stop_signal};
use crate::{
    app::{Application, load_content},
    config::{Config, Variables},
    content::{Content, Locale, Plan},
    playground::{Playground, Settings, TributePlan},
};

/// The person who gets the owner's messages.
const OWNER: i64 = 9_000_001;

/// Where the playground lives.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Where the page is served
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// The database, as in DATABASE_URL
    #[arg(long, default_value = "sqlite:playground.db")]
    database: String,
    /// The file that keeps the pretend Telegram's chats
    #[arg(long, default_value = "playground.telegram.jsonl")]
    chats: PathBuf,
    /// A content pack to try instead of the embedded one
    #[arg(long)]
    content: Option<PathBuf>,
}

/// Starts both and tells the address.
pub(super) async fn run(options: Options) -> Result<(), Failure> {
    if !options.listen.ip().is_loopback() {
        return Err(Failure(
            "the playground has no password, so it listens only on this machine: use --listen 127.0.0.1:PORT".into(),
        ));
    }
    let mut settings = Settings {
        listen: options.listen,
        journal: Some(options.chats.clone()),
        owners: vec![OWNER],
        ..Settings::default()
    };
    let config = config(&options, &settings)?;
    crate::telemetry::logging::start(&config.rust_log, config.log_format);
    settings.plans = tribute_plans(&load_content(&config)?);
    let playground = Playground::start(settings).await.map_err(|error| {
        Failure(format!(
            "cannot start the page on {}: {error}; choose another address with --listen 127.0.0.1:PORT",
            options.listen
        ))
    })?;
    playground.add_person(OWNER, "Owner", Some(config.default_locale.code()));
    let config = Config {
        telegram_api_url: playground.api_url(),
        ..config
    };
    let mut application = Application::build(&config).await?;
    let service = format!("http://127.0.0.1:{}", application.port());
    playground.set_tribute_webhook(&format!("{service}{}", config.tribute_webhook_path));
    application.set_public_url(service.clone());
    say(format_args!(
        "\n  Open  http://{}/  and talk to the bot.\n",
        playground.address()
    ));
    say(format_args!(
        "  Nothing leaves this machine: Telegram and Tribute are pretend, no money moves."
    ));
    say(format_args!(
        "  The bot itself answers at {service} (/ping, /metrics)."
    ));
    say(format_args!(
        "  Its memory is {}; Ctrl-C stops it.\n",
        options.database
    ));
    application.run_until_stopped(stop_signal()).await?;
    playground.settle(Duration::ZERO).await;
    playground.stop().await;
    Ok(())
}

/// The service's settings: the environment's, with everything that points to the outside replaced.
fn config(options: &Options, settings: &Settings) -> Result<Config, Failure> {
    let own = [
        ("BOT_TOKEN", settings.bot_token.clone()),
        ("DATABASE_URL", options.database.clone()),
        ("WEB_HOST", Ipv4Addr::LOCALHOST.to_string()),
        ("WEB_PORT", "0".into()),
        ("ADMIN_ID", OWNER.to_string()),
        ("TRIBUTE_API_KEY", settings.tribute_key.clone()),
    ];
    let kept = ["TZ", "DEFAULT_LOCALE", "CONTENT_DIR", "LOG_FORMAT"];
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

/// The pack's plans, as Tribute would sell them.
fn tribute_plans(content: &Content) -> Vec<TributePlan> {
    let plan = |(number, plan): (i64, &Plan)| TributePlan {
        name: plan.title.get(Locale::Ru).to_owned(),
        subscription_id: plan
            .subscription_ids
            .first()
            .copied()
            .unwrap_or(1_700 + number),
        period_id: plan.period_ids.first().copied().unwrap_or(1_600 + number),
        period: "monthly".into(),
        price: price_minor(plan.price_label.get(Locale::Ru)),
        currency: "rub".into(),
    };
    (0..).zip(content.plans()).map(plan).collect()
}

/// The first number of a price label, in kopecks; the pack has prices of plans only in words.
fn price_minor(label: &str) -> i64 {
    let digits: String = label
        .chars()
        .skip_while(|character| !character.is_ascii_digit())
        .take_while(|character| character.is_ascii_digit() || character.is_whitespace())
        .filter(char::is_ascii_digit)
        .collect();
    digits.parse::<i64>().unwrap_or(499) * 100
}

#[cfg(test)]
mod tests {
    use super::price_minor;

    #[test]
    fn a_price_is_found_in_its_label() {
        assert_eq!(price_minor("499 ₽ в месяц"), 49_900);
        assert_eq!(price_minor("1 290 ₽"), 129_000);
        assert_eq!(price_minor("дорого"), 49_900);
    }
}
