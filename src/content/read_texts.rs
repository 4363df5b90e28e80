//! `texts.toml` and `texts/*.toml`: one section per text, `ru` and `en` in each; which file holds which is the owner's choice.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::{DeTable, DeValue};

use super::check_text::problems_of;
use super::fields::{Entry, Fields, entry};
use super::keys::TextKey;
use super::locale::Locale;
use super::nearest::did_you_mean;
use super::plurals::{categories, category_name};
use super::source::Source;
use super::template::Template;
use super::texts::Forms;

/// Texts of earlier versions. They are not said any more, and a pack that still has them is none the worse for it.
const RETIRED: &[&str] = &["doctor.redis"];

/// The texts of one file, each with its line.
pub(super) type FoundTexts = BTreeMap<TextKey, (usize, [Forms; 2])>;

/// Reads the texts that stand in this file.
pub(super) fn read_texts<'s>(source: &'s Source<'s>, table: &'s DeTable<'s>) -> FoundTexts {
    let mut sections = BTreeMap::new();
    collect(source, table, "", &mut sections);
    let read = |(key, section): (TextKey, Entry<'s>)| {
        (key, (section.line, read_text(source, key, section)))
    };
    sections.into_iter().map(read).collect()
}

/// What is wrong with a pack that leaves this text out.
pub(super) fn missing_text(key: TextKey) -> String {
    let name = key.name();
    format!("the text `{name}` is missing; add a section `[{name}]` with `ru` and `en`")
}

/// Finds the sections that are texts. Dots in a name and nested tables are the same thing.
fn collect<'s>(
    source: &'s Source<'s>,
    table: &'s DeTable<'s>,
    prefix: &str,
    sections: &mut BTreeMap<TextKey, Entry<'s>>,
) {
    for (key, value) in table {
        let found = entry(source, key, value);
        let name = if prefix.is_empty() {
            key.get_ref().to_string()
        } else {
            format!("{prefix}.{}", key.get_ref())
        };
        match (TextKey::parse(&name), found.value.as_table()) {
            (Some(key), _) => {
                if sections.insert(key, found).is_some() {
                    source.report(
                        found.line,
                        format!("the text `{name}` stands in this file twice; remove one of them"),
                    );
                }
            }
            (None, _) if RETIRED.contains(&name.as_str()) => {}
            (None, Some(inner)) if !is_text(inner) => collect(source, inner, &name, sections),
            (None, _) => {
                let hint = did_you_mean(&name, TextKey::ALL.iter().map(|key| key.name()));
                source.report(
                    found.line,
                    format!("the bot has no text `{name}`{hint}; rename or remove it"),
                );
            }
        }
    }
}

/// Whether a section is meant as a text and not as a group of texts.
fn is_text(table: &DeTable<'_>) -> bool {
    let languages = Locale::ALL
        .iter()
        .any(|locale| table.contains_key(locale.code()));
    languages || table.is_empty() || table.values().all(|value| !value.get_ref().is_table())
}

/// One form of a text in one language, with what problems are said to be about.
struct Form {
    line: usize,
    place: String,
    template: Template,
}

fn read_text<'s>(source: &'s Source<'s>, key: TextKey, section: Entry<'s>) -> [Forms; 2] {
    let name = key.name();
    let Some(table) = section.value.as_table() else {
        source.report(
            section.line,
            format!("`{name}` needs both languages: a section `[{name}]` with `ru` and `en`"),
        );
        return Default::default();
    };
    let fields = Fields::new(source, table, section.line);
    let mut forms: Vec<Form> = Vec::new();
    let both = Locale::ALL.map(|locale| {
        let code = locale.code();
        let Some(entry) =
            fields.require(code, &format!("the translation of `{name}`: `{code} = …`"))
        else {
            return Forms::default();
        };
        if key.is_plural() {
            let read = read_plural(source, key, locale, entry, &mut forms);
            Forms::Plural(read)
        } else {
            let template = read_form(source, key, entry, code.to_owned(), &mut forms);
            Forms::Single(template.unwrap_or_default())
        }
    });
    fields.finish();
    if source.is_doubted() {
        report_uneven(source, key, &forms);
    }
    both
}

fn read_plural<'s>(
    source: &'s Source<'s>,
    key: TextKey,
    locale: Locale,
    entry: Entry<'s>,
    forms: &mut Vec<Form>,
) -> Vec<(icu_plurals::PluralCategory, Template)> {
    let code = locale.code();
    let categories = categories(locale);
    let DeValue::Table(table) = entry.value else {
        let names: Vec<String> = categories
            .iter()
            .map(|category| format!("{} = \"…\"", category_name(*category)))
            .collect();
        let message = format!(
            "`{}` changes with the number; write `{code} = {{ {} }}`",
            key.name(),
            names.join(", ")
        );
        source.report(entry.line, message);
        return Vec::new();
    };
    let fields = Fields::new(source, table, entry.line);
    let read = |category: icu_plurals::PluralCategory| {
        let name = category_name(category);
        let form = fields.require(name, &format!("the {code} form `{name} = \"…\"`"))?;
        Some((
            category,
            read_form(source, key, form, format!("{code}, {name}"), forms)?,
        ))
    };
    let read = categories.into_iter().filter_map(read).collect();
    fields.finish();
    read
}

fn read_form<'s>(
    source: &'s Source<'s>,
    key: TextKey,
    entry: Entry<'s>,
    place: String,
    forms: &mut Vec<Form>,
) -> Option<Template> {
    let Some(text) = entry.value.as_str() else {
        source.report(
            entry.line,
            format!("{place}: `{}` must be text in quotes", key.name()),
        );
        return None;
    };
    match Template::parse(text.trim_end()) {
        Ok(template) => {
            if source.is_doubted() {
                for problem in problems_of(key, &template) {
                    source.report(entry.line, format!("{place}: {problem}"));
                }
                forms.push(Form {
                    line: entry.line,
                    place,
                    template: template.clone(),
                });
            }
            Some(template)
        }
        Err(problem) => {
            source.report(entry.line, format!("{place}: {problem}"));
            None
        }
    }
}

/// Reports optional placeholders that one language or form shows and another forgot.
fn report_uneven(source: &Source<'_>, key: TextKey, forms: &[Form]) {
    let used: BTreeSet<&str> = forms
        .iter()
        .flat_map(|form| form.template.placeholders())
        .collect();
    let optional = used
        .into_iter()
        .filter(|name| key.placeholders().contains(name) && !key.needed().contains(name));
    for name in optional {
        for form in forms
            .iter()
            .filter(|form| !form.template.placeholders().any(|other| other == name))
        {
            let place = &form.place;
            source.report(form.line, format!("{place}: `{{{name}}}` is missing, though `{}` has it elsewhere; add it or remove it everywhere", key.name()));
        }
    }
}
