//! Pages as they fill: a place that moves down, and marks on the paper.

use super::{
    lines::{Line, break_lines},
    qr::Code,
    style::{BOTTOM, Colour, MARGIN, Style, TOP, WIDTH},
    tags::{ElementId, Elements, Role},
    typeface::Typefaces,
};

/// Left, top, width, height.
pub(super) type Area = (f32, f32, f32, f32);

/// Something on the paper.
#[derive(Debug)]
pub(super) enum Mark {
    /// A line of text: left end, baseline.
    Text(f32, f32, Line, Style),
    /// A filled box with rounded corners.
    Panel(Area, f32, Colour),
    /// An empty box with rounded corners.
    Outline(Area, f32, Colour),
    /// A QR code in its area, quiet zone included.
    Code(Area, Code),
    /// An area that opens an address; the words tell where it leads.
    Link(Area, String, String),
}

/// A mark and the element that it belongs to; `None` for decoration.
pub(super) type Placed = (Option<ElementId>, Mark);

/// The pages of a document and its structure.
pub(super) struct Sheet<'f> {
    pub(super) faces: &'f Typefaces,
    pub(super) pages: Vec<Vec<Placed>>,
    pub(super) elements: Elements,
    /// Every heading with its page and its top edge, for the reader's table of contents.
    pub(super) headings: Vec<(String, usize, f32)>,
    /// Where the next thing goes on the last page.
    pub(super) y: f32,
}

impl<'f> Sheet<'f> {
    pub(super) fn new(faces: &'f Typefaces) -> Self {
        Self {
            faces,
            pages: vec![Vec::new()],
            elements: Elements::default(),
            headings: Vec::new(),
            y: TOP,
        }
    }

    pub(super) fn place(&mut self, element: Option<ElementId>, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push((element, mark));
        }
    }

    pub(super) fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP;
    }

    fn at_top(&self) -> bool {
        self.y <= TOP
    }

    pub(super) fn room(&self) -> f32 {
        BOTTOM - self.y
    }

    /// White space; none at the top of a page.
    pub(super) fn space(&mut self, height: f32) {
        if !self.at_top() {
            self.y += height;
        }
    }

    /// Turns the page when so much does not fit. True when it was turned.
    pub(super) fn need(&mut self, height: f32) -> bool {
        let turns = height > self.room() && !self.at_top();
        if turns {
            self.turn();
        }
        turns
    }

    /// The lines of a text within a width.
    pub(super) fn lines(&self, text: &str, style: Style, width: f32) -> Vec<Line> {
        break_lines(self.faces, text, style.weight, width / style.size)
    }

    /// Puts lines below one another from a top edge, without looking at the page's end.
    pub(super) fn put(
        &mut self,
        element: ElementId,
        (x, top): (f32, f32),
        lines: Vec<Line>,
        style: Style,
    ) {
        let mut top = top;
        for line in lines {
            let baseline = top + style.leading / 2.0 + style.size * 0.35;
            if !line.glyphs.is_empty() {
                self.place(Some(element), Mark::Text(x, baseline, line, style));
            }
            top += style.leading;
        }
    }

    /// Lines that flow over pages, never with a single line of theirs at the end or the beginning of one.
    pub(super) fn flow(&mut self, element: ElementId, x: f32, lines: Vec<Line>, style: Style) {
        let mut rest = lines;
        while !rest.is_empty() {
            let fit = (self.room() / style.leading).max(0.0) as usize;
            let mut take = fit.min(rest.len());
            if take < rest.len() {
                take = take.min(rest.len().saturating_sub(2));
                if take < 2 && !self.at_top() {
                    self.turn();
                    continue;
                }
                take = take.max(1);
            }
            let behind = rest.split_off(take);
            let height = style.leading * rest.len() as f32;
            self.put(element, (x, self.y), rest, style);
            self.y += height;
            rest = behind;
            if !rest.is_empty() {
                self.turn();
            }
        }
    }

    /// Paragraphs over the whole width.
    pub(super) fn paragraphs(&mut self, text: &str, style: Style) {
        let paragraphs = text.split("\n\n").filter(|text| !text.trim().is_empty());
        for (number, paragraph) in paragraphs.enumerate() {
            if number > 0 {
                self.space(style.leading * 0.45);
            }
            let lines = self.lines(paragraph, style, WIDTH);
            if !lines.is_empty() {
                let element = self.elements.add(Role::Paragraph, None);
                self.flow(element, MARGIN, lines, style);
            }
        }
    }

    /// A heading that stays with so much of what follows it.
    pub(super) fn heading(&mut self, text: &str, style: Style, following: f32) {
        let lines = self.lines(text, style, WIDTH);
        if lines.is_empty() {
            return;
        }
        self.space(22.0);
        self.need(style.leading * lines.len() as f32 + 6.0 + following);
        self.headed(2, text, lines, style);
        self.y += 6.0;
        // A heading longer than a page: what follows it still stands in one piece.
        self.need(following);
    }

    /// The words of a heading, which also go into the table of contents.
    pub(super) fn headed(&mut self, level: u16, text: &str, lines: Vec<Line>, style: Style) {
        let words = self.faces.legible(text).replace('\n', " ");
        let page = self.pages.len().saturating_sub(1);
        self.headings.push((words.clone(), page, self.y));
        let element = self.elements.add(Role::Heading(level, words), None);
        self.flow(element, MARGIN, lines, style);
    }
}
