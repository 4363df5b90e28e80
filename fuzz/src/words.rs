//! Words that are looked for: products, cities, people; and words that stand inside a message.

use five_keys_bot::{
    bot::{admin::Ask, zones},
    content::{Locale, TextKey, edits, escape_html, inspect, plain_text},
};

use super::checks::{self, CONTENT};

/// Looking finds something or nothing; whatever is written can be shown again as it was.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let found = CONTENT.search(&text);
    assert!(found.len() <= CONTENT.products().len());
    match zones::find(&text) {
        zones::Found::Zone(name, city) => {
            assert!(zones::zone(&name).is_some(), "{text}: {name}");
            assert!(name.len() <= 59, "{name} does not fit a button");
            for locale in Locale::ALL {
                assert!(!zones::title(&name, locale, checks::now()).is_empty());
                assert!(city.is_none_or(|city| !city.name(locale).is_empty()));
            }
        }
        zones::Found::Near(cities) => assert!(cities.len() <= 12, "{text}"),
    }
    if let Some(Ok(Ask::Find(wanted))) = Ask::parse_command(&format!("/find {text}")) {
        assert!((1..=64).contains(&wanted.chars().count()), "{wanted}");
        assert!(
            !wanted.contains('\0') && wanted.trim() == wanted,
            "{wanted:?}"
        );
    }
    let short: String = text.chars().take(40).collect();
    assert_eq!(edits(&short, &short), 0);
    escaped(&text);
}

/// Somebody's words in a message are words and nothing else.
fn escaped(text: &str) {
    let html = escape_html(text);
    let found = inspect(&html);
    assert_eq!(found.problems, Vec::<String>::new(), "{text}");
    assert_eq!(found.length, text.encode_utf16().count(), "{text}");
    assert_eq!(plain_text(&html), text);
    for locale in Locale::ALL {
        let said = CONTENT.text(locale, TextKey::StartWelcome, &[("name", text)]);
        assert_eq!(inspect(&said).problems, Vec::<String>::new(), "{text}");
        assert!(
            text.is_empty() || plain_text(&said).contains(text),
            "{text}"
        );
    }
}
