//! From an event to effects. Access is folded anew from all that is known of the person, so the order in which events
//! arrive cannot matter.

use super::{
    event::{Delivery, Event, parse},
    facts::{self, Gap},
    fold,
    kinds::Kind,
    money, reporting, telling,
};
use crate::{
    bot::{
        Context,
        access::Subscription,
        effects::{Change, Effects},
        ledger::{
            APPLIED, COUNTED, EventOutcome, Ledger, LedgerEvent, POISON, STORED, UNMATCHED,
            UNPLANNED, UNREADABLE,
        },
        state::ChatState,
    },
    content::Content,
    telegram::UserId,
};

/// An event and what is known of its buyer.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The event.
    pub event: &'a Event,
    /// The same as it is kept.
    pub kept: &'a LedgerEvent,
    /// Whose it is, when somebody is known for it.
    pub buyer: Option<UserId>,
    /// Their state; empty for an unknown buyer.
    pub chat: &'a ChatState,
    /// Their events and the decisions about them, without this event.
    pub ledger: &'a Ledger,
    /// Earlier events of the same payer that nobody was known for, whether or not they waited for somebody.
    pub parked: &'a [LedgerEvent],
    /// It has just come in, and the owner has not heard of it.
    pub is_new: bool,
}

/// What follows from an event.
#[derive(Debug, Default)]
pub struct Verdict {
    /// What to store and send.
    pub effects: Effects,
    /// What became of the event itself.
    pub ruled: EventOutcome,
    /// What became of the events that were parked before.
    pub freed: Vec<(i64, EventOutcome)>,
}

/// What follows from an event whose decision failed over a mistake of ours: it waits, and the owners have its card.
#[must_use]
pub fn poisoned(case: &Case<'_>, context: &Context<'_>) -> Verdict {
    let ruled = EventOutcome {
        word: POISON,
        ..EventOutcome::default()
    };
    let mut effects = Effects::default();
    reporting::owner_alone(
        &mut effects,
        case.event,
        case.kept,
        &ruled,
        case.is_new,
        &[],
        context,
    );
    Verdict {
        effects,
        ruled,
        freed: Vec::new(),
    }
}

/// Decides about an event, and about the events of the same payer that were parked before, which a known buyer sets
/// free.
#[must_use]
pub fn decide(case: &Case<'_>, context: &Context<'_>) -> Verdict {
    let ruled = outcome(case.event, case.kept, case.buyer, context.content);
    let Some(buyer) = case.buyer else {
        let mut effects = Effects::default();
        reporting::owner_alone(
            &mut effects,
            case.event,
            case.kept,
            &ruled,
            case.is_new,
            &case.chat.payment_news,
            context,
        );
        return Verdict {
            effects,
            ruled,
            freed: Vec::new(),
        };
    };
    let mut verdict = Verdict::default();
    if let Some(payer) = &case.event.payer {
        let change = Change::Payer(payer.clone());
        verdict.effects.changes.push(change);
    }
    // Oldest first, the one that has just arrived last.
    let mut news: Vec<(Event, &LedgerEvent, EventOutcome)> = Vec::new();
    let mut ledger = case.ledger.clone();
    for kept in case.parked {
        if let Ok(Delivery::Event(event)) = parse(&kept.body) {
            let ruled = outcome(&event, kept, case.buyer, context.content);
            verdict.freed.push((kept.id, ruled.clone()));
            // What waited for nobody is theirs from now on, and no news.
            if outcome(&event, kept, None, context.content).word == STORED {
                ledger.events.push(kept.clone());
            } else {
                news.push((*event, kept, ruled));
            }
        }
    }
    news.push((case.event.clone(), case.kept, ruled.clone()));
    verdict.ruled = ruled;

    let counting = news
        .iter()
        .filter(|(_, _, outcome)| COUNTED.contains(&outcome.word));
    ledger
        .events
        .extend(counting.map(|(_, kept, _)| (*kept).clone()));
    let after = fold::subscriptions(&ledger, context.content);
    let mut telling = telling::Telling::new(buyer, case.chat, &after, context);
    for (event, kept, outcome) in &news {
        let is_new = case.is_new && kept.id == case.kept.id;
        telling.tell(event, kept, outcome, is_new);
    }
    changes(&mut verdict.effects, &case.chat.subscriptions, &after);
    paid(&mut verdict.effects, case.chat, &ledger);
    verdict.effects.changes.extend(telling.effects.changes);
    verdict.effects.outgoing.extend(telling.effects.outgoing);
    verdict
}

/// What an event is good for.
pub(super) fn outcome(
    event: &Event,
    kept: &LedgerEvent,
    buyer: Option<UserId>,
    content: &Content,
) -> EventOutcome {
    let because = |word, reason: &str| EventOutcome {
        word,
        reason: Some(reason.to_owned()),
        plan: None,
    };
    if let Kind::Unreadable(reason) = &event.kind {
        return because(UNREADABLE, reason);
    }
    let Some(stated) = facts::stated(event, kept, content) else {
        return EventOutcome {
            word: STORED,
            ..EventOutcome::default()
        };
    };
    let plan = stated.as_ref().ok().map(|fact| fact.plan.clone());
    if buyer.is_none() {
        let reason = match &event.payer {
            Some(id) => format!("no Telegram id; {id} was not seen before"),
            None => "neither a Telegram id nor a Tribute user".to_owned(),
        };
        return EventOutcome {
            plan,
            ..because(UNMATCHED, &reason)
        };
    }
    match stated {
        Ok(_) => EventOutcome {
            word: APPLIED,
            reason: None,
            plan,
        },
        Err(Gap::NoPlan) => because(UNPLANNED, "the pack has no such plan"),
        Err(Gap::NoEnd) => because(UNREADABLE, "it does not say until when"),
    }
}

/// From the access that is stored to the access that follows.
pub fn changes(effects: &mut Effects, before: &[Subscription], after: &[Subscription]) {
    for subscription in after {
        if !before.contains(subscription) {
            let change = Change::Subscribed(subscription.clone());
            effects.changes.push(change);
        }
    }
    let is_left = |gone: &&Subscription| after.iter().all(|kept| kept.source != gone.source);
    let gone = before.iter().filter(is_left);
    let gone = gone.map(|gone| Change::Unsubscribed(gone.source.clone()));
    effects.changes.extend(gone);
}

/// A person's first payment is one fact, whoever's link brought them. Of whom we forgot nothing of it is kept.
pub(super) fn paid(effects: &mut Effects, chat: &ChatState, ledger: &Ledger) {
    let person = chat.person.as_ref();
    if person.is_some_and(|person| person.forgotten) {
        return;
    }
    let known = person.and_then(|person| person.first_paid_at);
    let first = money::first_paid(ledger);
    if known != first {
        effects.changes.push(Change::FirstPaid(first));
    }
}

#[cfg(test)]
pub(super) mod tests;
