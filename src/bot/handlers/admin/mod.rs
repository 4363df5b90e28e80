//! What only admins see: figures, requests, people. To everybody else these commands are unknown words and these
//! buttons lead nowhere.

mod card;
mod doors;
mod find;
mod leads;
mod leads_file;
mod parked;
mod payments;
mod payments_file;
mod revenue;
mod ruling;
mod stats;
mod words;

pub(in crate::bot) use parked::wants_people;
pub(super) use parked::{chosen, given};
pub(super) use ruling::answered;

use super::{Talk, lead, menu};
use crate::{
    bot::{
        Context,
        admin::{Ask, Usage},
        callback_data::Press,
        effects::{Change, Effects},
        report::{Days, Months, Query, Report, Wants},
        screen::Screen,
        state::ChatState,
    },
    content::TextKey,
    telegram::{
        ChatId, UserId,
        calls::{Button, Call, CallbackAnswer},
        types::{CallbackQuery, Message, Update, UpdateKind, User},
    },
};

/// What an admin is shown.
enum Answer {
    /// A text with buttons.
    Screen(Screen),
    /// A file, and the word for the time until it is there.
    File(Call, TextKey),
    /// A text with buttons about a decision, which nothing came of when the question has changed.
    Decided(Screen, Option<Box<Change>>),
    /// A text with buttons, and more that follows.
    Step(Screen, Effects),
}

/// What an admin's update asks to see; nothing for anybody else's.
pub(in crate::bot) fn wants(update: &Update, state: &ChatState, context: &Context<'_>) -> Wants {
    let person = update.person().map(|person| person.id);
    let Some(person) = person.filter(|person| context.is_admin(*person)) else {
        return Wants::Nothing;
    };
    let ask = match &update.kind {
        UpdateKind::Message(message) => {
            let text = message.text.as_deref();
            match text.and_then(Ask::parse_command) {
                Some(command) => command.ok(),
                None => {
                    let query = text.and_then(|_| ruling::about(state));
                    return query.map_or(Wants::Nothing, Wants::Report);
                }
            }
        }
        UpdateKind::CallbackQuery(query) => match query.data.as_deref().and_then(Press::parse) {
            Some(Press::Admin(ask)) => Some(ask),
            _ => None,
        },
        UpdateKind::MyChatMember(_)
        | UpdateKind::ChatMember(_)
        | UpdateKind::ChatJoinRequest(_)
        | UpdateKind::Unused => None,
    };
    let query = ask.and_then(|ask| query(&ask, person, context));
    query.map_or(Wants::Nothing, Wants::Report)
}

/// What has to be loaded for an answer.
fn query(ask: &Ask, admin: UserId, context: &Context<'_>) -> Option<Query> {
    Some(match ask {
        Ask::Stats(days) | Ask::Chart(days) => {
            let days = Days::until_today(*days, context.now, context.zone);
            Query::Stats(days, context.now)
        }
        Ask::Leads(page) => Query::Leads(page.query()),
        // Read when the file is made.
        Ask::LeadsFile(_) | Ask::PaymentsFile(_) => return None,
        Ask::Payments(page) => Query::Payments(page.query(), admin),
        Ask::News(_) => Query::Payments(payments::FIRST.query(), admin),
        Ask::Revenue(months) => {
            let months = Months::until_now(*months, context.now, context.zone);
            Query::Revenue(months, context.now)
        }
        Ask::Typed(action, text) => return ruling::query(*action, text, context),
        Ask::Ruling(step) => return ruling::step_query(step),
        Ask::Find(text) => Query::Find(text.clone(), find::MOST + 1),
        Ask::Card(person, _) => Query::Card(*person),
        Ask::Unmatched(page) => {
            let (page, most) = (u32::from(*page), u32::from(parked::ON_A_PAGE));
            Query::Unmatched(page.saturating_mul(most), most + 1)
        }
        Ask::Event(ask) => Query::Parked(ask.event, ask.person()),
        Ask::Doors | Ask::PutOut(_) | Ask::PutOutNow(..) => {
            Query::Doors(doors::query(ask, context))
        }
    })
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
    let chat = message.chat.id;
    let mut effects = Effects::default();
    let call = match message.text.as_deref().and_then(Ask::parse_command)? {
        Ok(ask) => match answer(talk, &ask, chat)? {
            // A command decides nothing.
            Answer::Screen(screen) | Answer::Decided(screen, _) => screen.send(chat),
            Answer::File(call, _) => call,
            Answer::Step(screen, more) => {
                effects = more;
                screen.send(chat)
            }
        },
        Err(usage) => how_to(talk, usage).send(chat),
    };
    effects.send(call);
    lead::leave(talk, chat, &mut effects);
    Some(effects)
}

/// A press of an admin. `None` when what it asked for was not loaded.
pub(super) fn press(talk: &Talk<'_>, query: &CallbackQuery, ask: &Ask) -> Option<Effects> {
    if let Ask::Event(ask) = ask {
        return parked::press(talk, query, ask);
    }
    let mut effects = Effects::default();
    let (call, toast) = match answer(talk, ask, query.from.id.private_chat())? {
        Answer::Screen(screen) => (screen.show_for(query), None),
        Answer::File(call, wait) => (call, Some(wait)),
        Answer::Decided(screen, change) => {
            let toast = change.is_none().then_some(TextKey::AdminDoorsChanged);
            effects.changes.extend(change.map(|change| *change));
            (screen.show_for(query), toast)
        }
        Answer::Step(screen, more) => {
            effects = more;
            (screen.show_for(query), None)
        }
    };
    effects.send(call);
    effects.answer = Some(CallbackAnswer {
        callback_query_id: query.id.clone(),
        text: toast.map(|key| talk.text(key, &[])),
    });
    Some(effects)
}

fn answer(talk: &Talk<'_>, ask: &Ask, chat: ChatId) -> Option<Answer> {
    match ask {
        Ask::LeadsFile(count) => {
            let file = leads_file::table(talk, chat, *count);
            return Some(Answer::File(file, TextKey::AdminCsvWait));
        }
        Ask::PaymentsFile(count) => {
            let file = payments_file::table(talk, chat, *count);
            return Some(Answer::File(file, TextKey::AdminCsvWait));
        }
        Ask::Typed(action, text) => {
            let mut effects = Effects::default();
            let screen = ruling::typed(talk, *action, text, &mut effects);
            return Some(Answer::Step(screen, effects));
        }
        Ask::Ruling(step) => {
            let mut effects = Effects::default();
            let screen = ruling::step(talk, step, &mut effects)?;
            return Some(Answer::Step(screen, effects));
        }
        _ => {}
    }
    Some(match (ask, talk.state.report.as_ref()?) {
        (Ask::Stats(_), Report::Stats(figures)) => Answer::Screen(stats::page(talk, figures)),
        (Ask::Chart(_), Report::Stats(figures)) => {
            Answer::File(stats::chart(talk, chat, figures), TextKey::AdminChartWait)
        }
        (Ask::Leads(page), Report::Leads(entries)) => {
            Answer::Screen(leads::list(talk, *page, entries))
        }
        (Ask::Payments(page), Report::Payments { entries, news }) => {
            Answer::Screen(payments::list(talk, *page, entries, *news))
        }
        (Ask::News(news), Report::Payments { entries, .. }) => {
            let mut effects = Effects::default();
            let screen = payments::chosen(talk, *news, entries, &mut effects);
            Answer::Step(screen, effects)
        }
        (Ask::Revenue(_), Report::Revenue(figures)) => Answer::Screen(revenue::page(talk, figures)),
        (Ask::Find(text), Report::Found(people)) => Answer::Screen(find::hits(talk, text, people)),
        (Ask::Card(_, back), Report::Card(Some(card))) => {
            Answer::Screen(card::page(talk, card, back))
        }
        (Ask::Doors, Report::Doors(found)) => Answer::Screen(doors::page(talk, found)),
        (Ask::PutOut(_), Report::Doors(found)) => Answer::Screen(doors::ask(talk, found)),
        (Ask::PutOutNow(_, named), Report::Doors(found)) => {
            let (screen, change) = doors::put_out(talk, *named, found);
            Answer::Decided(screen, change.map(Box::new))
        }
        (Ask::Card(_, back), Report::Card(None)) => Answer::Screen(card::gone(talk, back)),
        (Ask::Unmatched(page), Report::Unmatched(waiting)) => {
            Answer::Screen(parked::list(talk, *page, waiting))
        }
        _ => return None,
    })
}

fn how_to(talk: &Talk<'_>, usage: Usage) -> Screen {
    let key = match usage {
        Usage::Stats => TextKey::AdminStatsUsage,
        Usage::Leads => TextKey::AdminLeadsUsage,
        Usage::LeadsFile => TextKey::AdminCsvUsage,
        Usage::Find => TextKey::AdminFindUsage,
        Usage::Payments => TextKey::AdminPaymentsUsage,
        Usage::PaymentsFile => TextKey::AdminPaymentsCsvUsage,
        Usage::Revenue => TextKey::AdminRevenueUsage,
    };
    Screen {
        text: talk.text(key, &[]),
        keyboard: menu::home_only(talk),
    }
}

/// A button that asks for something.
fn button(talk: &Talk<'_>, key: TextKey, ask: Ask) -> Button {
    Button::callback(talk.text(key, &[]), Press::Admin(ask).encode())
}

/// A day in the project's zone.
fn day(talk: &Talk<'_>, at: jiff::Timestamp) -> String {
    talk.context.date(talk.locale, at)
}

/// A day and a time in the project's zone.
fn moment(talk: &Talk<'_>, at: jiff::Timestamp) -> String {
    let time = at.to_zoned(talk.context.zone.clone()).strftime("%H:%M");
    format!("{}, {time}", day(talk, at))
}
