//! The form of the table of texts: what each row says, and the questions that it answers.

/// Where a text is shown, which decides its length limit and whether HTML is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// A message or a part of one: Telegram HTML, arguments are escaped.
    Message,
    /// Stands under a file: Telegram HTML like a message, and much shorter.
    Caption,
    /// The label of a button: plain and short.
    Button,
    /// The small note Telegram shows over the chat after a button press: plain.
    Toast,
    /// The description of a command in Telegram's menu: plain.
    Command,
    /// A word or two that become the argument of another text: plain.
    Fragment,
    /// Stands in a PDF: plain.
    Document,
    /// Goes along with a link that is passed on: plain, and short enough for an address.
    Share,
}

impl TextKind {
    /// Whether Telegram reads tags here; what is filled in is escaped then.
    #[must_use]
    pub fn is_html(self) -> bool {
        matches!(self, Self::Message | Self::Caption)
    }
}

macro_rules! text_keys {
    ($($variant:ident $name:literal $kind:ident $(+ $plural:ident)? needs($($needed:ident)*) may($($allowed:ident)*) $doc:literal;)*) => {
        /// The name of a text in `texts.toml`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum TextKey {
            $(#[doc = concat!("`", $name, "`: ", $doc)] $variant,)*
        }

        impl TextKey {
            /// Every key, in the order of the table.
            pub const ALL: &'static [TextKey] = &[$(TextKey::$variant,)*];

            /// The dotted name in files.
            pub fn name(self) -> &'static str {
                match self { $(TextKey::$variant => $name,)* }
            }

            /// Where the text is shown.
            pub fn kind(self) -> TextKind {
                match self { $(TextKey::$variant => TextKind::$kind,)* }
            }

            /// Whether the text has a form for each grammatical number; then `{n}` is the number.
            pub fn is_plural(self) -> bool {
                match self { $(TextKey::$variant => [$(stringify!($plural))?].contains(&"plural"),)* }
            }

            /// Placeholders without which the text makes no sense.
            pub fn needed(self) -> &'static [&'static str] {
                match self { $(TextKey::$variant => &[$(stringify!($needed),)*],)* }
            }

            /// Every placeholder the text may use: the needed ones, then the optional ones.
            pub fn placeholders(self) -> &'static [&'static str] {
                match self { $(TextKey::$variant => &[$(stringify!($needed),)* $(stringify!($allowed),)*],)* }
            }
        }
    };
}

pub(super) use text_keys;
