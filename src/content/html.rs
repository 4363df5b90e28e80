//! The part of HTML that Telegram understands: checking it and escaping for it.

use super::html_tags::tag_problems;

/// The named entities Telegram decodes; others are shown as they stand.
const ENTITIES: [&str; 4] = ["lt", "gt", "amp", "quot"];

/// Makes `text` safe to stand inside a Telegram HTML message.
pub fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}

/// [`escape_html`], appended to `out`.
pub(super) fn escape_into(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

/// What [`inspect`] found out about a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Inspection {
    /// Length as Telegram counts it: UTF-16 units of the visible text.
    pub length: usize,
    /// Nothing but spaces would be shown.
    pub blank: bool,
    /// What Telegram would refuse or show wrongly, and what to write instead.
    pub problems: Vec<String>,
}

impl Inspection {
    fn shows(&mut self, text: &str) {
        self.length += text.encode_utf16().count();
        self.blank &= text.trim().is_empty();
    }
}

/// Reads `html` as Telegram would.
pub fn inspect(html: &str) -> Inspection {
    let mut found = Inspection {
        blank: true,
        ..Inspection::default()
    };
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    loop {
        // Most of a text is neither a tag nor an entity, and a start waits for all the texts.
        let plain = rest.bytes().position(|b| b == b'<' || b == b'&');
        let (text, from) = rest.split_at(plain.unwrap_or(rest.len()));
        found.shows(text);
        let Some(sign) = from.chars().next() else {
            break;
        };
        let after = from.get(sign.len_utf8()..).unwrap_or_default();
        let mut shown = sign;
        rest = match sign {
            '<' => match after.split_once('>').filter(|(tag, _)| !tag.contains('<')) {
                Some((tag, next)) => {
                    tag_problems(tag, &mut open, &mut found.problems);
                    rest = next;
                    continue;
                }
                None => {
                    found.problems.push(
                        "a `<` does not start a tag; write `&lt;` for the sign itself".to_owned(),
                    );
                    after
                }
            },
            '&' => match entity(after) {
                Entity::Known(c, next) => {
                    shown = c;
                    next
                }
                Entity::Unknown(name) => {
                    found.problems.push(format!(
                        "Telegram does not know `&{name};`; write the character itself"
                    ));
                    after
                }
                Entity::None => after,
            },
            _ => after,
        };
        found.shows(shown.encode_utf8(&mut [0; 4]));
    }
    for tag in open {
        found
            .problems
            .push(format!("`<{tag}>` is not closed; add `</{tag}>`"));
    }
    found
}

pub(super) enum Entity<'t> {
    /// The character it stands for, and the text behind it.
    Known(char, &'t str),
    Unknown(&'t str),
    /// Just an ampersand.
    None,
}

pub(super) fn entity(after_ampersand: &str) -> Entity<'_> {
    let Some((name, next)) = after_ampersand.split_once(';') else {
        return Entity::None;
    };
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#') {
        return Entity::None;
    }
    match name {
        "lt" => Entity::Known('<', next),
        "gt" => Entity::Known('>', next),
        "amp" => Entity::Known('&', next),
        "quot" => Entity::Known('"', next),
        _ => match number(name).and_then(char::from_u32) {
            Some(c) => Entity::Known(c, next),
            None => Entity::Unknown(name),
        },
    }
}

fn number(name: &str) -> Option<u32> {
    let digits = name.strip_prefix('#')?;
    match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    }
}

/// Whether plain text looks as if its writer expected HTML to work there.
pub(super) fn looks_like_html(plain: &str) -> bool {
    let tag = |rest: &str| {
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && rest.contains('>')
    };
    plain.split('<').skip(1).any(tag)
        || ENTITIES
            .iter()
            .any(|name| plain.contains(&format!("&{name};")))
}

#[cfg(test)]
mod tests {
    use super::{escape_html, inspect, looks_like_html};

    #[test]
    fn telegrams_subset_passes_and_is_measured_without_tags() {
        let cases = [
            ("plain", 5),
            ("<b>bold <i>both</i></b>", 9),
            ("<a href=\"https://example.org/?a=1&amp;b=2\">link</a>", 4),
            ("<blockquote expandable>long</blockquote>", 4),
            ("<pre>a &lt; b</pre>", 5),
            ("Q&A, 5 > 3, &#128512;", 14),
            ("😀", 2),
        ];
        for (html, length) in cases {
            let found = inspect(html);
            assert_eq!((found.problems, found.length), (vec![], length), "{html}");
        }
    }

    #[test]
    fn whatever_telegram_would_refuse_is_named() {
        let cases = [
            ("<b>open", "not closed"),
            ("<b><i>x</b></i>", "close the inner tag first"),
            ("x</b>", "was not opened"),
            ("<h1>x</h1>", "does not show `<h1>`"),
            ("<br/>", "start a new line"),
            ("<B>x</B>", "small letters"),
            ("5 < 6", "&lt;"),
            ("<a href=\"http://example.org\">x</a>", "a link is written"),
            ("<a href=\"{link}\">x</a>", "a link is written"),
            ("<a>x</a>", "a link is written"),
            ("<b class=\"x\">x</b>", "write `<b>`"),
            ("<code><b>x</b></code>", "has no effect"),
            ("<b><b>x</b></b>", "inside another"),
            ("a&nbsp;b", "does not know `&nbsp;`"),
        ];
        for (html, words) in cases {
            let problems = inspect(html).problems;
            assert!(
                problems.iter().any(|problem| problem.contains(words)),
                "{html}: {problems:?}"
            );
        }
    }

    #[test]
    fn escaped_text_is_shown_as_it_was() {
        let text = "<b>\"A\" & B</b> {x}";
        let found = inspect(&escape_html(text));
        assert_eq!(
            (found.problems, found.length),
            (vec![], text.encode_utf16().count())
        );
    }

    #[test]
    fn plain_text_with_markup_is_noticed_but_signs_are_not() {
        for text in ["<b>x</b>", "a &amp; b", "</i>"] {
            assert!(looks_like_html(text), "{text}");
        }
        for text in ["a < b", "R&D", "5 <6", "x > y", "<3 friends"] {
            assert!(!looks_like_html(text), "{text}");
        }
    }
}
