//! What a made-up person writes where words are asked for.

use std::collections::BTreeSet;

use super::screen::Both;
use crate::{
    bot::{
        dialogue::{Asks, Dialogue},
        lead::Asking,
    },
    content::{Calculator, Content, InputKind, Locale},
};

/// So many values of a calculator's input are tried for words that lead to every band.
const TRIED: u32 = 20;

/// What a person may write where words are asked for: something that fits, and something that does not.
pub(super) fn asked(dialogue: &Dialogue, content: &Content) -> Vec<Both> {
    let fits = match dialogue {
        Dialogue::Lead(form) => match form.asking {
            Asking::Name => Both::new("Анна", "Anna"),
            Asking::Phone => Both::new("+7 999 123-45-67", "+7 999 123-45-67"),
            Asking::Comment => Both::new("Лучше утром", "Mornings are best"),
            Asking::Check => return Vec::new(),
        },
        Dialogue::Prompt(prompt) => match &prompt.asks {
            Asks::Calculator { id } => {
                let calculator = content.calculator(id);
                let samples = calculator.map(samples).unwrap_or_default();
                return samples.into_iter().chain([Both::new("?!", "?!")]).collect();
            }
            Asks::City => Both::new("Казань", "Kazan"),
            Asks::Search => match content.products().first() {
                Some(product) => {
                    Both::new(product.name.get(Locale::Ru), product.name.get(Locale::En))
                }
                None => Both::new("чай", "tea"),
            },
            // What only admins see is not on the map.
            Asks::Ruling(_) => return Vec::new(),
            Asks::Assistant => Both::new("Как лучше высыпаться?", "How do I sleep better?"),
            // The owner's.
            Asks::EventPerson { .. } | Asks::EventReason { .. } => return Vec::new(),
        },
        Dialogue::Idle | Dialogue::Quiz(_) => return Vec::new(),
    };
    vec![fits, Both::new("?!", "?!")]
}

/// The example of a calculator, and words for every band.
fn samples(calculator: &Calculator) -> Vec<Both> {
    let example = &calculator.example;
    let mut samples = vec![Both::new(example.get(Locale::Ru), example.get(Locale::En))];
    let mut mixes: Vec<Vec<(String, f64)>> = vec![Vec::new()];
    for input in &calculator.inputs {
        let mut longer = Vec::new();
        for mix in &mixes {
            let with = |value| [mix.clone(), vec![value]].concat();
            longer.extend(values(&input.kind).into_iter().map(with));
        }
        mixes = longer;
    }
    let mut found = BTreeSet::new();
    for mix in mixes {
        let ids = calculator.inputs.iter().map(|input| input.id.as_str());
        let known = ids.zip(mix.iter().map(|(_, value)| *value)).collect();
        let band = calculator.find(&known).map(|finding| finding.band);
        if band.is_some_and(|band| found.insert(&band.id)) {
            let words: Vec<&str> = mix.iter().map(|(word, _)| word.as_str()).collect();
            let words = words.join(" ");
            samples.push(Both::new(&words, &words));
        }
    }
    samples
}

/// Some values of an input, as they are written.
fn values(kind: &InputKind) -> Vec<(String, f64)> {
    match kind {
        InputKind::Choice { words } => words.clone(),
        InputKind::Number { min, max, .. } => (0..=TRIED)
            .map(|step| (min + (max - min) * f64::from(step) / f64::from(TRIED)).round())
            .filter(|value| (*min..=*max).contains(value))
            .map(|value| (value.to_string(), value))
            .collect(),
    }
}
