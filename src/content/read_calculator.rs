//! `calculators/*.toml`: one calculator each, named by its file.

use std::cell::Cell;

use toml::de::{DeTable, DeValue};

use super::advice::{Advice, Measure};
use super::calculator::{Calculator, Input, InputKind};
use super::calculator_values::check_values;
use super::fields::Fields;
use super::formula::Formula;
use super::limits;
use super::long_results::report_long_result;
use super::model::Product;
use super::nearest::did_you_mean;
use super::own_text::Rule;
use super::read_band::read_band;
use super::read_quiz::product_ids;
use super::source::Source;
use super::texts::Texts;
use super::unique::{report_duplicates, report_too_many};
use super::values::integer;

/// The highest total of a band without an end, in hundredths.
const NO_END: u32 = u32::MAX;

/// Reads a calculator. Without products, which could not be read then, references to them are not judged.
pub(super) fn read_calculator<'s>(
    source: &'s Source<'s>,
    table: &'s DeTable<'s>,
    id: &str,
    texts: &Texts,
    products: Option<&[Product]>,
) -> Option<Calculator> {
    let known = products.map(product_ids);
    let file = Fields::new(source, table, 1);
    let sound = Cell::new(true);
    let inputs = file.list("input", |fields| (fields.line, read_input(fields, &sound)));
    let bands = file.list("band", |fields| {
        let limit = |fields: &Fields<'_>, name, missing| {
            let found = fields.get(name).map(|_| hundredths(fields, name));
            sound.set(sound.get() && found != Some(None));
            found.flatten().unwrap_or(missing)
        };
        let limits = (limit(fields, "from", 0), limit(fields, "to", NO_END));
        (fields.line, read_band(fields, known.as_deref(), limits))
    });
    let formula = read_formula(&file, inputs.iter().map(|(_, input)| input.id.as_str()));
    let mut calculator = Calculator {
        id: id.to_owned(),
        title: file.localized("title", Rule::Label),
        intro: file.localized("intro", Rule::Html),
        example: file.localized("example", Rule::Label),
        value: file.localized("value", Rule::Label),
        unit: file
            .optional_localized("unit", Rule::Label)
            .unwrap_or_default(),
        order: file
            .get("order")
            .and_then(|_| file.number("order"))
            .unwrap_or(limits::MAX_NUMBER),
        decimals: decimals(&file),
        inputs: Vec::new(),
        bands: Vec::new(),
        formula: formula.clone().unwrap_or(Formula::Number(0.0)),
    };
    file.finish();
    report_duplicates(
        source,
        inputs
            .iter()
            .map(|(line, input)| (*line, input.id.as_str())),
    );
    report_duplicates(
        source,
        bands.iter().map(|(line, band)| (*line, band.id.as_str())),
    );
    let input_lines = inputs.iter().map(|(line, _)| *line);
    report_too_many(source, "[[input]]", limits::INPUTS, input_lines);
    for (missing, name) in [(inputs.is_empty(), "input"), (bands.is_empty(), "band")] {
        if missing {
            source.report(
                1,
                format!("the calculator has no `{name}`; add a section `[[{name}]]`"),
            );
        }
    }
    let lines: Vec<usize> = bands.iter().map(|(line, _)| *line).collect();
    calculator.inputs = inputs.into_iter().map(|(_, input)| input).collect();
    calculator.bands = bands.into_iter().map(|(_, band)| band).collect();
    let countable = (1..=limits::INPUTS).contains(&calculator.inputs.len());
    let complete = formula.is_some() && sound.get() && countable && !lines.is_empty();
    if complete && source.is_doubted() {
        check_values(source, &calculator, &lines);
        check_examples(source, &file, &calculator);
    }
    for (band, line) in calculator.bands.iter().zip(&lines) {
        let measure = calculator.measure(limits::LONGEST_VALUE);
        let products = products.unwrap_or_default();
        let advice = Advice::of_band(id, &calculator.title, band, measure, products);
        report_long_result(source, *line, "band", texts, &advice);
    }
    Some(calculator)
}

impl Calculator {
    /// A value as results show it.
    pub(super) fn measure(&self, hundredths: u32) -> Measure<'_> {
        Measure::Value {
            name: &self.value,
            hundredths,
            decimals: self.decimals,
            unit: &self.unit,
        }
    }
}

fn read_formula<'i>(file: &Fields<'_>, inputs: impl Iterator<Item = &'i str>) -> Option<Formula> {
    let entry = file.require("formula", "`formula = \"weight / (height / 100) ^ 2\"`")?;
    let text = file.string(entry, "formula")?;
    let formula = match Formula::parse(text) {
        Ok(formula) => formula,
        Err(problem) => {
            let message = format!(
                "the formula cannot be read: {problem}; use numbers, the ids of inputs, + - * / ^ and ( )"
            );
            file.source.report(entry.line, message);
            return None;
        }
    };
    let inputs: Vec<&str> = inputs.collect();
    let names = formula.names();
    let mut sound = true;
    for name in names.iter().filter(|name| !inputs.contains(name)) {
        let hint = did_you_mean(name, inputs.iter().copied());
        let message = format!(
            "the formula uses `{name}`, and there is no such input{hint}; add it, or change the formula"
        );
        file.source.report(entry.line, message);
        sound = false;
    }
    for input in inputs
        .iter()
        .filter(|input| !input.is_empty() && !names.contains(input))
    {
        let message = format!(
            "`{input}` is asked for, and the formula does not use it; use it or remove the input"
        );
        file.source.report(entry.line, message);
        sound = false;
    }
    sound.then_some(formula)
}

/// What people are told to write must be what the calculator understands.
fn check_examples(source: &Source<'_>, file: &Fields<'_>, calculator: &Calculator) {
    for locale in super::locale::Locale::ALL {
        let example = calculator.example.get(locale);
        if !example.is_empty() && calculator.read(example).is_err() {
            let (code, line) = (
                locale.code(),
                file.get("example").map_or(1, |entry| entry.line),
            );
            let message = format!(
                "{code}: the calculator itself does not understand the example `{example}`; correct it, or add words to the inputs"
            );
            source.report(line, message);
        }
    }
}

fn decimals(file: &Fields<'_>) -> u8 {
    let Some(entry) = file.get("decimals") else {
        return 0;
    };
    let decimals = integer(entry.value).and_then(|number| u8::try_from(number).ok());
    let decimals = decimals.filter(|decimals| *decimals <= 2);
    if decimals.is_none() {
        let advice = "`decimals` is how many digits stand behind the point: 0, 1 or 2";
        file.source.report(entry.line, advice);
    }
    decimals.unwrap_or_default()
}

fn read_input(fields: &Fields<'_>, sound: &Cell<bool>) -> Input {
    let id = fields.id("id");
    let name = fields.localized("name", Rule::Label);
    let number = |fields: &Fields<'_>, name: &'static str, example: &str| {
        let entry = fields.require(name, example);
        let number = entry.and_then(|entry| {
            let number = float(entry.value);
            if number.is_none() {
                let message = format!("`{name}` must be a number without quotes: {example}");
                fields.source.report(entry.line, message);
            }
            number
        });
        sound.set(sound.get() && number.is_some());
        number.unwrap_or_default()
    };
    let choices = fields.list("choice", |choice| {
        let value = number(choice, "value", "`value = 1`");
        words(choice, "words")
            .into_iter()
            .map(move |word| (word, value))
            .collect::<Vec<_>>()
    });
    if !choices.is_empty() {
        let words = choices.into_iter().flatten().collect();
        return Input {
            id,
            name,
            kind: InputKind::Choice { words },
        };
    }
    let units = fields.list("unit", |unit| {
        let times = number(unit, "times", "`times = 1`");
        words(unit, "words")
            .into_iter()
            .map(move |word| (word, times))
            .collect::<Vec<_>>()
    });
    let (min, max) = (
        number(fields, "min", "`min = 1`"),
        number(fields, "max", "`max = 300`"),
    );
    if min > max {
        fields.source.report(
            fields.line,
            format!("`min = {min}` is more than `max = {max}`; swap them"),
        );
        sound.set(false);
    }
    let labels = words(fields, "labels");
    let units = units.into_iter().flatten().collect();
    Input {
        id,
        name,
        kind: InputKind::Number {
            min,
            max,
            labels,
            units,
        },
    }
}

/// Words as people write them, ready to be compared.
fn words(fields: &Fields<'_>, name: &'static str) -> Vec<String> {
    let words = fields.values(name, "[\"см\", \"cm\"]", |value| {
        let word = value.as_str()?.trim().to_lowercase().replace('ё', "е");
        (!word.is_empty() && word.chars().all(char::is_alphabetic)).then_some(word)
    });
    words.into_iter().map(|(_, word)| word).collect()
}

fn float(value: &DeValue<'_>) -> Option<f64> {
    let number = match value {
        DeValue::Float(float) => float.as_str().replace('_', "").parse().ok(),
        value => integer(value)
            .and_then(|number| i32::try_from(number).ok())
            .map(f64::from),
    };
    number.filter(|number: &f64| number.is_finite() && number.abs() <= limits::LARGEST_INPUT)
}

/// `18.5` as 1850; `None` when it was reported.
fn hundredths(fields: &Fields<'_>, name: &'static str) -> Option<u32> {
    let entry = fields.get(name)?;
    let value = float(entry.value).map(|number| (number * 100.0).round());
    let value = value.filter(|value| (0.0..=f64::from(limits::LONGEST_VALUE)).contains(value));
    if value.is_none() {
        let message =
            format!("`{name}` must be a number without quotes, zero or more: `{name} = 18.5`");
        fields.source.report(entry.line, message);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within the limits that were just looked at"
    )]
    value.map(|value| value as u32)
}
