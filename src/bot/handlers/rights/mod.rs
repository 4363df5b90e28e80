//! `/profile`, `/language`, `/privacy`, `/export_me`, `/delete_me`: what belongs to the person.

mod delete;
mod export;
mod language;
mod privacy;
mod profile;

use super::{Talk, lead, notify, start};
use crate::{
    bot::{
        callback_data::Press,
        command::Command,
        effects::{Change, Effects},
        report::Query,
        rights::Right,
        screen::Screen,
    },
    content::TextKey,
    telegram::{
        ChatId,
        calls::{Button, Call, CallbackAnswer},
        types::{CallbackQuery, Update, UpdateKind, User},
    },
};

/// What a person is shown.
enum Shown {
    /// A text with buttons.
    Screen(Screen),
    /// A file.
    File(Call),
}

/// An answer, and what follows from the question.
struct Answer {
    shown: Shown,
    toast: Option<String>,
    effects: Effects,
}

impl From<Screen> for Answer {
    fn from(screen: Screen) -> Self {
        Self {
            shown: Shown::Screen(screen),
            toast: None,
            effects: Effects::default(),
        }
    }
}

/// What has to be looked up: for the profile all about its person.
pub(in crate::bot) fn wants(update: &Update) -> Option<Query> {
    let person = update.person()?.id;
    let right = match &update.kind {
        UpdateKind::Message(message) => match Command::parse(message.text.as_deref()?)? {
            Command::Right(right) => right,
            _ => return None,
        },
        UpdateKind::CallbackQuery(query) => match Press::parse(query.data.as_deref()?)? {
            Press::Right(right) => right,
            _ => return None,
        },
        UpdateKind::MyChatMember(_)
        | UpdateKind::ChatMember(_)
        | UpdateKind::ChatJoinRequest(_)
        | UpdateKind::Unused => return None,
    };
    (right == Right::Profile).then_some(Query::Card(person))
}

/// The answer to a command.
pub(super) fn message(talk: &Talk<'_>, from: &User, chat: ChatId, right: Right) -> Effects {
    let Answer {
        shown, mut effects, ..
    } = answer(talk, from, right);
    effects.send(match shown {
        Shown::Screen(screen) => screen.send(chat),
        Shown::File(call) => call,
    });
    lead::leave(talk, chat, &mut effects);
    effects
}

/// The answer to a press.
pub(super) fn press(talk: &Talk<'_>, query: &CallbackQuery, right: Right) -> Effects {
    let Answer {
        shown,
        toast,
        mut effects,
    } = answer(talk, &query.from, right);
    let forgets = effects
        .changes
        .iter()
        .any(|change| matches!(change, Change::Forget(_)));
    match (shown, talk.state.dialogue.lead_form()) {
        // With the form goes what stands below the text box.
        (Shown::Screen(screen), Some(form)) if forgets => {
            lead::give_way(talk, query, form, screen, &mut effects);
        }
        (Shown::Screen(screen), _) => effects.send(screen.show_for(query)),
        (Shown::File(call), _) => effects.send(call),
    }
    if right == Right::Begin {
        notify::ask_once(talk, query.from.id.private_chat(), &mut effects);
    }
    effects.answer = Some(CallbackAnswer {
        callback_query_id: query.id.clone(),
        text: toast,
    });
    effects
}

fn answer(talk: &Talk<'_>, from: &User, right: Right) -> Answer {
    match right {
        Right::Profile => profile::page(talk, from).into(),
        Right::Languages => language::choice(talk).into(),
        Right::Speak(locale) => language::chosen(talk, from, locale),
        Right::Privacy => privacy::page(talk).into(),
        Right::Export => Answer {
            shown: Shown::File(export::file(talk, from.id)),
            toast: Some(talk.text(TextKey::ExportWait, &[])),
            effects: Effects::default(),
        },
        Right::Delete => delete::ask(talk).into(),
        Right::Forget(shown_at) => delete::confirmed(talk, shown_at),
        Right::Begin => {
            let mut effects = Effects::default();
            let screen = start::welcome(talk, from, None, &mut effects);
            Answer {
                effects,
                ..screen.into()
            }
        }
    }
}

fn button(talk: &Talk<'_>, key: TextKey, right: Right) -> Button {
    Button::callback(talk.text(key, &[]), Press::Right(right).encode())
}
