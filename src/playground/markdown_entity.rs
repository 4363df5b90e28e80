//! What the marks of Markdown mean.

use serde_json::{Map, Value, json};

use super::link::checked_link;

/// What a mark makes of the text after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Bold,
    Italic,
    Underline,
    Strikethrough,
    Spoiler,
    Code,
    Pre,
    Link,
    Emoji,
    Quote,
    ExpandableQuote,
}

impl Kind {
    /// The mark that ends it; a quotation ends with its line.
    pub(super) fn end(self) -> Option<&'static str> {
        match self {
            Self::Bold => Some("*"),
            Self::Italic => Some("_"),
            Self::Underline => Some("__"),
            Self::Strikethrough => Some("~"),
            Self::Spoiler => Some("||"),
            Self::Code => Some("`"),
            Self::Pre => Some("```"),
            Self::Link | Self::Emoji => Some("]"),
            Self::Quote | Self::ExpandableQuote => None,
        }
    }

    /// The `type` of its `MessageEntity`.
    fn entity_type(self) -> &'static str {
        match self {
            Self::Bold => "bold",
            Self::Italic => "italic",
            Self::Underline => "underline",
            Self::Strikethrough => "strikethrough",
            Self::Spoiler => "spoiler",
            Self::Code => "code",
            Self::Pre => "pre",
            Self::Link => "text_link",
            Self::Emoji => "custom_emoji",
            Self::Quote => "blockquote",
            Self::ExpandableQuote => "expandable_blockquote",
        }
    }
}

/// A mark whose end is still to come.
pub(super) struct Open {
    pub(super) kind: Kind,
    /// Where the text inside begins, in UTF-16 units.
    pub(super) offset: usize,
    /// The same in bytes of the text.
    pub(super) start: usize,
    /// Where the mark stands in the source, in bytes.
    at: usize,
    /// The language, the address or the number of the emoji.
    pub(super) detail: String,
}

impl Open {
    pub(super) fn new(kind: Kind, offset: usize, start: usize, at: usize) -> Self {
        Self {
            kind,
            offset,
            start,
            at,
            detail: String::new(),
        }
    }

    /// What Telegram says when the end never comes.
    pub(super) fn unclosed(&self) -> String {
        let name = match self.kind {
            Kind::Pre if !self.detail.is_empty() => "PreCode",
            Kind::Link => "TextUrl",
            Kind::Emoji => "CustomEmoji",
            Kind::Quote | Kind::ExpandableQuote => "BlockQuote",
            Kind::Bold => "Bold",
            Kind::Italic => "Italic",
            Kind::Underline => "Underline",
            Kind::Strikethrough => "Strikethrough",
            Kind::Spoiler => "Spoiler",
            Kind::Code => "Code",
            Kind::Pre => "Pre",
        };
        let at = self.at;
        format!("Can't find end of {name} entity at byte offset {at}")
    }

    /// The entity, now that the text ends at this unit; none around nothing, none for a link that leads nowhere.
    pub(super) fn entity(&self, units: usize) -> Option<Value> {
        let length = units
            .checked_sub(self.offset)
            .filter(|length| *length > 0)?;
        let mut entity = Map::new();
        entity.insert("type".to_owned(), json!(self.kind.entity_type()));
        entity.insert("offset".to_owned(), json!(self.offset));
        entity.insert("length".to_owned(), json!(length));
        let detail = match self.kind {
            Kind::Link => Some(("url", checked_link(&self.detail).ok()?)),
            Kind::Emoji => Some(("custom_emoji_id", self.detail.clone())),
            Kind::Pre if !self.detail.is_empty() => Some(("language", self.detail.clone())),
            _ => None,
        };
        if let Some((name, value)) = detail {
            entity.insert(name.to_owned(), json!(value));
        }
        Some(Value::Object(entity))
    }
}

/// The number in `tg://emoji?id=NUMBER`.
pub(super) fn emoji_id(address: &str) -> Result<String, &'static str> {
    let address = url::Url::parse(address).map_err(|_| "Custom emoji URL must have scheme tg")?;
    if address.scheme() != "tg" {
        return Err("Custom emoji URL must have scheme tg");
    }
    let host = address.host_str().unwrap_or_default();
    if !host.eq_ignore_ascii_case("emoji") {
        return Err("Custom emoji URL must have host \"emoji\"");
    }
    let id = address.query_pairs().find(|(name, _)| name == "id");
    let Some((_, id)) = id else {
        return Err("Custom emoji URL must have an emoji identifier");
    };
    let is_number = !id.starts_with('0') && id.parse::<i64>().is_ok();
    match is_number {
        true => Ok(id.into_owned()),
        false => Err("Invalid custom emoji identifier specified"),
    }
}

/// Entities in the order of the text, the outer before the inner.
pub(super) fn in_reading_order(mut entities: Vec<Value>) -> Vec<Value> {
    entities.sort_by_key(|entity| {
        let number = |name: &str| entity.get(name).and_then(Value::as_i64).unwrap_or(0);
        (number("offset"), -number("length"))
    });
    entities
}
