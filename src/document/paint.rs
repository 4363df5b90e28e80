//! Marks become a PDF.

use krilla::{
    Document, SerializeSettings,
    action::{Action, LinkAction},
    annotation::{Annotation, LinkAnnotation, Target},
    color::rgb,
    configure::{Accessibility, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{Path, PathBuilder, Point, Rect},
    metadata::Metadata,
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, FillRule, Stroke},
    surface::Surface,
    tagging::{Artifact, ContentTag, Identifier, SpanTag},
    text::{GlyphId, KrillaGlyph},
};

use super::{
    lines::Line,
    plan::Plan,
    products::{CODE_COLOUR, squares},
    sheet::{Area, Mark, Placed, Sheet},
    style::{Colour, MARGIN, PAGE, Style},
    tags::ElementId,
    typeface::Typefaces,
};

/// What was painted for which element.
type Painted = Vec<(ElementId, Identifier)>;

/// The bytes of the PDF; `None` when a mark cannot be drawn or the accessible form is broken, which the tests rule
/// out.
pub(super) fn paint(faces: &Typefaces, sheet: Sheet<'_>, plan: &Plan) -> Option<Vec<u8>> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .ok()?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let Sheet {
        pages,
        elements,
        headings,
        ..
    } = sheet;
    let mut painted = Painted::new();
    for marks in pages {
        page(faces, &mut document, marks, &mut painted)?;
    }
    document.set_tag_tree(elements.into_tree(painted));
    // A document without a name, a language or a table of contents is refused as not accessible.
    let or = |text: &str, other: &str| if text.is_empty() { other } else { text }.to_owned();
    let name = or(&faces.legible(&plan.name), "PDF");
    let mut outline = Outline::new();
    let first = headings.is_empty().then(|| (name.clone(), 0, 0.0));
    for (words, page, top) in first.into_iter().chain(headings) {
        let place = XyzDestination::new(page, Point::from_xy(MARGIN, top));
        outline.push_child(OutlineNode::new(words, place));
    }
    document.set_outline(outline);
    // No date of its own: the same plan gives the same bytes.
    let metadata = Metadata::new()
        .title(name)
        .language(or(&plan.language, "und"))
        .creator("five-keys-bot".to_owned());
    document.set_metadata(metadata);
    let bytes = document.finish();
    #[cfg(test)]
    if let Err(error) = &bytes {
        panic!("{error:?}");
    }
    bytes.ok()
}

fn page(
    faces: &Typefaces,
    document: &mut Document,
    marks: Vec<Placed>,
    painted: &mut Painted,
) -> Option<()> {
    let mut page = document.start_page_with(PageSettings::from_wh(PAGE.0, PAGE.1)?);
    let mut links = Vec::new();
    let mut surface = page.surface();
    for (element, mark) in marks {
        let mark = match (element, mark) {
            (Some(element), Mark::Link(area, link, words)) => {
                links.push((element, area, link, words));
                continue;
            }
            (_, mark) => mark,
        };
        let tag = match (element, &mark) {
            (None, _) => ContentTag::Artifact(Artifact::default()),
            (Some(_), Mark::Text(..)) => ContentTag::Span(SpanTag::empty()),
            (Some(_), _) => ContentTag::Other,
        };
        let identifier = surface.start_tagged(tag);
        let drawn = draw(faces, &mut surface, mark);
        surface.end_tagged();
        drawn?;
        painted.extend(element.map(|element| (element, identifier)));
    }
    surface.finish();
    for (element, area, link, words) in links {
        let target = Target::Action(Action::Link(LinkAction::new(link)));
        let annotation =
            Annotation::new_link(LinkAnnotation::new(rect(area)?, target), Some(words));
        painted.push((element, page.add_tagged_annotation(annotation)));
    }
    page.finish();
    Some(())
}

fn draw(faces: &Typefaces, surface: &mut Surface<'_>, mark: Mark) -> Option<()> {
    match mark {
        Mark::Text(x, baseline, line, style) => {
            text(faces, surface, Point::from_xy(x, baseline), &line, style);
        }
        Mark::Panel(area, radius, colour) => {
            fill(surface, colour);
            surface.draw_path(&rounded(area, radius)?);
        }
        Mark::Outline(area, radius, colour) => {
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: paint_of(colour),
                width: 0.9,
                ..Stroke::default()
            }));
            surface.draw_path(&rounded(area, radius)?);
            surface.set_stroke(None);
        }
        Mark::Code(area, code) => {
            fill(surface, Colour(0xff, 0xff, 0xff));
            surface.draw_path(&rounded(area, 6.0)?);
            fill(surface, CODE_COLOUR);
            let mut path = PathBuilder::new();
            for square in squares(area, &code) {
                path.push_rect(rect(square)?);
            }
            surface.draw_path(&path.finish()?);
        }
        // Drawn by the page itself.
        Mark::Link(..) => {}
    }
    Some(())
}

fn text(faces: &Typefaces, surface: &mut Surface<'_>, at: Point, line: &Line, style: Style) {
    fill(surface, style.colour);
    let glyphs: Vec<KrillaGlyph> = line
        .glyphs
        .iter()
        .map(|glyph| {
            let id = GlyphId::new(glyph.id);
            let (x, y) = (glyph.x_offset, glyph.y_offset);
            KrillaGlyph::new(id, glyph.advance, x, y, 0.0, glyph.start..glyph.end, None)
        })
        .collect();
    let font = faces.font(style.weight);
    surface.draw_glyphs(at, &glyphs, font, &line.text, style.size, false);
}

fn fill(surface: &mut Surface<'_>, colour: Colour) {
    surface.set_fill(Some(Fill {
        paint: paint_of(colour),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }));
}

fn paint_of(Colour(red, green, blue): Colour) -> krilla::paint::Paint {
    rgb::Color::new(red, green, blue).into()
}

fn rect((x, y, width, height): Area) -> Option<Rect> {
    Rect::from_xywh(x, y, width, height)
}

/// A box whose corners are quarter circles, as nearly as curves can draw them.
fn rounded((x, y, width, height): Area, radius: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    if radius <= 0.0 {
        path.push_rect(rect((x, y, width, height))?);
        return path.finish();
    }
    let (right, bottom) = (x + width, y + height);
    let radius = radius.min(width / 2.0).min(height / 2.0);
    let bend = radius * (1.0 - 0.552_284_8);
    path.move_to(x + radius, y);
    path.line_to(right - radius, y);
    path.cubic_to(right - bend, y, right, y + bend, right, y + radius);
    path.line_to(right, bottom - radius);
    path.cubic_to(
        right,
        bottom - bend,
        right - bend,
        bottom,
        right - radius,
        bottom,
    );
    path.line_to(x + radius, bottom);
    path.cubic_to(x + bend, bottom, x, bottom - bend, x, bottom - radius);
    path.line_to(x, y + radius);
    path.cubic_to(x, y + bend, x + bend, y, x + radius, y);
    path.close();
    path.finish()
}
