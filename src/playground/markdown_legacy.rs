//! The first Markdown of the Bot API: four marks, no nesting.

use super::formatted::Formatted;
use super::markdown_entity::{Kind, Open};

/// Parses the markup; an error is what Telegram says after `can't parse entities: `.
pub(super) fn parse(source: &str) -> Result<Formatted, String> {
    let mut formatted = Formatted::default();
    let mut at = 0;
    while let Some(rest) = source.get(at..)
        && let Some(char) = rest.chars().next()
    {
        let mut after = rest.chars().skip(1);
        match char {
            '\\' => match after.next().filter(|next| "_*`[".contains(*next)) {
                Some(escaped) => {
                    formatted.text.push(escaped);
                    at += 2;
                }
                None => {
                    formatted.text.push(char);
                    at += 1;
                }
            },
            '_' | '*' | '`' | '[' => at += marked(rest, at, &mut formatted)?,
            other => {
                formatted.text.push(other);
                at += other.len_utf8();
            }
        }
    }
    Ok(formatted.trimmed())
}

/// Reads from a mark to its end; gives the number of bytes read.
fn marked(rest: &str, at: usize, formatted: &mut Formatted) -> Result<usize, String> {
    let (kind, mark, end) = match rest {
        _ if rest.starts_with("```") => (Kind::Pre, "```", "```"),
        _ if rest.starts_with('`') => (Kind::Code, "`", "`"),
        _ if rest.starts_with('*') => (Kind::Bold, "*", "*"),
        _ if rest.starts_with('[') => (Kind::Link, "[", "]"),
        _ => (Kind::Italic, "_", "_"),
    };
    let inside = rest.get(mark.len()..).unwrap_or_default();
    let Some((inside, after)) = inside.split_once(end) else {
        return Err(format!(
            "Can't find end of the entity starting at byte offset {at}"
        ));
    };
    let mut read = mark.len() + inside.len() + end.len();
    let mut open = Open::new(kind, formatted.length(), formatted.text.len(), at);
    let mut shown = inside;
    match kind {
        Kind::Link => match after.strip_prefix('(') {
            // An address that never ends runs to the end of the text.
            Some(after) => {
                let address = after.split(')').next().unwrap_or_default();
                read += (address.len() + 2).min(after.len() + 1);
                open.detail = address.to_owned();
            }
            None => open.detail = inside.to_owned(),
        },
        Kind::Pre => {
            let (language, code) = language(inside);
            open.detail = language.to_owned();
            shown = code;
        }
        _ => {}
    }
    formatted.text.push_str(shown);
    let units = formatted.length();
    formatted.entities.extend(open.entity(units));
    Ok(read)
}

/// The language of a block of code, and the code.
fn language(inside: &str) -> (&str, &str) {
    let (word, code) = match inside.find(|char: char| char.is_ascii_whitespace()) {
        Some(length) => inside.split_at(length),
        None => ("", inside),
    };
    let code = code
        .strip_prefix("\r\n")
        .or_else(|| code.strip_prefix('\n'))
        .unwrap_or(code);
    (word, code)
}
