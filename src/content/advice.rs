//! What a quiz, a calculator or the picker advises somebody: one shape for all three, so that the result message,
//! the saved plan and the PDF are made in one way.

use super::locale::Localized;
use super::model::{Band, Product, Quiz};

/// One result, by reference into the pack.
#[derive(Clone, Debug)]
pub struct Advice<'c> {
    /// A short ASCII name of where it comes from, for the name of a file.
    pub key: &'c str,
    /// What was asked or measured.
    pub title: &'c Localized,
    /// The level reached, or the goal that was chosen.
    pub level: &'c Localized,
    /// What the level rests on.
    pub measure: Measure<'c>,
    /// What to look at, each with the reason, most fitting first.
    pub products: Vec<(&'c Product, &'c Localized)>,
    /// What to do, first things first.
    pub actions: &'c [Localized],
    /// A closing word. *HTML.*
    pub note: &'c Localized,
}

/// What an advice rests on.
#[derive(Clone, Copy, Debug)]
pub enum Measure<'c> {
    /// The points of a quiz.
    Points {
        /// Collected.
        points: u32,
        /// The most there are.
        max: u32,
    },
    /// What a calculator found.
    Value {
        /// What the number is: `Body mass index`.
        name: &'c Localized,
        /// In hundredths.
        hundredths: u32,
        /// Digits behind the point, 0 to 2.
        decimals: u8,
        /// Behind the number; may be empty.
        unit: &'c Localized,
    },
    /// Choices, not a number.
    Goal,
}

impl<'c> Advice<'c> {
    /// What a quiz advises those with so many points.
    pub(super) fn of_quiz(
        quiz: &'c Quiz,
        band: &'c Band,
        points: u32,
        products: &'c [Product],
    ) -> Advice<'c> {
        let max = quiz.max_points();
        Advice::of_band(
            &quiz.id,
            &quiz.title,
            band,
            Measure::Points { points, max },
            products,
        )
    }

    /// What a band says, whatever led to it.
    pub(super) fn of_band(
        key: &'c str,
        title: &'c Localized,
        band: &'c Band,
        measure: Measure<'c>,
        products: &'c [Product],
    ) -> Advice<'c> {
        let known = band.products.iter().filter_map(|recommended| {
            let product = products
                .iter()
                .find(|product| product.id == recommended.product)?;
            Some((product, &recommended.reason))
        });
        Advice {
            key,
            title,
            level: &band.level,
            measure,
            products: known.collect(),
            actions: &band.actions,
            note: &band.note,
        }
    }
}
