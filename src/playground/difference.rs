//! What was to be seen beside what was seen.

use similar::TextDiff;

use super::conversation::{Seen, SeenAs};

/// Stands for any words in an expected text.
const ANY: &str = "{any}";

/// The difference as lines with `-` (was to be) and `+` (was), or none.
pub(super) fn between(expected: &[Seen], seen: &[Seen]) -> Option<String> {
    // Where a pattern fits, it is what was seen; only the rest is a difference.
    let seen: Vec<Seen> = seen.iter().map(plain).collect();
    let expected = expected.iter().map(plain);
    let filled: Vec<Seen> = expected
        .enumerate()
        .map(|(index, pattern)| match seen.get(index) {
            Some(seen) => Seen {
                text: filled_in(&pattern.text, &seen.text),
                buttons: buttons_filled_in(&pattern.buttons, &seen.buttons),
                ..pattern
            },
            None => pattern,
        })
        .collect();
    if filled == seen {
        return None;
    }
    let (old, new) = (page(&filled), page(&seen));
    let diff = TextDiff::from_lines(&old, &new);
    let lines = diff.unified_diff().context_radius(3).to_string();
    Some(lines)
}

/// Without what an editor leaves in a file and nobody sees: a line's end at the end, and that of other systems.
fn plain(seen: &Seen) -> Seen {
    Seen {
        text: seen.text.replace("\r\n", "\n").trim_end().to_owned(),
        ..seen.clone()
    }
}

/// The text where the pattern fits it, else the pattern; line by line when it does not fit as a whole.
fn filled_in(pattern: &str, text: &str) -> String {
    if fits(pattern, text) {
        return text.to_owned();
    }
    let lines = pattern.lines().zip(text.lines());
    let lines: Vec<&str> = match pattern.lines().count() == text.lines().count() {
        true => lines
            .map(|(pattern, line)| if fits(pattern, line) { line } else { pattern })
            .collect(),
        false => return pattern.to_owned(),
    };
    lines.join("\n")
}

/// The rows of buttons that the patterns fit, row by row; an address may hold something that differs each time.
fn buttons_filled_in(patterns: &[String], rows: &[String]) -> Vec<String> {
    let filled = patterns.iter().enumerate().map(|(index, pattern)| {
        let row = rows.get(index).filter(|row| fits(pattern, row));
        row.unwrap_or(pattern).clone()
    });
    filled.collect()
}

/// Whether a text is what the pattern says, `{any}` being any words.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split(ANY);
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        rest = after;
    }
    rest.ends_with(last)
}

/// What was seen, with the patterns of what was expected wherever they fit.
pub(super) fn with_patterns(expected: &[Seen], seen: Vec<Seen>) -> Vec<Seen> {
    let open: Vec<Seen> = expected.iter().map(plain).collect();
    let keep = |(index, seen): (usize, Seen)| {
        let seen = plain(&seen);
        // The one at the same place first: news may have come before it, but seldom has.
        let near = open.get(index).into_iter();
        let patterns: Vec<&str> = near
            .chain(open.iter().filter(|one| says_something(&one.text)))
            .map(|one| one.text.as_str())
            .filter(|text| text.contains(ANY))
            .collect();
        let rows: Vec<&str> = open
            .iter()
            .flat_map(|one| &one.buttons)
            .map(String::as_str)
            .filter(|row| row.contains(ANY) && says_something(row))
            .collect();
        let buttons = seen.buttons.iter().map(|row| patterned(&rows, row));
        Seen {
            text: patterned(&patterns, &seen.text),
            buttons: buttons.collect(),
            ..seen
        }
    };
    seen.into_iter().enumerate().map(keep).collect()
}

/// The first pattern that fits the text; else the text with every line for which there is a pattern.
fn patterned(patterns: &[&str], text: &str) -> String {
    if let Some(pattern) = patterns.iter().find(|pattern| fits(pattern, text)) {
        return (*pattern).to_owned();
    }
    let mut open: Vec<&str> = patterns.iter().flat_map(|one| one.lines()).collect();
    open.retain(|line| line.contains(ANY) && says_something(line));
    let line = |line| *open.iter().find(|one| fits(one, line)).unwrap_or(&line);
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Whether a pattern has words of its own: one that has none would fit everything.
fn says_something(pattern: &str) -> bool {
    pattern
        .split(ANY)
        .any(|part| part.chars().any(char::is_alphanumeric))
}

/// What is seen as lines of text.
fn page(sees: &[Seen]) -> String {
    let mut page = String::new();
    for seen in sees {
        page.push_str(match seen.how {
            None => "message",
            Some(SeenAs::Edited) => "message, edited",
            Some(SeenAs::Deleted) => "message deleted",
            Some(SeenAs::Toast) => "note over the chat",
            Some(SeenAs::Alert) => "note to be closed",
            Some(SeenAs::Keyboard) => "buttons below the text box",
        });
        page.push('\n');
        for line in seen.text.lines() {
            page.push_str(&format!("    {line}\n"));
        }
        if let Some(file) = &seen.file {
            page.push_str(&format!("    file {file}\n"));
        }
        for row in &seen.buttons {
            page.push_str(&format!("    {row}\n"));
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str, buttons: &[&str]) -> Seen {
        Seen {
            text: text.to_owned(),
            buttons: buttons.iter().map(|one| format!("[{one}]")).collect(),
            ..Seen::default()
        }
    }

    #[test]
    fn any_stands_for_any_words_and_only_for_them() {
        for (pattern, text, does_fit) in [
            ("open until {any}", "open until 24 May", true),
            ("open until {any}", "closed since 24 May", false),
            ("{any} left", "3 days left", true),
            ("{any} left", "3 days left, hurry", false),
            ("a {any} c {any} e", "a b c d e", true),
            ("a {any} c {any} e", "a b d e", false),
            ("{any}", "", true),
            ("plain", "plain", true),
            ("plain", "plainer", false),
            ("aa{any}aa", "aaa", false),
        ] {
            assert_eq!(fits(pattern, text), does_fit, "{pattern} | {text}");
        }
    }

    #[test]
    fn the_same_is_no_difference() {
        let expected = [message("until {any}", &["Pay"])];
        assert_eq!(between(&expected, &[message("until May", &["Pay"])]), None);
        assert_eq!(between(&[], &[]), None);
    }

    #[test]
    fn only_lines_that_differ_are_told_beside_those_left_open() {
        let expected = [message("until {any}\nQuestion 1", &[])];
        let seen = [message("until May\nQuestion 2", &[])];
        let lines = between(&expected, &seen).unwrap();
        assert!(lines.contains("     until May\n-    Question 1"), "{lines}");
        assert!(!lines.contains("{any}"), "{lines}");
    }

    #[test]
    fn patterns_are_kept_where_they_still_fit_and_only_there() {
        let expected = [message("Day {any}\nThree left", &[]), message("{any}", &[])];
        let texts = |seen: &[&str]| -> Vec<String> {
            let seen = seen.iter().map(|text| message(text, &[])).collect();
            let kept = with_patterns(&expected, seen);
            kept.into_iter().map(|one| one.text).collect()
        };
        assert_eq!(
            texts(&["Day 5\nThree left", "whatever"]),
            ["Day {any}\nThree left", "{any}"]
        );
        assert_eq!(texts(&["Day 5\nTwo left"]), ["Day {any}\nTwo left"]);
        assert_eq!(
            texts(&["News", "Day 5\nThree left", "more"]),
            ["News", "{any}", "more"],
            "at its own place a pattern without words stays"
        );
        assert_eq!(texts(&["Night 5\nThree left"]), ["Night 5\nThree left"]);
    }

    #[test]
    fn a_button_may_lead_to_an_address_that_differs_each_time() {
        let expected = [message("", &["Share → https://t.me/{any}", "Menu"])];
        let seen = message("", &["Share → https://t.me/a1", "Menu"]);
        assert_eq!(between(&expected, std::slice::from_ref(&seen)), None);
        let other = message("", &["Share → https://t.me/a1", "Home"]);
        let lines = between(&expected, &[other]).unwrap();
        assert!(!lines.contains("{any}"), "{lines}");
        assert_eq!(with_patterns(&expected, vec![seen]), expected);
    }

    #[test]
    fn line_ends_that_an_editor_left_are_no_difference() {
        let expected = [message("Hello\r\nuntil {any}\n", &[])];
        assert_eq!(
            between(&expected, &[message("Hello\nuntil May", &[])]),
            None
        );
    }

    #[test]
    fn a_difference_names_the_lines_that_differ() {
        let expected = [message("Hello\nQuestion 1", &["Yes", "No"])];
        let seen = [message("Hello\nQuestion 2", &["Yes", "Never"])];
        let lines = between(&expected, &seen).unwrap();
        for line in [
            "-    Question 1",
            "+    Question 2",
            "-    [No]",
            "+    [Never]",
            "     Hello",
        ] {
            assert!(lines.lines().any(|one| one == line), "{line} in:\n{lines}");
        }
        let nothing = between(&expected, &[]).unwrap();
        assert!(nothing.contains("-message"), "{nothing}");
    }
}
