//! How an admin wants to hear of payments. What waits for the owner is told whatever they chose.

/// How often.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum News {
    /// Of each one at once.
    #[default]
    Each,
    /// Once a day, of those of the day before.
    Daily,
    /// Never.
    Off,
}

impl News {
    /// All of them, in the order of their buttons.
    pub const ALL: [Self; 3] = [Self::Each, Self::Daily, Self::Off];

    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Each => "each",
            Self::Daily => "daily",
            Self::Off => "off",
        }
    }

    /// The stored word, read.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|news| news.as_str() == word)
    }
}
