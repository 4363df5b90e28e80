//! What an admin sees on the way to a decision.

use jiff::{SignedDuration, Timestamp};

use super::{super::find, Problem, Talk};
use crate::{
    bot::{
        admin::{Ask, Back},
        callback_data::Press,
        fit,
        handlers::menu,
        ledger::Action,
        ruling_steps::{RulingDraft, RulingStep, Term},
        screen::Screen,
        state::{Person, Subscription},
    },
    content::TextKey,
    telegram::calls::{Button, Keyboard},
};

/// Lengths that have a button, in days.
const DAYS: [u16; 4] = [7, 30, 90, 365];
/// The longest title of a plan on a button.
const TITLE: usize = 40;

fn button(label: String, step: RulingStep) -> Button {
    Button::callback(label, Press::Admin(Ask::Ruling(step)).encode())
}

/// What is wrong, with an example and the plans that there are.
pub(super) fn refused(talk: &Talk<'_>, action: Action, problem: Problem) -> Screen {
    let content = talk.context.content;
    let plans = content.plans().iter();
    let plans: Vec<String> = plans
        .map(|plan| format!("{} — {}", plan.id, plan.title.get(talk.locale)))
        .collect();
    let id = content.plans().first().map_or("club", |plan| &plan.id);
    let example = match action {
        Action::Grant => TextKey::AdminRuleExampleGrant,
        Action::Extend => TextKey::AdminRuleExampleExtend,
        _ => TextKey::AdminRuleExampleRevoke,
    };
    let key = match problem {
        Problem::Usage => TextKey::AdminRuleUsage,
        Problem::Plan => TextKey::AdminRuleNoPlan,
        Problem::Term if action == Action::Extend => TextKey::AdminRuleNoDays,
        Problem::Term => TextKey::AdminRuleNoTerm,
        Problem::Past => TextKey::AdminRulePast,
        Problem::Reason => TextKey::AdminRuleNoReason,
    };
    let pieces = [
        talk.text(key, &[]),
        talk.text(example, &[("plan", id)]),
        talk.text(TextKey::AdminRulePlans, &[("plans", &plans.join("\n"))]),
    ];
    Screen {
        text: fit::message(&pieces, &talk.text(TextKey::AdminMore, &[])),
        keyboard: menu::home_only(talk),
    }
}

/// A word, and the way home.
pub(super) fn said(talk: &Talk<'_>, key: TextKey) -> Screen {
    Screen {
        text: talk.text(key, &[]),
        keyboard: menu::home_only(talk),
    }
}

/// Nobody that the bot knows is meant.
pub(super) fn nobody(talk: &Talk<'_>, who: &str) -> Screen {
    Screen {
        text: talk.text(TextKey::AdminRuleNobody, &[("text", who)]),
        keyboard: menu::home_only(talk),
    }
}

/// One of several people.
pub(super) fn choose(talk: &Talk<'_>, mark: u32, people: &[Person]) -> Screen {
    let keyboard = people.iter().fold(Keyboard::default(), |keyboard, person| {
        let step = RulingStep::Person(mark, person.id);
        keyboard.row(vec![button(find::label(talk, person), step)])
    });
    Screen {
        text: talk.text(TextKey::AdminRuleWhich, &[]),
        keyboard: keyboard.row(vec![menu::home_button(talk)]),
    }
}

/// The plans that something can be decided about: all of them, or those that the person has.
pub(super) fn plans(
    talk: &Talk<'_>,
    action: Action,
    person: &Person,
    known: &[Subscription],
) -> Screen {
    let has = |id: &str| {
        let mut known = known.iter();
        known.any(|one| one.plan == id && one.is_active(talk.context.now))
    };
    let plans = talk.context.content.plans().iter();
    let plans = plans.filter(|plan| action == Action::Grant || has(&plan.id));
    let keyboard = plans.fold(Keyboard::default(), |keyboard, plan| {
        let label = fit::cut(plan.title.get(talk.locale), TITLE);
        let step = RulingStep::Plan(action, person.id, plan.id.clone());
        keyboard.row(vec![button(label, step)])
    });
    let key = match action {
        _ if keyboard.inline_keyboard.is_empty() => TextKey::AdminRuleNothingOpen,
        Action::Grant => TextKey::AdminRuleAskGrant,
        Action::Extend => TextKey::AdminRuleAskExtend,
        _ => TextKey::AdminRuleAskRevoke,
    };
    Screen {
        text: talk.text(key, &[("person", &who(talk, person))]),
        keyboard: keyboard
            .row(vec![to_card(talk, person)])
            .row(vec![menu::home_button(talk)]),
    }
}

/// There is nothing to close.
pub(super) fn not_open(talk: &Talk<'_>, person: &Person, plan: &str) -> Screen {
    let plan = talk.context.content.plan_name(talk.locale, plan, plan);
    let args = [("person", who(talk, person)), ("plan", plan.to_owned())];
    let args: Vec<(&str, &str)> = args
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    Screen {
        text: talk.text(TextKey::AdminRuleNotOpen, &args),
        keyboard: Keyboard::default()
            .row(vec![to_card(talk, person)])
            .row(vec![menu::home_button(talk)]),
    }
}

/// Asks how long; some lengths have a button.
pub(super) fn until_when(talk: &Talk<'_>, draft: &RulingDraft, person: &Person) -> Screen {
    let step = |days| RulingStep::Days(draft.action, person.id, draft.plan.clone(), days);
    let lengths = DAYS.map(|days| {
        let content = talk.context.content;
        let label = content.plural(talk.locale, TextKey::AdminStatsDays, days.into(), &[]);
        button(label, step(days))
    });
    let key = if draft.action == Action::Extend {
        TextKey::AdminRuleAskDays
    } else {
        TextKey::AdminRuleAskTerm
    };
    let mut keyboard = Keyboard::default();
    for pair in lengths.chunks(2) {
        keyboard = keyboard.row(pair.to_vec());
    }
    if draft.action == Action::Grant {
        let label = talk.text(TextKey::AdminRuleForever, &[]);
        keyboard = keyboard.row(vec![button(label, step(0))]);
    }
    Screen {
        text: question(talk, key, draft, person),
        keyboard: keyboard.row(vec![no(talk, draft)]),
    }
}

/// Asks why.
pub(super) fn why(talk: &Talk<'_>, draft: &RulingDraft, person: &Person) -> Screen {
    Screen {
        text: question(talk, TextKey::AdminRuleAskReason, draft, person),
        keyboard: Keyboard::default().row(vec![no(talk, draft)]),
    }
}

/// Who, what, until when and why; nothing has happened yet.
pub(super) fn sure(
    talk: &Talk<'_>,
    draft: &RulingDraft,
    person: &Person,
    known: &[Subscription],
) -> Screen {
    let key = match draft.action {
        Action::Grant => TextKey::AdminRuleSureGrant,
        Action::Extend => TextKey::AdminRuleSureExtend,
        _ => TextKey::AdminRuleSureRevoke,
    };
    let yes = match draft.action {
        Action::Grant => TextKey::AdminRuleYesGrant,
        Action::Extend => TextKey::AdminRuleYesExtend,
        _ => TextKey::AdminRuleYesRevoke,
    };
    let plan = talk
        .context
        .content
        .plan_name(talk.locale, &draft.plan, &draft.plan);
    let end = end(talk, draft, known);
    let date = match end {
        Some(end) if end.as_second() > Timestamp::MAX.as_second() - 86_400 => {
            talk.text(TextKey::DateEndless, &[])
        }
        Some(end) => super::super::day(talk, end),
        None => String::new(),
    };
    let who = who(talk, person);
    let reason = draft.reason.as_deref().unwrap_or_default();
    let args = [
        ("person", who.as_str()),
        ("plan", plan),
        ("date", &date),
        ("reason", reason),
    ];
    let yes = button(talk.text(yes, &[]), RulingStep::Sure(draft.mark));
    Screen {
        text: talk.text(key, &args),
        keyboard: Keyboard::default()
            .row(vec![yes])
            .row(vec![no(talk, draft)]),
    }
}

/// The end that the decision would have if it took effect now, as it is worked out then.
fn end(talk: &Talk<'_>, draft: &RulingDraft, known: &[Subscription]) -> Option<Timestamp> {
    let days = match draft.term? {
        Term::Until(until) => return Some(until),
        Term::Days(days) => SignedDuration::from_hours(24 * i64::from(days)),
    };
    let of_plan = known.iter().filter(|one| one.plan == draft.plan);
    let now = talk.context.now;
    let from = of_plan.map(|one| one.access_until).max();
    let from = from.unwrap_or(now).max(now);
    Some(from.saturating_add(days).unwrap_or(Timestamp::MAX))
}

fn question(talk: &Talk<'_>, key: TextKey, draft: &RulingDraft, person: &Person) -> String {
    let plan = talk
        .context
        .content
        .plan_name(talk.locale, &draft.plan, &draft.plan);
    let who = who(talk, person);
    talk.text(key, &[("person", &who), ("plan", plan)])
}

fn no(talk: &Talk<'_>, draft: &RulingDraft) -> Button {
    let label = talk.text(TextKey::AdminRuleNo, &[]);
    button(label, RulingStep::Not(draft.mark))
}

fn to_card(talk: &Talk<'_>, person: &Person) -> Button {
    let back = Back::Find(person.id.to_string());
    let press = Press::Admin(Ask::Card(person.id, back));
    Button::callback(talk.text(TextKey::AdminCardButton, &[]), press.encode())
}

fn who(talk: &Talk<'_>, person: &Person) -> String {
    find::label(talk, person)
}
