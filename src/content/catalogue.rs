//! The catalogue: a product's own words, finding one, and its picture.

use super::format;
use super::html::escape_html;
use super::keys::TextKey;
use super::locale::{Locale, Localized};
use super::model::{Intake, Product};
use super::pack::Content;
use super::picture::Picture;
use super::search;
use super::texts::Texts;

impl Content {
    /// The products that hold these words in either language, the best first.
    pub fn search(&self, query: &str) -> Vec<&Product> {
        search::search(&self.products, query)
    }

    /// The picture of this name.
    pub fn picture(&self, name: &str) -> Option<&Picture> {
        self.pictures.get(name)
    }

    /// All about a product, HTML, short enough to stand under its picture.
    pub fn product_card(&self, locale: Locale, product: &Product) -> String {
        card_text(&self.texts, locale, product)
    }

    /// A product's button in a list.
    pub fn product_label(&self, locale: Locale, product: &Product) -> String {
        item_label(&self.texts, locale, product)
    }
}

/// The card is put together here, so that loading a pack can prove that none is too long.
pub(super) fn card_text(texts: &Texts, locale: Locale, product: &Product) -> String {
    let price = format::money(locale, product.price_minor, &product.currency);
    let args = [
        ("product", product.name.get(locale)),
        ("price", price.as_str()),
        ("description", product.description.get(locale)),
    ];
    let card = texts.text(locale, TextKey::CatalogueCard, &args);
    let intake = product.intake.as_ref();
    let intake = intake.map(|intake| intake_text(texts, locale, intake));
    let parts: Vec<String> = std::iter::once(card).chain(intake).collect();
    parts.join("\n\n")
}

pub(super) fn item_label(texts: &Texts, locale: Locale, product: &Product) -> String {
    let price = format::money(locale, product.price_minor, &product.currency);
    let args = [
        ("product", product.name.get(locale)),
        ("price", price.as_str()),
    ];
    texts.text(locale, TextKey::CatalogueItem, &args)
}

/// `When to take it: 1 capsule in the morning, 1 capsule in the evening. With food`, HTML.
fn intake_text(texts: &Texts, locale: Locale, intake: &Intake) -> String {
    let dose = |key: TextKey, dose: &Option<Localized>| {
        let dose = dose.as_ref()?.get(locale);
        Some(texts.text(locale, key, &[("dose", dose)]))
    };
    let times: Vec<String> = [
        dose(TextKey::CatalogueMorning, &intake.morning),
        dose(TextKey::CatalogueDay, &intake.day),
        dose(TextKey::CatalogueEvening, &intake.evening),
    ]
    .into_iter()
    .flatten()
    .collect();
    let heading = texts.text(locale, TextKey::CatalogueIntake, &[]);
    let times = format!("{heading} {}", times.join(", "));
    let note = intake.note.as_ref();
    let note = note.map(|note| escape_html(note.get(locale)));
    let parts: Vec<String> = std::iter::once(times).chain(note).collect();
    parts.join(". ")
}
