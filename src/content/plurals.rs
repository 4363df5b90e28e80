//! Grammatical number: which forms a language needs and which one goes with a number.

use icu_locale_core::locale;
use icu_plurals::{PluralCategory, PluralRules};

use super::locale::Locale;

/// The form that goes with `n`.
pub(super) fn category(locale: Locale, n: u64) -> PluralCategory {
    rules(locale).map_or(PluralCategory::Other, |rules| rules.category_for(n))
}

/// The forms a text needs. The rules of both languages are compiled in, so there are some.
pub(super) fn categories(locale: Locale) -> Vec<PluralCategory> {
    rules(locale)
        .map(|rules| rules.categories().collect())
        .unwrap_or_default()
}

/// Made anew for each number: it only points at compiled data, and it is not `Send`, which [`Content`] must be.
///
/// [`Content`]: super::Content
fn rules(locale: Locale) -> Option<PluralRules> {
    let locale = match locale {
        Locale::Ru => locale!("ru"),
        Locale::En => locale!("en"),
    };
    PluralRules::try_new_cardinal(locale.into()).ok()
}

/// The name of a form in files.
pub(super) fn category_name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}
