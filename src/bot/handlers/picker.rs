//! The picker. Its choices ride in the buttons, so an old message goes on from where it stands, and nothing has to be
//! remembered.

use super::{Reply, Talk, menu, plan};
use crate::{
    bot::{
        callback_data::Press,
        effects::{Change, Effects, EventName},
        screen::Screen,
        state::{Advisor, Recommendation},
    },
    content::{Picker, Step, TextKey, escape_html},
    telegram::calls::{Button, Keyboard},
};

/// The first question.
pub(super) fn open(talk: &Talk<'_>) -> Reply {
    match talk.context.content.picker() {
        Some(picker) => step(talk, picker, &[]).unwrap_or_else(|| super::outdated(talk)),
        None => super::outdated(talk),
    }
}

/// What follows these choices: the next question, or the result. Choices of another picker begin anew.
pub(super) fn chosen(talk: &Talk<'_>, mark: u16, choices: &[u8]) -> Reply {
    let Some(picker) = talk.context.content.picker() else {
        return super::outdated(talk);
    };
    let fresh = || Reply {
        toast: Some(TextKey::ToastExpired),
        ..open(talk)
    };
    if mark != picker.mark() || !are_known(picker, choices) {
        return fresh();
    }
    step(talk, picker, choices)
        .or_else(|| result(talk, picker, choices))
        .unwrap_or_else(fresh)
}

fn are_known(picker: &Picker, choices: &[u8]) -> bool {
    let known = |(step, choice): (&Step, &u8)| usize::from(*choice) < step.options.len();
    choices.len() <= picker.steps.len() && picker.steps.iter().zip(choices).all(known)
}

/// The question after these choices. `None` after the last one.
fn step(talk: &Talk<'_>, picker: &Picker, choices: &[u8]) -> Option<Reply> {
    let step = picker.steps.get(choices.len())?;
    let (number, total) = (
        (choices.len() + 1).to_string(),
        picker.steps.len().to_string(),
    );
    let args = [("number", number.as_str()), ("total", total.as_str())];
    let title = escape_html(picker.title.get(talk.locale));
    let progress = talk.text(TextKey::PickerProgress, &args);
    let question = step.text.get(talk.locale);
    let text = if choices.is_empty() {
        let intro = picker.intro.get(talk.locale);
        format!("<b>{title}</b> · {progress}\n\n{intro}\n\n{question}")
    } else {
        format!("<b>{title}</b> · {progress}\n\n{question}")
    };
    let press = |choices: Vec<u8>| Press::Pick(picker.mark(), choices).encode();
    let options = step.options.iter().zip(0u8..).map(|(option, number)| {
        let choices = [choices, &[number]].concat();
        Button::callback(option.text.get(talk.locale), press(choices))
    });
    let back = choices.split_last().map(|(_, before)| {
        Button::callback(talk.text(TextKey::ButtonBack, &[]), press(before.to_vec()))
    });
    let keyboard = options
        .fold(Keyboard::default(), |keyboard, button| {
            keyboard.row(vec![button])
        })
        .row(back.into_iter().chain([menu::home_button(talk)]).collect());
    Some(Screen { text, keyboard }.into())
}

fn result(talk: &Talk<'_>, picker: &Picker, choices: &[u8]) -> Option<Reply> {
    let (goal, products) = picker.pick(choices)?;
    let products = products.into_iter().map(str::to_owned).collect();
    let made = Recommendation {
        advisor: Advisor::Picker(products),
        band: goal.id.clone(),
        points: 0,
        made_at: talk.context.now,
    };
    let screen = plan::result(talk, &made)?;
    let mut effects = Effects::default();
    effects.note(EventName::PickerUsed, Some(goal.id.clone()));
    effects.changes.push(Change::Recommended(made));
    Some(Reply {
        screen,
        toast: None,
        effects,
    })
}
