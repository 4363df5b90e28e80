//! What only admins see: requests, figures, people. To everybody else these commands are unknown words and these
//! buttons lead nowhere.

mod leads;

use super::{Talk, lead, menu};
use crate::{
    bot::{
        Context,
        admin::{Ask, Usage},
        callback_data::Press,
        effects::Effects,
        report::{Query, Report, Wants},
        screen::Screen,
    },
    content::TextKey,
    telegram::{
        UserId,
        calls::CallbackAnswer,
        types::{CallbackQuery, Message, Update, UpdateKind, User},
    },
};

/// What an admin's update asks to see; nothing for anybody else's.
pub(in crate::bot) fn wants(update: &Update, context: &Context<'_>) -> Wants {
    if !update
        .person()
        .is_some_and(|person| context.is_admin(person.id))
    {
        return Wants::Nothing;
    }
    let ask = match &update.kind {
        UpdateKind::Message(message) => {
            let command = message.text.as_deref().and_then(Ask::parse_command);
            command.and_then(Result::ok)
        }
        UpdateKind::CallbackQuery(query) => match query.data.as_deref().and_then(Press::parse) {
            Some(Press::Admin(ask)) => Some(ask),
            _ => None,
        },
        UpdateKind::MyChatMember(_) | UpdateKind::Unused => None,
    };
    ask.map_or(Wants::Nothing, |ask| Wants::Report(query(&ask)))
}

/// What has to be loaded for an answer.
fn query(ask: &Ask) -> Query {
    match ask {
        Ask::Leads(page) => Query::Leads(page.query()),
    }
}

/// Whether a press counts: an admin's button does nothing in other hands.
pub(super) fn may(context: &Context<'_>, person: UserId, press: &Press) -> bool {
    !matches!(press, Press::Admin(_)) || context.is_admin(person)
}

/// A command of an admin; `None` for everything else.
pub(super) fn message(talk: &Talk<'_>, from: &User, message: &Message) -> Option<Effects> {
    if !talk.context.is_admin(from.id) {
        return None;
    }
    let command = message.text.as_deref().and_then(Ask::parse_command)?;
    let screen = match command {
        Ok(ask) => show(talk, &ask)?,
        Err(usage) => how_to(talk, usage),
    };
    let mut effects = Effects::default();
    effects.send(screen.send(message.chat.id));
    lead::leave(talk, message.chat.id, &mut effects);
    Some(effects)
}

/// A press of an admin. `None` when what it asked for was not loaded.
pub(super) fn press(talk: &Talk<'_>, query: &CallbackQuery, ask: &Ask) -> Option<Effects> {
    let screen = show(talk, ask)?;
    let mut effects = Effects::default();
    effects.send(screen.show_for(query));
    effects.answer = Some(CallbackAnswer {
        callback_query_id: query.id.clone(),
        text: None,
    });
    Some(effects)
}

fn show(talk: &Talk<'_>, ask: &Ask) -> Option<Screen> {
    match (ask, talk.state.report.as_ref()?) {
        (Ask::Leads(page), Report::Leads(entries)) => Some(leads::list(talk, *page, entries)),
        _ => None,
    }
}

fn how_to(talk: &Talk<'_>, usage: Usage) -> Screen {
    let key = match usage {
        Usage::Leads => TextKey::AdminLeadsUsage,
    };
    Screen {
        text: talk.text(key, &[]),
        keyboard: menu::home_only(talk),
    }
}

/// A day and a time in the project's zone.
fn moment(talk: &Talk<'_>, at: jiff::Timestamp) -> String {
    let time = at.to_zoned(talk.context.zone.clone()).strftime("%H:%M");
    format!("{}, {time}", talk.context.date(talk.locale, at))
}
