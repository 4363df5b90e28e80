//! The recommendation: as the end of a quiz, and later as "my plan".

use super::{Talk, menu};
use crate::{
    bot::{callback_data::Press, screen::Screen, state::Recommendation},
    content::{Band, Quiz, TextKey},
    telegram::calls::{Button, Keyboard},
};

/// The stored plan, or where to get one.
pub(super) fn page(talk: &Talk<'_>) -> Screen {
    let stored = talk.state.recommendation.as_ref().and_then(|made| {
        let (quiz, band) = find(talk, made)?;
        let day = made.made_at.to_zoned(talk.context.zone.clone()).date();
        let text = talk
            .context
            .content
            .plan_text(talk.locale, quiz, band, made.points, day);
        Some(Screen {
            text,
            keyboard: keyboard(talk, quiz, band),
        })
    });
    stored.unwrap_or_else(|| Screen {
        text: talk.text(TextKey::PlanEmpty, &[]),
        keyboard: menu::doors(talk),
    })
}

/// The result of a quiz. `None` when the pack no longer has the quiz or the band.
pub(super) fn result(talk: &Talk<'_>, made: &Recommendation) -> Option<Screen> {
    let (quiz, band) = find(talk, made)?;
    let text = talk
        .context
        .content
        .result_text(talk.locale, quiz, band, made.points);
    Some(Screen {
        text,
        keyboard: keyboard(talk, quiz, band),
    })
}

pub(super) fn find<'a>(talk: &Talk<'a>, made: &Recommendation) -> Option<(&'a Quiz, &'a Band)> {
    let quiz = talk.context.content.quiz(&made.quiz)?;
    Some((quiz, quiz.band(&made.band)?))
}

fn keyboard(talk: &Talk<'_>, quiz: &Quiz, band: &Band) -> Keyboard {
    let buy = band.products.iter().filter_map(|recommended| {
        let product = talk.context.content.product(&recommended.product)?;
        let label = talk.text(
            TextKey::ButtonBuy,
            &[("product", product.name.get(talk.locale))],
        );
        Some(Button::url(label, product.link.clone()))
    });
    let pdf = Button::callback(talk.text(TextKey::ButtonPdf, &[]), Press::PlanPdf.encode());
    let again = Button::callback(
        talk.text(TextKey::ButtonAgain, &[]),
        Press::StartQuiz(quiz.id.clone()).encode(),
    );
    let consult = Button::callback(
        talk.text(TextKey::ButtonConsult, &[]),
        Press::Consult(Some(quiz.id.clone())).encode(),
    );
    buy.fold(Keyboard::default(), |keyboard, button| {
        keyboard.row(vec![button])
    })
    .row(vec![pdf])
    .row(vec![consult])
    .row(vec![again, menu::home_button(talk)])
}
