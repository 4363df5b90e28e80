//! Phone numbers as people write them, by the rules of Google's libphonenumber.
//!
//! The library reads its tables when they are first needed (about a tenth of a second, some megabytes); a bot that
//! asks nobody for a number never pays for them. The shell calls [`prepare`] when the first form is opened.

use phonenumber::{Mode, PhoneNumber, country::Id};

use crate::content::Locale;

/// No number is longer, however it is written.
const LONGEST: usize = 64;
/// A number in full with its country's code, without a plus, has at least so many digits. Shorter ones could be
/// read as numbers of quite another country.
const FULL: usize = 11;
/// How many digits an international number may have (E.164), and the fewest that any country uses.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// Reads the tables now, so that nobody's transaction waits for it later. It takes a processor for a while.
pub fn prepare() {
    let _ = shown("+79991234567");
}

/// Reads a number that somebody typed; it comes back in international form, `+79991234567`. `None` for what is
/// no number, or none that can exist.
#[must_use]
pub fn parse(text: &str, language_code: Option<&str>, locale: Locale) -> Option<String> {
    let text = text.trim();
    if text.chars().count() > LONGEST {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if text.contains('+') {
        return valid(None, text);
    }
    if let Some(rest) = digits.strip_prefix("00") {
        return valid(None, &format!("+{rest}"));
    }
    home(language_code, locale)
        .and_then(|country| valid(Some(country), text))
        .or_else(|| russian(&digits))
        .or_else(|| (digits.len() >= FULL).then(|| valid(None, &format!("+{digits}")))?)
}

/// Reads the number of a shared contact. Telegram itself vouches for it, so it need not be one that the tables
/// know (anonymous numbers begin with +888).
#[must_use]
pub fn shared(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    DIGITS.contains(&digits.len()).then(|| format!("+{digits}"))
}

/// A stored number as people like to read it: `+7 999 123-45-67`.
#[must_use]
pub fn shown(number: &str) -> String {
    phonenumber::parse(None, number)
        .ok()
        .filter(PhoneNumber::is_valid)
        .map_or_else(
            || number.to_owned(),
            |read| read.format().mode(Mode::International).to_string(),
        )
}

fn valid(country: Option<Id>, text: &str) -> Option<String> {
    let number = phonenumber::parse(country, text).ok()?;
    let written = number.format().mode(Mode::E164).to_string();
    // The tables know of longer ones in some countries, which nobody can be called by from abroad.
    let fits = DIGITS.contains(&written.trim_start_matches('+').len());
    // With a prefix taken off, a number that is some digits too long may pass; written in full it is none.
    let stands = written == text || valid(None, &written).as_ref() == Some(&written);
    (number.is_valid() && fits && stands).then_some(written)
}

/// Eleven digits that begin with 8 or 7 are a Russian (or Kazakh) number wherever the person is from.
fn russian(digits: &str) -> Option<String> {
    (digits.len() == FULL && digits.starts_with(['7', '8']))
        .then(|| valid(Some(Id::RU), digits))
        .flatten()
}

/// Whose numbers a person writes without a country's code: those of the country that their Telegram names
/// (`en-GB`), else Russian ones when they read Russian. English alone says nothing about the country.
fn home(language_code: Option<&str>, locale: Locale) -> Option<Id> {
    let named = language_code
        .and_then(|code| code.split(['-', '_']).next_back())
        .filter(|region| region.len() == 2 && language_code.is_some_and(|code| code.len() > 2))
        .and_then(|region| region.to_ascii_uppercase().parse().ok());
    named.or_else(|| (locale == Locale::Ru).then_some(Id::RU))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, language_code: &str, expected: Option<&str>) {
        let locale = Locale::from_language_code(Some(language_code), Locale::Ru);
        let read = parse(text, Some(language_code), locale);
        assert_eq!(read.as_deref(), expected, "{text} in {language_code}");
    }

    #[test]
    fn russian_numbers_are_read_in_every_usual_form() {
        for text in [
            "8 999 123-45-67",
            "89991234567",
            "+7 999 123 45 67",
            "+7(999)123-45-67",
            "7 999 123 45 67",
            "79991234567",
            "999 123-45-67",
            "8-999-123-45-67",
            "8.999.123.45.67",
            " 8 (999) 1234567 ",
            "мой номер 8 999 123-45-67",
            "0079991234567",
        ] {
            check(text, "ru", Some("+79991234567"));
        }
        check("8 495 123-45-67", "ru", Some("+74951234567"));
        check("8 701 123 45 67", "kk", Some("+77011234567"));
    }

    #[test]
    fn numbers_of_other_countries_are_read_with_their_code_with_or_without_the_plus() {
        for language in ["ru", "en", "de"] {
            check("+375 29 123-45-67", language, Some("+375291234567"));
            check("375291234567", language, Some("+375291234567"));
            check("+1 415 555 2671", language, Some("+14155552671"));
            check("00 49 30 901820", language, Some("+4930901820"));
            check("8 999 123-45-67", language, Some("+79991234567"));
        }
        check("+380 50 123 45 67", "uk", Some("+380501234567"));
    }

    #[test]
    fn a_number_without_a_code_belongs_to_the_country_that_the_person_names() {
        check("020 7946 0958", "en-GB", Some("+442079460958"));
        check("(415) 555-2671", "en-US", Some("+14155552671"));
        check("(11) 96123-4567", "pt-br", Some("+5511961234567"));
        // English alone names no country, and a guess would be somebody else's number.
        check("415 555 2671", "en", None);
        check("020 7946 0958", "en", None);
    }

    #[test]
    fn nonsense_is_no_number() {
        for text in [
            "",
            "+",
            "+7",
            "8",
            "abc",
            "12345",
            "8 999 123-45-6",
            "8 999 123-45-678",
            "8884 0123 4567",
            "78 884 0123 4567",
            "7 888 401 234 567",
            "+7 999 123",
            "+999 123 456 789",
            "+49 6156 8119 1234456",
            "позвоните мне",
            "-",
            "☎️",
            "1111111111111111111111",
            "+0000000000",
        ] {
            check(text, "ru", None);
            check(text, "en", None);
        }
        check(&"9".repeat(5_000), "ru", None);
    }

    #[test]
    fn a_shared_number_is_taken_as_telegram_has_it() {
        for (text, expected) in [
            ("79990000001", Some("+79990000001")),
            ("+7 999 000-00-01", Some("+79990000001")),
            ("+88812345678", Some("+88812345678")),
            ("", None),
            ("12", None),
            ("1234567890123456", None),
        ] {
            assert_eq!(shared(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_stored_number_is_shown_in_groups() {
        assert_eq!(shown("+79991234567"), "+7 999 123-45-67");
        assert_eq!(shown("+88812345678"), "+88812345678");
    }

    proptest::proptest! {
        #[test]
        fn made_up_text_is_read_or_refused_and_what_is_read_can_be_read_again(text: String, digits in "[+0-9 ()-]{0,20}") {
            for text in [&text, &digits] {
                if let Some(number) = parse(text, Some("ru"), Locale::Ru) {
                    assert_eq!(parse(&number, None, Locale::En), Some(number.clone()));
                    assert!(!shown(&number).is_empty());
                }
                let _ = shared(text);
            }
        }
    }
}
