//! Reading what people write to a calculator: `183 95`, `рост 1,83 м, вес 95 кг`, `165F`.

use std::collections::BTreeMap;

use super::calculator::{Calculator, Input, InputKind};

/// What is wrong with what was written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NumbersError<'c> {
    /// Something is missing, or there is too much.
    Unclear,
    /// This input is not within its limits.
    OutOfRange {
        /// Which.
        input: &'c Input,
        /// The least.
        min: f64,
        /// The most.
        max: f64,
    },
}

/// A number or a word, in the order in which they were written.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f64),
    Word(String),
}

impl Calculator {
    /// The value of every input.
    ///
    /// # Errors
    /// What was written is not clear, or not within the limits.
    pub fn read(&self, text: &str) -> Result<BTreeMap<&str, f64>, NumbersError<'_>> {
        let text: String = text.chars().take(200).collect();
        let first = self.assign(&tokens(&text, true));
        match first {
            // `183,95` may be two numbers.
            Err(NumbersError::Unclear) if text.contains(',') => self.assign(&tokens(&text, false)),
            other => other,
        }
    }

    fn assign(&self, tokens: &[Token]) -> Result<BTreeMap<&str, f64>, NumbersError<'_>> {
        let mut values: BTreeMap<&str, f64> = BTreeMap::new();
        let mut unnamed = Vec::new();
        let mut unit_at = None;
        for (index, token) in tokens.iter().enumerate() {
            match token {
                Token::Number(number) => {
                    let before = index
                        .checked_sub(1)
                        .and_then(|before| word(tokens.get(before)));
                    let behind = word(tokens.get(index + 1));
                    let unit = behind.and_then(|word| self.with_unit(word, &values));
                    let found = match unit {
                        Some((input, times)) => {
                            unit_at = Some(index + 1);
                            Some((input, number * times))
                        }
                        None => before
                            .and_then(|word| self.with_label(word))
                            .map(|input| (input, *number)),
                    };
                    match found {
                        Some((input, value)) => {
                            if values.insert(&input.id, value).is_some() {
                                return Err(NumbersError::Unclear);
                            }
                        }
                        None => unnamed.push(*number),
                    }
                }
                Token::Word(word) if unit_at != Some(index) => {
                    if let Some((input, value)) = self.choice(word)
                        && values
                            .insert(&input.id, value)
                            .is_some_and(|other| other != value)
                    {
                        return Err(NumbersError::Unclear);
                    }
                }
                Token::Word(_) => {}
            }
        }
        let open: Vec<&Input> = self
            .inputs
            .iter()
            .filter(|input| !values.contains_key(input.id.as_str()))
            .collect();
        let numbers = open
            .iter()
            .all(|input| matches!(input.kind, InputKind::Number { .. }));
        if !numbers || open.len() != unnamed.len() {
            return Err(NumbersError::Unclear);
        }
        // The other way round is meant when only that makes sense.
        if !all_fit(&open, &unnamed) {
            let turned: Vec<f64> = unnamed.iter().rev().copied().collect();
            if all_fit(&open, &turned) {
                unnamed = turned;
            }
        }
        for (input, number) in open.into_iter().zip(unnamed) {
            values.insert(&input.id, in_range(input, number).unwrap_or(number));
        }
        self.within_limits(values)
    }

    fn within_limits<'c>(
        &'c self,
        values: BTreeMap<&'c str, f64>,
    ) -> Result<BTreeMap<&'c str, f64>, NumbersError<'c>> {
        for input in &self.inputs {
            if let InputKind::Number { min, max, .. } = input.kind
                && values
                    .get(input.id.as_str())
                    .is_none_or(|value| !(min..=max).contains(value))
            {
                return Err(NumbersError::OutOfRange { input, min, max });
            }
        }
        Ok(values)
    }

    /// The input that a word behind a number means. A word that may also be a choice is one while that is open.
    fn with_unit(&self, word: &str, known: &BTreeMap<&str, f64>) -> Option<(&Input, f64)> {
        if self
            .choice(word)
            .is_some_and(|(input, _)| !known.contains_key(input.id.as_str()))
        {
            return None;
        }
        self.inputs.iter().find_map(|input| match &input.kind {
            InputKind::Number { units, .. } => {
                let (_, times) = units.iter().find(|(unit, _)| unit == word)?;
                Some((input, *times))
            }
            InputKind::Choice { .. } => None,
        })
    }

    fn with_label(&self, word: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| match &input.kind {
            InputKind::Number { labels, .. } => labels.iter().any(|label| label == word),
            InputKind::Choice { .. } => false,
        })
    }

    fn choice(&self, word: &str) -> Option<(&Input, f64)> {
        self.inputs.iter().find_map(|input| match &input.kind {
            InputKind::Choice { words } => {
                let (_, value) = words.iter().find(|(known, _)| known == word)?;
                Some((input, *value))
            }
            InputKind::Number { .. } => None,
        })
    }
}

fn word(token: Option<&Token>) -> Option<&str> {
    match token {
        Some(Token::Word(word)) => Some(word),
        _ => None,
    }
}

fn all_fit(inputs: &[&Input], numbers: &[f64]) -> bool {
    inputs
        .iter()
        .zip(numbers)
        .all(|(input, number)| in_range(input, *number).is_some())
}

/// The number as this input means it, perhaps in another of its units: `1.83` is a height in metres.
fn in_range(input: &Input, number: f64) -> Option<f64> {
    let InputKind::Number {
        min, max, units, ..
    } = &input.kind
    else {
        return None;
    };
    let times = units
        .iter()
        .map(|(_, times)| *times)
        .filter(|times| *times > 1.0);
    std::iter::once(1.0)
        .chain(times)
        .map(|times| number * times)
        .find(|value| (*min..=*max).contains(value))
}

/// Digits with at most one point (or comma, when that is one) between them, and letters; the rest parts them.
fn tokens(text: &str, comma_is_point: bool) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut characters = text.chars().peekable();
    while let Some(first) = characters.next() {
        let is_point = |c: char| c == '.' || (comma_is_point && c == ',');
        let mut word = String::from(first);
        if first.is_ascii_digit() {
            while let Some(next) = characters.peek().copied() {
                let digit_follows = || {
                    characters
                        .clone()
                        .nth(1)
                        .is_some_and(|c| c.is_ascii_digit())
                };
                if next.is_ascii_digit() {
                    word.push(next);
                } else if is_point(next) && !word.contains('.') && digit_follows() {
                    word.push('.');
                } else {
                    break;
                }
                characters.next();
            }
            tokens.extend(word.parse().ok().map(Token::Number));
        } else if first.is_alphabetic() {
            while let Some(next) = characters.next_if(|c| c.is_alphabetic()) {
                word.push(next);
            }
            tokens.push(Token::Word(word.to_lowercase().replace('ё', "е")));
        }
    }
    tokens
}
