//! A picture of the content pack with words under it.

use serde::{Deserialize, Serialize};

/// A picture with words under it. The outbox keeps the picture's name; its bytes are taken from the content pack when
/// it is sent. Without a picture, or when it is not taken, the words are a message of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The name of a picture of the content pack.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// HTML, at most 1,024 characters after parsing.
    pub words: String,
}

impl Card {
    /// A picture by its name, with words under it.
    #[must_use]
    pub fn new(picture: impl Into<String>, words: String) -> Self {
        Self {
            picture: Some(picture.into()),
            words,
        }
    }
}
