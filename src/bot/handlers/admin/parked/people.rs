//! Whose an event is: the owner writes what they know of the person.

use super::{EventAct, EventAsk, named, prompted};
use crate::{
    bot::{
        Context,
        admin::{self, Ask},
        callback_data::Press,
        command::Command,
        dialogue::Asks,
        effects::Effects,
        fit,
        handlers::{Talk, prompt},
        report::{Query, Report},
        screen::Screen,
        state::ChatState,
    },
    content::TextKey,
    telegram::{
        UserId,
        calls::{Button, Keyboard},
        types::{Message, Update, UpdateKind},
    },
};

/// People that are offered at most.
const MOST: usize = 5;
/// Telegram's ids have at most 52 bits.
const LARGEST_ID: i64 = 1 << 52;

/// The people that the owner's answer may mean.
pub(in crate::bot) fn wants_people(
    update: &Update,
    state: &ChatState,
    context: &Context<'_>,
) -> Option<Query> {
    let owner = update.person()?;
    let UpdateKind::Message(message) = &update.kind else {
        return None;
    };
    let Some(Asks::EventPerson { .. }) = prompted(&state.dialogue) else {
        return None;
    };
    let command = message.text.as_deref().and_then(Command::parse);
    if command.is_some() || !context.is_admin(owner.id) {
        return None;
    }
    let most = u32::try_from(MOST).unwrap_or_default();
    Some(Query::Find(sought(message)?, most.saturating_add(1)))
}

/// What to look for: an id of a forwarded contact, or what was written.
fn sought(message: &Message) -> Option<String> {
    let contact = message.contact.as_ref();
    match contact {
        Some(contact) => match contact.user_id {
            Some(id) => Some(id.to_string()),
            None => admin::search(&contact.phone_number),
        },
        None => admin::search(message.text.as_deref()?),
    }
}

/// An id that somebody may have who never wrote to the bot.
fn stranger(text: &str) -> Option<UserId> {
    let id = text.parse().ok();
    id.filter(|id| (1..LARGEST_ID).contains(id)).map(UserId)
}

/// The owner's answer: those who fit, a button each.
pub(in crate::bot::handlers) fn chosen(
    talk: &Talk<'_>,
    message: &Message,
    event: i64,
    by_hand: bool,
    effects: &mut Effects,
) -> Screen {
    // Whoever was meant may be somebody else: it can be written anew until one is chosen.
    if let Some(asks) = prompted(&talk.state.dialogue) {
        prompt::ask(talk, asks.clone(), effects);
    }
    let found = match &talk.state.report {
        Some(Report::Found(people)) => people.as_slice(),
        _ => &[],
    };
    let act = |person| {
        if by_hand {
            EventAct::HandTo(person)
        } else {
            EventAct::GiveTo(person)
        }
    };
    let button = |label: String, person| {
        let ask = Ask::Event(EventAsk::new(event, act(person)));
        vec![Button::callback(
            fit::cut(&label, 64),
            Press::Admin(ask).encode(),
        )]
    };
    let text = sought(message).unwrap_or_default();
    let known = found.iter().take(MOST);
    let rows = known.map(|person| button(named(talk, person), person.id));
    let stranger = stranger(&text).filter(|id| found.iter().all(|person| person.id != *id));
    let unknown = stranger.map(|id| {
        let label = talk.text(TextKey::ParkedFoundStranger, &[("id", &id.to_string())]);
        button(label, id)
    });
    let key = match found.len() {
        0 if stranger.is_some() => TextKey::ParkedFoundOnlyId,
        0 => TextKey::ParkedFoundNone,
        count if count > MOST => TextKey::ParkedFoundMany,
        _ => TextKey::ParkedFoundSome,
    };
    let back = Ask::Event(EventAsk::new(event, EventAct::Open));
    let back = super::button(talk, TextKey::ParkedButtonBack, back);
    Screen {
        text: talk.text(key, &[("text", &text)]),
        keyboard: rows
            .chain(unknown)
            .fold(Keyboard::default(), Keyboard::row)
            .row(vec![back]),
    }
}
