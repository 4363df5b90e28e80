//! Reading single values: texts in both languages, ids, numbers, links.

use toml::de::DeValue;
use url::Url;

use super::fields::{Entry, Fields};
use super::limits;
use super::locale::{Locale, Localized};
use super::own_text::{Rule, text_problem};

impl<'s> Fields<'s> {
    /// A text in every language.
    pub(super) fn localized(&self, name: &'static str, rule: Rule) -> Localized {
        let example = format!("`{name}.ru = \"…\"` and `{name}.en = \"…\"`");
        let Some(entry) = self.require(name, &example) else {
            return Localized::default();
        };
        match entry.value.as_table() {
            Some(table) => {
                let fields = Fields::new(self.source, table, entry.line);
                let localized = fields.both_languages(rule);
                fields.finish();
                localized
            }
            None => {
                self.source.report(
                    entry.line,
                    format!("`{name}` needs both languages; write {example}"),
                );
                Localized::default()
            }
        }
    }

    /// A text in every language, when it is there.
    pub(super) fn optional_localized(&self, name: &'static str, rule: Rule) -> Option<Localized> {
        self.get(name).map(|_| self.localized(name, rule))
    }

    /// This table's `ru` and `en`.
    pub(super) fn both_languages(&self, rule: Rule) -> Localized {
        let [ru, en] = Locale::ALL.map(|locale| {
            let code = locale.code();
            let Some(entry) = self.require(code, &format!("the translation: `{code} = \"…\"`"))
            else {
                return String::new();
            };
            let text = self.string(entry, code);
            let doubted = text.filter(|_| self.source.is_doubted());
            if let Some(problem) = doubted.and_then(|text| text_problem(text, rule)) {
                self.source.report(entry.line, format!("{code}: {problem}"));
            }
            text.unwrap_or_default().trim_end().to_owned()
        });
        Localized::new(ru, en)
    }

    /// The value as a string.
    pub(super) fn string(&self, entry: Entry<'s>, name: &str) -> Option<&'s str> {
        let text = entry.value.as_str();
        if text.is_none() {
            self.source.report(
                entry.line,
                format!("`{name}` must be text in quotes: `{name} = \"…\"`"),
            );
        }
        text
    }

    /// A name that rides in callback data.
    pub(super) fn id(&self, name: &'static str) -> String {
        let id = self
            .require(name, &format!("`{name} = \"short_name\"`"))
            .and_then(|entry| {
                let id = self.string(entry, name)?;
                if !is_id(id) {
                    self.source.report(entry.line, id_problem(id));
                }
                Some(id)
            });
        id.unwrap_or_default().to_owned()
    }

    /// A whole number that is not negative; `None` when it was reported.
    pub(super) fn number(&self, name: &'static str) -> Option<u32> {
        let entry = self.require(name, &format!("`{name} = 1`"))?;
        let number = integer(entry.value).and_then(|number| u32::try_from(number).ok());
        let number = number.filter(|number| *number <= limits::MAX_NUMBER);
        if number.is_none() {
            let largest = limits::MAX_NUMBER;
            self.source.report(
                entry.line,
                format!("`{name}` must be a whole number from 0 to {largest}, without quotes"),
            );
        }
        number
    }

    /// An https address.
    pub(super) fn link(&self, name: &'static str) -> String {
        let link = self
            .require(name, &format!("`{name} = \"https://…\"`"))
            .and_then(|entry| {
                let link = self.string(entry, name)?;
                let fine =
                    Url::parse(link).is_ok_and(|url| url.scheme() == "https" && url.has_host());
                if !fine || link.contains(char::is_whitespace) || link.len() > limits::LINK {
                    self.source.report(
                        entry.line,
                        format!("`{link}` is not a link that a button can open; write `https://…`"),
                    );
                }
                Some(link)
            });
        link.unwrap_or_default().to_owned()
    }

    /// An https address, when it is there.
    pub(super) fn optional_link(&self, name: &'static str) -> Option<String> {
        self.get(name).map(|_| self.link(name))
    }

    /// A list of single values, each read by `read`; a missing list is empty.
    pub(super) fn values<T>(
        &self,
        name: &'static str,
        example: &str,
        read: impl Fn(&'s DeValue<'s>) -> Option<T>,
    ) -> Vec<(usize, T)> {
        let Some(entry) = self.get(name) else {
            return Vec::new();
        };
        let Some(items) = entry.value.as_array() else {
            self.source.report(
                entry.line,
                format!("`{name}` must be a list: `{name} = {example}`"),
            );
            return Vec::new();
        };
        let mut values = Vec::with_capacity(items.len());
        for item in items.iter() {
            let line = self.source.line(&item.span());
            match read(item.get_ref()) {
                Some(value) => values.push((line, value)),
                None => self.source.report(
                    line,
                    format!("an item of `{name}` has the wrong form; write `{name} = {example}`"),
                ),
            }
        }
        values
    }
}

/// An integer in any of TOML's notations.
pub(super) fn integer(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

pub(super) fn is_id(id: &str) -> bool {
    (1..=16).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

pub(super) fn id_problem(id: &str) -> String {
    format!("`{id}` cannot be an id; use 1 to 16 of the characters a-z, 0-9 and _")
}
