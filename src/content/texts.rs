//! The texts by key, ready to be filled in.

use icu_plurals::PluralCategory;

use super::keys::TextKey;
use super::locale::Locale;
use super::plurals::category;
use super::template::Template;

/// Every text of a pack.
#[derive(Debug)]
pub(super) struct Texts {
    /// In the order of [`TextKey::ALL`], so that a key is an index.
    by_key: Vec<[Forms; 2]>,
}

/// A text in one language.
#[derive(Clone, Debug)]
pub(super) enum Forms {
    Single(Template),
    Plural(Vec<(PluralCategory, Template)>),
}

impl Default for Forms {
    fn default() -> Forms {
        Forms::Single(Template::default())
    }
}

impl Forms {
    fn template(&self, category: PluralCategory) -> Option<&Template> {
        match self {
            Forms::Single(template) => Some(template),
            Forms::Plural(forms) => forms
                .iter()
                .find(|(known, _)| *known == category)
                .or(forms.last())
                .map(|(_, template)| template),
        }
    }
}

impl Texts {
    pub(super) fn new(by_key: Vec<[Forms; 2]>) -> Texts {
        Texts { by_key }
    }

    pub(super) fn text(&self, locale: Locale, key: TextKey, args: &[(&str, &str)]) -> String {
        self.render(locale, key, PluralCategory::Other, args)
    }

    pub(super) fn plural(
        &self,
        locale: Locale,
        key: TextKey,
        n: u64,
        args: &[(&str, &str)],
    ) -> String {
        let number = n.to_string();
        let mut with_number = Vec::with_capacity(args.len() + 1);
        with_number.push(("n", number.as_str()));
        with_number.extend_from_slice(args);
        self.render(locale, key, category(locale, n), &with_number)
    }

    fn render(
        &self,
        locale: Locale,
        key: TextKey,
        category: PluralCategory,
        args: &[(&str, &str)],
    ) -> String {
        let template = self
            .forms(locale, key)
            .and_then(|forms| forms.template(category));
        template
            .map(|template| template.render(args, key.kind().is_html()))
            .unwrap_or_default()
    }

    fn forms(&self, locale: Locale, key: TextKey) -> Option<&Forms> {
        let [ru, en] = self.by_key.get(key as usize)?;
        Some(match locale {
            Locale::Ru => ru,
            Locale::En => en,
        })
    }
}
