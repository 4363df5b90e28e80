//! A request for a consultation: name, phone, comment, a last look, and it goes to the owner.
//!
//! The form is a conversation of messages, so it takes what people write while it is open; any command leaves it.
//! Its buttons carry the form and the step: one of an earlier step changes nothing and draws nothing.

mod done;
mod notice;
mod questions;
mod words;

pub(super) use done::press as press_done;
pub(in crate::bot) use done::{named, outside, pressed_outside};
pub(super) use notice::source as source_in_words;

use super::{Talk, menu};
use crate::{
    bot::{
        callback_data::{LeadAct, LeadStep, Press},
        command::Command,
        dialogue::Dialogue,
        effects::{Change, Effects, EventName},
        lead::{Asking, Lead, LeadForm},
        phone,
        screen::Screen,
    },
    content::{Locale, TextKey},
    telegram::{
        ChatId,
        calls::{Call, CallbackAnswer},
        reply_keyboard::Below,
        types::{CallbackQuery, Message, User},
    },
};
use questions::{To, ask, question};

/// Takes a message that is for the form: `/consult`, `/cancel`, and whatever is written while one is open.
/// `None` for everything else; a command then leaves the form.
pub(super) fn message(
    talk: &Talk<'_>,
    from: &User,
    message: &Message,
    command: Option<&Command>,
) -> Option<Effects> {
    let mut effects = Effects::default();
    let chat = from.id.private_chat();
    match (command, talk.state.dialogue.lead_form()) {
        (Some(Command::Consult), _) => open(talk, &mut effects, "command", To::Chat(chat)),
        (Some(Command::Cancel), Some(form)) => cancel(talk, &mut effects, form, To::Chat(chat)),
        (None, Some(form)) => answer(talk, &mut effects, form, from, message),
        _ => return None,
    }
    Some(effects)
}

/// Takes a press of the form's buttons and of those that open it.
pub(super) fn press(talk: &Talk<'_>, query: &CallbackQuery, press: &Press) -> Option<Effects> {
    let mut effects = Effects::default();
    let mut toast = None;
    match press {
        Press::Consult(quiz) => {
            let source = source(talk, quiz.as_deref());
            open(talk, &mut effects, &source, To::Place(query));
        }
        Press::Lead(step, act) => toast = act_on(talk, &mut effects, query, *step, *act),
        _ => return None,
    }
    effects.answer = Some(CallbackAnswer {
        callback_query_id: query.id.clone(),
        text: toast.map(|key| talk.text(key, &[])),
    });
    Some(effects)
}

/// When a command begins something else, the form ends with a word about it, before the rest.
pub(super) fn leave(talk: &Talk<'_>, chat: ChatId, effects: &mut Effects) {
    let Some(form) = talk.state.dialogue.lead_form() else {
        return;
    };
    effects.dialogue.get_or_insert_with(|| after(form));
    let rest = std::mem::take(&mut effects.outgoing);
    effects.send(below(
        chat,
        talk.text(TextKey::LeadLeft, &[]),
        Below::Nothing,
    ));
    effects.outgoing.extend(rest);
}

/// The form ends because a press began something else, which is shown. What stands below the text box can only be
/// taken away by a message, and then the screen goes below that one.
pub(super) fn give_way(
    talk: &Talk<'_>,
    query: &CallbackQuery,
    form: &LeadForm,
    screen: Screen,
    effects: &mut Effects,
) {
    if form.asking == Asking::Phone {
        let chat = query.from.id.private_chat();
        effects.send(screen.send(chat));
        leave(talk, chat, effects);
    } else {
        effects.send(screen.show_for(query));
    }
}

/// A new form, or the question in hand of the one that is open.
fn open(talk: &Talk<'_>, effects: &mut Effects, source: &str, to: To<'_>) {
    if let Some(form) = talk.state.dialogue.lead_form() {
        return effects.send(question(talk, form, false, to));
    }
    let form = LeadForm {
        form: u32::try_from(talk.update.0.rem_euclid(1 << 32)).unwrap_or_default(),
        turn: 0,
        source: source.to_owned(),
        asking: Asking::Name,
        name: None,
        phone: None,
        comment: None,
        complete: false,
        paused_quiz: talk.state.dialogue.quiz_run().cloned(),
    };
    effects.send(question(talk, &form, false, to));
    effects.dialogue = Some(Dialogue::Lead(form));
}

/// Where the form was opened: under the result of a quiz also which result.
fn source(talk: &Talk<'_>, quiz: Option<&str>) -> String {
    let made = talk.state.recommendation.as_ref();
    match made.filter(|made| Some(made.advisor.id()) == quiz) {
        Some(made) => {
            let advisor = &made.advisor;
            format!("{}:{}:{}", advisor.kind(), advisor.id(), made.band)
        }
        _ => "menu".to_owned(),
    }
}

/// What was written, as the answer to the question in hand. What is no answer is followed by the question in
/// other words; nothing is lost.
fn answer(talk: &Talk<'_>, effects: &mut Effects, form: &LeadForm, from: &User, message: &Message) {
    let to = To::Chat(from.id.private_chat());
    let text = message.text.as_deref().map(str::trim).unwrap_or_default();
    if is_cancel(talk, text) {
        return cancel(talk, effects, form, to);
    }
    // A command that we do not know is no answer either.
    let text = if text.starts_with('/') { "" } else { text };
    let mut next = form.clone();
    let taken = match form.asking {
        Asking::Name => words::name(text).map(|name| next.name = Some(name)),
        Asking::Phone => {
            let language = from.language_code.as_deref();
            let number = match &message.contact {
                Some(contact) if contact.user_id == Some(from.id) => {
                    phone::shared(&contact.phone_number)
                }
                Some(_) => return effects.send(questions::foreign_phone(talk, form, to)),
                None => phone::parse(text, language, talk.locale),
            };
            number.map(|number| next.phone = Some(number))
        }
        Asking::Comment => words::comment(text).map(|comment| next.comment = comment),
        Asking::Check => None,
    };
    if taken.is_none() {
        return effects.send(question(talk, form, true, to));
    }
    next.asking = form.next();
    ask(talk, effects, next, to);
}

/// The button below the text box writes its words; in whichever language it was shown.
fn is_cancel(talk: &Talk<'_>, text: &str) -> bool {
    let label = |locale| {
        talk.context
            .content
            .text(locale, TextKey::ButtonCancel, &[])
    };
    Locale::ALL.into_iter().any(|locale| label(locale) == text)
}

/// A press on one of the form's buttons; a toast instead when it is of another form or step.
fn act_on(
    talk: &Talk<'_>,
    effects: &mut Effects,
    query: &CallbackQuery,
    step: LeadStep,
    act: LeadAct,
) -> Option<TextKey> {
    let form = talk.state.dialogue.lead_form();
    let Some(form) = form.filter(|form| form.form == step.form) else {
        return Some(TextKey::LeadClosed);
    };
    if act == LeadAct::Cancel {
        cancel(talk, effects, form, To::Place(query));
        return None;
    }
    if form.turn != step.turn {
        return Some(TextKey::LeadStale);
    }
    let mut next = form.clone();
    match (act, form.asking) {
        (LeadAct::Send, Asking::Check) => {
            return send(talk, effects, query, form);
        }
        (LeadAct::Change, Asking::Check) => {
            effects.send(questions::what_to_change(talk, form).show_for(query));
            return None;
        }
        (LeadAct::Skip, Asking::Comment) => {
            next.comment = None;
            next.asking = Asking::Check;
        }
        (LeadAct::Name, _) if form.complete => next.asking = Asking::Name,
        (LeadAct::Phone, _) if form.complete => next.asking = Asking::Phone,
        (LeadAct::Comment, _) if form.complete => next.asking = Asking::Comment,
        (LeadAct::Check, _) if form.complete => next.asking = Asking::Check,
        _ => return Some(TextKey::LeadStale),
    }
    ask(talk, effects, next, To::Place(query));
    None
}

/// The end: a lead, the owner's notice and a word of thanks, all in one transaction.
fn send(
    talk: &Talk<'_>,
    effects: &mut Effects,
    query: &CallbackQuery,
    form: &LeadForm,
) -> Option<TextKey> {
    let (Some(name), Some(phone)) = (form.name.clone(), form.phone.clone()) else {
        return Some(TextKey::LeadStale);
    };
    let lead = Lead {
        key: talk.update.0,
        user: query.from.id,
        username: query.from.username.clone(),
        name,
        phone,
        comment: form.comment.clone(),
        source: form.source.clone(),
        created_at: talk.context.now,
        done: false,
    };
    let number = phone::shown(&lead.phone);
    let thanks = Screen {
        text: talk.text(
            TextKey::LeadThanks,
            &[("name", &lead.name), ("phone", &number)],
        ),
        keyboard: menu::home_only(talk),
    };
    effects.send(thanks.show_for(query));
    if let Some(chat) = talk.context.leads_chat {
        effects.send_or_keep(notice::fresh(talk.context, &lead).send(chat));
    }
    effects.note(EventName::LeadSent, Some(lead.source.clone()));
    effects.changes.push(Change::Lead(lead));
    effects.dialogue = Some(after(form));
    None
}

fn cancel(talk: &Talk<'_>, effects: &mut Effects, form: &LeadForm, to: To<'_>) {
    effects.dialogue = Some(after(form));
    let text = talk.text(TextKey::LeadCancelled, &[]);
    let screen = Screen {
        text,
        keyboard: menu::doors(talk),
    };
    match to {
        // Nothing stands below the text box, so one screen is enough.
        To::Place(query) if form.asking != Asking::Phone => effects.send(screen.show_for(query)),
        To::Place(_) | To::Chat(_) => {
            let chat = to.chat();
            effects.send(below(chat, screen.text, Below::Nothing));
            effects.send(menu::main(talk).send(chat));
        }
    }
}

/// What goes on when the form ends.
fn after(form: &LeadForm) -> Dialogue {
    let quiz = form.paused_quiz.clone();
    quiz.map_or(Dialogue::Idle, Dialogue::Quiz)
}

fn below(chat_id: ChatId, text: String, below: Below) -> Call {
    Call::SendMessageBelow {
        chat_id,
        text,
        below,
    }
}
