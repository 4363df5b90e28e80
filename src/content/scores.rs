//! Whether the bands of a quiz hold every total that answers can give, each once.

use std::collections::BTreeSet;

use super::model::{Band, Question};
use super::source::Source;

/// Every total that some choice of answers gives.
pub(super) fn reachable_totals(questions: &[Question]) -> BTreeSet<u32> {
    questions
        .iter()
        .fold(BTreeSet::from([0]), |totals, question| {
            let add = |total: u32| {
                question
                    .answers
                    .iter()
                    .map(move |answer| total.saturating_add(answer.points))
            };
            totals.into_iter().flat_map(add).collect()
        })
}

/// Reports bands, given with their lines, that leave totals out, share them, or can never be reached.
pub(super) fn check_bands(source: &Source<'_>, questions: &[Question], bands: &[(usize, Band)]) {
    let totals = reachable_totals(questions);
    for (line, band) in bands {
        if band.from > band.to {
            source.report(
                *line,
                format!(
                    "`from = {}` is more than `to = {}`; swap them",
                    band.from, band.to
                ),
            );
        } else if totals.range(band.from..=band.to).next().is_none() {
            let (from, to) = (band.from, band.to);
            source.report(*line, format!("no answers add up to {from}-{to}, so nobody sees this band; change its range or remove it"));
        }
    }
    for (index, (line, band)) in bands.iter().enumerate() {
        for (above_line, above) in bands.iter().take(index) {
            let shared = list(
                totals
                    .iter()
                    .filter(|total| band.contains(**total) && above.contains(**total)),
            );
            if let Some(shared) = shared {
                let message = format!(
                    "the totals {shared} belong to the band on line {above_line} too; change one of the two ranges"
                );
                source.report(*line, message);
            }
        }
    }
    let orphans = list(
        totals
            .iter()
            .filter(|total| !bands.iter().any(|(_, band)| band.contains(**total))),
    );
    if let (Some(orphans), Some((line, _))) = (orphans, bands.first()) {
        source.report(
            *line,
            format!("no band holds the totals {orphans}; widen a range or add a `[[band]]`"),
        );
    }
}

/// `6, 8, 10`, or `6, 8, 10, …` when there are many; `None` when there are none.
fn list<'t>(totals: impl Iterator<Item = &'t u32>) -> Option<String> {
    let mut shown: Vec<String> = totals.map(u32::to_string).collect();
    if shown.len() > 10 {
        shown.truncate(10);
        shown.push("…".to_owned());
    }
    (!shown.is_empty()).then(|| shown.join(", "))
}
