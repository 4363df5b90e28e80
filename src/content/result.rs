//! The two long messages that are put together from many texts. They are built here, and not where they
//! are sent, so that loading a pack can prove that none of them is longer than Telegram takes.

use super::advice::{Advice, Measure};
use super::format;
use super::keys::TextKey;
use super::locale::Locale;
use super::texts::Texts;

/// The result of a quiz, a calculator or the picker.
pub(super) fn result_text(texts: &Texts, locale: Locale, advice: &Advice<'_>) -> String {
    let title = [("title", advice.title.get(locale))];
    let heading = texts.text(locale, TextKey::ResultTitle, &title);
    with_heading(texts, heading, locale, advice)
}

/// The same, as the plan the person comes back to.
pub(super) fn plan_text(texts: &Texts, locale: Locale, advice: &Advice<'_>, date: &str) -> String {
    let args = [("title", advice.title.get(locale)), ("date", date)];
    let heading = texts.text(locale, TextKey::PlanTitle, &args);
    with_heading(texts, heading, locale, advice)
}

/// What the advice rests on, in a line of its own; HTML. Nothing for choices.
pub(super) fn measure_text(texts: &Texts, locale: Locale, measure: &Measure<'_>) -> Option<String> {
    match measure {
        Measure::Points { points, max } => {
            let max = max.to_string();
            let args = [("max", max.as_str())];
            let points = u64::from(*points);
            Some(texts.plural(locale, TextKey::ResultPoints, points, &args))
        }
        Measure::Value {
            name,
            hundredths,
            decimals,
            unit,
        } => {
            let number = format::decimal(locale, *hundredths, *decimals);
            let value = format!("{number} {}", unit.get(locale));
            let args = [("name", name.get(locale)), ("value", value.trim_end())];
            Some(texts.text(locale, TextKey::ResultValue, &args))
        }
        Measure::Goal => None,
    }
}

fn with_heading(texts: &Texts, heading: String, locale: Locale, advice: &Advice<'_>) -> String {
    let text = |key, args: &[(&str, &str)]| texts.text(locale, key, args);
    let level = match advice.measure {
        Measure::Goal => TextKey::ResultGoal,
        Measure::Points { .. } | Measure::Value { .. } => TextKey::ResultLevel,
    };
    let level = text(level, &[("level", advice.level.get(locale))]);
    let level: Vec<String> = std::iter::once(level)
        .chain(measure_text(texts, locale, &advice.measure))
        .collect();
    let products = advice.products.iter().map(|(product, reason)| {
        let args = [
            ("product", product.name.get(locale)),
            ("reason", reason.get(locale)),
        ];
        text(TextKey::ResultProductLine, &args)
    });
    let products: Vec<String> = std::iter::once(text(TextKey::ResultProducts, &[]))
        .chain(products)
        .collect();
    let actions = advice.actions.iter().zip(1u32..).map(|(action, number)| {
        text(
            TextKey::ResultActionLine,
            &[
                ("number", &number.to_string()),
                ("action", action.get(locale)),
            ],
        )
    });
    let actions: Vec<String> = std::iter::once(text(TextKey::ResultActions, &[]))
        .chain(actions)
        .collect();

    let mut paragraphs = vec![heading, level.join("\n")];
    // A heading over an empty list would promise something.
    paragraphs.extend(
        [products, actions]
            .into_iter()
            .filter(|lines| lines.len() > 1)
            .map(|lines| lines.join("\n")),
    );
    paragraphs.push(advice.note.get(locale).to_owned());
    paragraphs.push(text(TextKey::ResultDisclaimer, &[]));
    paragraphs.join("\n\n")
}
