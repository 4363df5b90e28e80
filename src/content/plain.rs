//! The words of a text in Telegram's HTML, for places without markup.

use super::html::{Entity, entity};

/// The text as a person reads it: without tags, entities decoded.
pub fn plain_text(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(next) = rest.chars().next() {
        let after = rest.get(next.len_utf8()..).unwrap_or_default();
        let (shown, behind) = match next {
            '<' => match after.split_once('>') {
                Some((_, behind)) => (None, behind),
                None => (Some(next), after),
            },
            '&' => match entity(after) {
                Entity::Known(decoded, behind) => (Some(decoded), behind),
                Entity::Unknown(_) | Entity::None => (Some(next), after),
            },
            _ => (Some(next), after),
        };
        words.extend(shown);
        rest = behind;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::plain_text;
    use crate::content::escape_html;

    #[test]
    fn tags_go_and_signs_stay() {
        let cases = [
            (
                "<b>Важно:</b> <a href=\"https://example.org/?a=1&amp;b=2\">сюда</a>",
                "Важно: сюда",
            ),
            ("1 &lt; 2 &amp; 3 &#33;", "1 < 2 & 3 !"),
            ("R&D, 1 < 2", "R&D, 1 < 2"),
        ];
        for (html, words) in cases {
            assert_eq!(plain_text(html), words);
        }
    }

    proptest::proptest! {
        #[test]
        fn escaped_words_come_back(words: String) {
            assert_eq!(plain_text(&escape_html(&words)), words);
        }
    }
}
