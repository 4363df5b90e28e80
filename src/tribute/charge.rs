//! Charges of a saved card: money outside of any order.

use super::fields::Fields;

/// A saved card was charged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// In minor units; in Stars when there is no other currency.
    pub amount_minor: i64,
    /// Lower-case ISO code, `xtr` for Stars.
    pub currency: String,
}

pub(super) fn read(fields: Fields<'_>) -> Charge {
    let in_stars = fields.integer("amount").is_none();
    let amount = fields
        .minor("amount")
        .or_else(|| fields.minor("starsAmount"));
    Charge {
        amount_minor: amount.unwrap_or_default(),
        currency: if in_stars {
            "xtr".to_owned()
        } else {
            fields.currency()
        },
    }
}
