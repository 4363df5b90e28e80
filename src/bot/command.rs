//! Commands as people type and tap them.

use super::rights::Right;

/// A message, as far as it is a command that we know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// `/start`, with the payload of a deep link when it has one.
    Start(Option<String>),
    /// `/menu`
    Menu,
    /// `/help`
    Help,
    /// `/pdf`
    Pdf,
    /// `/subscription`
    Subscription,
    /// `/consult`
    Consult,
    /// `/ref`
    Ref,
    /// `/cancel`
    Cancel,
    /// What belongs to the person: `/profile`, `/language`, `/privacy`, `/export_me`, `/delete_me`.
    Right(Right),
    /// `/catalog`, with words to look for, or empty.
    Catalogue(String),
    /// `/assistant`, with the question, or empty.
    Assistant(String),
    /// `/notify`
    Notify,
    /// `/notify_on`
    NotifyOn,
    /// `/notify_off`
    NotifyOff,
    /// `/timezone`, with a city when one is written behind it.
    Timezone(Option<String>),
}

impl Command {
    /// Reads `/name`, `/name@bot` and `/name argument`, in any case. `None` for everything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (word, rest) = text
            .trim()
            .split_once(char::is_whitespace)
            .unwrap_or((text.trim(), ""));
        let name = word.strip_prefix('/')?.split('@').next()?.to_lowercase();
        Some(match name.as_str() {
            "start" => Self::Start(payload(rest.trim())),
            "menu" => Self::Menu,
            "help" => Self::Help,
            "pdf" => Self::Pdf,
            "subscription" => Self::Subscription,
            "consult" => Self::Consult,
            "ref" => Self::Ref,
            "cancel" => Self::Cancel,
            "catalog" | "catalogue" => Self::Catalogue(rest.trim().to_owned()),
            "assistant" => Self::Assistant(rest.trim().to_owned()),
            "notify" => Self::Notify,
            "notify_on" => Self::NotifyOn,
            "notify_off" => Self::NotifyOff,
            "timezone" => {
                Self::Timezone(Some(rest.trim().to_owned()).filter(|city| !city.is_empty()))
            }
            _ => return Right::parse_command(&name, rest.trim()).map(Self::Right),
        })
    }
}

/// A deep link's payload: 1 to 64 of `A-Z a-z 0-9 _ -` (Telegram's rule). Anything else was typed by hand.
fn payload(text: &str) -> Option<String> {
    let fits = (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<Command>) {
        assert_eq!(Command::parse(text), expected, "{text}");
    }

    #[test]
    fn commands_are_read_as_people_type_them() {
        check("/start", Some(Command::Start(None)));
        check(
            "/start instagram_bio-2",
            Some(Command::Start(Some("instagram_bio-2".into()))),
        );
        check(
            "/start@FiveKeysBot abc",
            Some(Command::Start(Some("abc".into()))),
        );
        check("  /MENU  ", Some(Command::Menu));
        check("/help me please", Some(Command::Help));
        check("/pdf", Some(Command::Pdf));
        check("/subscription", Some(Command::Subscription));
        check("/Consult", Some(Command::Consult));
        check("/ref", Some(Command::Ref));
        check("/cancel", Some(Command::Cancel));
        check("/Profile", Some(Command::Right(Right::Profile)));
        check(
            "/delete_me@FiveKeysBot",
            Some(Command::Right(Right::Delete)),
        );
        check("/catalog", Some(Command::Catalogue(String::new())));
        check(
            "/Catalogue  Витамин D ",
            Some(Command::Catalogue("Витамин D".into())),
        );
        check("/assistant", Some(Command::Assistant(String::new())));
        check(
            "/assistant@FiveKeysBot\n Как  уснуть?\nПоздно ",
            Some(Command::Assistant("Как  уснуть?\nПоздно".into())),
        );
        check("/notify", Some(Command::Notify));
        check("/notify_on", Some(Command::NotifyOn));
        check("/notify_off", Some(Command::NotifyOff));
        check("/timezone ", Some(Command::Timezone(None)));
        let city = "Нижний  Новгород";
        check(
            &format!("/timezone {city} "),
            Some(Command::Timezone(Some(city.into()))),
        );
    }

    #[test]
    fn everything_else_is_no_command() {
        for text in ["", "start", "hello /start", "/", "/stats", "//start"] {
            check(text, None);
        }
    }

    #[test]
    fn a_payload_that_no_deep_link_can_carry_is_dropped() {
        check("/start <b>", Some(Command::Start(None)));
        check(
            &format!("/start {}", "x".repeat(65)),
            Some(Command::Start(None)),
        );
    }
}
