//! The tags Telegram understands, and what to say about others.

use url::Url;

/// Tags a text may use. Telegram knows a few synonyms too; one way to write a thing is enough.
const TAGS: [&str; 9] = [
    "b",
    "i",
    "u",
    "s",
    "code",
    "pre",
    "a",
    "blockquote",
    "tg-spoiler",
];

/// Checks one tag, given without its angle brackets, and keeps `open` up to date.
pub(super) fn tag_problems<'t>(tag: &'t str, open: &mut Vec<&'t str>, problems: &mut Vec<String>) {
    if let Some(name) = tag.strip_prefix('/') {
        let name = name.trim();
        match open.last() {
            Some(last) if *last == name => {
                open.pop();
            }
            Some(last) if open.contains(&name) => {
                problems.push(format!(
                    "`</{name}>` comes before `</{last}>`; close the inner tag first"
                ));
                open.retain(|tag| *tag != name);
            }
            _ => problems.push(format!(
                "`</{name}>` closes a tag that was not opened; remove it or add `<{name}>`"
            )),
        }
        return;
    }
    let (name, attributes) = tag
        .split_once(char::is_whitespace)
        .map_or((tag, ""), |(name, rest)| (name, rest.trim()));
    if !TAGS.contains(&name) {
        problems.push(unknown_tag(name));
        return;
    }
    if let Some(outer) = open.iter().find(|outer| ["code", "pre"].contains(outer)) {
        problems.push(format!(
            "`<{name}>` inside `<{outer}>` has no effect; take one of them out"
        ));
    }
    if open.contains(&name) {
        problems.push(format!(
            "`<{name}>` stands inside another `<{name}>`; close the first one before"
        ));
    }
    let fine = match name {
        "a" => link(attributes),
        "blockquote" => attributes.is_empty() || attributes == "expandable",
        _ => attributes.is_empty(),
    };
    if !fine {
        problems.push(match name {
            "a" => "a link is written `<a href=\"https://…\">words</a>`".to_owned(),
            _ => {
                format!("`<{tag}>` has words that Telegram does not allow there; write `<{name}>`")
            }
        });
    }
    open.push(name);
}

fn unknown_tag(name: &str) -> String {
    let instead = match name.to_ascii_lowercase().trim_end_matches('/') {
        "strong" => "write `<b>`",
        "em" => "write `<i>`",
        "ins" => "write `<u>`",
        "del" | "strike" => "write `<s>`",
        "br" | "p" | "div" => "start a new line instead",
        "span" => "write `<tg-spoiler>`",
        lower if TAGS.contains(&lower) => "write it in small letters",
        _ => {
            "use b, i, u, s, code, pre, a, blockquote or tg-spoiler, or `&lt;` for the sign itself"
        }
    };
    format!("Telegram does not show `<{name}>` here; {instead}")
}

/// Whether `attributes` are exactly one `href` to a place that Telegram opens.
fn link(attributes: &str) -> bool {
    let address = attributes
        .strip_prefix("href=\"")
        .and_then(|rest| rest.strip_suffix('"'));
    address
        .filter(|address| !address.contains(['"', '{', '}']))
        .is_some_and(|address| {
            Url::parse(address).is_ok_and(|url| ["https", "tg", "mailto"].contains(&url.scheme()))
        })
}
