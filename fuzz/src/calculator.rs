//! What people write to a calculator.

use five_keys_bot::content::{Calculator, InputKind, Locale};

use super::checks::{self, CONTENT};

/// What is taken lies within the limits and has a result that can be sent.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for calculator in CONTENT.calculators() {
        one(calculator, &text);
    }
}

fn one(calculator: &Calculator, text: &str) {
    let Ok(values) = calculator.read(text) else {
        return;
    };
    assert_eq!(values.len(), calculator.inputs.len(), "{text}");
    for input in &calculator.inputs {
        let value = values.get(input.id.as_str()).copied().unwrap_or(f64::NAN);
        let fits = match &input.kind {
            InputKind::Number { min, max, .. } => (*min..=*max).contains(&value),
            InputKind::Choice { words } => words.iter().any(|(_, number)| *number == value),
        };
        assert!(fits, "{text}: {} is {value}", input.id);
    }
    let found = calculator.find(&values);
    let found = found.unwrap_or_else(|| panic!("{text}: no result"));
    let advice = CONTENT.calculator_advice(&calculator.id, &found.band.id, found.hundredths);
    let advice = advice.unwrap_or_else(|| panic!("{text}: no advice"));
    for locale in Locale::ALL {
        checks::html(&CONTENT.result_text(locale, &advice), 4_096, false);
    }
}
