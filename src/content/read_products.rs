//! `products.toml`: what the owner offers.

use toml::de::{DeTable, DeValue};

use super::catalogue::{card_text, item_label};
use super::fields::Fields;
use super::html::inspect;
use super::keys::TextKey;
use super::limits;
use super::locale::Locale;
use super::model::{Catalogue, Intake, Product};
use super::nearest::did_you_mean;
use super::own_text::Rule;
use super::source::Source;
use super::texts::Texts;
use super::unique::{report_duplicates, report_too_many};
use super::values::integer;

pub(super) fn read_products<'s>(
    source: &'s Source<'s>,
    table: &'s DeTable<'s>,
    texts: &Texts,
    pictures: &[&str],
) -> Catalogue {
    let file = Fields::new(source, table, 1);
    let order_link = file.optional_link("order_link");
    let products = file.list("product", |fields| {
        (fields.line, read_product(fields, texts, pictures))
    });
    file.finish();
    report_duplicates(
        source,
        products
            .iter()
            .map(|(line, product)| (*line, product.id.as_str())),
    );
    report_too_many(
        source,
        "[[product]]",
        limits::PRODUCTS,
        products.iter().map(|(line, _)| *line),
    );
    Catalogue {
        products: products.into_iter().map(|(_, product)| product).collect(),
        order_link,
    }
}

fn read_product(fields: &Fields<'_>, texts: &Texts, pictures: &[&str]) -> Product {
    let product = Product {
        id: fields.id("id"),
        name: fields.localized("name", Rule::Label),
        description: fields.localized("description", Rule::Plain),
        price_minor: price(fields),
        currency: currency(fields),
        link: fields.link("link"),
        picture: picture(fields, pictures),
        intake: fields.table("intake").map(|intake| {
            let read = read_intake(&intake);
            intake.finish();
            read
        }),
    };
    for locale in Locale::ALL {
        let label = texts.text(
            locale,
            TextKey::ButtonBuy,
            &[("product", product.name.get(locale))],
        );
        report_long_label(fields, locale, "name", &label);
        let label = item_label(texts, locale, &product);
        report_long_label(fields, locale, "name", &label);
        report_long_card(fields, locale, &card_text(texts, locale, &product));
    }
    product
}

/// `[product.intake]`: a row of the table in the PDF.
fn read_intake(fields: &Fields<'_>) -> Intake {
    let intake = Intake {
        morning: fields.optional_localized("morning", Rule::Label),
        day: fields.optional_localized("day", Rule::Label),
        evening: fields.optional_localized("evening", Rule::Label),
        note: fields.optional_localized("note", Rule::Plain),
    };
    if [&intake.morning, &intake.day, &intake.evening]
        .iter()
        .all(|time| time.is_none())
    {
        fields.source.report(fields.line, "an intake without a time of day says nothing; add `morning`, `day` or `evening` with `ru` and `en`, or remove the section");
    }
    intake
}

/// The picture by the name of its file, when the product has one.
fn picture(fields: &Fields<'_>, pictures: &[&str]) -> Option<String> {
    let entry = fields.get("picture")?;
    let name = fields.string(entry, "picture")?;
    if !pictures.contains(&name) {
        let hint = did_you_mean(name, pictures.iter().copied());
        let message = format!(
            "there is no picture `{name}`{hint}; put the file into the folder `pictures`, or remove this line"
        );
        fields.source.report(entry.line, message);
    }
    Some(name.to_owned())
}

/// Reports a card that does not fit under a picture.
fn report_long_card(fields: &Fields<'_>, locale: Locale, card: &str) {
    let (length, limit, code) = (inspect(card).length, limits::CAPTION, locale.code());
    if length > limit {
        let message = format!(
            "{code}: the card of this product is {length} characters long; shorten its description or the note on its intake so that it fits {limit}"
        );
        fields.source.report(fields.line, message);
    }
}

/// Reports a button that the pack's own words make too long.
pub(super) fn report_long_label(fields: &Fields<'_>, locale: Locale, field: &str, label: &str) {
    let (length, limit, code) = (label.encode_utf16().count(), limits::BUTTON, locale.code());
    if length > limit {
        let message = format!(
            "{code}: the button \"{label}\" is {length} characters long; shorten `{field}` so that it fits {limit}"
        );
        fields.source.report(fields.line, message);
    }
}

/// `1290` or `1290.50`, never negative; kept exact.
fn price(fields: &Fields<'_>) -> i64 {
    let Some(entry) = fields.require("price", "`price = 1290`") else {
        return 0;
    };
    let minor = match entry.value {
        DeValue::Float(float) => decimal(float.as_str()),
        value => integer(value).and_then(|units| units.checked_mul(100)),
    };
    let minor = minor.filter(|minor| (0..=limits::MAX_PRICE_MINOR).contains(minor));
    if minor.is_none() {
        fields.source.report(
            entry.line,
            "`price` must be a number without quotes: `price = 1290` or `price = 1290.50`",
        );
    }
    minor.unwrap_or(0)
}

/// Hundredths from a decimal with one or two digits behind the point.
fn decimal(number: &str) -> Option<i64> {
    let (units, hundredths) = number.split_once('.')?;
    let hundredths: i64 = match hundredths.len() {
        1 => hundredths.parse::<i64>().ok()?.checked_mul(10)?,
        2 => hundredths.parse().ok()?,
        _ => return None,
    };
    units
        .parse::<i64>()
        .ok()?
        .checked_mul(100)?
        .checked_add(hundredths)
}

fn currency(fields: &Fields<'_>) -> String {
    let Some(entry) = fields.require("currency", "`currency = \"rub\"`") else {
        return String::new();
    };
    let currency = fields.string(entry, "currency").unwrap_or_default();
    if currency.len() != 3 || !currency.bytes().all(|b| b.is_ascii_alphabetic()) {
        fields.source.report(
            entry.line,
            "`currency` must be a code of three letters: `rub`, `usd`, `eur`",
        );
    }
    currency.to_ascii_lowercase()
}
