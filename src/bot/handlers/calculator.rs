//! A calculator: what to send, and what the numbers mean.

use super::{Reply, Talk, menu, outdated, plan, prompt};
use crate::{
    bot::{
        dialogue::Asks,
        effects::{Change, Effects, EventName},
        screen::Screen,
        state::{Advisor, Recommendation},
    },
    content::{Calculator, NumbersError, TextKey, escape_html},
};

/// The door: what to send. The next message is taken as the answer.
pub(super) fn open(talk: &Talk<'_>, id: &str) -> Reply {
    let Some(calculator) = talk.context.content.calculator(id) else {
        return outdated(talk);
    };
    let mut effects = Effects::default();
    ask(talk, calculator, &mut effects);
    let title = escape_html(calculator.title.get(talk.locale));
    let intro = calculator.intro.get(talk.locale);
    let screen = Screen {
        text: format!("<b>{title}</b>\n\n{intro}"),
        keyboard: menu::home_only(talk),
    };
    Reply {
        screen,
        toast: None,
        effects,
    }
}

/// What was written to a calculator: a result, or what is wrong with it and another try.
pub(super) fn answer(talk: &Talk<'_>, id: &str, text: &str, effects: &mut Effects) -> Screen {
    let Some(calculator) = talk.context.content.calculator(id) else {
        return menu::fallback(talk);
    };
    let problem = match calculator.read(text) {
        Ok(values) => match result(talk, calculator, &values, effects) {
            Some(screen) => return screen,
            None => unclear(talk, calculator),
        },
        Err(NumbersError::Unclear) => unclear(talk, calculator),
        Err(NumbersError::OutOfRange { input, min, max }) => {
            let (min, max) = (min.to_string(), max.to_string());
            let args = [
                ("name", input.name.get(talk.locale)),
                ("min", min.as_str()),
                ("max", max.as_str()),
                ("example", calculator.example.get(talk.locale)),
            ];
            talk.text(TextKey::CalculatorRange, &args)
        }
    };
    ask(talk, calculator, effects);
    Screen {
        text: problem,
        keyboard: menu::home_only(talk),
    }
}

fn unclear(talk: &Talk<'_>, calculator: &Calculator) -> String {
    let example = calculator.example.get(talk.locale);
    talk.text(TextKey::CalculatorUnclear, &[("example", example)])
}

fn result(
    talk: &Talk<'_>,
    calculator: &Calculator,
    values: &std::collections::BTreeMap<&str, f64>,
    effects: &mut Effects,
) -> Option<Screen> {
    let finding = calculator.find(values)?;
    let made = Recommendation {
        advisor: Advisor::Calculator(calculator.id.clone()),
        band: finding.band.id.clone(),
        points: finding.hundredths,
        made_at: talk.context.now,
    };
    let screen = plan::result(talk, &made)?;
    effects.note(EventName::CalculatorUsed, Some(calculator.id.clone()));
    effects.changes.push(Change::Recommended(made));
    Some(screen)
}

fn ask(talk: &Talk<'_>, calculator: &Calculator, effects: &mut Effects) {
    let id = calculator.id.clone();
    prompt::ask(talk, Asks::Calculator { id }, effects);
}
