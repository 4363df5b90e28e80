//! Finding products by a word or two, as people type them: any case, ё or е, another ending, a Russian letter in the
//! name of a vitamin.

use super::locale::{Locale, Localized};
use super::model::Product;

/// More words than this are not looked for.
const WORDS: usize = 8;

/// The products that hold every word, those with the words in their names first.
pub(super) fn search<'p>(products: &'p [Product], query: &str) -> Vec<&'p Product> {
    let wanted: Vec<String> = words(query).take(WORDS).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<((u8, u32), &Product)> = products
        .iter()
        .filter_map(|product| Some((distance(product, &wanted)?, product)))
        .collect();
    // Stable: what fits equally well stays in the order of the catalogue.
    found.sort_by_key(|(distance, _)| *distance);
    found.into_iter().map(|(_, product)| product).collect()
}

/// How far a product is from the words, the worst of them first; `None` when one of them is nowhere.
fn distance(product: &Product, wanted: &[String]) -> Option<(u8, u32)> {
    let names = all_words(&product.name);
    let others = all_words(&product.description);
    let steps: Option<Vec<u8>> = wanted
        .iter()
        .map(|word| {
            let nearest = |known: &[String], far: u8| {
                let fits = known.iter().filter_map(|known| fit(known, word));
                fits.min().map(|fit| fit + far)
            };
            nearest(&names, 0).or_else(|| nearest(&others, 3))
        })
        .collect();
    let steps = steps?;
    let sum = steps.iter().map(|step| u32::from(*step)).sum();
    Some((steps.into_iter().max().unwrap_or_default(), sum))
}

/// How well a known word fits a wanted one, zero best.
fn fit(known: &str, wanted: &str) -> Option<u8> {
    if known == wanted {
        return Some(0);
    }
    let length = wanted.chars().count();
    if let Some(rest) = known.strip_prefix(wanted) {
        // One or two letters begin too many words; but `d` is also the `d3` of a vitamin.
        let is_number = rest.bytes().all(|byte| byte.is_ascii_digit());
        return (length >= 3 || is_number).then_some(1);
    }
    // Russian words change at their end: without it they meet again.
    let ending = if length < 7 { 2 } else { 3 };
    let kept = length.saturating_sub(ending).max(4);
    let stem: String = wanted.chars().take(kept).collect();
    (length >= 4 && known.starts_with(&stem)).then_some(2)
}

fn all_words(text: &Localized) -> Vec<String> {
    let texts = Locale::ALL.into_iter().map(|locale| text.get(locale));
    texts.flat_map(words).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|letter: char| !letter.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).map(plain)
}

/// A word in small letters, without ё; of the Russian letters in `D3` and `C` the Latin ones.
fn plain(word: &str) -> String {
    let small = word.to_lowercase().replace('ё', "е");
    let mut letters = small.chars();
    let Some(first) = letters.next() else {
        return small;
    };
    let rest = letters.as_str();
    let latin = match first {
        'а' => 'a',
        'б' | 'в' => 'b',
        'д' => 'd',
        'е' => 'e',
        'к' => 'k',
        'с' => 'c',
        other => other,
    };
    if rest.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("{latin}{rest}")
    } else {
        small
    }
}

#[cfg(test)]
mod tests {
    use super::search;
    use crate::content::Content;

    fn found(query: &str) -> Vec<String> {
        let content = Content::embedded().expect("sound");
        let found = search(content.products(), query);
        found
            .into_iter()
            .map(|product| product.id.clone())
            .collect()
    }

    #[test]
    fn a_product_is_found_however_its_name_is_written() {
        for (query, first) in [
            ("магний", "magnesium"),
            ("  МАГНИЯ ", "magnesium"),
            ("Magnesium", "magnesium"),
            ("магн", "magnesium"),
            ("зеленый микс", "green_mix"),
            ("Зелёного", "green_mix"),
            ("омега-3", "omega3"),
            ("омега", "omega3"),
            ("omega 3", "omega3"),
            ("Q10", "coenzyme"),
            ("витамин D", "vitamin_d3"),
            ("витамин д3", "vitamin_d3"),
            ("витамин с", "vitamin_c"),
            ("коллагеном", "collagen"),
            ("протеины", "protein"),
            ("чай", "herbal_tea"),
        ] {
            let found = found(query);
            assert_eq!(
                found.first().map(String::as_str),
                Some(first),
                "{query}: {found:?}"
            );
        }
    }

    #[test]
    fn names_come_before_descriptions() {
        // The word stands in one name, and in what is said of others.
        let mint = found("мята");
        assert_eq!(mint, ["herbal_tea"]);
        let minerals = found("минерал");
        assert_eq!(minerals, ["magnesium", "zinc"]);
        let powder = found("протеин белок");
        assert_eq!(
            powder.first().map(String::as_str),
            Some("protein"),
            "{powder:?}"
        );
        let vitamins = found("витамин");
        assert_eq!(
            vitamins.get(..2).map(<[_]>::concat).as_deref(),
            Some("vitamin_d3vitamin_c"),
            "{vitamins:?}"
        );
    }

    #[test]
    fn every_word_has_to_be_there() {
        for nothing in ["", "  ", "🌿", "-", "магний луна", "xyz", "ма"] {
            assert_eq!(found(nothing), Vec::<String>::new(), "{nothing}");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_is_looked_for(query: String) {
            // Read once: it takes longer than all searches together.
            static PACK: std::sync::LazyLock<Content> =
                std::sync::LazyLock::new(|| Content::embedded().expect("sound"));
            let _ = search(PACK.products(), &query);
        }
    }
}
