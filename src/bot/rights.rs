//! What people may ask about themselves: what we know, in which language we speak, to take it along, to be forgotten.

use jiff::{SignedDuration, Timestamp};

use crate::content::Locale;

/// Something that a person asks about themselves, by a command or a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// What we know.
    Profile,
    /// The choice of a language.
    Languages,
    /// A language; without one that of their Telegram.
    Speak(Option<Locale>),
    /// What is stored, why and for how long.
    Privacy,
    /// Everything as a file.
    Export,
    /// What forgetting them means, and the button for it.
    Delete,
    /// To be forgotten, as asked at this moment.
    Forget(Timestamp),
    /// To begin as somebody new.
    Begin,
}

/// The button that forgets stands for so long: what it told is true then, and nobody presses it a year later.
const CONFIRMED_WITHIN: SignedDuration = SignedDuration::from_mins(10);

impl Right {
    /// Reads a command's name and what follows it; `None` for the commands of others.
    #[must_use]
    pub fn parse_command(name: &str, rest: &str) -> Option<Self> {
        Some(match name {
            "profile" => Self::Profile,
            "language" => match rest.to_lowercase().as_str() {
                "ru" | "rus" | "russian" | "русский" => Self::Speak(Some(Locale::Ru)),
                "en" | "eng" | "english" | "английский" => Self::Speak(Some(Locale::En)),
                "telegram" | "auto" | "телеграм" | "авто" => Self::Speak(None),
                _ => Self::Languages,
            },
            "privacy" => Self::Privacy,
            "export_me" => Self::Export,
            "delete_me" => Self::Delete,
            _ => return None,
        })
    }

    /// The data of a button, behind the prefix that tells these from others.
    #[must_use]
    pub fn encode(self) -> String {
        match self {
            Self::Profile => "profile".into(),
            Self::Languages => "lang".into(),
            Self::Speak(None) => "lang:auto".into(),
            Self::Speak(Some(locale)) => format!("lang:{}", locale.code()),
            Self::Privacy => "privacy".into(),
            Self::Export => "export".into(),
            Self::Delete => "delete".into(),
            Self::Forget(at) => format!("forget:{}", at.as_second()),
            Self::Begin => "start".into(),
        }
    }

    /// Reads the data of a press; `None` for data of another version, or made up.
    #[must_use]
    pub fn parse(data: &str) -> Option<Self> {
        let (word, rest) = data
            .split_once(':')
            .map_or((data, None), |(word, rest)| (word, Some(rest)));
        Some(match (word, rest) {
            ("profile", None) => Self::Profile,
            ("lang", None) => Self::Languages,
            ("lang", Some("auto")) => Self::Speak(None),
            ("lang", Some(code)) => Self::Speak(Some(Locale::parse(code)?)),
            ("privacy", None) => Self::Privacy,
            ("export", None) => Self::Export,
            ("delete", None) => Self::Delete,
            ("forget", Some(second)) => {
                Self::Forget(Timestamp::from_second(second.parse().ok()?).ok()?)
            }
            ("start", None) => Self::Begin,
            _ => return None,
        })
    }
}

/// Whether a button that was shown then may still forget somebody.
#[must_use]
pub fn may_still_forget(shown_at: Timestamp, now: Timestamp) -> bool {
    let age = now.duration_since(shown_at);
    // The button carries whole seconds, and the clocks of two replicas differ a little.
    (-CONFIRMED_WITHIN..=CONFIRMED_WITHIN).contains(&age)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_button_reads_back_and_is_short() {
        let at = Timestamp::from_second(1_800_000_000).expect("a moment");
        for right in [
            Right::Profile,
            Right::Languages,
            Right::Speak(None),
            Right::Speak(Some(Locale::Ru)),
            Right::Speak(Some(Locale::En)),
            Right::Privacy,
            Right::Export,
            Right::Delete,
            Right::Forget(at),
            Right::Begin,
        ] {
            assert_eq!(Right::parse(&right.encode()), Some(right));
            assert!(right.encode().len() <= 60);
        }
        for data in [
            "",
            "profile:1",
            "lang:de",
            "forget",
            "forget:",
            "forget:x",
            "forget:99999999999999999",
        ] {
            assert_eq!(Right::parse(data), None, "{data}");
        }
    }

    #[test]
    fn a_language_is_named_as_people_name_it() {
        for (rest, expected) in [
            ("en", Right::Speak(Some(Locale::En))),
            ("English", Right::Speak(Some(Locale::En))),
            ("РУССКИЙ", Right::Speak(Some(Locale::Ru))),
            ("telegram", Right::Speak(None)),
            ("", Right::Languages),
            ("deutsch", Right::Languages),
        ] {
            assert_eq!(
                Right::parse_command("language", rest),
                Some(expected),
                "{rest}"
            );
        }
        assert_eq!(
            Right::parse_command("delete_me", "now"),
            Some(Right::Delete)
        );
        assert_eq!(Right::parse_command("forget", ""), None);
    }

    #[test]
    fn an_old_button_forgets_nobody() {
        let now = Timestamp::from_second(1_800_000_000).expect("a moment");
        for (seconds, expected) in [(0, true), (600, true), (601, false), (-601, false)] {
            let shown_at = now - SignedDuration::from_secs(seconds);
            assert_eq!(may_still_forget(shown_at, now), expected, "{seconds}");
        }
    }
}
