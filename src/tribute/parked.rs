//! What the owner is shown of an event that waits for them: read from its body, which the store and the conversation do
//! not read.

use serde_json::Value;

use super::{
    event::{Delivery, Event, parse},
    facts::{self, Gap},
    fields::{Fields, cut},
    kinds::{Kind, OrderChange},
};
use crate::{
    bot::{
        ledger::{EventOutcome, LedgerEvent, POISON, UNMATCHED, UNPLANNED, UNREADABLE},
        report::{Parked, Report, Stated, Stuck},
    },
    content::Content,
};

/// More of an address or a name than this is left out.
const LONGEST: usize = 64;

/// The report with its events read; `None` when it has none.
#[must_use]
pub fn read(report: &Report) -> Option<Report> {
    match report {
        Report::Unmatched(all) => Some(Report::Unmatched(all.iter().map(told).collect())),
        Report::Parked(Some(parked)) => Some(Report::Parked(Some(Box::new(told(parked))))),
        _ => None,
    }
}

/// The event with what its body says.
#[must_use]
pub fn told(parked: &Parked) -> Parked {
    Parked {
        stated: stated(&parked.body, &parked.outcome),
        ..parked.clone()
    }
}

/// Whether the pack has the plan of an event by now, which it had not when the event came.
#[must_use]
pub fn is_planned(kept: &LedgerEvent, content: &Content) -> bool {
    let Ok(Delivery::Event(event)) = parse(&kept.body) else {
        return false;
    };
    let stated = facts::stated(&event, kept, content);
    !matches!(stated, None | Some(Err(Gap::NoPlan)))
}

/// An event that has just come in, or was just looked at again.
pub(super) fn arrived(
    event: &Event,
    kept: &LedgerEvent,
    outcome: &EventOutcome,
    whose: Option<&str>,
) -> Parked {
    Parked {
        id: kept.id,
        name: event.name.clone(),
        body: kept.body.clone(),
        outcome: outcome.word.to_owned(),
        reason: outcome.reason.clone(),
        plan: outcome.plan.clone(),
        payer: event.payer.clone(),
        person: None,
        whose: whose.map(str::to_owned),
        received_at: kept.received_at,
        decided: None,
        stated: stated(&kept.body, outcome.word),
        candidate: None,
    }
}

fn stated(body: &str, outcome: &str) -> Stated {
    let envelope: Value = serde_json::from_str(body).unwrap_or_default();
    let fields = Fields(envelope.get("payload").unwrap_or(&Value::Null));
    let event = match parse(body) {
        Ok(Delivery::Event(event)) => Some(event),
        _ => None,
    };
    let any = |keys: [&str; 3]| {
        let found = keys.into_iter().find_map(|key| fields.text(key));
        found.map(|text| cut(&text, LONGEST))
    };
    let (title, amount) = event
        .as_ref()
        .map_or_else(Default::default, |event| worth(event));
    Stated {
        title,
        amount,
        tribute_id: event.as_ref().and_then(|event| event.payer.clone()),
        email: any(["email", "user_email", "customerEmail"]),
        username: any(["telegram_username", "username", "customerUsername"]),
        stuck: stuck(event.as_deref(), outcome),
    }
}

/// What an event is about, and for how much; no amount where no money moves.
pub(super) fn worth(event: &Event) -> (String, Option<(i64, String)>) {
    let money = |minor, currency: &str| Some((minor, currency.to_owned()));
    match &event.kind {
        Kind::Subscription(one) => (one.name.clone(), money(one.price_minor, &one.currency)),
        Kind::Donation(one) => (
            one.title.clone(),
            money(one.amount_minor, &one.currency).filter(|_| one.is_money),
        ),
        Kind::Product(one) => (one.title.clone(), money(one.amount_minor, &one.currency)),
        Kind::Parcel(one) => (one.title.clone(), money(one.total_minor, &one.currency)),
        Kind::Order(one) => {
            let moved = matches!(
                one.what,
                OrderChange::Paid | OrderChange::Charged | OrderChange::Refunded
            );
            let amount = money(one.amount_minor, &one.currency).filter(|_| moved);
            (String::new(), amount)
        }
        Kind::Charge(one) => (String::new(), money(one.amount_minor, &one.currency)),
        Kind::Other | Kind::Unreadable(_) => (String::new(), None),
    }
}

fn stuck(event: Option<&Event>, outcome: &str) -> Option<Stuck> {
    match (outcome, event) {
        (UNPLANNED, _) => Some(Stuck::NoPlan),
        (POISON, _) => Some(Stuck::Poison),
        (UNMATCHED, Some(event)) => Some(match &event.payer {
            Some(payer) => Stuck::Stranger(payer.clone()),
            None => Stuck::Nobody,
        }),
        (UNREADABLE, Some(event)) => Some(match &event.kind {
            Kind::Unreadable(reason) => field(reason).map_or(Stuck::Form, Stuck::Field),
            _ => Stuck::NoEnd,
        }),
        _ => None,
    }
}

/// The fields that a reason names: what stands before the verb.
fn field(reason: &str) -> Option<String> {
    let verbs = [" is ", " are "];
    let fields = verbs.iter().find_map(|verb| reason.split_once(verb))?.0;
    Some(fields.replace(" and ", ", "))
}
