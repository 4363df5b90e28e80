//! Whether the bands of a calculator hold every value that inputs within their limits can give, each once.

use std::collections::{BTreeMap, BTreeSet};

use super::calculator::{Calculator, Input, InputKind};
use super::format::decimal;
use super::locale::Locale;
use super::source::Source;

/// So many values of an input are tried, its limits among them; with three inputs 68,921 sums.
const TRIED: u32 = 40;

/// Reports inputs without a value, and bands, given with their lines, that leave values out, share them, or can never
/// be reached.
pub(super) fn check_values(source: &Source<'_>, calculator: &Calculator, lines: &[usize]) {
    let mut found = BTreeSet::new();
    for values in every_mix(&calculator.inputs) {
        match calculator.hundredths(&values) {
            Some(value) => {
                found.insert(value);
            }
            None => {
                let inputs: Vec<String> = values
                    .iter()
                    .map(|(id, value)| format!("{id} = {value}"))
                    .collect();
                let message = format!(
                    "the formula gives no number from zero up for {}; change it, or the limits of the inputs",
                    inputs.join(", ")
                );
                return source.report(1, message);
            }
        }
    }
    let (Some(first), Some(last)) = (found.first().copied(), found.last().copied()) else {
        return;
    };
    let shown = |value: u32| decimal(Locale::En, value, calculator.decimals);
    let mut bands: Vec<_> = calculator.bands.iter().zip(lines).collect();
    bands.sort_by_key(|(band, _)| band.from);
    let mut next = first;
    for (band, line) in bands {
        let (from, to) = (shown(band.from), shown(band.to));
        if band.from > band.to {
            source.report(
                *line,
                format!("`from = {from}` is more than `to = {to}`; swap them"),
            );
            continue;
        }
        if band.to < first || band.from > last {
            let (first, last) = (shown(first), shown(last));
            let message = format!(
                "the values go from {first} to {last}, so nobody sees this band; change its range or remove it"
            );
            source.report(*line, message);
            continue;
        }
        if band.from > next {
            let last = shown(band.from.saturating_sub(calculator.step()));
            let message = format!(
                "no band holds the values from {} to {last}; widen a range or add a `[[band]]`",
                shown(next)
            );
            source.report(*line, message);
        } else if band.from < next && next > first {
            let message = format!(
                "values from {from} belong to the band before too; change one of the two ranges"
            );
            source.report(*line, message);
        }
        next = band.to.saturating_add(calculator.step());
    }
    if next <= last {
        let line = lines.last().copied().unwrap_or(1);
        let message = format!(
            "no band holds the values from {} to {}; widen a range or add a `[[band]]`",
            shown(next),
            shown(last)
        );
        source.report(line, message);
    }
}

/// The values of every input, mixed in every way.
pub(super) fn every_mix(inputs: &[Input]) -> Vec<BTreeMap<&str, f64>> {
    let mut mixes = vec![BTreeMap::new()];
    for input in inputs {
        mixes = mixed(&mixes, input);
    }
    mixes
}

fn mixed<'i>(mixes: &[BTreeMap<&'i str, f64>], input: &'i Input) -> Vec<BTreeMap<&'i str, f64>> {
    let values = values(input);
    let with = |mix: &BTreeMap<&'i str, f64>, value: f64| {
        let mut mix = mix.clone();
        mix.insert(input.id.as_str(), value);
        mix
    };
    let with = &with;
    let every = |mix| values.iter().map(move |value| with(mix, *value));
    mixes.iter().flat_map(every).collect()
}

fn values(input: &Input) -> Vec<f64> {
    match &input.kind {
        InputKind::Number { min, max, .. } => (0..=TRIED)
            .map(|step| min + (max - min) * f64::from(step) / f64::from(TRIED))
            .collect(),
        InputKind::Choice { words } => words.iter().map(|(_, value)| *value).collect(),
    }
}
