//! `assistant.toml`: how the assistant answers.

use toml::de::DeTable;

use super::fields::Fields;
use super::limits;
use super::model::Assistant;
use super::own_text::Rule;
use super::source::Source;
use super::values::integer;

pub(super) fn read_assistant<'s>(source: &'s Source<'s>, table: &'s DeTable<'s>) -> Assistant {
    let file = Fields::new(source, table, 1);
    let assistant = Assistant {
        daily_limit: bounded(&file, "daily_limit", 10, &(1..=limits::MAX_NUMBER)),
        max_answer_tokens: bounded(&file, "max_answer_tokens", 700, &limits::ANSWER_TOKENS),
        system: file.localized("system", Rule::Instructions),
        result: file.localized("result", Rule::Plain),
        disclaimer: file.localized("disclaimer", Rule::Line),
    };
    file.finish();
    assistant
}

fn bounded(
    fields: &Fields<'_>,
    name: &'static str,
    example: u32,
    range: &std::ops::RangeInclusive<u32>,
) -> u32 {
    let Some(entry) = fields.require(name, &format!("`{name} = {example}`")) else {
        return example;
    };
    let number = integer(entry.value).and_then(|number| u32::try_from(number).ok());
    number
        .filter(|number| range.contains(number))
        .unwrap_or_else(|| {
            let (from, to) = (range.start(), range.end());
            let message =
                format!("`{name}` must be a whole number from {from} to {to}, without quotes");
            fields.source.report(entry.line, message);
            example
        })
}
