//! A question to the assistant: explained, taken, stored. The answer comes later, from the worker that asks for it.

use jiff::SignedDuration;

use super::{Talk, menu, prompt};
use crate::{
    bot::{
        Context,
        assistant::{LONGEST_QUESTION, left_today},
        callback_data::Press,
        command::Command,
        dialogue::Asks,
        effects::{Change, Effects, EventName},
        report::{Query, Report},
        screen::Screen,
        state::ChatState,
    },
    content::TextKey,
    telegram::{
        calls::{Button, Keyboard},
        types::{Update, UpdateKind},
    },
};

/// Longer than any day, in whatever zone it is counted.
const DAYS: SignedDuration = SignedDuration::from_hours(48);

/// The last questions, for an update that is one, asks for the door, or comes while it is open.
pub(in crate::bot) fn wants(
    update: &Update,
    state: &ChatState,
    context: &Context<'_>,
) -> Option<Query> {
    let asks = match &update.kind {
        UpdateKind::Message(message) => {
            let command = message.text.as_deref().and_then(Command::parse);
            let prompt = state.dialogue.prompt();
            let prompted = prompt.is_some_and(|prompt| prompt.asks == Asks::Assistant);
            prompted || matches!(command, Some(Command::Assistant(_)))
        }
        UpdateKind::CallbackQuery(query) => {
            query.data.as_deref().and_then(Press::parse) == Some(Press::Assistant)
        }
        UpdateKind::MyChatMember(_)
        | UpdateKind::ChatMember(_)
        | UpdateKind::ChatJoinRequest(_)
        | UpdateKind::Unused => false,
    };
    let person = update.person().filter(|_| asks && context.assistant)?;
    let since = context.now.saturating_sub(DAYS).unwrap_or(context.now);
    Some(Query::Questions(person.id, since))
}

/// The door: says what the assistant is for, and waits for a question.
pub(super) fn open(talk: &Talk<'_>, effects: &mut Effects) -> Screen {
    match left(talk) {
        Err(screen) => screen,
        Ok(left) => {
            prompt::ask(talk, Asks::Assistant, effects);
            let mut screen = says(talk, TextKey::AssistantAsk, &[]);
            screen.text.push_str("\n\n");
            let left = talk.plural(TextKey::AssistantLeft, left.into(), &[]);
            screen.text.push_str(&left);
            screen
        }
    }
}

/// Takes a question, or says why not. Whoever wrote no words is asked again.
pub(super) fn question(talk: &Talk<'_>, words: &str, effects: &mut Effects) -> Screen {
    let question = cleaned(words);
    if question.is_empty() {
        return open(talk, effects);
    }
    if let Err(screen) = left(talk) {
        return screen;
    }
    let length = question.chars().count();
    if length > LONGEST_QUESTION {
        prompt::ask(talk, Asks::Assistant, effects);
        let (length, max) = (length.to_string(), LONGEST_QUESTION.to_string());
        return says(
            talk,
            TextKey::AssistantTooLong,
            &[("length", &length), ("max", &max)],
        );
    }
    effects.note(EventName::AssistantAsked, None);
    effects.changes.push(Change::Ask {
        question,
        locale: talk.locale,
    });
    says(talk, TextKey::AssistantThinking, &[])
}

/// What was sent in answer to the door. Something without words keeps the door open.
pub(super) fn answered(talk: &Talk<'_>, words: Option<&str>, effects: &mut Effects) -> Screen {
    match words {
        Some(words) if words.trim_start().starts_with('/') => menu::fallback(talk),
        Some(words) => question(talk, words, effects),
        None => {
            prompt::ask(talk, Asks::Assistant, effects);
            says(talk, TextKey::AssistantWordsOnly, &[])
        }
    }
}

/// How many questions are left, at least one; or the word why none can be asked now.
fn left(talk: &Talk<'_>) -> Result<u32, Screen> {
    let (state, context) = (talk.state, talk.context);
    if !context.assistant {
        return Err(refusal(talk, TextKey::AssistantOff));
    }
    let asked = match &state.report {
        Some(Report::Questions(asked)) => asked.as_slice(),
        _ => &[],
    };
    if asked.iter().any(|asked| asked.open) {
        return Err(says(talk, TextKey::AssistantBusy, &[]));
    }
    let zone = context.zone_of(state.person.as_ref());
    match left_today(context.content, asked, context.now, &zone) {
        0 => Err(refusal(talk, TextKey::AssistantLimit)),
        left => Ok(left),
    }
}

fn says(talk: &Talk<'_>, key: TextKey, args: &[(&str, &str)]) -> Screen {
    Screen {
        text: talk.text(key, args),
        keyboard: menu::home_only(talk),
    }
}

/// A refusal that shows the way to a person.
fn refusal(talk: &Talk<'_>, key: TextKey) -> Screen {
    let label = talk.text(TextKey::ButtonConsult, &[]);
    let consult = Button::callback(label, Press::Consult(None).encode());
    Screen {
        text: talk.text(key, &[]),
        keyboard: Keyboard::default()
            .row(vec![consult])
            .row(vec![menu::home_button(talk)]),
    }
}

/// The question without what neither a database nor a program that reads it can use.
fn cleaned(words: &str) -> String {
    let of_use = |letter: &char| *letter == '\n' || *letter == '\t' || !letter.is_control();
    let words: String = words.chars().filter(of_use).collect();
    words.trim().to_owned()
}
