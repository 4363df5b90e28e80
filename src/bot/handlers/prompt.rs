//! Questions that are answered in words: who asked takes the next message.
//!
//! A prompt ends with the next update, whatever that is, unless its owner asks again; so nobody is caught in it.

use super::{Talk, admin, assistant, calculator, catalogue, timezone};
use crate::{
    bot::{
        command::Command,
        dialogue::{Asks, Dialogue, Prompt},
        effects::Effects,
        state::ChatState,
    },
    telegram::types::Message,
};

/// Waits for an answer from now on.
pub(super) fn ask(talk: &Talk<'_>, asks: Asks, effects: &mut Effects) {
    effects.dialogue = Some(Dialogue::Prompt(Prompt {
        asks,
        paused_quiz: talk.state.dialogue.quiz_run().cloned(),
    }));
}

/// Takes a message that answers the open prompt. `None` for commands and when nothing was asked.
pub(super) fn message(
    talk: &Talk<'_>,
    message: &Message,
    command: Option<&Command>,
) -> Option<Effects> {
    let prompt = talk.state.dialogue.prompt()?;
    if command.is_some() {
        return None;
    }
    let text = message.text.as_deref().map(str::trim).unwrap_or_default();
    let from = message.from.as_ref();
    let is_admin = from.is_some_and(|from| talk.context.is_admin(from.id));
    let mut effects = Effects::default();
    let screen = match &prompt.asks {
        Asks::Search => catalogue::find(talk, text, &mut effects),
        Asks::City => timezone::choose(talk, text, &mut effects),
        Asks::Calculator { id } => calculator::answer(talk, id, text, &mut effects),
        Asks::Ruling(draft) => admin::answered(talk, draft, message, &mut effects)?,
        Asks::Assistant => assistant::answered(talk, message.text.as_deref(), &mut effects),
        // Whoever is no admin any more decides nothing.
        Asks::EventPerson { .. } | Asks::EventReason { .. } if !is_admin => {
            return None;
        }
        Asks::EventPerson { event, by_hand, .. } => {
            admin::chosen(talk, message, *event, *by_hand, &mut effects)
        }
        Asks::EventReason { event, card } => admin::given(talk, text, *event, *card, &mut effects),
    };
    effects.send(screen.send(message.chat.id));
    Some(effects)
}

/// The effects, with the end of a prompt that was not asked again. A press that only stops its spinner, of a button
/// that is worth nothing any more, ends nothing.
pub(super) fn ended(state: &ChatState, mut effects: Effects) -> Effects {
    if state.dialogue.prompt().is_some() && !effects.outgoing.is_empty() {
        effects
            .dialogue
            .get_or_insert_with(|| state.dialogue.without_words());
    }
    effects
}
