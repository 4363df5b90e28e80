//! Whether every way through the picker ends well: with products that have a reason, in a message that fits.

use std::collections::BTreeSet;

use super::advice::{Advice, Measure};
use super::long_results::report_long_result;
use super::model::Product;
use super::picker::{Goal, Picker};
use super::source::Source;
use super::texts::Texts;

/// Takes every way there is, and reports what is wrong with the results at their goals, given with their lines.
pub(super) fn check_results(
    source: &Source<'_>,
    picker: &Picker,
    lines: &[usize],
    texts: &Texts,
    products: &[Product],
) {
    if !source.is_doubted() {
        return;
    }
    let mut results: BTreeSet<(&str, Vec<&str>)> = BTreeSet::new();
    for choices in every_way(picker) {
        if let Some((goal, list)) = picker.pick(&choices) {
            results.insert((&goal.id, list));
        }
    }
    let mut told: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut too_long: BTreeSet<&str> = BTreeSet::new();
    for (id, list) in &results {
        let found = picker
            .goals
            .iter()
            .zip(lines)
            .find(|(goal, _)| goal.id == *id);
        let Some((goal, line)) = found else { continue };
        for product in list {
            if picker.reason(goal, product).is_none() && told.insert((id, product)) {
                let message = format!(
                    "`{product}` has no reason for this goal; add a `[[goal.reason]]` with `product = \"{product}\"`, `ru` and `en`"
                );
                source.report(*line, message);
            }
        }
        let advice = picker.advice(goal, list.iter(), products);
        if !too_long.contains(id) && report_long_result(source, *line, "goal", texts, &advice) {
            too_long.insert(id);
        }
    }
}

impl Picker {
    /// What is advised for a goal with these products.
    pub(super) fn advice<'p>(
        &'p self,
        goal: &'p Goal,
        ids: impl Iterator<Item = impl AsRef<str>>,
        products: &'p [Product],
    ) -> Advice<'p> {
        Advice {
            key: &goal.id,
            title: &self.title,
            level: &goal.level,
            measure: Measure::Goal,
            products: self.with_reasons(goal, ids, products),
            actions: &goal.actions,
            note: &goal.note,
        }
    }
}

/// Every choice at every step.
pub(super) fn every_way(picker: &Picker) -> Vec<Vec<u8>> {
    picker.steps.iter().fold(vec![Vec::new()], |ways, step| {
        let options = 0..u8::try_from(step.options.len()).unwrap_or(u8::MAX);
        let on = |way: &Vec<u8>, option| {
            let mut way = way.clone();
            way.push(option);
            way
        };
        ways.iter()
            .flat_map(|way| options.clone().map(move |option| on(way, option)))
            .collect()
    })
}
