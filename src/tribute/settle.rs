//! What follows from a decision of the owner, or of a buyer who claims a payment.

mod words;

use jiff::{SignedDuration, Timestamp};

use super::{
    carding::{claimed_in_vain, show, who},
    decide,
    event::{Delivery, Event, parse},
    facts,
    fields::endless,
    fold,
};
use crate::{
    bot::{
        Context,
        effects::{Change, Effects},
        ledger::{
            Action, COUNTED, DISMISSED, DONE, EventOutcome, Ledger, LedgerEvent, LedgerRuling,
            Settled, WAITING,
        },
        payment_words,
        report::Parked,
        state::ChatState,
    },
    content::TextKey,
    telegram::UserId,
};
use words::{refusal, report, tell_maker, tell_person};

/// A decision and what it is about.
#[derive(Debug, Clone, Copy)]
pub struct Settling<'a> {
    /// The decision.
    pub ruling: &'a LedgerRuling,
    /// Who made it; zero is the program.
    pub made_by: UserId,
    /// The event that it names, and what became of that so far.
    pub event: Option<(&'a LedgerEvent, &'a str)>,
    /// About whom it is, when somebody is known.
    pub person: Option<UserId>,
    /// Their state.
    pub chat: &'a ChatState,
    /// Their events and the decisions about them so far.
    pub ledger: &'a Ledger,
    /// Other events of the same payer that nobody was known for.
    pub parked: &'a [LedgerEvent],
    /// The event as its card showed it, when there is a card to bring up to date.
    pub shown: Option<&'a Parked>,
    /// What whoever made the decision is called; untrusted text.
    pub maker: &'a str,
}

/// Decides what follows. A decision that cannot take effect changes nothing, and whoever made it is told why.
#[must_use]
pub fn settle(case: &Settling<'_>, context: &Context<'_>) -> Settled {
    let settled = match case.ruling.ruling.action {
        Action::Give | Action::Plan | Action::Retry => event(case, context),
        Action::Dismiss => dismiss(case),
        Action::Grant | Action::Extend | Action::Revoke => person(case, context),
        // Written when somebody is forgotten, in effect at once.
        Action::Carried => Ok(done()),
    };
    let mut settled = settled.unwrap_or_else(|word| {
        let mut settled = Settled {
            word,
            ..Settled::default()
        };
        tell_maker(
            &mut settled.effects,
            case,
            TextKey::AdminRuledNot,
            &[("reason", &refusal(word, context))],
            context,
        );
        claimed_in_vain(&mut settled.effects, case, context);
        settled
    });
    show(&mut settled, case, context);
    settled
}

fn done() -> Settled {
    Settled {
        word: DONE,
        ..Settled::default()
    }
}

/// The event that waits, or why nothing can be done with it.
fn waiting<'a>(case: &Settling<'a>) -> Result<&'a LedgerEvent, &'static str> {
    match case.event {
        None => Err("there is no such event"),
        Some((_, word)) if !WAITING.contains(&word) => Err("this event is settled already"),
        Some((kept, _)) => Ok(kept),
    }
}

fn dismiss(case: &Settling<'_>) -> Result<Settled, &'static str> {
    waiting(case)?;
    let reason = case.ruling.ruling.reason.clone();
    Ok(Settled {
        ruled: Some(EventOutcome {
            word: DISMISSED,
            reason: Some(reason),
            plan: None,
        }),
        ..done()
    })
}

fn event(case: &Settling<'_>, context: &Context<'_>) -> Result<Settled, &'static str> {
    let kept = waiting(case)?;
    let ruling = &case.ruling.ruling;
    if case.person.is_none() {
        return Err("nobody is known for this event; say whose it is");
    }
    let mut kept = kept.clone();
    if let Some(plan) = &ruling.plan {
        if context.content.plan(plan).is_none() {
            return Err("the pack has no such plan");
        }
        kept.plan = Some(plan.clone());
        kept.by_hand = true;
    }
    let Ok(Delivery::Event(event)) = parse(&kept.body) else {
        return Err("the event cannot be read");
    };
    let verdict = decide::decide(&of(case, &event, &kept), context);
    let mut settled = Settled {
        effects: verdict.effects,
        freed: verdict.freed,
        ..done()
    };
    let took = COUNTED.contains(&verdict.ruled.word);
    let plan = verdict.ruled.plan.clone();
    settled.ruled = Some(verdict.ruled);
    if took {
        let until = until(&settled.effects, plan.as_deref());
        let args = [
            (
                "event",
                payment_words::event(context.content, context.default_locale, &event.name),
            ),
            ("number", kept.id.to_string()),
        ];
        report(
            &mut settled.effects,
            case,
            TextKey::AdminRuledOnEvent,
            plan.as_deref(),
            until,
            &args,
            context,
        );
    } else {
        settled.word = "the event still waits";
    }
    Ok(settled)
}

fn of<'a>(case: &Settling<'a>, event: &'a Event, kept: &'a LedgerEvent) -> decide::Case<'a> {
    decide::Case {
        event,
        kept,
        buyer: case.person,
        chat: case.chat,
        ledger: case.ledger,
        parked: case.parked,
        is_new: false,
    }
}

fn person(case: &Settling<'_>, context: &Context<'_>) -> Result<Settled, &'static str> {
    let ruling = &case.ruling.ruling;
    let person = case.person.ok_or("nobody is named")?;
    let plan = ruling.plan.as_deref().ok_or("no plan is named")?;
    if context.content.plan(plan).is_none() {
        return Err("the pack has no such plan");
    }
    let mut ruled = case.ruling.clone();
    ruled.ruling.until = end(case, plan, context);
    if ruling.action != Action::Revoke && ruled.ruling.until.is_none() {
        return Err("it does not say until when");
    }
    let before = &case.chat.subscriptions;
    if ruling.action == Action::Revoke
        && !before
            .iter()
            .any(|known| known.plan == plan && known.is_active(context.now))
    {
        return Err("the person has no open access by this plan");
    }
    let until = ruled.ruling.until;
    // Access by hand may be what an event was waiting for: of two who give it, the first one does.
    let settles = ruling.event.map(|_| waiting(case)).transpose()?;
    let mut ledger = case.ledger.clone();
    ledger.rulings.push(ruled);
    let after = fold::subscriptions(&ledger, context.content);
    let mut settled = Settled {
        until,
        ruled: settles.map(|_| EventOutcome {
            word: DISMISSED,
            reason: Some(ruling.reason.clone()),
            plan: None,
        }),
        ..done()
    };
    decide::changes(&mut settled.effects, before, &after);
    let key = if ruling.action == Action::Revoke {
        TextKey::RuledRevoked
    } else {
        TextKey::RuledGranted
    };
    let folded = after
        .iter()
        .find(|known| known.source == facts::hand(plan))
        .or_else(|| after.iter().find(|known| known.plan == plan));
    if let Some(folded) = folded {
        tell_person(&mut settled.effects, case, person, key, folded, context);
    }
    report(
        &mut settled.effects,
        case,
        TextKey::AdminRuled,
        Some(plan),
        until,
        &[],
        context,
    );
    Ok(settled)
}

/// The end that a decision means: as it says, or so many days after the access that the person has by the plan.
fn end(case: &Settling<'_>, plan: &str, context: &Context<'_>) -> Option<Timestamp> {
    let ruling = &case.ruling.ruling;
    if ruling.until.is_some() {
        return ruling.until;
    }
    let days = SignedDuration::from_hours(24 * i64::from(ruling.days?));
    let of_plan = case.chat.subscriptions.iter();
    let known = of_plan
        .filter(|known| known.plan == plan)
        .map(|known| known.access_until)
        .max();
    let from = known.unwrap_or(context.now).max(context.now);
    Some(from.saturating_add(days).unwrap_or_else(|_| endless()))
}

/// The end of the access by a plan among what is about to be stored.
fn until(effects: &Effects, plan: Option<&str>) -> Option<Timestamp> {
    let ends = effects.changes.iter().filter_map(|change| match change {
        Change::Subscribed(known) if Some(known.plan.as_str()) == plan => Some(known.access_until),
        _ => None,
    });
    ends.max()
}

#[cfg(test)]
mod tests;
