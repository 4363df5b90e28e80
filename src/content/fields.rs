//! Reading a table field by field, so that what is left over can be reported as a typo.

use std::cell::RefCell;
use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::nearest::nearest;
use super::source::Source;

/// A table of a pack and the names that were asked for.
pub(super) struct Fields<'s> {
    pub(super) source: &'s Source<'s>,
    /// Where the table starts.
    pub(super) line: usize,
    table: &'s DeTable<'s>,
    asked: RefCell<BTreeSet<&'static str>>,
}

/// The value of a field and its line.
#[derive(Clone, Copy)]
pub(super) struct Entry<'s> {
    pub(super) line: usize,
    pub(super) value: &'s DeValue<'s>,
}

impl<'s> Fields<'s> {
    pub(super) fn new(source: &'s Source<'s>, table: &'s DeTable<'s>, line: usize) -> Fields<'s> {
        Fields {
            source,
            line,
            table,
            asked: RefCell::default(),
        }
    }

    /// The field, when it is there.
    pub(super) fn get(&self, name: &'static str) -> Option<Entry<'s>> {
        self.asked.borrow_mut().insert(name);
        let (key, value) = self.table.get_key_value(name)?;
        Some(entry(self.source, key, value))
    }

    /// The field; reported when it is missing.
    pub(super) fn require(&self, name: &'static str, example: &str) -> Option<Entry<'s>> {
        let entry = self.get(name);
        if entry.is_none() {
            self.source
                .report(self.line, format!("`{name}` is missing; add {example}"));
        }
        entry
    }

    /// The section `name`, when it is there.
    pub(super) fn table(&self, name: &'static str) -> Option<Fields<'s>> {
        let entry = self.get(name)?;
        let table = entry.value.as_table();
        if table.is_none() {
            let message = format!("`{name}` must be a section of its own with names and values");
            self.source.report(entry.line, message);
        }
        Some(Fields::new(self.source, table?, entry.line))
    }

    /// The tables of a `[[name]]` list, each handed to `read`.
    pub(super) fn list<T>(
        &self,
        name: &'static str,
        mut read: impl FnMut(&Fields<'s>) -> T,
    ) -> Vec<T> {
        let Some(entry) = self.get(name) else {
            return Vec::new();
        };
        let Some(items) = entry.value.as_array() else {
            self.source.report(
                entry.line,
                format!("`{name}` must be a list; write `[[{name}]]` in double brackets"),
            );
            return Vec::new();
        };
        let mut read_items = Vec::with_capacity(items.len());
        for item in items.iter() {
            let line = self.source.line(&item.span());
            match item.get_ref().as_table() {
                Some(table) => {
                    let fields = Fields::new(self.source, table, line);
                    read_items.push(read(&fields));
                    fields.finish();
                }
                None => self.source.report(
                    line,
                    format!("an item of `{name}` must be a section `[[{name}]]`"),
                ),
            }
        }
        read_items
    }

    /// Reports the fields nobody asked for.
    pub(super) fn finish(&self) {
        let asked = self.asked.borrow();
        for (key, value) in self.table {
            let name: &str = key.get_ref();
            if !asked.contains(name) {
                let line = entry(self.source, key, value).line;
                let advice = match nearest(name, asked.iter().copied()) {
                    Some(known) => format!("did you mean `{known}`?"),
                    None => format!(
                        "remove it, or use one of: {}",
                        asked.iter().copied().collect::<Vec<_>>().join(", ")
                    ),
                };
                self.source
                    .report(line, format!("`{name}` is not known here; {advice}"));
            }
        }
    }
}

/// The value with the line of its key, or of its own when it is a section header.
pub(super) fn entry<'s>(
    source: &Source<'_>,
    key: &Spanned<toml::de::DeString<'s>>,
    value: &'s Spanned<DeValue<'s>>,
) -> Entry<'s> {
    Entry {
        line: source.line(&key.span()),
        value: value.get_ref(),
    }
}
