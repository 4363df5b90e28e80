//! A text without its markup.

use serde_json::{Value, json};

/// A text without markup, and what the markup meant.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Formatted {
    /// The text.
    pub(super) text: String,
    /// `MessageEntity` objects; offsets and lengths in UTF-16 units.
    pub(super) entities: Vec<Value>,
}

impl Formatted {
    /// A text without markup.
    pub(super) fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            entities: Vec::new(),
        }
        .trimmed()
    }

    /// The length that limits are about.
    pub(super) fn length(&self) -> usize {
        self.text.encode_utf16().count()
    }

    /// Telegram cuts white space off both ends.
    pub(super) fn trimmed(mut self) -> Self {
        let cut = self.text.len() - self.text.trim_start().len();
        let lead = self
            .text
            .get(..cut)
            .map_or(0, |lead| lead.encode_utf16().count());
        self.text = self.text.trim().to_owned();
        let total = self.length();
        self.entities.retain_mut(|entity| {
            let number = |name: &str| {
                let number = entity.get(name).and_then(Value::as_u64).unwrap_or(0);
                usize::try_from(number).unwrap_or(0)
            };
            let end = (number("offset") + number("length"))
                .saturating_sub(lead)
                .min(total);
            let start = number("offset").saturating_sub(lead);
            if let Some(fields) = entity.as_object_mut() {
                fields.insert("offset".to_owned(), json!(start));
                fields.insert("length".to_owned(), json!(end.saturating_sub(start)));
            }
            end > start
        });
        self
    }
}
