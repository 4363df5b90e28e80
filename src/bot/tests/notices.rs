//! Notices about the end of access: which, when, in whose words, and each once.

mod moments;
mod people;
mod truth;

use super::*;
use crate::bot::{
    access::{Basis, Subscription},
    effects::{Lane, Outgoing},
    notices::{self, Due, Notice, Planned, Told},
};

fn at(text: &str) -> Timestamp {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn access(plan: &str, source: &str, until: &str, auto_renew: bool, basis: Basis) -> Subscription {
    Subscription {
        source: source.into(),
        plan: plan.into(),
        name: "Клуб".into(),
        access_until: at(until),
        auto_renew,
        basis,
        known_at: Timestamp::UNIX_EPOCH,
        price_minor: 49_900,
        currency: "rub".into(),
    }
}

fn cancelled(until: &str) -> Subscription {
    access("club", "sub:1644", until, false, Basis::Paid)
}

fn renewing(until: &str) -> Subscription {
    access("club", "sub:1644", until, true, Basis::Paid)
}

/// A person with access, and what is planned for each piece of it.
struct World {
    state: ChatState,
    plans: Vec<(String, Option<Planned>)>,
    now: Timestamp,
    /// What was said, and when.
    said: Vec<(Timestamp, Outgoing)>,
    told: Vec<Told>,
}

impl World {
    fn new(zone: &str, language: &str, now: &str) -> Self {
        let person = Person {
            id: UserId(ANNA),
            first_name: "Анна".into(),
            username: None,
            language_code: Some(language.into()),
            source: None,
            started: true,
            first_paid_at: None,
            unreachable: false,
            last_seen_at: None,
            zone: Some(zone.into()),
            reminders: Reminders::default(),
            locale: None,
            forgotten: false,
        };
        Self {
            state: ChatState {
                person: Some(person),
                ..ChatState::default()
            },
            plans: Vec::new(),
            now: at(now),
            said: Vec::new(),
            told: Vec::new(),
        }
    }

    /// What the store does when access changes: the next notice is to be planned anew, at once.
    fn saves(&mut self, subscription: Subscription) {
        let source = subscription.source.clone();
        self.state
            .subscriptions
            .retain(|known| known.source != source);
        self.plans.retain(|(known, _)| *known != source);
        self.state.subscriptions.push(subscription);
        let plan = Planned {
            at: self.now,
            notice: None,
        };
        self.plans.push((source, Some(plan)));
    }

    /// One look at the clock.
    fn looks(&mut self) {
        let is_due = |planned: &Option<Planned>| planned.is_some_and(|plan| plan.at <= self.now);
        let due = self.plans.iter().filter(|(_, planned)| is_due(planned));
        let due: Vec<Due> = due
            .map(|(source, planned)| Due {
                source: source.clone(),
                planned: planned.and_then(|plan| plan.notice),
            })
            .collect();
        let zone = TimeZone::get("Europe/Moscow").expect("known");
        let context = Context {
            content: &CONTENT,
            now: self.now,
            zone: &zone,
            default_locale: Locale::Ru,
            admins: &[],
            leads_chat: None,
            bot_name: None,
            bot_id: crate::telegram::UserId(777_000_111),
            assistant: false,
            code_key: &CodeKey::derive("123456:TEST"),
            schedule: &SCHEDULE,
        };
        for noticed in notices::notice(&self.state, &due, &context) {
            assert!(noticed.next.is_none_or(|next| next.at > self.now));
            assert_eq!(noticed.message.is_some(), noticed.told == Told::Sent);
            if noticed.told != Told::Later {
                self.told.push(noticed.told);
            }
            self.said
                .extend(noticed.message.map(|message| (self.now, message)));
            let mut plans = self.plans.iter_mut();
            let plan = plans.find(|(source, _)| *source == noticed.source);
            plan.expect("planned").1 = noticed.next;
        }
    }

    /// Looks every half an hour until then.
    fn lives_until(&mut self, until: &str) {
        let until = at(until);
        while self.now < until {
            self.looks();
            self.now += SignedDuration::from_mins(30);
        }
        self.now = until;
        self.looks();
    }

    fn next(&self) -> Option<(String, Notice)> {
        let plan = self.plans.first().and_then(|(_, plan)| *plan)?;
        Some((plan.at.to_string(), plan.notice?))
    }

    fn texts(&self) -> Vec<(String, String)> {
        let texts = self.said.iter().map(|(at, message)| {
            let Call::SendMessage { text, keyboard, .. } = &message.call else {
                panic!("{message:?}");
            };
            check_screen(text, keyboard.as_ref().expect("a way on"));
            (at.to_string(), text.clone())
        });
        texts.collect()
    }
}

/// What was said, each at its moment.
fn expect(world: &World, expected: &[(&str, &str)]) {
    let texts = world.texts();
    assert_eq!(texts.len(), expected.len(), "{texts:#?}");
    for ((at, text), (moment, words)) in texts.iter().zip(expected) {
        assert_eq!(at, moment, "{text}");
        assert!(text.contains(words), "{words} in {text}");
    }
}
