//! The intake table: its head again on every page, rows kept whole as long as a page can hold them.

use super::{
    lines::Line,
    plan::Intake,
    sheet::{Mark, Sheet},
    style::{CELL, CELL_STRONG, COLUMN, HAIR, HEADING, KEEP, MARGIN, MUTED, Style, TINT, WIDTH},
    tags::{ElementId, Role},
};

/// How the width is shared: product, morning, day, evening, note.
const SHARES: [f32; 5] = [0.25, 0.15, 0.15, 0.15, 0.30];
const PAD: f32 = 8.0;
const AIR: f32 = 6.0;
/// Rows that are together as tall as this are not torn apart.
const WHOLE: f32 = 220.0;

/// A row under way: the lines of each cell.
type Cells = [Vec<Line>; 5];

pub(super) fn intake(sheet: &mut Sheet<'_>, intake: &Intake) {
    if intake.rows.is_empty() {
        return;
    }
    let head = cells(sheet, &intake.columns, |_| COLUMN);
    let head_height = height(&head, COLUMN);
    let rows: Vec<Cells> = intake
        .rows
        .iter()
        .map(|row| cells(sheet, &row.0, style))
        .collect();
    let tall = |rows: &[Cells]| -> f32 { rows.iter().map(|row| height(row, CELL)).sum() };
    // A short table stays in one piece, a long one begins with two rows at least.
    let following = match tall(&rows) {
        all if all <= WHOLE => all,
        _ => {
            let first = tall(rows.get(..1).unwrap_or_default());
            let two = tall(rows.get(..2).unwrap_or_default());
            if first <= KEEP {
                first.max(two.min(WHOLE))
            } else {
                WHOLE
            }
        }
    };
    sheet.heading(&intake.heading, HEADING, head_height + following);
    let table = sheet.elements.add(Role::Table, None);
    let row = sheet.elements.add(Role::Row, Some(table));
    let head_elements = elements(sheet, row, true);
    draw_head(sheet, head.clone(), Some(head_elements));
    for cells in rows {
        let row = sheet.elements.add(Role::Row, Some(table));
        let elements = elements(sheet, row, false);
        draw_row(sheet, cells, elements, &head);
    }
}

fn style(column: usize) -> Style {
    match column {
        0 => CELL_STRONG,
        4 => Style {
            colour: MUTED,
            ..CELL
        },
        _ => CELL,
    }
}

fn cells(sheet: &Sheet<'_>, texts: &[String; 5], style: fn(usize) -> Style) -> Cells {
    std::array::from_fn(|column| {
        let text = texts.get(column).map_or("", |text| text.trim());
        let text = if text.is_empty() { "—" } else { text };
        let width = SHARES.get(column).copied().unwrap_or_default() * WIDTH - 2.0 * PAD;
        sheet.lines(text, style(column), width)
    })
}

fn elements(sheet: &mut Sheet<'_>, row: ElementId, head: bool) -> [ElementId; 5] {
    std::array::from_fn(|column| {
        let role = match column {
            _ if head => Role::ColumnHead,
            0 => Role::RowHead,
            _ => Role::Cell,
        };
        sheet.elements.add(role, Some(row))
    })
}

fn longest(cells: &Cells) -> usize {
    cells.iter().map(Vec::len).max().unwrap_or_default()
}

fn height(cells: &Cells, style: Style) -> f32 {
    longest(cells) as f32 * style.leading + 2.0 * AIR
}

/// The head; without elements it is a repetition, which is read only once.
fn draw_head(sheet: &mut Sheet<'_>, head: Cells, elements: Option<[ElementId; 5]>) {
    let tall = height(&head, COLUMN);
    let area = (MARGIN, sheet.y, WIDTH, tall);
    sheet.place(None, Mark::Panel(area, 4.0, TINT));
    match elements {
        Some(elements) => draw_cells(sheet, head, elements, |_| COLUMN),
        None => {
            for (x, lines) in lefts().into_iter().zip(head) {
                for (number, line) in lines.into_iter().enumerate() {
                    let top = sheet.y + AIR + number as f32 * COLUMN.leading;
                    let baseline = top + COLUMN.leading / 2.0 + COLUMN.size * 0.35;
                    sheet.place(None, Mark::Text(x, baseline, line, COLUMN));
                }
            }
        }
    }
    sheet.y += tall;
}

fn draw_row(sheet: &mut Sheet<'_>, cells: Cells, elements: [ElementId; 5], head: &Cells) {
    let mut rest = cells;
    loop {
        let tall = height(&rest, CELL);
        // A row taller than a page is continued; one that fits a page moves there as a whole.
        if tall > sheet.room() && (tall <= KEEP || sheet.room() < 6.0 * CELL.leading) {
            sheet.turn();
            draw_head(sheet, head.clone(), None);
        }
        let fit = ((sheet.room() - 2.0 * AIR) / CELL.leading).max(1.0) as usize;
        let behind: Cells = std::array::from_fn(|column| {
            let lines = rest.get_mut(column);
            lines.map_or_else(Vec::new, |lines| lines.split_off(fit.min(lines.len())))
        });
        let tall = height(&rest, CELL);
        draw_cells(sheet, rest, elements, style);
        sheet.y += tall;
        let under = (MARGIN, sheet.y - 0.35, WIDTH, 0.7);
        sheet.place(None, Mark::Panel(under, 0.0, HAIR));
        if longest(&behind) == 0 {
            return;
        }
        rest = behind;
        sheet.turn();
        draw_head(sheet, head.clone(), None);
    }
}

fn draw_cells(
    sheet: &mut Sheet<'_>,
    cells: Cells,
    elements: [ElementId; 5],
    style: fn(usize) -> Style,
) {
    let top = sheet.y + AIR;
    for (column, ((x, lines), element)) in lefts().into_iter().zip(cells).zip(elements).enumerate()
    {
        sheet.put(element, (x, top), lines, style(column));
    }
}

/// Where the text of each column begins.
fn lefts() -> [f32; 5] {
    let mut left = MARGIN;
    SHARES.map(|share| {
        let x = left + PAD;
        left += share * WIDTH;
        x
    })
}
