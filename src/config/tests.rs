use super::*;

fn config(pairs: &[(&str, &str)]) -> Result<Config, Mistakes> {
    let variables = pairs
        .iter()
        .map(|(name, value)| ((*name).into(), (*value).into()));
    Config::from_variables(Variables::from_env(variables))
}

#[test]
fn without_any_variable_the_defaults_hold() {
    let config = config(&[]).expect("valid");
    assert_eq!(config.database_url, DatabaseUrl::Sqlite("bot.db".into()));
    assert_eq!(
        (config.web_host.to_string().as_str(), config.web_port),
        ("0.0.0.0", 8080)
    );
    assert_eq!(config.zone.iana_name(), Some("Europe/Moscow"));
    assert_eq!(config.telegram_max_connections, 100);
    assert!(config.migrate_on_start && config.tribute_api_keys.is_empty());
    assert!(config.require_bot_token().is_err());
}

#[test]
fn an_empty_value_counts_as_unset() {
    let config = config(&[("BOT_TOKEN", ""), ("WEB_PORT", " "), ("PORT", "9000")]).expect("valid");
    assert!(config.bot_token.is_none());
    assert_eq!(config.web_port, 9000);
}

#[test]
fn the_documented_values_are_read() {
    let config = config(&[
        ("BOT_TOKEN", "123456:TEST"),
        ("ADMIN_ID", "5, 6"),
        ("WEB_PORT", "8081"),
        ("PORT", "9000"),
        ("PUBLIC_URL", "https://bot.example.com/"),
        ("TRIBUTE_API_KEY", "new,old"),
        ("NOTIFY_WEEKDAYS", "mon, Sun"),
    ])
    .expect("valid");
    assert_eq!(config.admins, [UserId(5), UserId(6)]);
    assert_eq!((config.leads_chat_id, config.web_port), (Some(5), 8081));
    assert_eq!(
        config.public_url.as_deref(),
        Some("https://bot.example.com")
    );
    assert_eq!(config.notify_weekdays.len(), 2);
}

#[test]
fn all_mistakes_come_at_once_by_name_and_without_secrets() {
    let mistakes = config(&[
        ("BOT_TOKEN", "hunter2 secret"),
        ("DATABASE_URL", "mysql://u:hunter2@h/db"),
        ("WEB_PORT", "eighty"),
        ("TZ", "Mars/Olympus"),
        ("PUBLIC_URL", "http://bot.example.com"),
        ("TELEGRAM_SECRET_TOKEN", "hunter2!"),
        ("TRIBUTE_API_KEY", "hunter2,b,c"),
        ("REDIS_URL", "hunter2"),
        ("NOTIFY_HOUR_LOCAL", "24"),
        ("LOG_FORMAT", "xml"),
        ("ADMIN_ID", "@me"),
        ("TELEGRAM_WEBHOOK_PATH", "/ping"),
    ])
    .expect_err("refused");
    let text = mistakes.to_string();
    for name in [
        "BOT_TOKEN",
        "DATABASE_URL",
        "WEB_PORT",
        "TZ",
        "PUBLIC_URL",
        "TELEGRAM_SECRET_TOKEN",
        "TRIBUTE_API_KEY",
        "REDIS_URL",
        "NOTIFY_HOUR_LOCAL",
        "LOG_FORMAT",
        "ADMIN_ID",
        "TELEGRAM_WEBHOOK_PATH",
    ] {
        assert!(
            mistakes.0.iter().any(|line| line.starts_with(name)),
            "{name} is missing in:\n{text}"
        );
    }
    assert!(!text.contains("hunter2"), "{text}");
}

#[test]
fn no_secret_is_printed_by_debug() {
    let config = config(&[
        ("BOT_TOKEN", "123456:hunter2"),
        ("DATABASE_URL", "postgres://u:hunter2@h/db"),
        ("TRIBUTE_API_KEY", "hunter2"),
        ("TELEGRAM_SECRET_TOKEN", "hunter2"),
        ("METRICS_TOKEN", "hunter2"),
        ("TASKS_TOKEN", "hunter2"),
        ("OPENAI_API_KEY", "hunter2"),
        ("REDIS_URL", "redis://:hunter2@h"),
        ("HTTP_PROXY_URL", "http://u:hunter2@h"),
    ])
    .expect("valid");
    assert!(!format!("{config:?}").contains("hunter2"));
}
