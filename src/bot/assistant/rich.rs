//! A text with styles, letter by letter, so that it can be cut anywhere and is still well-formed.

use crate::content::escape_html;

/// How a letter looks. Code is never bold: Telegram allows nothing inside of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Style {
    #[default]
    Plain,
    Bold,
    Italic,
    BoldItalic,
    /// Code inside a line.
    Code,
    /// A block of code.
    Block,
}

impl Style {
    fn tags(self) -> (&'static str, &'static str) {
        match self {
            Self::Plain => ("", ""),
            Self::Bold => ("<b>", "</b>"),
            Self::Italic => ("<i>", "</i>"),
            Self::BoldItalic => ("<b><i>", "</i></b>"),
            Self::Code => ("<code>", "</code>"),
            Self::Block => ("<pre>", "</pre>"),
        }
    }
}

/// A letter and its style.
pub(super) type Letter = (char, Style);

/// Telegram's HTML of these letters.
pub(super) fn html(letters: &[Letter]) -> String {
    let runs = letters.chunk_by(|(_, one), (_, other)| one == other);
    let written = runs.map(|run| {
        let text: String = run.iter().map(|(letter, _)| *letter).collect();
        let style = run.first().map(|(_, style)| *style).unwrap_or_default();
        let (open, close) = style.tags();
        format!("{open}{}{close}", escape_html(&text))
    });
    written.collect()
}
