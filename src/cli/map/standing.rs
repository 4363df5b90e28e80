//! When a screen that was seen must be gone through again.

use super::screen::{Does, Screen};
use crate::{
    bot::{callback_data::Press, dialogue::Dialogue, state::ChatState},
    content::Content,
};

/// What of the state makes the same screen lead elsewhere.
pub(super) fn standing(state: &ChatState, screen: &Screen, content: &Content) -> String {
    let member = !state.subscriptions.is_empty();
    let planned = state.recommendation.is_some();
    let asks = screen.buttons.iter().any(|button| match &button.does {
        Does::Press(data) => matches!(Press::parse(data), Some(Press::Answer(..))),
        _ => false,
    });
    let quiz = state.dialogue.quiz_run().map(|run| {
        let questions = content.quiz(&run.quiz).map(|quiz| &quiz.questions[..]);
        let chosen = questions.unwrap_or_default().iter().zip(&run.answers);
        let points = chosen
            .filter_map(|(question, answer)| question.answers.get(usize::from(*answer)))
            .map(|answer| answer.points)
            .sum::<u32>();
        (&run.quiz, asks.then_some(points))
    });
    let goal = content
        .picker()
        .and_then(|picker| picker.steps.iter().position(|step| step.id == "goal"));
    let goal = screen.buttons.iter().find_map(|button| match &button.does {
        Does::Press(data) => match Press::parse(data)? {
            Press::Pick(_, choices) => choices
                .get(goal?)
                .filter(|_| choices.len() > goal.unwrap_or(0) + 1)
                .copied(),
            _ => None,
        },
        _ => None,
    });
    let waits = match &state.dialogue {
        Dialogue::Prompt(prompt) => format!("{:?}", prompt.asks),
        Dialogue::Lead(form) => format!("{:?} {}", form.asking, form.complete),
        Dialogue::Idle | Dialogue::Quiz(_) => String::new(),
    };
    format!("{member} {planned} {quiz:?} {goal:?} {waits}")
}
