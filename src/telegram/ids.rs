//! Identifiers as newtypes: Telegram's ids need up to 52 significant bits, so all of them are `i64`.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// Numbers an update; grows by one, and is what a repeated delivery repeats.
    UpdateId
);
id!(
    /// A person (or a bot).
    UserId
);
id!(
    /// A chat. A private chat has the id of its person; groups and channels are negative.
    ChatId
);
id!(
    /// A message inside its chat.
    MessageId
);

impl UserId {
    /// The private chat with this person: Telegram gives it the same number.
    #[must_use]
    pub fn private_chat(self) -> ChatId {
        ChatId(self.0)
    }
}
