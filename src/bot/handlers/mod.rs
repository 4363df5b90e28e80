//! One file for each conversation; here is only who takes what.

pub(super) mod admin;
mod advised;
pub(super) mod assistant;
mod calculator;
mod catalogue;
pub(super) mod claim;
pub(super) mod door;
pub(super) mod lead;
pub(super) mod membership;
mod menu;
mod navigator;
mod notify;
mod picker;
pub(super) mod plan;
mod plan_pdf;
mod prompt;
mod quiz;
pub(super) mod referral;
pub(super) mod reminder;
pub(super) mod rights;
mod start;
mod subscription;
mod timezone;

use jiff::{Timestamp, tz::TimeZone};

use super::{
    Context, callback_data::Press, claim as links, command::Command, effects::Effects,
    screen::Screen, state::ChatState,
};
use crate::{
    content::{Locale, TextKey},
    telegram::{
        UpdateId,
        calls::CallbackAnswer,
        types::{CallbackQuery, Message, User},
    },
};

/// Everything a conversation's function needs, gathered once for each update.
#[derive(Clone, Copy)]
struct Talk<'a> {
    update: UpdateId,
    locale: Locale,
    state: &'a ChatState,
    context: &'a Context<'a>,
}

impl Talk<'_> {
    fn text(&self, key: TextKey, args: &[(&str, &str)]) -> String {
        self.context.content.text(self.locale, key, args)
    }

    /// The form of a text that goes with a number.
    fn plural(&self, key: TextKey, n: u64, args: &[(&str, &str)]) -> String {
        self.context.content.plural(self.locale, key, n, args)
    }

    /// The person's time zone.
    fn zone(&self) -> TimeZone {
        self.context.zone_of(self.state.person.as_ref())
    }

    /// A moment as a date by the person's clock.
    fn date(&self, at: Timestamp) -> String {
        let person = self.state.person.as_ref();
        self.context.date_for(person, self.locale, at)
    }
}

/// What a press leads to: a screen, and perhaps more.
struct Reply {
    screen: Screen,
    /// A word shown for a moment over the chat.
    toast: Option<TextKey>,
    effects: Effects,
}

impl From<Screen> for Reply {
    fn from(screen: Screen) -> Self {
        Self {
            screen,
            toast: None,
            effects: Effects::default(),
        }
    }
}

/// A message in the private chat.
pub(super) fn message(
    update: UpdateId,
    message: &Message,
    state: &ChatState,
    context: &Context<'_>,
) -> Effects {
    let Some(from) = message.from.as_ref().filter(|from| !from.is_bot) else {
        return Effects::default();
    };
    let locale = context.locale(state.person.as_ref(), from.language_code.as_deref());
    let talk = Talk {
        update,
        locale,
        state,
        context,
    };
    let command = message.text.as_deref().and_then(Command::parse);
    let effects = admin::message(&talk, from, message)
        .or_else(|| lead::message(&talk, from, message, command.as_ref()))
        .or_else(|| prompt::message(&talk, message, command.as_ref()))
        .unwrap_or_else(|| answered(&talk, from, message, command));
    prompt::ended(state, effects)
}

/// What a command says, or a friendly word for what is none.
fn answered(talk: &Talk<'_>, from: &User, message: &Message, command: Option<Command>) -> Effects {
    let mut effects = Effects::default();
    let begins = matches!(command, Some(Command::Start(_)));
    let screen = match command {
        Some(Command::Start(Some(payload))) if links::is_one(&payload) => {
            claim::welcome(talk, from, &mut effects)
        }
        Some(Command::Start(source)) => start::welcome(talk, from, source, &mut effects),
        // Of a form that is open both were taken above.
        Some(Command::Menu | Command::Cancel | Command::Consult) => menu::main(talk),
        Some(Command::Help) => menu::help(talk),
        Some(Command::Pdf) => match plan_pdf::document(talk, &from.first_name, message.chat.id) {
            Some(document) => {
                plan_pdf::send(document, &mut effects);
                lead::leave(talk, message.chat.id, &mut effects);
                return effects;
            }
            None => plan_pdf::empty(talk),
        },
        Some(Command::Ref) => referral::page(talk, &mut effects),
        Some(Command::Subscription) => subscription::page(talk),
        Some(Command::Right(right)) => return rights::message(talk, from, message.chat.id, right),
        Some(Command::Catalogue(words)) => catalogue::command(talk, &words, &mut effects),
        Some(Command::Assistant(words)) => assistant::question(talk, &words, &mut effects),
        Some(Command::Notify) => notify::page(talk),
        Some(Command::NotifyOn) => notify::turn_on(talk, &mut effects),
        Some(Command::NotifyOff) => notify::turn_off(talk, &mut effects),
        Some(Command::Timezone(None)) => timezone::page(talk, 0),
        Some(Command::Timezone(Some(city))) => timezone::choose(talk, &city, &mut effects),
        None => menu::fallback(talk),
    };
    effects.send(screen.send(message.chat.id));
    if begins {
        notify::ask_once(talk, message.chat.id, &mut effects);
    }
    lead::leave(talk, message.chat.id, &mut effects);
    effects
}

/// A press of a button.
pub(super) fn callback(
    update: UpdateId,
    query: &CallbackQuery,
    state: &ChatState,
    context: &Context<'_>,
) -> Effects {
    let locale = context.locale(state.person.as_ref(), query.from.language_code.as_deref());
    let talk = Talk {
        update,
        locale,
        state,
        context,
    };
    let press = query.data.as_deref().and_then(Press::parse);
    let press = press.filter(|press| admin::may(context, query.from.id, press));
    let for_a_lead = press
        .as_ref()
        .and_then(|press| lead::press(&talk, query, press))
        .or_else(|| lead::press_done(query, state, context));
    let effects = for_a_lead.unwrap_or_else(|| pressed(&talk, query, press));
    prompt::ended(state, effects)
}

/// What a press leads to.
fn pressed(talk: &Talk<'_>, query: &CallbackQuery, press: Option<Press>) -> Effects {
    let reply = match press {
        Some(Press::Home) => menu::main(talk).into(),
        Some(Press::Help) => menu::help(talk).into(),
        Some(Press::Plan) => plan::page(talk).into(),
        Some(Press::PlanPdf) => match plan_pdf::pressed(talk, query) {
            Some(effects) => return effects,
            None => plan_pdf::empty(talk).into(),
        },
        Some(Press::Advised) => match advised::pressed(talk, query) {
            Some(effects) => return effects,
            None => plan::page(talk).into(),
        },
        Some(Press::Catalogue(page)) => catalogue::page(talk, page).into(),
        Some(Press::CatalogueSearch) => catalogue::ask(talk),
        Some(Press::Product(id)) => match catalogue::product(talk, query, &id) {
            Some(effects) => return effects,
            None => outdated(talk),
        },
        Some(Press::Subscription) => subscription::page(talk).into(),
        Some(Press::CheckSubscription) => Reply {
            toast: Some(TextKey::SubscriptionChecked),
            ..subscription::page(talk).into()
        },
        Some(Press::Referral) => {
            let mut effects = Effects::default();
            Reply {
                screen: referral::page(talk, &mut effects),
                toast: None,
                effects,
            }
        }
        Some(Press::Assistant) => {
            let mut effects = Effects::default();
            let screen = assistant::open(talk, &mut effects);
            Reply {
                effects,
                ..screen.into()
            }
        }
        Some(Press::Calculator(id)) => calculator::open(talk, &id),
        Some(Press::Picker) => picker::open(talk),
        Some(Press::Pick(mark, choices)) => picker::chosen(talk, mark, &choices),
        Some(Press::Page(id)) => navigator::page(talk, &id),
        Some(Press::OpenQuiz(id)) => quiz::open(talk, &id),
        Some(Press::StartQuiz(id)) => quiz::start(talk, &id),
        Some(Press::ResumeQuiz(id)) => quiz::resume(talk, &id),
        Some(Press::Answer(step, answer)) => quiz::answer(talk, &step, answer),
        Some(Press::Back(step)) => quiz::back(talk, &step),
        Some(Press::Notify) => notify::page(talk).into(),
        Some(Press::NotifyOn) => notify::pressed_on(talk),
        Some(Press::NotifyOff) => notify::pressed_off(talk),
        Some(Press::NotifyNo) => notify::declined(talk),
        Some(Press::NotifyStop) => notify::stopped(talk),
        Some(Press::Zones(page)) => timezone::page(talk, page).into(),
        Some(Press::Zone(name)) => timezone::chosen(talk, &name),
        Some(Press::WriteCity) => timezone::ask(talk),
        Some(Press::Door(chat)) => return door::press(talk, query, chat),
        Some(Press::Right(right)) => return rights::press(talk, query, right),
        Some(Press::Admin(ask)) => match admin::press(talk, query, &ask) {
            Some(effects) => return effects,
            None => outdated(talk),
        },
        // What is left of these is not for this person.
        Some(Press::Consult(_) | Press::Lead(..) | Press::LeadDone(_)) | None => outdated(talk),
    };
    let mut effects = reply.effects;
    let mut toast = reply.toast;
    let left = effects.dialogue.is_some();
    match talk.state.dialogue.lead_form().filter(|_| left) {
        None => effects.send(reply.screen.show_for(query)),
        Some(form) => {
            toast = toast.or(Some(TextKey::LeadLeftShort));
            lead::give_way(talk, query, form, reply.screen, &mut effects);
        }
    }
    effects.answer = Some(CallbackAnswer {
        callback_query_id: query.id.clone(),
        text: toast.map(|key| talk.text(key, &[])),
    });
    effects
}

/// A button that leads nowhere any more (an old message, a changed pack): the menu, and a word why.
fn outdated(talk: &Talk<'_>) -> Reply {
    Reply {
        toast: Some(TextKey::ToastExpired),
        ..menu::main(talk).into()
    }
}
