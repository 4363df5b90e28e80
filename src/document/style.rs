//! The look: paper, colours, kinds of text. Lengths are in points.

use super::typeface::Weight;

/// A4.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
pub(super) const MARGIN: f32 = 62.0;
pub(super) const TOP: f32 = 60.0;
/// Where text ends; the foot stands below.
pub(super) const BOTTOM: f32 = PAGE.1 - 72.0;
/// What is at most this tall stands in one piece; what is taller may begin on one page and end on the next.
pub(super) const KEEP: f32 = (BOTTOM - TOP) * 0.6;
pub(super) const WIDTH: f32 = PAGE.0 - 2.0 * MARGIN;

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

pub(super) const INK: Colour = Colour(0x1f, 0x2a, 0x26);
pub(super) const MUTED: Colour = Colour(0x5b, 0x6a, 0x63);
pub(super) const ACCENT: Colour = Colour(0x2d, 0x6a, 0x4f);
pub(super) const TINT: Colour = Colour(0xee, 0xf5, 0xf0);
pub(super) const HAIR: Colour = Colour(0xd0, 0xdc, 0xd5);

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub(super) weight: Weight,
    pub(super) size: f32,
    /// From one line to the next.
    pub(super) leading: f32,
    pub(super) colour: Colour,
}

const fn style(weight: Weight, size: f32, leading: f32, colour: Colour) -> Style {
    Style {
        weight,
        size,
        leading,
        colour,
    }
}

pub(super) const TITLE: Style = style(Weight::SemiBold, 27.0, 33.0, INK);
pub(super) const EYEBROW: Style = style(Weight::SemiBold, 9.5, 14.0, ACCENT);
pub(super) const BYLINE: Style = style(Weight::Regular, 10.5, 15.0, MUTED);
pub(super) const HEADING: Style = style(Weight::SemiBold, 14.5, 20.0, ACCENT);
pub(super) const LEVEL: Style = style(Weight::SemiBold, 16.0, 21.0, INK);
pub(super) const BODY: Style = style(Weight::Regular, 10.5, 15.75, INK);
pub(super) const STRONG: Style = style(Weight::SemiBold, 10.5, 15.75, INK);
pub(super) const NUMBER: Style = style(Weight::SemiBold, 10.5, 15.75, ACCENT);
pub(super) const SMALL: Style = style(Weight::Regular, 9.0, 13.25, MUTED);
pub(super) const CELL: Style = style(Weight::Regular, 9.5, 13.5, INK);
pub(super) const CELL_STRONG: Style = style(Weight::SemiBold, 9.5, 13.5, INK);
pub(super) const COLUMN: Style = style(Weight::SemiBold, 9.0, 13.0, ACCENT);
pub(super) const LINK: Style = style(Weight::Regular, 9.5, 13.5, ACCENT);
