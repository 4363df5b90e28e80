//! What a tag means.

use serde_json::{Map, Value, json};

use super::link::checked_link;

/// A start tag whose end is still to come.
pub(super) struct Open {
    pub(super) tag: String,
    /// Where the text inside begins, in UTF-16 units.
    pub(super) offset: usize,
    pub(super) attributes: Vec<(String, String)>,
}

impl Open {
    /// The entity of this tag, now that `text` ends where it ends; none for a tag around nothing.
    pub(super) fn entity(&self, text: &str, units: usize) -> Option<Value> {
        let length = units
            .checked_sub(self.offset)
            .filter(|length| *length > 0)?;
        let kind = entity_type(&self.tag)?;
        let mut entity = Map::new();
        entity.insert("type".to_owned(), json!(kind));
        entity.insert("offset".to_owned(), json!(self.offset));
        entity.insert("length".to_owned(), json!(length));
        match kind {
            "text_link" => {
                let inside: Vec<_> = text.encode_utf16().skip(self.offset).collect();
                let url = self.attribute("href").filter(|url| !url.is_empty());
                let url = url.map_or_else(|| String::from_utf16_lossy(&inside), str::to_owned);
                // A link that leads nowhere is dropped without a word; the text stays.
                let url = checked_link(&url).ok()?;
                entity.insert("url".to_owned(), json!(url));
            }
            "custom_emoji" => {
                let id = self.attribute("emoji-id")?;
                entity.insert("custom_emoji_id".to_owned(), json!(id));
            }
            "blockquote" if self.attribute("expandable").is_some() => {
                entity.insert("type".to_owned(), json!("expandable_blockquote"));
            }
            _ => {}
        }
        Some(Value::Object(entity))
    }

    fn attribute(&self, wanted: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.as_str())
    }
}

/// The type of the entity that a tag makes; none for a tag that Telegram does not know.
pub(super) fn entity_type(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "span" | "tg-spoiler" => "spoiler",
        "a" => "text_link",
        "code" => "code",
        "pre" => "pre",
        "blockquote" => "blockquote",
        "tg-emoji" => "custom_emoji",
        _ => return None,
    })
}

/// The character that a reference such as `lt` or `#39` means.
pub(super) fn referred(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        other => other.strip_prefix('#').and_then(|digits| {
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => digits.parse().ok(),
            };
            code.filter(|code| *code != 0).and_then(char::from_u32)
        }),
    }
}
