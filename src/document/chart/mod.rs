//! Days in bars, as a picture for a phone: one panel for each series, so that a small one is not flat beside a large
//! one. `canvas` puts rectangles and words on the picture, `scale` chooses round numbers for an axis.

mod canvas;
mod panel;
mod scale;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::{style::Colour, typeface::Typefaces};
use canvas::{Align, Canvas, Word};
use panel::{Frame, panel};

/// The picture.
const SIZE: (u32, u32) = (1_200, 800);
const MARGIN: f32 = 40.0;
/// Where the panels begin.
const TOP: f32 = 136.0;
const GAP: f32 = 36.0;
const PAPER: Colour = Colour(0xfb, 0xfc, 0xfa);
/// A colour for each series.
const COLOURS: [Colour; 4] = [
    Colour(0x2d, 0x6a, 0x4f),
    Colour(0x2f, 0x6d, 0xb5),
    Colour(0xc2, 0x62, 0x1b),
    Colour(0x8a, 0x3f, 0x8f),
];

/// Figures by day, with their words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// Stands on top.
    pub title: String,
    /// Which days, in words.
    pub period: String,
    /// Stands between groups of three digits.
    pub separator: String,
    /// One short label for each day, oldest first.
    pub days: Vec<String>,
    /// Four at most; what has no panel is left out.
    pub series: Vec<Series>,
}

/// One kind of figure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// What is counted.
    pub name: String,
    /// How many on each day.
    pub counts: Vec<u64>,
}

/// The PNG; `None` only when memory or the fonts are missing.
pub(super) fn draw(faces: &Typefaces, chart: &Chart) -> Option<Vec<u8>> {
    let mut canvas = Canvas::new(faces, SIZE, PAPER)?;
    let (width, height) = (SIZE.0 as f32, SIZE.1 as f32);
    canvas.words(
        &chart.title,
        Word::TITLE,
        (MARGIN, 66.0),
        Align::Left,
        width - 2.0 * MARGIN,
    );
    canvas.words(
        &chart.period,
        Word::PERIOD,
        (MARGIN, 104.0),
        Align::Left,
        width - 2.0 * MARGIN,
    );
    let panel_size = (
        (width - 2.0 * MARGIN - GAP) / 2.0,
        (height - TOP - MARGIN - GAP + 16.0) / 2.0,
    );
    let places = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)];
    for ((series, colour), (column, row)) in chart.series.iter().zip(COLOURS).zip(places) {
        let frame = Frame {
            left: MARGIN + column * (panel_size.0 + GAP),
            top: TOP + row * (panel_size.1 + GAP),
            width: panel_size.0,
            height: panel_size.1,
        };
        panel(&mut canvas, frame, chart, series, colour);
    }
    canvas.png()
}
