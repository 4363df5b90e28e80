//! The embedded typeface (Golos Text, by ParaType, OFL: `fonts/OFL.txt`) and the shaping of text with it.

use krilla::text::Font;
use rustybuzz::{
    Direction, Face, UnicodeBuffer,
    ttf_parser::{GlyphId, OutlineBuilder},
};

const REGULAR: &[u8] = include_bytes!("fonts/GolosText-Regular.ttf");
const SEMI_BOLD: &[u8] = include_bytes!("fonts/GolosText-SemiBold.ttf");

/// A weight of the typeface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    SemiBold,
}

/// One weight, for measuring and for the PDF.
struct Cut {
    face: Face<'static>,
    font: Font,
}

/// The typeface in its weights.
pub(super) struct Typefaces {
    regular: Cut,
    semi_bold: Cut,
}

/// A glyph; lengths are in ems.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    pub(super) id: u32,
    /// The bytes of the text that it stands for.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) advance: f32,
    pub(super) x_offset: f32,
    pub(super) y_offset: f32,
}

impl Typefaces {
    /// Reads the embedded fonts; `None` only for a broken build.
    pub(super) fn load() -> Option<Self> {
        let cut = |bytes: &'static [u8]| {
            Some(Cut {
                face: Face::from_slice(bytes, 0)?,
                font: Font::new(bytes.into(), 0)?,
            })
        };
        Some(Self {
            regular: cut(REGULAR)?,
            semi_bold: cut(SEMI_BOLD)?,
        })
    }

    /// The font for the PDF.
    pub(super) fn font(&self, weight: Weight) -> Font {
        self.cut(weight).font.clone()
    }

    fn cut(&self, weight: Weight) -> &Cut {
        match weight {
            Weight::Regular => &self.regular,
            Weight::SemiBold => &self.semi_bold,
        }
    }

    /// How many of a font's units an em has.
    pub(super) fn units_per_em(&self, weight: Weight) -> f32 {
        self.cut(weight).face.units_per_em() as f32
    }

    /// The lines of a glyph, in the font's units; none for a space.
    pub(super) fn outline(&self, weight: Weight, glyph: u32, into: &mut dyn OutlineBuilder) {
        if let Ok(id) = u16::try_from(glyph) {
            self.cut(weight).face.outline_glyph(GlyphId(id), into);
        }
    }

    /// The text as far as the typeface can show it. Pictures and foreign scripts are left out: a missing word is
    /// better than a row of empty boxes. Line ends stay, other spaces become one.
    pub(super) fn legible(&self, text: &str) -> String {
        let mut legible = String::with_capacity(text.len());
        for character in text.chars() {
            let shown = match character {
                '\n' => Some('\n'),
                '\u{a0}' | '\u{202f}' => Some('\u{a0}'),
                space if space.is_whitespace() => Some(' '),
                control if control.is_control() => None,
                other
                    if self
                        .regular
                        .face
                        .glyph_index(other)
                        .is_some_and(|id| id.0 != 0) =>
                {
                    Some(other)
                }
                _ => None,
            };
            match shown {
                Some('\n') => {
                    let kept = legible.trim_end_matches(' ').len();
                    legible.truncate(kept);
                    legible.push('\n');
                }
                Some(' ') if legible.is_empty() || legible.ends_with([' ', '\n']) => {}
                Some(shown) => legible.push(shown),
                None => {}
            }
        }
        legible.trim().to_owned()
    }

    /// The glyphs of a legible text without line ends, from left to right.
    pub(super) fn shape(&self, text: &str, weight: Weight) -> Vec<Glyph> {
        let face = &self.cut(weight).face;
        let em = face.units_per_em() as f32;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let shaped = rustybuzz::shape(face, &[], buffer);
        let mut glyphs: Vec<Glyph> = shaped
            .glyph_infos()
            .iter()
            .zip(shaped.glyph_positions())
            .map(|(info, position)| Glyph {
                id: info.glyph_id,
                start: info.cluster as usize,
                end: 0,
                advance: position.x_advance as f32 / em,
                x_offset: position.x_offset as f32 / em,
                y_offset: position.y_offset as f32 / em,
            })
            .collect();
        let mut end = text.len();
        let mut start_behind = text.len();
        for glyph in glyphs.iter_mut().rev() {
            if glyph.start != start_behind {
                end = start_behind;
                start_behind = glyph.start;
            }
            glyph.end = end;
        }
        glyphs
    }
}
