//! `DATABASE_URL`: which back end, and where. Anything else than the three schemes is refused, so that a typo
//! never makes an empty SQLite file.

use std::path::PathBuf;

/// A database to open. Its `Debug` and `Display` hide the password.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// `postgres://` or `postgresql://`, complete.
    Postgres(String),
    /// The file of `sqlite:PATH`.
    Sqlite(PathBuf),
}

impl DatabaseUrl {
    /// Reads the variable's value.
    ///
    /// # Errors
    /// A sentence that says what to write instead, without the value.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let parsed = url::Url::parse(text).map_err(|error| format!("is not a URL: {error}"))?;
            return match parsed.host_str() {
                Some(_) => Ok(Self::Postgres(text.to_owned())),
                None if parsed.query_pairs().any(|(name, _)| name == "host") => {
                    Ok(Self::Postgres(text.to_owned()))
                }
                None => Err("names no host; write postgres://USER:PASSWORD@HOST/DATABASE".into()),
            };
        }
        match text.strip_prefix("sqlite:") {
            Some(path) => match path.strip_prefix("//").unwrap_or(path) {
                "" => Err("names no file; write sqlite:bot.db".into()),
                ":memory:" => {
                    Err("must name a file: what is in memory is lost; write sqlite:bot.db".into())
                }
                path => Ok(Self::Sqlite(path.into())),
            },
            None => Err("must begin with postgres://, postgresql:// or sqlite: \
                         (for example sqlite:bot.db)"
                .into()),
        }
    }
}

impl DatabaseUrl {
    /// Which database it is, without user and password: the same for every way to write it that we can see through.
    pub(super) fn identity(&self) -> String {
        match self {
            Self::Sqlite(path) => {
                let whole = path.canonicalize().or_else(|_| std::path::absolute(path));
                format!("sqlite:{}", whole.as_ref().unwrap_or(path).display())
            }
            Self::Postgres(text) => match url::Url::parse(text) {
                Ok(url) => format!(
                    "postgres://{}:{}{}",
                    url.host_str().unwrap_or_default(),
                    url.port().unwrap_or(5432),
                    url.path()
                ),
                Err(_) => "postgres://".to_owned(),
            },
        }
    }
}

impl std::fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "SQLite file {}", path.display()),
            Self::Postgres(text) => match url::Url::parse(text) {
                Ok(url) => write!(
                    f,
                    "PostgreSQL at {}{}",
                    url.host_str().unwrap_or_default(),
                    url.path()
                ),
                Err(_) => f.write_str("PostgreSQL"),
            },
        }
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_schemes_are_read() {
        assert_eq!(
            DatabaseUrl::parse("sqlite:bot.db"),
            Ok(DatabaseUrl::Sqlite("bot.db".into()))
        );
        assert_eq!(
            DatabaseUrl::parse("sqlite:///data/bot.db"),
            Ok(DatabaseUrl::Sqlite("/data/bot.db".into()))
        );
        for text in [
            "postgres://u:p@h/db",
            "postgresql://u:p@h:5432/db?sslmode=require",
        ] {
            assert_eq!(
                DatabaseUrl::parse(text),
                Ok(DatabaseUrl::Postgres(text.into()))
            );
        }
    }

    #[test]
    fn everything_else_is_refused_with_what_to_write() {
        for text in [
            "mysql://u:p@h/db",
            "bot.db",
            "",
            "sqlite:",
            "postgres://",
            "Postgres://h/db",
        ] {
            assert!(DatabaseUrl::parse(text).is_err(), "{text}");
        }
        let error = DatabaseUrl::parse("mysql://u:hunter2@h/db").expect_err("refused");
        assert!(
            error.contains("sqlite:bot.db") && !error.contains("hunter2"),
            "{error}"
        );
    }

    #[test]
    fn the_password_is_never_shown() {
        let url = DatabaseUrl::parse("postgres://u:hunter2@h/db").expect("valid");
        assert!(!format!("{url} {url:?}").contains("hunter2"));
    }
}
