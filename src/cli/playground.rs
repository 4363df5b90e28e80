//! `playground`: the very same service on SQLite, beside a pretend Telegram and a pretend Tribute.

mod plans;
mod replay;
mod stage;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use clap::Args;

use super::{Failure, say, stop_signal};
use stage::Stage;

/// Where the playground lives.
#[derive(Debug, Clone, Args)]
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
    /// Play a saved conversation against an empty database, tell the first difference, and end; may be given several times
    #[arg(long, value_name = "FILE")]
    replay: Vec<PathBuf>,
}

/// Starts both, tells the address, and plays until Ctrl-C.
pub(super) async fn run(options: Options) -> Result<(), Failure> {
    if !options.listen.ip().is_loopback() {
        return Err(Failure(
            "the playground has no password, so it listens only on this machine: use --listen 127.0.0.1:PORT".into(),
        ));
    }
    if !options.replay.is_empty() {
        return replay::run(&options).await;
    }
    let stage = stage::start(&options, None).await?;
    greet(&stage, &options);
    let Stage {
        playground,
        application,
        ..
    } = stage;
    application.run_until_stopped(stop_signal()).await?;
    playground.settle(Duration::ZERO).await;
    playground.stop().await;
    Ok(())
}

/// What the person at the terminal reads.
fn greet(stage: &Stage, options: &Options) {
    let (page, service) = (stage.playground.address(), &stage.service);
    say(format_args!(
        "\n  Open  http://{page}/  and talk to the bot.\n"
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
        (
            "TRIBUTE_API_KEY",
            format!("{},{}", settings.tribute_key, settings.tribute_previous_key),
        ),
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
