//! What people write into the form, cleaned.

/// A name, in UTF-16 units.
const LONGEST_NAME: usize = 100;
/// A comment, likewise.
const LONGEST_COMMENT: usize = 1_000;

/// A name of at least two letters, on one line.
pub(super) fn name(text: &str) -> Option<String> {
    let words: Vec<String> = text.split_whitespace().map(visible).collect();
    let name = words.join(" ").trim().to_owned();
    let letters = name.chars().filter(|letter| letter.is_alphabetic()).count();
    (letters >= 2 && units(&name) <= LONGEST_NAME).then_some(name)
}

/// A comment, or none for a dash. `None` outside when there are no words, or too many.
pub(super) fn comment(text: &str) -> Option<Option<String>> {
    let lines: Vec<String> = text.lines().map(visible).collect();
    let comment = lines.join("\n").trim().to_owned();
    match comment.as_str() {
        "-" | "–" | "—" => Some(None),
        "" => None,
        _ => (units(&comment) <= LONGEST_COMMENT).then_some(Some(comment)),
    }
}

/// Without control characters and without those that turn the direction of a text: they would turn the
/// owner's notice as well.
fn visible(text: &str) -> String {
    let turns = |letter: char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .filter(|letter| !letter.is_control() && !turns(*letter))
        .collect()
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_two_letters_and_one_line() {
        let most = "я".repeat(LONGEST_NAME);
        for (text, expected) in [
            ("Анна", Some("Анна")),
            ("  Анна \n Петровна ", Some("Анна Петровна")),
            ("Ян", Some("Ян")),
            ("O'Neil-Smith 2", Some("O'Neil-Smith 2")),
            ("明子", Some("明子")),
            ("<b>Анна</b> & Co", Some("<b>Анна</b> & Co")),
            ("А\u{202e}нна\0", Some("Анна")),
            (most.as_str(), Some(most.as_str())),
            ("", None),
            ("Я", None),
            ("12345", None),
            ("+7 999", None),
            ("🙂🙂", None),
            ("\u{202e}\u{202e}", None),
        ] {
            assert_eq!(name(text).as_deref(), expected, "{text:?}");
        }
        assert_eq!(name(&format!("{most}я")), None);
    }

    #[test]
    fn a_comment_may_be_left_out_with_a_dash_and_keeps_its_lines() {
        let most = "я".repeat(LONGEST_COMMENT);
        let some = |text: &str| Some(Some(text.to_owned()));
        for (text, expected) in [
            ("-", Some(None)),
            (" — ", Some(None)),
            ("–", Some(None)),
            ("утром\nили вечером", some("утром\nили вечером")),
            (" - и вечером", some("- и вечером")),
            ("а\0\u{202e}б", some("аб")),
            (most.as_str(), some(&most)),
            ("", None),
            ("\u{2066}", None),
        ] {
            assert_eq!(comment(text), expected, "{text:?}");
        }
        assert_eq!(comment(&format!("{most}я")), None);
    }
}
