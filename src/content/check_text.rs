//! What can be wrong with one text of `texts.toml`.

use super::html::{inspect, looks_like_html};
use super::keys::{TextKey, TextKind};
use super::limits;
use super::nearest::nearest;
use super::template::Template;

/// The problems of `template` as the text of `key`, each with what to do.
pub(super) fn problems_of(key: TextKey, template: &Template) -> Vec<String> {
    let mut problems = placeholder_problems(key, template);
    let html = key.kind().is_html();
    let shown = template.fill(|_| "x".to_owned());
    let blank = if html {
        let found = inspect(&shown);
        problems.extend(found.problems);
        found.blank
    } else {
        if looks_like_html(&shown) {
            problems.push("tags do not work in this text; write it without them".to_owned());
        }
        shown.trim().is_empty()
    };
    let (limit, one_line) = match key.kind() {
        TextKind::Message => (limits::MESSAGE, false),
        TextKind::Caption => (limits::CAPTION, false),
        TextKind::Button => (limits::BUTTON, true),
        TextKind::Toast => (limits::TOAST, false),
        TextKind::Command => (limits::COMMAND, true),
        TextKind::Fragment => (limits::FRAGMENT, true),
        TextKind::Share => (limits::SHARE, false),
        TextKind::Document => (limits::SHORT_TEXT, true),
    };
    if blank {
        problems.push("the text is empty; write it".to_owned());
    }
    if one_line && shown.contains('\n') {
        problems.push("this text is one line; join the lines".to_owned());
    }
    let length = longest(key, template);
    if length > limit {
        problems.push(format!("{length} characters are too many; shorten the text to {limit}, filled-in words included"));
    }
    problems
}

fn placeholder_problems(key: TextKey, template: &Template) -> Vec<String> {
    let allowed = key.placeholders();
    let mut problems = Vec::new();
    for name in template
        .placeholders()
        .filter(|name| !allowed.contains(name))
    {
        let advice = match (nearest(name, allowed.iter().copied()), allowed) {
            (Some(known), _) => format!("did you mean `{{{known}}}`?"),
            (None, []) => "this text has no placeholders; remove it".to_owned(),
            (None, _) => {
                let known: Vec<String> =
                    allowed.iter().map(|name| format!("`{{{name}}}`")).collect();
                format!("remove it, or use one of: {}", known.join(", "))
            }
        };
        problems.push(format!(
            "`{{{name}}}` is not known in `{}`; {advice}",
            key.name()
        ));
    }
    for name in key
        .needed()
        .iter()
        .filter(|name| !template.placeholders().any(|used| used == **name))
    {
        problems.push(format!(
            "`{{{name}}}` is missing from `{}`; put it where it belongs",
            key.name()
        ));
    }
    problems
}

/// The length with the longest arguments there can be. On buttons, what is filled in comes from the pack
/// and is measured with it.
fn longest(key: TextKey, template: &Template) -> usize {
    match key.kind() {
        TextKind::Message | TextKind::Caption => {
            inspect(&template.fill(|name| "x".repeat(limits::longest_argument(name)))).length
        }
        _ => template.fill(|_| String::new()).encode_utf16().count(),
    }
}
