//! The parts of MarkdownV2 that look ahead: quotations, languages, addresses.

use super::markdown::Reader;
use super::markdown_entity::{Kind, Open};

impl Reader<'_> {
    /// A quotation goes on over a line end when the next line begins with `>` as well.
    pub(super) fn new_line(&mut self) -> Result<(), String> {
        self.at += 1;
        let is_quoted = self.open.iter().any(|open| open.kind == Kind::Quote);
        if is_quoted && self.sees(">") {
            self.at += 1;
            self.push('\n');
            self.at_line_start = false;
            return Ok(());
        }
        // Whatever was opened inside the quotation must end in it, the mark of an expandable one excepted.
        let is_expandable = self.take_expandable_mark();
        self.push('\n');
        if is_quoted {
            self.close_quote(is_expandable)?;
        }
        Ok(())
    }

    pub(super) fn end_quote(&mut self) -> Result<(), String> {
        match self.open.iter().any(|open| open.kind == Kind::Quote) {
            true => {
                let is_expandable = self.take_expandable_mark();
                self.close_quote(is_expandable)
            }
            false => Ok(()),
        }
    }

    /// `||` at the very end of a quotation opens no spoiler.
    fn take_expandable_mark(&mut self) -> bool {
        let mut inner = self.open.iter().rev();
        let (top, below) = (inner.next(), inner.next());
        let is_mark = top
            .is_some_and(|open| open.kind == Kind::Spoiler && open.offset == self.units)
            && below.is_some_and(|open| open.kind == Kind::Quote);
        if is_mark {
            self.open.pop();
        }
        is_mark
    }

    fn close_quote(&mut self, is_expandable: bool) -> Result<(), String> {
        let open = self.open.pop_if(|open| open.kind == Kind::Quote);
        let Some(mut open) = open else {
            return Err(self.open.last().map(Open::unclosed).unwrap_or_default());
        };
        if is_expandable {
            open.kind = Kind::ExpandableQuote;
        }
        self.entities.extend(open.entity(self.units));
        Ok(())
    }

    pub(super) fn is_quoted(&self) -> bool {
        self.open.iter().any(|open| open.kind == Kind::Quote)
    }

    /// The word after three backticks, when it does not run into the end.
    pub(super) fn language(&mut self) -> String {
        let rest = self.rest();
        let length = rest.find(|char: char| char.is_ascii_whitespace() || char == '`');
        let word = length.and_then(|length| rest.split_at_checked(length));
        match word {
            Some((word, after)) if !word.is_empty() && !after.starts_with('`') => {
                let word = word.to_owned();
                self.at += word.len();
                word
            }
            _ => String::new(),
        }
    }

    pub(super) fn skip_line_end(&mut self) {
        let pairs = ["\r\n", "\n\r", "\n", "\r"];
        let found = pairs.into_iter().find(|end| self.sees(end));
        self.at += found.map_or(0, str::len);
    }

    /// What stands in round brackets after square ones.
    pub(super) fn address(&mut self, what: &str) -> Result<Option<String>, String> {
        if !self.sees("(") {
            return Ok(None);
        }
        self.at += 1;
        let begin = self.at;
        let mut address = String::new();
        loop {
            let mut next = self.rest().chars();
            let (first, second) = (next.next(), next.next());
            let (char, length) = match (first, second) {
                (None, _) => {
                    return Err(format!("Can't find end of {what} at byte offset {begin}"));
                }
                (Some(')'), _) => {
                    self.at += 1;
                    return Ok(Some(address));
                }
                (Some('\\'), Some(escaped)) if escaped <= '~' => (escaped, 2),
                (Some(char), _) => (char, char.len_utf8()),
            };
            address.push(char);
            self.at += length;
        }
    }
}
