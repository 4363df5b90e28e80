//! Whether a message names somebody by one of their numbers.

/// A number that is shorter may stand for anything else in a message.
const SHORTEST: usize = 6;
/// Before a number of whatever length, in a link to its person.
const LINK: &str = "user?id=";

/// How messages name a person: Telegram's number, and the names that Tribute has for them.
pub(super) fn numbers(id: i64, payers: &[String]) -> Vec<String> {
    let id = id.to_string();
    let id = if id.len() < SHORTEST {
        format!("{LINK}{id}")
    } else {
        id
    };
    let payers = payers.iter().filter(|payer| payer.len() >= SHORTEST);
    std::iter::once(id).chain(payers.cloned()).collect()
}

/// Finds at least the messages that name a number, for `LIKE`; nothing for none.
pub(super) fn pattern(number: &str) -> String {
    if number.is_empty() {
        return String::new();
    }
    let plain = |letter: char| {
        if letter.is_ascii_alphanumeric() {
            letter
        } else {
            '_'
        }
    };
    let number: String = number.chars().map(plain).collect();
    format!("%{number}%")
}

/// Whether the number stands there, and not only as a part of another.
pub(super) fn names(text: &str, number: &str) -> bool {
    let digit = |letter: Option<&u8>| letter.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    let (first, last) = (number.bytes().next(), number.bytes().next_back());
    text.match_indices(number).any(|(at, found)| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let after = bytes.get(at.saturating_add(found.len()));
        let goes_on = digit(last.as_ref()) && digit(after);
        let began_before = digit(first.as_ref()) && digit(before);
        !began_before && !goes_on
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_named_by_their_whole_number_and_by_nobody_elses() {
        let numbers = numbers(5_301_000_111, &["T-31326".to_owned()]);
        for (text, named) in [
            (r#"{"text":"Кто: Анна 5301000111\nДо"}"#, true),
            (r#"<a href=\"tg://user?id=5301000111\">"#, true),
            ("adm:card:5301000111", true),
            (r#"{"text":"Кто:\n5301000111"}"#, true),
            ("Tribute user T-31326 was", true),
            ("15301000111 53010001112 T-313260", false),
            ("", false),
        ] {
            let found = numbers.iter().any(|number| names(text, number));
            assert_eq!(found, named, "{text}");
        }
    }

    #[test]
    fn a_short_number_counts_only_in_a_link() {
        let numbers = numbers(41, &["T-1".to_owned()]);
        assert_eq!(numbers, ["user?id=41"]);
        assert!(names("tg://user?id=41\"", &numbers[0]));
        assert!(!names("tg://user?id=412", &numbers[0]));
    }

    #[test]
    fn whatever_a_number_holds_is_no_pattern_of_its_own() {
        assert_eq!(pattern("T-3%2\\6"), "%T_3_2_6%");
        assert_eq!(pattern(""), "");
    }
}
