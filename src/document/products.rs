//! What to look at, and where to order it.

use super::{
    plan::{Order, Product, Products},
    qr::{self, QUIET},
    sheet::{Mark, Sheet},
    style::{
        BODY, HEADING, INK, KEEP, LINK, MARGIN, MUTED, SMALL, STRONG, Style, TINT, TOP, WIDTH,
    },
    tags::Role,
};

const PRICE_WIDTH: f32 = 110.0;
const CODE_SIDE: f32 = 104.0;
const MOST_LINES: usize = 20;

pub(super) fn products(sheet: &mut Sheet<'_>, products: &Products) {
    if products.items.is_empty() {
        return;
    }
    let first = products.items.first();
    let first = first.map_or(0.0, |product| together(tall(sheet, product)));
    sheet.heading(&products.heading, HEADING, first);
    for (number, product) in products.items.iter().enumerate() {
        if number > 0 {
            sheet.space(11.0);
        }
        let tall = tall(sheet, product);
        sheet.need(together(tall));
        one(sheet, product);
    }
}

/// How much of a product must stay in one piece.
fn together(tall: f32) -> f32 {
    if tall <= KEEP {
        tall
    } else {
        4.0 * BODY.leading
    }
}

const PRICE: Style = Style {
    colour: MUTED,
    ..BODY
};

fn tall(sheet: &Sheet<'_>, product: &Product) -> f32 {
    let texts = [
        (&product.name, STRONG, WIDTH - PRICE_WIDTH),
        (&product.reason, BODY, WIDTH),
        (&product.description, SMALL, WIDTH),
    ];
    let heights = texts
        .into_iter()
        .map(|(text, style, width)| sheet.lines(text, style, width).len() as f32 * style.leading);
    heights.sum()
}

fn one(sheet: &mut Sheet<'_>, product: &Product) {
    let name = sheet.lines(&product.name, STRONG, WIDTH - PRICE_WIDTH);
    let paragraph = sheet.elements.add(Role::Paragraph, None);
    let page = sheet.pages.len();
    let top = sheet.y;
    let element = match product.link.as_str() {
        "" => paragraph,
        _ => sheet.elements.add(Role::Link, Some(paragraph)),
    };
    let width = name.iter().map(|line| line.width).fold(0.0, f32::max) * STRONG.size;
    sheet.flow(element, MARGIN, name, STRONG);
    if !product.link.is_empty() && width > 0.0 {
        let top = if sheet.pages.len() == page { top } else { TOP };
        let area = (MARGIN, top, width, sheet.y - top);
        let words = spoken(&product.name, &product.link);
        sheet.place(Some(element), Mark::Link(area, product.link.clone(), words));
    }
    // Beside the name, where there is one line of it on this page.
    let price = sheet.lines(&product.price, PRICE, PRICE_WIDTH);
    if let Some(line) = price.into_iter().next() {
        let element = sheet.elements.add(Role::Paragraph, None);
        let x = MARGIN + WIDTH - line.width * PRICE.size;
        let top = if sheet.pages.len() == page { top } else { TOP };
        sheet.put(element, (x, top), vec![line], PRICE);
    }
    for (text, style) in [(&product.reason, BODY), (&product.description, SMALL)] {
        let lines = sheet.lines(text, style, WIDTH);
        if !lines.is_empty() {
            let element = sheet.elements.add(Role::Paragraph, None);
            sheet.flow(element, MARGIN, lines, style);
        }
    }
}

/// What a link is called aloud: it must be called something.
fn spoken(words: &str, link: &str) -> String {
    let words = words.trim();
    if words.is_empty() { link } else { words }.to_owned()
}

/// The address as a code to scan and as words to press.
pub(super) fn order(sheet: &mut Sheet<'_>, order: &Order) {
    let code = qr::code(&order.link);
    let left = MARGIN + 16.0;
    let beside = match code {
        Some(_) => left + CODE_SIDE + 18.0,
        None => left,
    };
    let width = MARGIN + WIDTH - 16.0 - beside;
    let text = sheet.lines(&order.text, BODY, width);
    let mut link = sheet.lines(&order.link, LINK, width);
    // An address that fills half a page is not read, only pressed.
    link.truncate(MOST_LINES);
    // A text that goes on and on stands before the box.
    let (before, text) = match text.len() {
        0..=MOST_LINES => (Vec::new(), text),
        _ => (sheet.lines(&order.text, BODY, WIDTH), Vec::new()),
    };
    let words = text.len() as f32 * BODY.leading + 6.0 + link.len() as f32 * LINK.leading;
    let tall = words.max(if code.is_some() { CODE_SIDE } else { 0.0 }) + 32.0;
    sheet.heading(&order.heading, HEADING, tall);
    if !before.is_empty() {
        let element = sheet.elements.add(Role::Paragraph, None);
        sheet.flow(element, MARGIN, before, BODY);
        sheet.space(8.0);
        sheet.need(tall);
    }
    let top = sheet.y;
    sheet.place(None, Mark::Panel((MARGIN, top, WIDTH, tall), 8.0, TINT));
    if let Some(code) = code {
        let alt = spoken(&order.alt, &order.link);
        let element = sheet.elements.add(Role::Link, None);
        let figure = Role::Figure(alt.clone());
        let figure = sheet.elements.add(figure, Some(element));
        let area = (left, top + 16.0, CODE_SIDE, CODE_SIDE);
        sheet.place(Some(figure), Mark::Code(area, code));
        let link = Mark::Link(area, order.link.clone(), alt);
        sheet.place(Some(element), link);
    }
    let mut y = top + (tall - words) / 2.0;
    if !text.is_empty() {
        let element = sheet.elements.add(Role::Paragraph, None);
        let height = text.len() as f32 * BODY.leading;
        sheet.put(element, (beside, y), text, BODY);
        y += height + 6.0;
    }
    let paragraph = sheet.elements.add(Role::Paragraph, None);
    let element = sheet.elements.add(Role::Link, Some(paragraph));
    let height = link.len() as f32 * LINK.leading;
    let wide = link.iter().map(|line| line.width).fold(0.0, f32::max) * LINK.size;
    sheet.put(element, (beside, y), link, LINK);
    if wide > 0.0 {
        let area = (beside, y, wide, height);
        sheet.place(
            Some(element),
            Mark::Link(area, order.link.clone(), order.link.clone()),
        );
    }
    sheet.y = top + tall;
}

/// The area of each dark stretch of a code, quiet zone around it.
pub(super) fn squares(area: (f32, f32, f32, f32), code: &qr::Code) -> Vec<(f32, f32, f32, f32)> {
    let (x, y, width, _) = area;
    let module = width / f32::from(code.side + 2 * QUIET);
    let at = |count: u16| f32::from(count + QUIET) * module;
    code.dark
        .iter()
        .map(|(column, row, length)| {
            let length = f32::from(*length) * module;
            (x + at(*column), y + at(*row), length, module)
        })
        .collect()
}

/// The colour of a code: dark enough for every camera.
pub(super) const CODE_COLOUR: super::style::Colour = INK;
