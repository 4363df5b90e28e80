//! Telegram's HTML, read as strictly as Telegram reads it.

use std::iter::Peekable;
use std::str::CharIndices;

use serde_json::Value;

use super::entity::{Open, entity_type, referred};
use super::formatted::Formatted;
use super::markdown_entity::in_reading_order;

struct Parser<'a> {
    chars: Peekable<CharIndices<'a>>,
    text: String,
    units: usize,
    open: Vec<Open>,
    entities: Vec<Value>,
}

/// Parses the markup; an error is what Telegram says after `can't parse entities: `.
pub(super) fn parse(html: &str) -> Result<Formatted, String> {
    let mut parser = Parser {
        chars: html.char_indices().peekable(),
        text: String::new(),
        units: 0,
        open: Vec::new(),
        entities: Vec::new(),
    };
    while let Some((at, char)) = parser.chars.next() {
        match char {
            '<' if parser.eat('/') => parser.end_tag(at)?,
            '<' => parser.start_tag(at)?,
            '&' => {
                let char = parser.reference();
                parser.push(char);
            }
            other => parser.push(other),
        }
    }
    if let Some(open) = parser.open.last() {
        let tag = &open.tag;
        return Err(format!(
            "Can't find end tag corresponding to start tag \"{tag}\""
        ));
    }
    let entities = in_reading_order(parser.entities);
    let text = parser.text;
    Ok(Formatted { text, entities }.trimmed())
}

impl Parser<'_> {
    fn push(&mut self, char: char) {
        self.text.push(char);
        self.units += char.len_utf16();
    }

    fn eat(&mut self, wanted: char) -> bool {
        self.chars.next_if(|(_, char)| *char == wanted).is_some()
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> String {
        let mut taken = String::new();
        while let Some((_, char)) = self.chars.next_if(|(_, char)| wanted(*char)) {
            taken.push(char);
        }
        taken
    }

    fn skip_space(&mut self) {
        self.take_while(|char| char.is_ascii_whitespace());
    }

    /// After `&`: the character meant, or the ampersand itself when it is no reference.
    fn reference(&mut self) -> char {
        let rest: String = self.chars.clone().take(12).map(|(_, char)| char).collect();
        let name: String = rest
            .chars()
            .take_while(|char| char.is_ascii_alphanumeric() || *char == '#')
            .collect();
        let Some(meant) = referred(&name) else {
            return '&';
        };
        for _ in name.chars() {
            self.chars.next();
        }
        self.eat(';');
        meant
    }

    fn end_tag(&mut self, at: usize) -> Result<(), String> {
        let Some(open) = self.open.pop() else {
            return Err(format!("Unexpected end tag at byte offset {at}"));
        };
        let name = self.take_while(|char| !char.is_ascii_whitespace() && char != '>');
        let name = name.to_ascii_lowercase();
        self.skip_space();
        if !self.eat('>') {
            return Err(format!("Unclosed end tag at byte offset {at}"));
        }
        if !name.is_empty() && name != open.tag {
            let expected = open.tag;
            return Err(format!(
                "Unmatched end tag at byte offset {at}, expected \"</{expected}>\", found \"</{name}>\""
            ));
        }
        self.entities.extend(open.entity(&self.text, self.units));
        Ok(())
    }

    fn start_tag(&mut self, at: usize) -> Result<(), String> {
        let tag = self.take_while(|char| !char.is_ascii_whitespace() && char != '>');
        if self.chars.peek().is_none() {
            return Err(format!("Unclosed start tag at byte offset {at}"));
        }
        let tag = tag.to_ascii_lowercase();
        if entity_type(&tag).is_none() {
            return Err(format!(
                "Unsupported start tag \"{tag}\" at byte offset {at}"
            ));
        }
        let attributes = self.attributes(&tag, at)?;
        let class = attributes.iter().find(|(name, _)| name == "class");
        if tag == "span" && class.is_none_or(|(_, value)| value != "tg-spoiler") {
            return Err(format!(
                "Tag \"span\" must have class \"tg-spoiler\" at byte offset {at}"
            ));
        }
        let offset = self.units;
        self.open.push(Open {
            tag,
            offset,
            attributes,
        });
        Ok(())
    }

    fn attributes(&mut self, tag: &str, at: usize) -> Result<Vec<(String, String)>, String> {
        let mut attributes = Vec::new();
        loop {
            self.skip_space();
            if self.eat('>') {
                return Ok(attributes);
            }
            let name = self
                .take_while(|char| {
                    !char.is_ascii_whitespace() && !['=', '>', '/', '"', '\''].contains(&char)
                })
                .to_ascii_lowercase();
            if self.chars.peek().is_none() {
                return Err(format!("Unclosed start tag at byte offset {at}"));
            }
            if name.is_empty() {
                return Err(format!(
                    "Empty attribute name in the tag \"{tag}\" at byte offset {at}"
                ));
            }
            self.skip_space();
            if !self.eat('=') {
                if tag == "blockquote" && name == "expandable" {
                    attributes.push((name, String::new()));
                    continue;
                }
                return Err(format!(
                    "Expected equal sign in declaration of an attribute of the tag \"{tag}\" at byte offset {at}"
                ));
            }
            self.skip_space();
            let value = self.value(at)?;
            attributes.push((name, value));
        }
    }

    fn value(&mut self, at: usize) -> Result<String, String> {
        let unclosed = || format!("Unclosed start tag at byte offset {at}");
        let quote = self.chars.next_if(|(_, char)| ['"', '\''].contains(char));
        let Some((_, quote)) = quote else {
            return Ok(self.take_while(|char| char.is_alphanumeric() || ['.', '-'].contains(&char)));
        };
        let mut value = String::new();
        loop {
            match self.chars.next().ok_or_else(unclosed)?.1 {
                char if char == quote => return Ok(value),
                '&' => value.push(self.reference()),
                char => value.push(char),
            }
        }
    }
}
