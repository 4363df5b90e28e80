//! A picture to draw on: rectangles, and words as outlines of the embedded typeface.

use rustybuzz::ttf_parser::OutlineBuilder;
use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Rect, Transform};

use super::super::{
    style::{Colour, INK, MUTED},
    typeface::{Glyph, Typefaces, Weight},
};

/// How a word looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Word {
    pub(super) weight: Weight,
    pub(super) size: f32,
    pub(super) colour: Colour,
}

impl Word {
    pub(super) const TITLE: Self = word(Weight::SemiBold, 42.0, INK);
    pub(super) const PERIOD: Self = word(Weight::Regular, 26.0, MUTED);
    pub(super) const NAME: Self = word(Weight::SemiBold, 27.0, INK);
    pub(super) const AXIS: Self = word(Weight::Regular, 20.0, MUTED);
    pub(super) const COUNT: Self = word(Weight::SemiBold, 21.0, INK);
}

const fn word(weight: Weight, size: f32, colour: Colour) -> Word {
    Word {
        weight,
        size,
        colour,
    }
}

/// Which part of a word stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Middle,
    Right,
}

/// A picture under way.
pub(super) struct Canvas<'a> {
    faces: &'a Typefaces,
    pixmap: Pixmap,
}

impl<'a> Canvas<'a> {
    /// An empty picture; `None` without memory for it.
    pub(super) fn new(
        faces: &'a Typefaces,
        (width, height): (u32, u32),
        paper: Colour,
    ) -> Option<Self> {
        let mut pixmap = Pixmap::new(width, height)?;
        pixmap.fill(Color::from_rgba8(paper.0, paper.1, paper.2, 0xff));
        Some(Self { faces, pixmap })
    }

    /// A filled rectangle; nothing when it has no size.
    pub(super) fn rectangle(
        &mut self,
        (left, top): (f32, f32),
        (width, height): (f32, f32),
        colour: Colour,
    ) {
        if let Some(rect) = Rect::from_xywh(left, top, width, height) {
            self.pixmap
                .fill_rect(rect, &paint(colour), Transform::identity(), None);
        }
    }

    /// How wide a text is, as far as it can be shown.
    pub(super) fn width(&self, text: &str, word: Word) -> f32 {
        let glyphs = self.faces.shape(&self.faces.legible(text), word.weight);
        glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * word.size
    }

    /// Words on a line at this height, smaller when they would be wider than there is room.
    pub(super) fn words(
        &mut self,
        text: &str,
        word: Word,
        (x, baseline): (f32, f32),
        align: Align,
        room: f32,
    ) {
        let glyphs = self.faces.shape(&self.faces.legible(text), word.weight);
        let ems: f32 = glyphs.iter().map(|glyph| glyph.advance).sum();
        let size = word.size.min(room / ems.max(f32::EPSILON));
        let left = match align {
            Align::Left => x,
            Align::Middle => x - ems * size / 2.0,
            Align::Right => x - ems * size,
        };
        let mut outline = Outline {
            path: PathBuilder::new(),
            scale: size / self.faces.units_per_em(word.weight),
            x: left,
            y: baseline,
        };
        self.trace(&glyphs, word.weight, size, &mut outline);
        if let Some(path) = outline.path.finish() {
            let rule = FillRule::Winding;
            let colour = paint(word.colour);
            self.pixmap
                .fill_path(&path, &colour, rule, Transform::identity(), None);
        }
    }

    fn trace(&self, glyphs: &[Glyph], weight: Weight, size: f32, outline: &mut Outline) {
        let (mut pen, baseline) = (outline.x, outline.y);
        for glyph in glyphs {
            outline.x = pen + glyph.x_offset * size;
            outline.y = baseline - glyph.y_offset * size;
            self.faces.outline(weight, glyph.id, outline);
            pen += glyph.advance * size;
        }
    }

    /// The picture as a PNG.
    pub(super) fn png(self) -> Option<Vec<u8>> {
        self.pixmap.encode_png().ok()
    }
}

fn paint(colour: Colour) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(colour.0, colour.1, colour.2, 0xff);
    paint.anti_alias = true;
    paint
}

/// A glyph's lines, from the font's units to the picture's: there up is positive, here down is.
struct Outline {
    path: PathBuilder,
    scale: f32,
    x: f32,
    y: f32,
}

impl Outline {
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.place(x1, y1), self.place(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) =
            (self.place(x1, y1), self.place(x2, y2), self.place(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
