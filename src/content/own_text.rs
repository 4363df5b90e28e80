//! What can be wrong with a text of products, plans and quizzes.

use super::html::{inspect, looks_like_html};
use super::limits;
use super::template::Template;

/// How a text will be shown.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rule {
    /// Goes into a message as it is.
    Html,
    /// The same, below something that is long already.
    Line,
    /// Not shown to people: what a program is told.
    Instructions,
    /// Goes into a message escaped.
    Plain,
    /// Stands on a button.
    Label,
}

/// What is wrong with a text that stands for itself, without placeholders.
pub(super) fn text_problem(text: &str, rule: Rule) -> Option<String> {
    let shown = inspect(text);
    let plain_length = text.trim().encode_utf16().count();
    let (length, limit) = match rule {
        Rule::Html => (shown.length, limits::LONG_TEXT),
        Rule::Line => (shown.length, limits::SHORT_TEXT),
        Rule::Instructions => (plain_length, limits::INSTRUCTIONS),
        Rule::Plain => (plain_length, limits::SHORT_TEXT),
        Rule::Label => (plain_length, limits::BUTTON),
    };
    if text.trim().is_empty() || (matches!(rule, Rule::Html | Rule::Line) && shown.blank) {
        return Some("the text is empty; write it".to_owned());
    }
    if length > limit {
        return Some(format!(
            "{length} characters are too many here; shorten the text to {limit}"
        ));
    }
    if has_placeholder(text) {
        return Some(
            "placeholders like `{name}` do not work in this text; write it without them".to_owned(),
        );
    }
    match rule {
        Rule::Html | Rule::Line => shown.problems.into_iter().next(),
        Rule::Plain if looks_like_html(text) => {
            Some("tags do not work in this text; write it without them".to_owned())
        }
        Rule::Label if looks_like_html(text) => {
            Some("tags do not work on a button; write the label without them".to_owned())
        }
        Rule::Label if text.trim().contains('\n') => {
            Some("a button label is one line; join the lines".to_owned())
        }
        _ => None,
    }
}

fn has_placeholder(text: &str) -> bool {
    Template::parse(text).is_ok_and(|template| {
        template.placeholders().any(|name| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        })
    })
}
