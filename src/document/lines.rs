//! Breaking a paragraph into lines.

use unicode_linebreak::linebreaks;

use super::typeface::{Glyph, Typefaces, Weight};

/// One line, shaped.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Line {
    /// With the space at its end, so that copied text keeps its words apart.
    pub(super) text: String,
    pub(super) glyphs: Vec<Glyph>,
    /// Without that space, in ems.
    pub(super) width: f32,
}

/// A stretch between two places where a line may end.
struct Piece<'t> {
    text: &'t str,
    glyphs: &'t [Glyph],
}

impl Piece<'_> {
    fn full(&self) -> f32 {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }

    /// Without the spaces at its end.
    fn visible(&self) -> f32 {
        let visible = self.text.trim_end().len();
        let start = self.glyphs.first().map_or(0, |glyph| glyph.start);
        let glyphs = self.glyphs.iter();
        glyphs
            .filter(|glyph| glyph.start - start < visible)
            .map(|glyph| glyph.advance)
            .sum()
    }
}

/// The lines of a text that is at most so wide, in ems. The text's own line ends hold; an empty line between two
/// paragraphs stays an empty line.
pub(super) fn break_lines(faces: &Typefaces, text: &str, weight: Weight, width: f32) -> Vec<Line> {
    let legible = faces.legible(text);
    if legible.is_empty() {
        return Vec::new();
    }
    legible
        .lines()
        .flat_map(|line| break_line(faces, line, weight, width))
        .collect()
}

fn break_line(faces: &Typefaces, text: &str, weight: Weight, width: f32) -> Vec<Line> {
    let glyphs = faces.shape(text, weight);
    let careful = pieces(text, &glyphs, true);
    let pieces = if careful.iter().all(|piece| piece.visible() <= width) {
        careful
    } else {
        pieces(text, &glyphs, false)
    };
    let mut lines = Vec::new();
    let mut line = Line::default();
    let mut full = 0.0;
    for piece in pieces {
        let fits = full + piece.visible() <= width;
        if !fits && !line.glyphs.is_empty() {
            lines.push(std::mem::take(&mut line));
            full = 0.0;
        }
        if fits || piece.visible() <= width {
            line.width = full + piece.visible();
            full += piece.full();
            append(&mut line, &piece);
            continue;
        }
        // A word longer than the line: an address, or somebody leaning on a key.
        for cluster in clusters(&piece) {
            if full + cluster.full() > width && !line.glyphs.is_empty() {
                lines.push(std::mem::take(&mut line));
                full = 0.0;
            }
            full += cluster.full();
            line.width = full;
            append(&mut line, &cluster);
        }
    }
    lines.push(line);
    lines
}

fn append(line: &mut Line, piece: &Piece<'_>) {
    let shift = line.text.len();
    let start = piece.glyphs.first().map_or(0, |glyph| glyph.start);
    line.text.push_str(piece.text);
    line.glyphs.extend(piece.glyphs.iter().map(|glyph| Glyph {
        start: glyph.start - start + shift,
        end: glyph.end - start + shift,
        ..glyph.clone()
    }));
}

/// The text cut where lines may end. Careful: not behind a word of one or two letters («в», "a"), and not before a
/// dash.
fn pieces<'t>(text: &'t str, glyphs: &'t [Glyph], careful: bool) -> Vec<Piece<'t>> {
    let mut pieces = Vec::new();
    let (mut from, mut first) = (0, 0);
    for (at, _) in linebreaks(text) {
        if careful && at < text.len() && !is_good_end(text, at) {
            continue;
        }
        let last = glyphs.partition_point(|glyph| glyph.start < at);
        let (Some(part), Some(shaped)) = (text.get(from..at), glyphs.get(first..last)) else {
            continue;
        };
        // A ligature over the place: the line cannot end here.
        if shaped.last().is_none_or(|glyph| glyph.end > at) {
            continue;
        }
        pieces.push(Piece {
            text: part,
            glyphs: shaped,
        });
        (from, first) = (at, last);
    }
    pieces
}

fn is_good_end(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let word = before.trim_end().rsplit(char::is_whitespace).next();
    let short =
        word.is_some_and(|word| word.chars().count() <= 2 && word.chars().all(char::is_alphabetic));
    !short && !after.starts_with(['—', '–'])
}

/// The piece in its smallest parts.
fn clusters<'t>(piece: &Piece<'t>) -> Vec<Piece<'t>> {
    let first = piece.glyphs.first().map_or(0, |glyph| glyph.start);
    let groups = piece.glyphs.chunk_by(|one, next| one.start == next.start);
    groups
        .filter_map(|glyphs| {
            let (from, to) = (glyphs.first()?.start - first, glyphs.last()?.end - first);
            Some(Piece {
                text: piece.text.get(from..to)?,
                glyphs,
            })
        })
        .collect()
}
