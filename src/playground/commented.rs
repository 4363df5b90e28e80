//! The comments that somebody wrote into a saved conversation, over a new version of it.

use super::conversation::Conversation;

/// What a new step begins with in a file.
const STEP: &str = "[[step]]";

/// The comments of a file: the lines at its top, those above each step, and those after everything.
#[derive(Debug, Default, PartialEq, Eq)]
struct Comments {
    top: Vec<String>,
    steps: Vec<Vec<String>>,
    end: Vec<String>,
}

impl Comments {
    fn of(file: &str) -> Self {
        let mut comments = Self::default();
        let mut waiting = Vec::new();
        let mut is_top = true;
        let mut quote: Option<&str> = None;
        for line in file.lines() {
            if quote.is_none() && line.trim_start().starts_with('#') {
                waiting.push(line.to_owned());
                continue;
            }
            if is_top && !line.trim().is_empty() {
                comments.top = std::mem::take(&mut waiting);
                is_top = false;
            }
            if quote.is_none() && line.trim_start().starts_with(STEP) {
                comments.steps.push(std::mem::take(&mut waiting));
            }
            quote = quote_after(quote, line);
        }
        comments.end = waiting;
        comments
    }
}

/// The quotes of a text of several lines that is open after this line, if one is.
fn quote_after<'a>(open: Option<&'a str>, line: &str) -> Option<&'a str> {
    const QUOTES: [&str; 2] = ["\"\"\"", "'''"];
    match open {
        Some(quote) => Some(quote).filter(|quote| line.matches(quote).count() % 2 == 0),
        None => {
            let opening = QUOTES
                .into_iter()
                .filter_map(|quote| Some((line.find(quote)?, quote)));
            let (_, first) = opening.min()?;
            Some(first).filter(|quote| line.matches(quote).count() % 2 == 1)
        }
    }
}

/// The new version as a file, with the comments of the old file where they were. `origins` tells for each new step which
/// old one it was, from 0.
///
/// # Errors
///
/// A text that TOML cannot hold; none is known.
pub(super) fn rewritten(
    old: &str,
    new: &Conversation,
    origins: &[Option<usize>],
) -> Result<String, String> {
    let comments = Comments::of(old);
    let fresh = new.to_file()?;
    let own = Comments::of(&fresh).top;
    let mut lines: Vec<&str> = match comments.top.is_empty() {
        true => own.iter().map(String::as_str).collect(),
        false => comments.top.iter().map(String::as_str).collect(),
    };
    let mut quote = None;
    let mut origins = origins.iter();
    for line in fresh.lines().skip(own.len()) {
        if quote.is_none()
            && line == STEP
            && let Some(Some(origin)) = origins.next()
        {
            let above = comments.steps.get(*origin).into_iter().flatten();
            lines.extend(above.map(String::as_str));
        }
        lines.push(line);
        quote = quote_after(quote, line);
    }
    lines.extend(comments.end.iter().map(String::as_str));
    Ok(lines.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r##"# What Anna asks first.
# And why.

format = 1
began = "2026-11-24T12:00:00Z"

[[person]]
id = 1001
first_name = "Anna"

# She comes.
[[step]]
says = "/start"

[[step.sees]]
text = """
Hello
# no comment
[[step]]
here"""

[[step]]
says = "/menu"
# The end.
"##;

    fn steps(file: &str) -> Conversation {
        Conversation::parse(file).unwrap()
    }

    #[test]
    fn comments_stay_at_the_top_above_their_steps_and_at_the_end() {
        let again = rewritten(FILE, &steps(FILE), &[Some(0), Some(1)]).unwrap();
        assert_eq!(again, FILE);
    }

    #[test]
    fn comments_follow_their_steps_when_steps_come_and_go() {
        let mut new = steps(FILE);
        let first = new.step.remove(0);
        new.step.push(first);
        let again = rewritten(FILE, &new, &[None, Some(0)]).unwrap();
        let menu = again.find("/menu").unwrap();
        let comes = again
            .find("# She comes.\n[[step]]\nsays = \"/start\"")
            .unwrap();
        assert!(menu < comes, "{again}");
        assert_eq!(again.matches("# She comes.").count(), 1, "{again}");
    }

    #[test]
    fn a_file_without_words_at_the_top_gets_those_that_say_what_it_is() {
        let bare = FILE.split_once("\n\n").unwrap().1;
        let again = rewritten(bare, &steps(bare), &[]).unwrap();
        assert!(
            again.starts_with("# A conversation with the bot"),
            "{again}"
        );
    }
}
