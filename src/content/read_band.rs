//! `[[band]]` of a quiz or a calculator: what a range means.

use super::fields::Fields;
use super::model::{Band, Recommended};
use super::nearest::did_you_mean;
use super::own_text::Rule;
use super::unique::report_duplicates;

/// Reads a band with these limits. `known` are the product ids that exist, when that is known.
pub(super) fn read_band(
    fields: &Fields<'_>,
    known: Option<&[&str]>,
    (from, to): (u32, u32),
) -> Band {
    let products = fields.list("product", |product| {
        let id = product.id("id");
        if let Some(known) = known.filter(|known| !id.is_empty() && !known.contains(&id.as_str())) {
            let hint = did_you_mean(&id, known.iter().copied());
            let message = format!(
                "products.toml has no product `{id}`{hint}; add it there or change the id here"
            );
            product.source.report(product.line, message);
        }
        (
            product.line,
            Recommended {
                product: id,
                reason: product.localized("reason", Rule::Plain),
            },
        )
    });
    report_duplicates(
        fields.source,
        products
            .iter()
            .map(|(line, product)| (*line, product.product.as_str())),
    );
    let actions = fields.list("action", |action| action.both_languages(Rule::Plain));
    if actions.is_empty() {
        fields.source.report(fields.line, "a band without actions leaves the person alone; add `[[band.action]]` with `ru` and `en`");
    }
    Band {
        id: fields.id("id"),
        from,
        to,
        level: fields.localized("level", Rule::Label),
        products: products.into_iter().map(|(_, product)| product).collect(),
        actions,
        note: fields.localized("note", Rule::Html),
    }
}
