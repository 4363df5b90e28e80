//! `/grant`, `/extend`, `/revoke` and the same from a card: an owner's decisions about somebody's access. Nothing takes
//! effect before the owner has seen who, what, until when and why, and has said yes.

mod reading;
mod screens;

#[cfg(test)]
mod tests;

use super::{super::prompt, Talk};
use crate::{
    bot::{
        Context,
        dialogue::Asks,
        effects::{Change, Effects},
        ledger::{Action, Ruling},
        report::{Query, Report, whom},
        ruling_steps::{RulingDraft, RulingStep, Term},
        screen::Screen,
        state::{ChatState, Person, Subscription},
    },
    content::TextKey,
    telegram::{UserId, types::Message},
};
use reading::Problem;

/// What has to be looked up for a command.
pub(super) fn query(action: Action, text: &str, context: &Context<'_>) -> Option<Query> {
    let typed = reading::typed(action, text, context).ok()?;
    Some(Query::Whom(typed.who))
}

/// The same for a button.
pub(super) fn step_query(step: &RulingStep) -> Option<Query> {
    match step {
        RulingStep::Begin(_, person)
        | RulingStep::Plan(_, person, _)
        | RulingStep::Days(_, person, _, _)
        | RulingStep::Person(_, person) => Some(Query::Whom(person.to_string())),
        RulingStep::Sure(_) | RulingStep::Not(_) => None,
    }
}

/// The same for an answer in words.
pub(super) fn about(state: &ChatState) -> Option<Query> {
    let user = draft_of(state)?.user?;
    Some(Query::Whom(user.to_string()))
}

fn draft_of(state: &ChatState) -> Option<&RulingDraft> {
    match &state.dialogue.prompt()?.asks {
        Asks::Ruling(draft) => Some(draft),
        _ => None,
    }
}

/// The person that was looked up, with their access.
fn found<'t>(talk: &'t Talk<'_>, text: &str) -> Option<(&'t Person, &'t [Subscription])> {
    match talk.state.report.as_ref()? {
        Report::Whom {
            people,
            subscriptions,
        } => Some((whom(text, people)?, subscriptions)),
        _ => None,
    }
}

/// Tells the buttons of this decision from those of others.
fn mark(talk: &Talk<'_>) -> u32 {
    u32::try_from(talk.update.0.rem_euclid(1 << 32)).unwrap_or_default()
}

/// A whole command.
pub(super) fn typed(talk: &Talk<'_>, action: Action, text: &str, effects: &mut Effects) -> Screen {
    let typed = match reading::typed(action, text, talk.context) {
        Ok(typed) => typed,
        Err(problem) => return screens::refused(talk, action, problem),
    };
    let draft = RulingDraft {
        mark: mark(talk),
        action,
        user: None,
        plan: typed.plan,
        term: typed.term,
        reason: Some(typed.reason),
    };
    if found(talk, &typed.who).is_some() {
        return go_on(talk, draft, &typed.who, effects);
    }
    match talk.state.report.as_ref() {
        Some(Report::Whom { people, .. }) if !people.is_empty() => {
            let screen = screens::choose(talk, draft.mark, people);
            prompt::ask(talk, Asks::Ruling(draft), effects);
            screen
        }
        _ => screens::nobody(talk, &typed.who),
    }
}

/// A press on the way; `None` when the button is worth nothing any more.
pub(super) fn step(talk: &Talk<'_>, step: &RulingStep, effects: &mut Effects) -> Option<Screen> {
    let begun = |action, person: UserId, plan: &str, term| RulingDraft {
        mark: mark(talk),
        action,
        user: Some(person.0),
        plan: plan.to_owned(),
        term,
        reason: None,
    };
    match step {
        RulingStep::Begin(action, person) => {
            let Some((who, known)) = found(talk, &person.to_string()) else {
                return Some(screens::nobody(talk, &person.to_string()));
            };
            Some(screens::plans(talk, *action, who, known))
        }
        RulingStep::Plan(action, person, plan) => {
            let draft = begun(*action, *person, plan, None);
            Some(go_on(talk, draft, &person.to_string(), effects))
        }
        RulingStep::Days(action, person, plan, days) => {
            let term = match days {
                0 => Term::Until(jiff::Timestamp::MAX),
                days => Term::Days(i32::from(*days)),
            };
            let draft = begun(*action, *person, plan, Some(term));
            Some(go_on(talk, draft, &person.to_string(), effects))
        }
        RulingStep::Person(mark, person) => {
            let draft = draft_of(talk.state).filter(|draft| draft.mark == *mark)?;
            Some(go_on(talk, draft.clone(), &person.to_string(), effects))
        }
        RulingStep::Sure(mark) => {
            let draft = draft_of(talk.state).filter(|draft| draft.mark == *mark)?;
            effects.changes.push(Change::Ruled(ruling(draft)?));
            Some(screens::said(talk, TextKey::AdminRuleAccepted))
        }
        RulingStep::Not(mark) => {
            draft_of(talk.state).filter(|draft| draft.mark == *mark)?;
            Some(screens::said(talk, TextKey::AdminRuleDropped))
        }
    }
}

/// The decision, when nothing is missing.
fn ruling(draft: &RulingDraft) -> Option<Ruling> {
    let person = UserId(draft.user?);
    if draft.lacks_term() {
        return None;
    }
    let (days, until) = match draft.term {
        Some(Term::Days(days)) => (Some(days), None),
        Some(Term::Until(until)) => (None, Some(until)),
        None => (None, None),
    };
    Some(Ruling {
        days,
        until,
        reason: draft.reason.clone()?,
        ..Ruling::about_person(draft.action, person, &draft.plan)
    })
}

/// The next question, or the look at all of it.
fn go_on(talk: &Talk<'_>, mut draft: RulingDraft, who: &str, effects: &mut Effects) -> Screen {
    let Some((person, known)) = found(talk, who) else {
        return screens::nobody(talk, who);
    };
    // Of somebody who asked to be forgotten nothing new is written down, and who has only paid is known.
    if person.forgotten {
        return screens::nobody(talk, who);
    }
    if talk.context.content.plan(&draft.plan).is_none() {
        return screens::refused(talk, draft.action, Problem::Plan);
    }
    draft.user = Some(person.id.0);
    let is_open = |one: &Subscription| one.plan == draft.plan && one.is_active(talk.context.now);
    if draft.action == Action::Revoke && !known.iter().any(is_open) {
        return screens::not_open(talk, person, &draft.plan);
    }
    let screen = if draft.lacks_term() {
        screens::until_when(talk, &draft, person)
    } else if draft.reason.is_none() {
        screens::why(talk, &draft, person)
    } else {
        screens::sure(talk, &draft, person, known)
    };
    prompt::ask(talk, Asks::Ruling(draft), effects);
    screen
}

/// What an admin writes while a decision lacks something. Nobody else has such a question open for long: whoever is no
/// admin any more is not heard.
pub(in super::super) fn answered(
    talk: &Talk<'_>,
    draft: &RulingDraft,
    message: &Message,
    effects: &mut Effects,
) -> Option<Screen> {
    let from = message.from.as_ref()?;
    if !talk.context.is_admin(from.id) {
        return None;
    }
    let who = draft.user?.to_string();
    let text = message.text.as_deref().unwrap_or_default();
    let mut draft = draft.clone();
    let again = |draft: RulingDraft, problem, effects: &mut Effects| {
        let action = draft.action;
        prompt::ask(talk, Asks::Ruling(draft), effects);
        Some(screens::refused(talk, action, problem))
    };
    if draft.lacks_term() {
        let words: Vec<&str> = text.split_whitespace().collect();
        match reading::term(draft.action, &words, talk.context) {
            Ok((term, used)) => {
                draft.term = Some(term);
                let rest: Vec<&str> = words.into_iter().skip(used).collect();
                draft.reason = reading::reason(&rest.join(" "));
            }
            Err(problem) => return again(draft, problem, effects),
        }
    } else {
        // The newest words count: a reason may be written better.
        match reading::reason(text) {
            Some(reason) => draft.reason = Some(reason),
            None => return again(draft, Problem::Reason, effects),
        }
    }
    Some(go_on(talk, draft, &who, effects))
}
