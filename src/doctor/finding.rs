//! What was found, how bad it is, and in which words.

use crate::content::{Content, Locale, TextKey, plain_text};

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// The environment.
    Settings,
    /// The content pack.
    Content,
    /// The database and its migrations.
    Database,
    /// Room for a SQLite file.
    Disk,
    /// This machine's clock beside Telegram's.
    Clock,
    /// The Bot API and the token.
    Telegram,
    /// The registration with Telegram.
    Webhook,
    /// The running service, at its public address.
    Service,
    /// The bot's rights in private channels and groups.
    Doors,
    /// Tribute's key.
    Tribute,
    /// Redis.
    Redis,
}

impl Check {
    /// What the daily look can find something about.
    pub const DAILY: [Self; 8] = [
        Self::Settings,
        Self::Content,
        Self::Disk,
        Self::Clock,
        Self::Webhook,
        Self::Service,
        Self::Tribute,
        Self::Redis,
    ];

    /// A short name, the same in every language.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Content => "content",
            Self::Database => "database",
            Self::Disk => "disk",
            Self::Clock => "clock",
            Self::Telegram => "telegram",
            Self::Webhook => "webhook",
            Self::Service => "service",
            Self::Doors => "doors",
            Self::Tribute => "tribute",
            Self::Redis => "redis",
        }
    }
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// In order.
    Ok,
    /// Works, and somebody should look.
    Warning,
    /// Does not work.
    Failure,
}

impl Level {
    /// `ok`, `warning` or `failure`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Failure => "failure",
        }
    }
}

/// One line of the report. What is wrong says what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub check: Check,
    /// How bad it is.
    pub level: Level,
    key: TextKey,
    args: Vec<(&'static str, String)>,
}

impl Finding {
    /// In order.
    #[must_use]
    pub fn ok(check: Check, key: TextKey) -> Self {
        Self {
            check,
            level: Level::Ok,
            key,
            args: Vec::new(),
        }
    }

    /// Works, and somebody should look.
    #[must_use]
    pub fn warning(check: Check, key: TextKey) -> Self {
        Self {
            level: Level::Warning,
            ..Self::ok(check, key)
        }
    }

    /// Does not work.
    #[must_use]
    pub fn failure(check: Check, key: TextKey) -> Self {
        Self {
            level: Level::Failure,
            ..Self::ok(check, key)
        }
    }

    /// Does not work, in the words of whoever noticed it.
    #[must_use]
    pub fn told(check: Check, text: impl std::fmt::Display) -> Self {
        Self::failure(check, TextKey::DoctorTold).with("text", text)
    }

    /// An argument of its text.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Whether somebody has to do something.
    #[must_use]
    pub fn is_bad(&self) -> bool {
        self.level > Level::Ok
    }

    /// What it is about, whatever the figures in it: the same trouble on another day is no news.
    #[must_use]
    pub fn kind(&self) -> String {
        format!("{}:{}", self.check.as_str(), self.key.name())
    }

    /// In Telegram's HTML.
    #[must_use]
    pub fn sentence(&self, content: &Content, locale: Locale) -> String {
        let args = self.args.iter();
        let args: Vec<(&str, &str)> = args.map(|(name, text)| (*name, text.as_str())).collect();
        content.text(locale, self.key, &args)
    }

    /// Without markup.
    #[must_use]
    pub fn plain(&self, content: &Content, locale: Locale) -> String {
        plain_text(&self.sentence(content, locale))
    }
}

/// What the admins hear: what is wrong, or that nothing is any more.
#[must_use]
pub fn notice(found: &[Finding], content: &Content, locale: Locale) -> String {
    if found.is_empty() {
        return content.text(locale, TextKey::DoctorWell, &[]);
    }
    let sentences = found
        .iter()
        .map(|one| format!("• {}", one.sentence(content, locale)));
    let title = content.text(locale, TextKey::DoctorTitle, &[]);
    let lines: Vec<String> = std::iter::once(title).chain(sentences).collect();
    lines.join("\n")
}

/// The same for the same troubles, whatever their figures are today; empty when there are none.
#[must_use]
pub fn fingerprint(found: &[Finding]) -> String {
    let mut kinds: Vec<String> = found.iter().map(Finding::kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.join(",")
}
