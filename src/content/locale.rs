//! The two languages of the bot and a text written in both.

/// A language the bot speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Locale {
    /// Russian.
    Ru,
    /// English.
    En,
}

/// Languages whose speakers mostly read Russian more easily than English: Bashkir, Belarusian, Kazakh,
/// Kyrgyz, Tajik, Tatar, Turkmen, Uzbek. Ukrainian is left out on purpose: many would rather not be
/// addressed in Russian unasked, and changing the language is one tap.
const READS_RUSSIAN: [&str; 9] = ["ru", "ba", "be", "kk", "ky", "tg", "tk", "tt", "uz"];

impl Locale {
    /// Every language, in the order in which files list them.
    pub const ALL: [Locale; 2] = [Locale::Ru, Locale::En];

    /// The two-letter code used in files, in the database and in Telegram's `language_code`.
    pub fn code(self) -> &'static str {
        match self {
            Locale::Ru => "ru",
            Locale::En => "en",
        }
    }

    /// Reads exactly the codes that [`Locale::code`] writes, in either case.
    pub fn parse(code: &str) -> Option<Locale> {
        Locale::ALL
            .into_iter()
            .find(|locale| locale.code().eq_ignore_ascii_case(code.trim()))
    }

    /// The language to use for a person whose Telegram speaks `code` (an IETF tag such as `ru-RU`).
    ///
    /// Russian for `ru` and for languages whose speakers usually read Russian, English for the rest,
    /// `default` when Telegram did not say.
    pub fn from_language_code(code: Option<&str>, default: Locale) -> Locale {
        let language = code
            .unwrap_or_default()
            .split(['-', '_'])
            .next()
            .unwrap_or_default()
            .trim();
        if language.is_empty() {
            return default;
        }
        if READS_RUSSIAN
            .iter()
            .any(|known| known.eq_ignore_ascii_case(language))
        {
            Locale::Ru
        } else {
            Locale::En
        }
    }
}

/// A text written in every language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Localized {
    ru: String,
    en: String,
}

impl Localized {
    /// A text from its two versions.
    pub fn new(ru: impl Into<String>, en: impl Into<String>) -> Localized {
        Localized {
            ru: ru.into(),
            en: en.into(),
        }
    }

    /// The text in `locale`.
    pub fn get(&self, locale: Locale) -> &str {
        match locale {
            Locale::Ru => &self.ru,
            Locale::En => &self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn telegram_language_codes_choose_a_language() {
        let cases = [
            (Some("ru"), Locale::Ru),
            (Some("ru-RU"), Locale::Ru),
            (Some("RU_ru"), Locale::Ru),
            (Some("be"), Locale::Ru),
            (Some("kk-KZ"), Locale::Ru),
            (Some("uk"), Locale::En),
            (Some("en-GB"), Locale::En),
            (Some("pt-br"), Locale::En),
            (Some("run"), Locale::En),
        ];
        for (code, expected) in cases {
            for default in Locale::ALL {
                assert_eq!(
                    Locale::from_language_code(code, default),
                    expected,
                    "{code:?}"
                );
            }
        }
        for default in Locale::ALL {
            assert_eq!(Locale::from_language_code(None, default), default);
            assert_eq!(Locale::from_language_code(Some(""), default), default);
        }
    }

    #[test]
    fn codes_are_read_back() {
        for locale in Locale::ALL {
            assert_eq!(Locale::parse(locale.code()), Some(locale));
        }
        assert_eq!(Locale::parse("de"), None);
    }
}
