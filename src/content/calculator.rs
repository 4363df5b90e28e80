//! A calculator: inputs, a formula, and what ranges of its value mean. What it works out is data, not code.

use std::collections::BTreeMap;

use super::formula::Formula;
use super::locale::Localized;
use super::model::Band;

/// A calculator of the pack.
#[derive(Clone, Debug, PartialEq)]
pub struct Calculator {
    /// The name of its file without `.toml`.
    pub id: String,
    /// Shown on the menu button and in the result.
    pub title: Localized,
    /// What to send. *HTML.*
    pub intro: Localized,
    /// What to send, as an example.
    pub example: Localized,
    /// What the number is called: `Body mass index`.
    pub value: Localized,
    /// Where it stands among the others: smaller numbers first.
    pub order: u32,
    /// Behind the number; may be empty.
    pub unit: Localized,
    /// Digits behind the point, 0 to 2.
    pub decimals: u8,
    /// What is asked for, in the order in which people write it.
    pub inputs: Vec<Input>,
    /// Between them they hold every value that inputs within their limits can give, each once. In hundredths.
    pub bands: Vec<Band>,
    pub(super) formula: Formula,
}

/// One thing that a calculator asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Its name in the formula.
    pub id: String,
    /// What it is called.
    pub name: Localized,
    /// What may be written.
    pub kind: InputKind,
}

/// What an input takes.
#[derive(Clone, Debug, PartialEq)]
pub enum InputKind {
    /// A number from `min` to `max`.
    Number {
        /// The least that is no mistake.
        min: f64,
        /// The most that is no mistake.
        max: f64,
        /// Words before the number that mean this input, lower case.
        labels: Vec<String>,
        /// Words behind the number that mean this input, each with what the number is multiplied by.
        units: Vec<(String, f64)>,
    },
    /// One of some words, each worth a number.
    Choice {
        /// Lower-case words and their number.
        words: Vec<(String, f64)>,
    },
}

/// What a calculator found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finding<'c> {
    /// The value in hundredths, rounded to the digits that are shown.
    pub hundredths: u32,
    /// What it means.
    pub band: &'c Band,
}

impl Calculator {
    /// The band with this id.
    pub fn band(&self, id: &str) -> Option<&Band> {
        self.bands.iter().find(|band| band.id == id)
    }

    /// Works the value out and finds its band. `None` when there is none, which a checked pack rules out for inputs
    /// within their limits.
    pub fn find(&self, values: &BTreeMap<&str, f64>) -> Option<Finding<'_>> {
        let hundredths = self.hundredths(values)?;
        let band = self.bands.iter().find(|band| band.contains(hundredths))?;
        Some(Finding { hundredths, band })
    }

    /// The value in hundredths, rounded to the digits that are shown: what stands there decides the band.
    pub(super) fn hundredths(&self, values: &BTreeMap<&str, f64>) -> Option<u32> {
        let step = self.step();
        let value = self.formula.value(values)? * 100.0 / f64::from(step);
        // A hair above, so that 24.95 in binary is rounded as people round 24.95.
        let rounded = (value + 1e-9).round();
        let fits = (0.0..=f64::from(u32::MAX / 100)).contains(&rounded);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within the limits that were just looked at"
        )]
        fits.then_some(rounded as u32).map(|units| units * step)
    }

    /// Hundredths between two neighbouring values.
    pub(super) fn step(&self) -> u32 {
        match self.decimals {
            0 => 100,
            1 => 10,
            _ => 1,
        }
    }
}
