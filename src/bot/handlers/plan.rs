//! The recommendation: as the end of a quiz, and later as "my plan".

use super::{Talk, advised, catalogue, menu};
use crate::{
    bot::{
        callback_data::Press,
        screen::Screen,
        state::{Advisor, Recommendation},
    },
    content::{Advice, Content, Localized, TextKey},
    telegram::calls::{Button, Keyboard},
};

/// The stored plan, or where to get one.
pub(super) fn page(talk: &Talk<'_>) -> Screen {
    let stored = talk.state.recommendation.as_ref().and_then(|made| {
        let advice = find(talk, made)?;
        let day = made.made_at.to_zoned(talk.zone()).date();
        let content = talk.context.content;
        Some(Screen {
            text: content.plan_text(talk.locale, &advice, day),
            keyboard: keyboard(talk, &made.advisor, &advice),
        })
    });
    stored.unwrap_or_else(|| Screen {
        text: talk.text(TextKey::PlanEmpty, &[]),
        keyboard: menu::doors(talk),
    })
}

/// A fresh result. `None` when the pack no longer has what gave it, or the band.
pub(super) fn result(talk: &Talk<'_>, made: &Recommendation) -> Option<Screen> {
    let advice = find(talk, made)?;
    Some(Screen {
        text: talk.context.content.result_text(talk.locale, &advice),
        keyboard: keyboard(talk, &made.advisor, &advice),
    })
}

/// The words of a stored recommendation.
pub(super) fn find<'a>(talk: &Talk<'a>, made: &Recommendation) -> Option<Advice<'a>> {
    advice(talk.context.content, &made.advisor, &made.band, made.points)
}

/// The words of an advice by its ids.
pub(in crate::bot) fn advice<'c>(
    content: &'c Content,
    advisor: &Advisor,
    band: &str,
    points: u32,
) -> Option<Advice<'c>> {
    match advisor {
        Advisor::Quiz(id) => content.quiz_advice(id, band, points),
        Advisor::Calculator(id) => content.calculator_advice(id, band, points),
        Advisor::Picker(products) => content.picker_advice(band, products),
    }
}

/// What an advisor is called.
pub(super) fn title<'c>(content: &'c Content, advisor: &Advisor) -> Option<&'c Localized> {
    match advisor {
        Advisor::Quiz(id) => content.quiz(id).map(|quiz| &quiz.title),
        Advisor::Calculator(id) => content.calculator(id).map(|calculator| &calculator.title),
        Advisor::Picker(_) => content.picker().map(|picker| &picker.title),
    }
}

fn keyboard(talk: &Talk<'_>, advisor: &Advisor, advice: &Advice<'_>) -> Keyboard {
    let products = advice.products.iter();
    let buy = products.map(|(product, _)| catalogue::buy_button(talk, product));
    let pdf = Button::callback(talk.text(TextKey::ButtonPdf, &[]), Press::PlanPdf.encode());
    let again = Button::callback(
        talk.text(TextKey::ButtonAgain, &[]),
        match advisor {
            Advisor::Quiz(id) => Press::StartQuiz(id.clone()),
            Advisor::Calculator(id) => Press::Calculator(id.clone()),
            Advisor::Picker(_) => Press::Picker,
        }
        .encode(),
    );
    buy.fold(Keyboard::default(), |keyboard, button| {
        keyboard.row(vec![button])
    })
    .row(advised::button(talk, advice.products.len()))
    .row(vec![pdf])
    .row(vec![consult_button(talk, advisor)])
    .row(vec![again, menu::home_button(talk)])
}

/// Asks for a consultation about an advice.
pub(super) fn consult_button(talk: &Talk<'_>, advisor: &Advisor) -> Button {
    Button::callback(
        talk.text(TextKey::ButtonConsult, &[]),
        Press::Consult(Some(advisor.id().to_owned())).encode(),
    )
}
