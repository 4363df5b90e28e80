//! From texts to settings, collecting every mistake.

use std::{fmt::Display, str::FromStr, thread::available_parallelism};

use jiff::{civil::Weekday, tz::TimeZone};

use super::{BotToken, Config, Mistakes, Secret, Variables};
use crate::{
    content::Locale,
    store::DatabaseUrl,
    telegram::{UserId, secret_token::SecretToken},
    telemetry::logging::LogFormat,
    tribute::signature::ApiKeys,
};

/// Collects mistakes while each variable is parsed.
#[derive(Default)]
struct Reader {
    mistakes: Vec<String>,
}

impl Reader {
    /// The parsed value, or the default; a mistake counts and the default stands in.
    fn read<T, E: Display>(
        &mut self,
        name: &str,
        text: Option<&str>,
        default: T,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> T {
        match text.map(parse) {
            None => default,
            Some(Ok(value)) => value,
            Some(Err(error)) => {
                self.mistakes.push(format!("{name} {error}"));
                default
            }
        }
    }

    fn optional<T, E: Display>(
        &mut self,
        name: &str,
        text: Option<&str>,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        self.read(name, text, None, |text| parse(text).map(Some))
    }
}

impl Config {
    /// Parses the variables.
    ///
    /// # Errors
    /// Every mistake in them.
    pub fn from_variables(variables: Variables) -> Result<Self, Mistakes> {
        let mut reader = Reader::default();
        let v = &variables;
        let bot_token = reader.optional("BOT_TOKEN", v.bot_token.as_deref(), |text| {
            BotToken::parse(text)
                .ok_or("has the wrong form: a token looks like 123456789:AAF… (from @BotFather)")
        });
        let admins = reader.read("ADMIN_ID", v.admin_id.as_deref(), Vec::new(), admin_ids);
        let leads_chat_id = reader
            .optional("LEADS_CHAT_ID", v.leads_chat_id.as_deref(), number::<i64>)
            .or_else(|| admins.first().map(|admin| admin.0));
        let (port_name, port) = match &v.web_port {
            Some(port) => ("WEB_PORT", Some(port.as_str())),
            None => ("PORT", v.port.as_deref()),
        };
        let config = Self {
            bot_token,
            admins,
            leads_chat_id,
            zone: reader.read(
                "TZ",
                Some(v.tz.as_deref().unwrap_or("Europe/Moscow")),
                TimeZone::UTC,
                zone,
            ),
            database_url: reader.read(
                "DATABASE_URL",
                v.database_url.as_deref(),
                DatabaseUrl::Sqlite("bot.db".into()),
                DatabaseUrl::parse,
            ),
            database_pool_size: reader.read(
                "DATABASE_POOL_SIZE",
                v.database_pool_size.as_deref(),
                default_pool_size(),
                |text| bounded(text, 2, 500),
            ),
            migrate_on_start: reader.read(
                "MIGRATE_ON_START",
                v.migrate_on_start.as_deref(),
                true,
                |text| text.parse::<bool>().map_err(|_| "must be true or false"),
            ),
            redis_url: reader.optional("REDIS_URL", v.redis_url.as_deref(), |text| {
                scheme(text, &["redis://", "rediss://"]).map(Secret)
            }),
            web_host: reader.read(
                "WEB_HOST",
                v.web_host.as_deref(),
                std::net::Ipv4Addr::UNSPECIFIED.into(),
                |text| {
                    text.parse()
                        .map_err(|_| "must be an IP address, such as 0.0.0.0 or 127.0.0.1")
                },
            ),
            web_port: reader.read(port_name, port, 8080, number::<u16>),
            public_url: reader.optional("PUBLIC_URL", v.public_url.as_deref(), public_url),
            telegram_api_url: reader.read(
                "TELEGRAM_API_URL",
                v.telegram_api_url.as_deref(),
                "https://api.telegram.org".into(),
                web_address,
            ),
            telegram_webhook_path: reader.read(
                "TELEGRAM_WEBHOOK_PATH",
                v.telegram_webhook_path.as_deref(),
                "/telegram/webhook".into(),
                path,
            ),
            telegram_secret_token: reader.optional(
                "TELEGRAM_SECRET_TOKEN",
                v.telegram_secret_token.as_deref(),
                |text| {
                    SecretToken::parse(text)
                        .ok_or("must be 1 to 256 characters of A-Z a-z 0-9 _ and -")
                },
            ),
            telegram_max_connections: reader.read(
                "TELEGRAM_MAX_CONNECTIONS",
                v.telegram_max_connections.as_deref(),
                100,
                |text| bounded(text, 1, 100_000),
            ),
            tribute_api_keys: reader.read(
                "TRIBUTE_API_KEY",
                v.tribute_api_key.as_deref(),
                ApiKeys::default(),
                tribute_keys,
            ),
            tribute_webhook_path: reader.read(
                "TRIBUTE_WEBHOOK_PATH",
                v.tribute_webhook_path.as_deref(),
                "/tribute/webhook".into(),
                path,
            ),
            tribute_api_url: reader.read(
                "TRIBUTE_API_URL",
                v.tribute_api_url.as_deref(),
                "https://tribute.tg/api/v1".into(),
                web_address,
            ),
            content_dir: v.content_dir.as_deref().map(Into::into),
            default_locale: reader.read(
                "DEFAULT_LOCALE",
                v.default_locale.as_deref(),
                Locale::Ru,
                |text| Locale::parse(text).ok_or("must be ru or en"),
            ),
            notify_hour_local: reader.read(
                "NOTIFY_HOUR_LOCAL",
                v.notify_hour_local.as_deref(),
                9,
                |text| bounded(text, 0, 23),
            ),
            notify_weekdays: reader.read(
                "NOTIFY_WEEKDAYS",
                v.notify_weekdays.as_deref(),
                vec![Weekday::Monday, Weekday::Thursday],
                weekdays,
            ),
            openai_api_key: v.openai_api_key.clone().map(Secret),
            openai_base: reader.read(
                "OPENAI_BASE",
                v.openai_base.as_deref(),
                "https://api.openai.com/v1".into(),
                web_address,
            ),
            openai_model: v
                .openai_model
                .clone()
                .unwrap_or_else(|| "gpt-4o-mini".into()),
            http_proxy_url: reader.optional(
                "HTTP_PROXY_URL",
                v.http_proxy_url.as_deref(),
                |text| scheme(text, &["http://", "https://"]).map(Secret),
            ),
            metrics_token: v.metrics_token.clone().map(Secret),
            tasks_token: v.tasks_token.clone().map(Secret),
            rust_log: reader.read("RUST_LOG", v.rust_log.as_deref(), "info".into(), |text| {
                tracing_subscriber::EnvFilter::try_new(text)
                    .map(|_| text.to_owned())
                    .map_err(|_| "must be a level (error, warn, info, debug) or filters such as info,five_keys_bot=debug")
            }),
            log_format: reader.read(
                "LOG_FORMAT",
                v.log_format.as_deref(),
                LogFormat::Text,
                |text| match text {
                    "text" => Ok(LogFormat::Text),
                    "json" => Ok(LogFormat::Json),
                    _ => Err("must be text or json"),
                },
            ),
        };
        if config.telegram_webhook_path == config.tribute_webhook_path {
            reader.mistakes.push(
                "TELEGRAM_WEBHOOK_PATH and TRIBUTE_WEBHOOK_PATH are the same: give each its own"
                    .into(),
            );
        }
        if reader.mistakes.is_empty() {
            Ok(config)
        } else {
            Err(Mistakes(reader.mistakes))
        }
    }
}

/// Enough to keep PostgreSQL busy, few enough not to crowd it out.
fn default_pool_size() -> u32 {
    let cores = available_parallelism().map_or(1, usize::from);
    u32::try_from(cores * 4).unwrap_or(32).clamp(4, 32)
}

fn number<T: FromStr>(text: &str) -> Result<T, &'static str> {
    text.parse().map_err(|_| "must be a whole number in range")
}

fn bounded<T: FromStr + PartialOrd + Display + Copy>(
    text: &str,
    min: T,
    max: T,
) -> Result<T, String> {
    match text.parse::<T>() {
        Ok(value) if value >= min && value <= max => Ok(value),
        _ => Err(format!("must be a whole number from {min} to {max}")),
    }
}

fn admin_ids(text: &str) -> Result<Vec<UserId>, &'static str> {
    let ids = text.split(',').map(str::trim).filter(|id| !id.is_empty());
    let mut admins: Vec<UserId> = ids
        .map(|id| id.parse().ok().filter(|id| *id > 0).map(UserId))
        .collect::<Option<_>>()
        .ok_or("must be Telegram user ids (numbers), separated by commas")?;
    let mut seen = std::collections::HashSet::new();
    admins.retain(|admin| seen.insert(*admin));
    Ok(admins)
}

fn tribute_keys(text: &str) -> Result<ApiKeys, &'static str> {
    let keys: Vec<String> = text
        .split(',')
        .map(str::trim)
        .filter(|key| !key.is_empty())
        .map(str::to_owned)
        .collect();
    match keys.len() {
        1 | 2 => Ok(ApiKeys::new(keys)),
        _ => {
            Err("must be the current key, or the current and the previous one separated by a comma")
        }
    }
}

fn zone(text: &str) -> Result<TimeZone, &'static str> {
    TimeZone::get(text).map_err(|_| "must be an IANA time zone name, such as Europe/Moscow")
}

fn path(text: &str) -> Result<String, &'static str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/_-.~".contains(&byte);
    let taken = ["/", "/ping", "/metrics", "/tasks/run"];
    if text.starts_with('/') && text.bytes().all(plain) && !taken.contains(&text) {
        Ok(text.to_owned())
    } else {
        Err("must be a path of its own that begins with / and has only A-Z a-z 0-9 / _ - . ~")
    }
}

fn scheme(text: &str, schemes: &[&str]) -> Result<String, String> {
    let known = schemes.iter().any(|scheme| text.starts_with(scheme));
    if known && url::Url::parse(text).is_ok() {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "must be an address that begins with {}",
            schemes.join(" or ")
        ))
    }
}

fn web_address(text: &str) -> Result<String, String> {
    scheme(text, &["https://", "http://"]).map(|url| url.trim_end_matches('/').to_owned())
}

/// Telegram delivers to HTTPS only; plain HTTP is for servers on this machine.
fn public_url(text: &str) -> Result<String, String> {
    let wrong = "must be the HTTPS address of this service, such as https://bot.example.com";
    let url = url::Url::parse(text).map_err(|_| wrong)?;
    let local = match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    };
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong.into());
    }
    if url.scheme() == "https" || (url.scheme() == "http" && local) {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err(wrong.into())
    }
}

fn weekdays(text: &str) -> Result<Vec<Weekday>, &'static str> {
    let day = |name: &str| {
        Some(match name.trim().to_lowercase().as_str() {
            "mon" => Weekday::Monday,
            "tue" => Weekday::Tuesday,
            "wed" => Weekday::Wednesday,
            "thu" => Weekday::Thursday,
            "fri" => Weekday::Friday,
            "sat" => Weekday::Saturday,
            "sun" => Weekday::Sunday,
            _ => return None,
        })
    };
    text.split(',')
        .map(day)
        .collect::<Option<_>>()
        .ok_or("must be days such as Mon,Thu (Mon, Tue, Wed, Thu, Fri, Sat, Sun)")
}
