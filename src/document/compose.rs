//! The plan, section by section.

use super::{
    plan::{Actions, Level, Plan},
    products,
    sheet::{Mark, Sheet},
    style::{
        ACCENT, BODY, BOTTOM, BYLINE, EYEBROW, HAIR, HEADING, KEEP, LEVEL, MARGIN, MUTED, NUMBER,
        PAGE, SMALL, STRONG, Style, TINT, TITLE, TOP, WIDTH,
    },
    table,
    tags::Role,
    typeface::Typefaces,
};

/// Days of the plan, each with a box to tick.
const DAYS: u8 = 7;
const BOX: f32 = 11.0;
const BOX_STEP: f32 = 16.5;
const BOXES: f32 = BOX_STEP * 7.0;
const DAY: Style = Style { size: 8.0, ..SMALL };
/// Where the words of an action begin, behind its number.
const INDENT: f32 = 22.0;

/// All sections on their pages, with the foot of each.
pub(super) fn compose<'f>(faces: &'f Typefaces, plan: &Plan) -> Sheet<'f> {
    let mut sheet = Sheet::new(faces);
    sheet.place(None, Mark::Panel((0.0, 0.0, PAGE.0, 7.0), 0.0, ACCENT));
    sheet.paragraphs(&plan.eyebrow, EYEBROW);
    sheet.y += 4.0;
    title(&mut sheet, &plan.title);
    sheet.y += 5.0;
    byline(&mut sheet, &plan.byline);
    level(&mut sheet, &plan.level);
    sheet.space(16.0);
    sheet.paragraphs(&plan.note, BODY);
    actions(&mut sheet, &plan.actions);
    products::products(&mut sheet, &plan.products);
    table::intake(&mut sheet, &plan.intake);
    if let Some(order) = &plan.order {
        products::order(&mut sheet, order);
    }
    disclaimer(&mut sheet, plan);
    feet(&mut sheet, &plan.footer);
    sheet
}

fn title(sheet: &mut Sheet<'_>, text: &str) {
    let lines = sheet.lines(text, TITLE, WIDTH);
    if !lines.is_empty() {
        sheet.headed(1, text, lines, TITLE);
    }
}

/// A name that the typeface cannot show leaves no dot behind.
fn byline(sheet: &mut Sheet<'_>, text: &str) {
    let legible = sheet.faces.legible(text);
    sheet.paragraphs(legible.trim_start_matches(['·', ' ']), BYLINE);
}

fn level(sheet: &mut Sheet<'_>, level: &Level) {
    let width = WIDTH - 36.0;
    let label = sheet.lines(&level.label, SMALL, width);
    let name = sheet.lines(&level.name, LEVEL, width);
    let points = sheet.lines(&level.points, BYLINE, width);
    let heights = [(&label, SMALL), (&name, LEVEL), (&points, BYLINE)]
        .map(|(lines, style)| lines.len() as f32 * style.leading);
    let tall: f32 = heights.iter().sum();
    sheet.space(20.0);
    if tall == 0.0 || tall > (BOTTOM - TOP) / 2.0 {
        // Nobody's level is that long; should it be so, it is still readable.
        return sheet.paragraphs(&format!("{}\n\n{}", level.name, level.points), BODY);
    }
    sheet.need(tall + 28.0);
    let top = sheet.y;
    let area = (MARGIN, top, WIDTH, tall + 28.0);
    sheet.place(None, Mark::Panel(area, 8.0, TINT));
    let mut y = top + 14.0;
    for ((lines, style), height) in [(label, SMALL), (name, LEVEL), (points, BYLINE)]
        .into_iter()
        .zip(heights)
    {
        if !lines.is_empty() {
            let element = sheet.elements.add(Role::Paragraph, None);
            sheet.put(element, (MARGIN + 18.0, y), lines, style);
            y += height;
        }
    }
    sheet.y = top + tall + 28.0;
}

fn actions(sheet: &mut Sheet<'_>, actions: &Actions) {
    if actions.items.is_empty() {
        return;
    }
    let width = WIDTH - INDENT - BOXES - 14.0;
    let items: Vec<_> = actions
        .items
        .iter()
        .map(|action| sheet.lines(&action.0, BODY, width))
        .filter(|lines| !lines.is_empty())
        .collect();
    let tall = |lines: usize| lines as f32 * BODY.leading;
    let together = |tall: f32| {
        if tall <= KEEP {
            tall
        } else {
            4.0 * BODY.leading
        }
    };
    let first = items.first().map_or(0, Vec::len);
    let hint = sheet.lines(&actions.hint, SMALL, width + INDENT);
    let beside = hint.len() as f32 * SMALL.leading;
    sheet.heading(
        &actions.heading,
        HEADING,
        beside + DAY.leading + 4.0 + together(tall(first)),
    );
    if !hint.is_empty() {
        let element = sheet.elements.add(Role::Paragraph, None);
        sheet.flow(element, MARGIN, hint, SMALL);
        // The numbers of the days stand beside the hint's last line.
        sheet.y -= SMALL.leading;
    }
    days(sheet);
    sheet.y += 4.0;
    let list = sheet.elements.add(Role::List, None);
    for (number, lines) in items.into_iter().enumerate() {
        if number > 0 {
            sheet.space(9.0);
        }
        let height = tall(lines.len());
        if sheet.need(together(height)) {
            days(sheet);
        }
        let item = sheet.elements.add(Role::Item, Some(list));
        let label = sheet.elements.add(Role::Label, Some(item));
        let body = sheet.elements.add(Role::ItemBody, Some(item));
        let words = sheet.lines(&format!("{}.", number + 1), NUMBER, INDENT * 3.0);
        let top = sheet.y;
        sheet.put(label, (MARGIN, top), words, NUMBER);
        boxes(sheet, top);
        sheet.flow(body, MARGIN + INDENT, lines, BODY);
    }
}

fn box_left(day: u8) -> f32 {
    MARGIN + WIDTH - BOXES + f32::from(day) * BOX_STEP + (BOX_STEP - BOX)
}

/// The numbers of the days above their boxes.
fn days(sheet: &mut Sheet<'_>) {
    for day in 0..DAYS {
        let line = sheet.lines(&(day + 1).to_string(), DAY, BOX_STEP);
        for line in line {
            let x = box_left(day) + (BOX - line.width * DAY.size) / 2.0;
            sheet.place(None, Mark::Text(x, sheet.y + 9.5, line, DAY));
        }
    }
    sheet.y += DAY.leading;
}

fn boxes(sheet: &mut Sheet<'_>, top: f32) {
    let y = top + (BODY.leading - BOX) / 2.0;
    for day in 0..DAYS {
        let area = (box_left(day), y, BOX, BOX);
        sheet.place(None, Mark::Outline(area, 2.5, HAIR));
    }
}

fn disclaimer(sheet: &mut Sheet<'_>, plan: &Plan) {
    let heading = Style {
        size: SMALL.size,
        leading: SMALL.leading,
        colour: MUTED,
        ..STRONG
    };
    let lines = sheet.lines(&plan.disclaimer.text, SMALL, WIDTH).len();
    sheet.space(8.0);
    sheet.heading(
        &plan.disclaimer.heading,
        heading,
        lines.min(12) as f32 * SMALL.leading,
    );
    sheet.y -= 4.0;
    sheet.paragraphs(&plan.disclaimer.text, SMALL);
}

/// "Five Keys … 1 / 2" below each page, once it is known how many there are.
fn feet(sheet: &mut Sheet<'_>, footer: &str) {
    let (count, left) = (sheet.pages.len(), MARGIN);
    let right = MARGIN + WIDTH;
    let baseline = PAGE.1 - 36.0;
    for number in 0..count {
        let pages = format!("{} / {count}", number + 1);
        let mut marks = vec![Mark::Panel((left, baseline - 18.0, WIDTH, 0.7), 0.0, HAIR)];
        let foot = sheet.lines(footer, SMALL, WIDTH - 80.0).into_iter().next();
        marks.extend(foot.map(|line| Mark::Text(left, baseline, line, SMALL)));
        let line = sheet.lines(&pages, SMALL, 80.0).into_iter().next();
        marks.extend(line.map(|line| {
            let x = right - line.width * SMALL.size;
            Mark::Text(x, baseline, line, SMALL)
        }));
        if let Some(page) = sheet.pages.get_mut(number) {
            page.extend(marks.into_iter().map(|mark| (None, mark)));
        }
    }
}
