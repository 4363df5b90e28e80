//! Telegram's MarkdownV2, read as strictly as Telegram reads it.

use serde_json::Value;

use super::formatted::Formatted;
use super::markdown_entity::{Kind, Open, in_reading_order};

/// Everything that must be escaped outside code.
const RESERVED: &str = "_*[]()~`>#+-=|{}.!\n";

/// A position in the source, and what became of everything before it.
pub(super) struct Reader<'a> {
    pub(super) source: &'a str,
    pub(super) at: usize,
    pub(super) text: String,
    pub(super) units: usize,
    pub(super) open: Vec<Open>,
    pub(super) entities: Vec<Value>,
    /// Only `>` at the start of a line begins a quotation.
    pub(super) at_line_start: bool,
}

/// Parses the markup; an error is what Telegram says after `can't parse entities: `.
pub(super) fn parse(source: &str) -> Result<Formatted, String> {
    let mut reader = Reader {
        source,
        at: 0,
        text: String::new(),
        units: 0,
        open: Vec::new(),
        entities: Vec::new(),
        at_line_start: true,
    };
    while let Some(char) = reader.rest().chars().next() {
        reader.step(char)?;
    }
    reader.end_quote()?;
    if let Some(open) = reader.open.last() {
        return Err(open.unclosed());
    }
    let entities = in_reading_order(reader.entities);
    let text = reader.text;
    Ok(Formatted { text, entities }.trimmed())
}

impl Reader<'_> {
    pub(super) fn rest(&self) -> &str {
        self.source.get(self.at..).unwrap_or_default()
    }

    pub(super) fn sees(&self, wanted: &str) -> bool {
        self.rest().starts_with(wanted)
    }

    pub(super) fn push(&mut self, char: char) {
        self.text.push(char);
        self.units += char.len_utf16();
        self.at_line_start = matches!(char, '\n' | '\r') && (self.at_line_start || char == '\n');
    }

    fn step(&mut self, char: char) -> Result<(), String> {
        if char == '\\'
            && let Some(escaped) = self.rest().chars().nth(1).filter(|next| *next <= '~')
        {
            self.at += 2;
            self.push(escaped);
            self.at_line_start = false;
            return Ok(());
        }
        let top = self.open.last().map(|open| open.kind);
        if let Some(end) = top.and_then(Kind::end)
            && self.sees(end)
            && !(top == Some(Kind::Italic) && self.sees("__"))
        {
            self.at += end.len();
            return self.close();
        }
        let is_code = matches!(top, Some(Kind::Code | Kind::Pre));
        match char {
            '\n' if !is_code => self.new_line(),
            _ if is_code || !RESERVED.contains(char) => {
                self.at += char.len_utf8();
                self.push(char);
                Ok(())
            }
            _ => self.start(char),
        }
    }

    fn start(&mut self, char: char) -> Result<(), String> {
        let at = self.at;
        let (kind, length) = match char {
            '_' if self.sees("__") => (Kind::Underline, 2),
            '_' => (Kind::Italic, 1),
            '*' => (Kind::Bold, 1),
            '~' => (Kind::Strikethrough, 1),
            '|' if self.sees("||") => (Kind::Spoiler, 2),
            '[' => (Kind::Link, 1),
            '!' if self.sees("![") => (Kind::Emoji, 2),
            '`' if self.sees("```") => (Kind::Pre, 3),
            '`' => (Kind::Code, 1),
            '>' if self.at_line_start && !self.is_quoted() => (Kind::Quote, 1),
            _ => {
                return Err(format!(
                    "Character '{char}' is reserved and must be escaped with the preceding '\\'"
                ));
            }
        };
        self.at += length;
        let mut open = Open::new(kind, self.units, self.text.len(), at);
        if kind == Kind::Pre {
            open.detail = self.language();
            self.skip_line_end();
        }
        self.open.push(open);
        Ok(())
    }

    fn close(&mut self) -> Result<(), String> {
        let Some(mut open) = self.open.pop() else {
            return Ok(());
        };
        match open.kind {
            Kind::Link => {
                open.detail = match self.address("a URL")? {
                    Some(address) => address,
                    None => self.text.get(open.start..).unwrap_or_default().to_owned(),
                };
            }
            Kind::Emoji => {
                let address = self.address("a custom emoji URL")?;
                let address = address.ok_or("Custom emoji entity must contain a tg://emoji URL")?;
                open.detail = super::markdown_entity::emoji_id(&address)?;
            }
            _ => {}
        }
        self.entities.extend(open.entity(self.units));
        Ok(())
    }
}
