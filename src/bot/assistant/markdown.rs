//! The marks that such programs write (Markdown), read by a library, as a text with styles.
//!
//! Nothing that is said gets lost: what has no place in a chat (links, pictures, HTML) is shown as words.

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::rich::{Letter, Style};

/// Reads the marks in a text.
pub(super) fn read(text: &str) -> Vec<Letter> {
    // `[word]: other` would be a definition and show nowhere.
    let defines = {
        let parser = Parser::new_ext(text, Options::empty());
        parser.reference_definitions().iter().next().is_some()
    };
    let text = if defines {
        Cow::Owned(text.replace("]:", "]\\:"))
    } else {
        Cow::Borrowed(text)
    };
    let mut writer = Writer::default();
    Parser::new_ext(&text, Options::empty()).for_each(|event| writer.take(event));
    writer.letters
}

/// Writes events down one after the other.
#[derive(Default)]
struct Writer<'t> {
    letters: Vec<Letter>,
    bold: u32,
    italic: u32,
    block: bool,
    /// The open lists, with the number of the next item where items are numbered.
    lists: Vec<Option<u64>>,
    /// A bullet was just written: what follows stands in its line.
    bullet: bool,
    /// The open links and pictures: where they lead, and where their words begin.
    links: Vec<(CowStr<'t>, CowStr<'t>, usize)>,
}

impl<'t> Writer<'t> {
    fn take(&mut self, event: Event<'t>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.write(&text),
            Event::Code(text) => self.write_as(&text, Style::Code),
            Event::Html(text) | Event::InlineHtml(text) => match text.trim() {
                "<br>" | "<br/>" | "<br />" => self.write("\n"),
                _ => self.write(&text),
            },
            Event::SoftBreak | Event::HardBreak => self.write("\n"),
            Event::Rule => {
                self.begin(2);
                self.write("———");
            }
            // Of extensions that are not asked for.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.write(&text);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'t>) {
        match tag {
            Tag::Heading { .. } => {
                self.begin(2);
                self.bold += 1;
            }
            Tag::Strong => self.bold += 1,
            Tag::Emphasis => self.italic += 1,
            Tag::List(first) => {
                if self.lists.is_empty() {
                    self.begin(2);
                }
                self.lists.push(first);
            }
            Tag::Item => self.item(),
            Tag::CodeBlock(kind) => {
                self.begin(self.between());
                self.block = true;
                // One English word names the language; anything else is said to the reader.
                if let CodeBlockKind::Fenced(info) = kind
                    && !info.chars().all(|letter| letter.is_ascii_graphic())
                {
                    self.write(&info);
                    self.write("\n");
                }
            }
            Tag::Link {
                dest_url, title, ..
            }
            | Tag::Image {
                dest_url, title, ..
            } => self.links.push((dest_url, title, self.letters.len())),
            Tag::Paragraph | Tag::HtmlBlock => self.begin(self.between()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Emphasis => self.italic = self.italic.saturating_sub(1),
            TagEnd::List(_) => drop(self.lists.pop()),
            TagEnd::Item => self.bullet = false,
            TagEnd::CodeBlock => {
                self.block = false;
                while matches!(self.letters.last(), Some(('\n', _))) {
                    self.letters.pop();
                }
            }
            TagEnd::Link | TagEnd::Image => self.leads_to(),
            _ => {}
        }
    }

    /// Behind the words of a link: where it leads. Telegram makes an address in plain words a link by itself.
    fn leads_to(&mut self) {
        let Some((address, title, begins)) = self.links.pop() else {
            return;
        };
        let words = self.letters.iter().skip(begins).map(|(letter, _)| *letter);
        let more: Vec<&str> = [&*address, &*title]
            .into_iter()
            .filter(|more| !more.trim().is_empty() && !words.clone().eq(more.chars()))
            .collect();
        if !more.is_empty() {
            self.write(&format!(" ({})", more.join(", ")));
        }
    }

    fn item(&mut self) {
        self.begin(1);
        let depth = self.lists.len().saturating_sub(1);
        self.write(&"  ".repeat(depth.min(8)));
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                let mark = format!("{number}. ");
                *number = number.saturating_add(1);
                mark
            }
            _ => "• ".to_owned(),
        };
        self.write(&mark);
        self.bullet = true;
    }

    /// Lines between two blocks: none is left empty inside a list.
    fn between(&self) -> usize {
        if self.lists.is_empty() { 2 } else { 1 }
    }

    /// A new block begins, so many lines below what stands there.
    fn begin(&mut self, lines: usize) {
        if std::mem::take(&mut self.bullet) || self.letters.is_empty() {
            return;
        }
        let ends = self.letters.iter().rev();
        let there = ends.take_while(|(letter, _)| *letter == '\n').count();
        for _ in there..lines {
            self.letters.push(('\n', Style::Plain));
        }
    }

    fn write(&mut self, text: &str) {
        self.write_as(text, self.style());
    }

    fn write_as(&mut self, text: &str, style: Style) {
        self.bullet = false;
        self.letters
            .extend(text.chars().map(|letter| (letter, style)));
    }

    fn style(&self) -> Style {
        match (self.block, self.bold > 0, self.italic > 0) {
            (true, _, _) => Style::Block,
            (_, true, true) => Style::BoldItalic,
            (_, true, false) => Style::Bold,
            (_, false, true) => Style::Italic,
            _ => Style::Plain,
        }
    }
}
