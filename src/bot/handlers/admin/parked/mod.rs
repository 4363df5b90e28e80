//! Events that wait for the owner: their list, their cards, and what is decided about them.
//!
//! A press only writes down what was decided. It takes effect right after, under the lock of whom it is about, and then the
//! card says what became of it; so of two admins the first one decides, and the other one reads that.

mod list;
mod people;
mod reason;

pub(super) use list::{ON_A_PAGE, list};
pub(in crate::bot::handlers) use people::chosen;
pub(in crate::bot) use people::wants_people;
pub(in crate::bot::handlers) use reason::given;

use jiff::Timestamp;

use super::{Talk, button, lead, menu};
use crate::{
    bot::{
        admin::Ask,
        callback_data::Press,
        dialogue::{Asks, Dialogue},
        effects::{Change, Effects},
        fit,
        handlers::prompt,
        ledger::{Action, Ruling, UNPLANNED},
        parked,
        parked_buttons::{DAYS, EventAct, EventAsk},
        report::{Parked, Report},
        screen::Screen,
        state::Person,
    },
    content::{Plan, TextKey},
    telegram::{
        MessageId, UserId,
        calls::{Button, CallbackAnswer, Keyboard},
        types::CallbackQuery,
    },
};

/// Buttons beside each other.
const IN_A_ROW: usize = 3;

/// A press under an event. `None` when it was not loaded.
pub(super) fn press(talk: &Talk<'_>, query: &CallbackQuery, ask: &EventAsk) -> Option<Effects> {
    let Some(Report::Parked(found)) = &talk.state.report else {
        return None;
    };
    let Some(parked) = found.as_deref() else {
        let gone = Screen {
            text: talk.text(TextKey::ParkedGone, &[]),
            keyboard: menu::home_only(talk),
        };
        return Some(shown(query, gone, None));
    };
    let page = Page {
        talk,
        query,
        parked,
    };
    let mut effects = match &ask.act {
        _ if !parked.waits() => page.settled(&ask.act),
        EventAct::Open => shown(query, page.card(), None),
        EventAct::Give => page.ask_person(false),
        EventAct::Hand => page.ask_person(true),
        EventAct::GiveTo(person) => page.confirm(*person),
        EventAct::Given(person) => page.rule(Ruling {
            user: Some(*person),
            ..Ruling::about_event(Action::Give, parked.id)
        }),
        EventAct::Plans => page.plans(EventAct::Plan, TextKey::ParkedAskPlan, &[]),
        EventAct::Plan(plan) => page.about_plan(plan),
        EventAct::HandTo(person) => {
            let person = *person;
            let name = page.named(person);
            let act = |plan| EventAct::HandBy(person, plan);
            page.plans(act, TextKey::ParkedAskHandPlan, &[("person", &name)])
        }
        EventAct::HandBy(person, plan) => page.days(*person, plan),
        EventAct::HandFor(person, plan, days) => page.by_hand(*person, plan, *days),
        EventAct::Dismiss => page.ask_reason(),
        EventAct::Retry => page.rule(Ruling::about_event(Action::Retry, parked.id)),
    };
    lead::leave(talk, query.from.id.private_chat(), &mut effects);
    Some(effects)
}

/// A screen in place of the one that was pressed.
fn shown(query: &CallbackQuery, screen: Screen, toast: Option<String>) -> Effects {
    let mut effects = Effects::default();
    effects.send(screen.show_for(query));
    answered(query, toast, &mut effects);
    effects
}

fn answered(query: &CallbackQuery, toast: Option<String>, effects: &mut Effects) {
    effects.answer = Some(CallbackAnswer {
        callback_query_id: query.id.clone(),
        text: toast,
    });
}

/// One event, and a press under it.
struct Page<'a> {
    talk: &'a Talk<'a>,
    query: &'a CallbackQuery,
    parked: &'a Parked,
}

impl Page<'_> {
    fn card(&self) -> Screen {
        parked::card(self.parked, None, self.talk.locale, self.talk.context)
    }

    /// Somebody was first: the card says who.
    fn settled(&self, act: &EventAct) -> Effects {
        let toast =
            (*act != EventAct::Open).then(|| self.talk.text(TextKey::ParkedToastWasSettled, &[]));
        shown(self.query, self.card(), toast)
    }

    /// The message with the card: the one that was pressed, unless what was pressed came out of a question about it.
    fn card_message(&self) -> Option<MessageId> {
        let pressed = self
            .query
            .message
            .as_ref()
            .map(|message| message.message_id);
        self.asked().or(pressed)
    }

    /// The card that the open question is about.
    fn asked(&self) -> Option<MessageId> {
        match self.talk.state.dialogue.prompt().map(|prompt| &prompt.asks) {
            Some(Asks::EventPerson { event, card, .. } | Asks::EventReason { event, card }) => {
                card.filter(|_| *event == self.parked.id)
            }
            _ => None,
        }
    }

    /// The question goes below: the card stays, to say what became of it.
    fn ask(&self, key: TextKey, asks: Asks) -> Effects {
        let mut effects = Effects::default();
        prompt::ask(self.talk, asks, &mut effects);
        let number = self.parked.id.to_string();
        let screen = Screen {
            text: self.talk.text(key, &[("number", &number)]),
            keyboard: Keyboard::default().row(vec![self.back()]),
        };
        effects.send(screen.send(self.query.from.id.private_chat()));
        answered(self.query, None, &mut effects);
        effects
    }

    fn ask_person(&self, by_hand: bool) -> Effects {
        let key = if by_hand {
            TextKey::ParkedAskHand
        } else {
            TextKey::ParkedAskPerson
        };
        let asks = Asks::EventPerson {
            event: self.parked.id,
            by_hand,
            card: self.card_message(),
        };
        self.ask(key, asks)
    }

    fn ask_reason(&self) -> Effects {
        let asks = Asks::EventReason {
            event: self.parked.id,
            card: self.card_message(),
        };
        self.ask(TextKey::ParkedAskReason, asks)
    }

    /// The answer to a question, step by step: the card is kept in mind until the last one.
    fn step(&self, text: String, keyboard: Keyboard) -> Effects {
        let screen = Screen {
            text,
            keyboard: keyboard.row(vec![self.back()]),
        };
        let mut effects = shown(self.query, screen, None);
        if self.asked().is_some() {
            effects.dialogue = Some(self.talk.state.dialogue.clone());
        }
        effects
    }

    fn confirm(&self, person: UserId) -> Effects {
        let (name, number) = (self.named(person), self.parked.id.to_string());
        let args = [("person", name.as_str()), ("number", &number)];
        let yes = self.button(TextKey::ParkedButtonYes, EventAct::Given(person));
        let keyboard = Keyboard::default().row(vec![yes]);
        self.step(self.talk.text(TextKey::ParkedAskConfirm, &args), keyboard)
    }

    fn plans(
        &self,
        act: impl Fn(String) -> EventAct,
        key: TextKey,
        args: &[(&str, &str)],
    ) -> Effects {
        let button = |plan: &Plan| {
            let ask = Ask::Event(EventAsk::new(self.parked.id, act(plan.id.clone())));
            let title = fit::cut(plan.title.get(self.talk.locale), 60);
            vec![Button::callback(title, Press::Admin(ask).encode())]
        };
        let plans = self.talk.context.content.plans().iter().map(button);
        let keyboard = plans.fold(Keyboard::default(), Keyboard::row);
        self.step(self.talk.text(key, args), keyboard)
    }

    /// A plan can be named for an event whose person is known.
    fn about_plan(&self, plan: &str) -> Effects {
        if !self.parked.is(UNPLANNED) || self.talk.context.content.plan(plan).is_none() {
            let toast = self.talk.text(TextKey::ToastExpired, &[]);
            return shown(self.query, self.card(), Some(toast));
        }
        self.rule(Ruling {
            plan: Some(plan.to_owned()),
            ..Ruling::about_event(Action::Plan, self.parked.id)
        })
    }

    fn days(&self, person: UserId, plan: &str) -> Effects {
        let (name, title) = (self.named(person), self.title(plan));
        let args = [("person", name.as_str()), ("plan", &title)];
        let button = |days: u16| {
            let ask = EventAsk::new(
                self.parked.id,
                EventAct::HandFor(person, plan.to_owned(), days),
            );
            let label = match days {
                0 => self.talk.text(TextKey::ParkedButtonEndless, &[]),
                days => self
                    .talk
                    .plural(TextKey::ParkedButtonDays, days.into(), &[]),
            };
            Button::callback(label, Press::Admin(Ask::Event(ask)).encode())
        };
        let buttons = DAYS.map(button);
        let keyboard = buttons
            .chunks(IN_A_ROW)
            .map(<[Button]>::to_vec)
            .fold(Keyboard::default(), Keyboard::row);
        self.step(self.talk.text(TextKey::ParkedAskHandDays, &args), keyboard)
    }

    fn by_hand(&self, person: UserId, plan: &str, days: u16) -> Effects {
        self.rule(Ruling {
            event: Some(self.parked.id),
            days: (days > 0).then_some(days.into()),
            until: (days == 0).then_some(Timestamp::MAX),
            ..Ruling::about_person(Action::Grant, person, plan)
        })
    }

    /// Writes down what was decided. What was pressed becomes a card when it is none; then all is said there.
    fn rule(&self, ruling: Ruling) -> Effects {
        let card = self.card_message();
        let pressed = self
            .query
            .message
            .as_ref()
            .map(|message| message.message_id);
        let mut effects = Effects::default();
        if card != pressed {
            effects.send(recorded(self.talk, self.parked.id).show_for(self.query));
        }
        effects.dialogue = Some(self.talk.state.dialogue.without_words())
            .filter(|_| self.talk.state.dialogue.prompt().is_some());
        effects
            .changes
            .push(Change::Ruled(Ruling { card, ..ruling }));
        let toast = self.talk.text(TextKey::ParkedToastTaken, &[]);
        answered(self.query, Some(toast), &mut effects);
        effects
    }

    fn title(&self, plan: &str) -> String {
        let content = self.talk.context.content;
        content.plan_name(self.talk.locale, plan, plan).to_owned()
    }

    /// Whom a button names: by their name when they are known.
    fn named(&self, person: UserId) -> String {
        let known = self.parked.candidate.as_ref();
        known
            .filter(|known| known.id == person)
            .map_or_else(|| person.to_string(), |known| named(self.talk, known))
    }

    fn button(&self, key: TextKey, act: EventAct) -> Button {
        button(
            self.talk,
            key,
            Ask::Event(EventAsk::new(self.parked.id, act)),
        )
    }

    fn back(&self) -> Button {
        self.button(TextKey::ParkedButtonBack, EventAct::Open)
    }
}

/// A decision is written down; the card says what became of it.
fn recorded(talk: &Talk<'_>, event: i64) -> Screen {
    let open = EventAsk::new(event, EventAct::Open);
    let back = button(talk, TextKey::ParkedButtonBack, Ask::Event(open));
    Screen {
        text: talk.text(
            TextKey::ParkedAskRecorded,
            &[("number", &event.to_string())],
        ),
        keyboard: Keyboard::default().row(vec![back]),
    }
}

/// A person, on one line, so that nobody is taken for somebody else of the same name.
fn named(talk: &Talk<'_>, person: &Person) -> String {
    let name = super::find::name(talk, person);
    match &person.username {
        Some(username) => format!("{name} @{username}, {}", person.id),
        None => format!("{name}, {}", person.id),
    }
}

/// What the open question is about, taken from the dialogue.
fn prompted(dialogue: &Dialogue) -> Option<&Asks> {
    dialogue.prompt().map(|prompt| &prompt.asks)
}
