//! What the ledger and the journal say about one person's access, as facts of one shape.

mod in_a_row;

use jiff::{SignedDuration, Timestamp};

use super::{
    event::{Delivery, Event, parse},
    fields::endless,
    kinds::{Kind, OrderChange, OrderEvent, ProductEvent, SubscriptionChange, SubscriptionEvent},
};
use crate::{
    bot::{
        access::{Basis, Subscription},
        ledger::{Action, Ledger, LedgerEvent, LedgerRuling},
    },
    content::{Content, Plan},
};

/// One fact. Facts are ordered by when they happened; of those that happened at once, what opens comes before what
/// closes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fact {
    /// When it happened, which is not when we heard of it.
    pub(super) at: Timestamp,
    pub(super) what: What,
    /// What it is about.
    pub(super) source: String,
    /// The plan's id in the content pack.
    pub(super) plan: String,
    pub(super) name: String,
}

/// What a fact says. The order matters where two happened at once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// A period was paid for, or given.
    Opened {
        /// Its end; as stored when the event does not say.
        until: Option<Timestamp>,
        /// It is so many days after the purchase, as the pack has it; nobody has said it.
        is_counted: bool,
        renews: bool,
        basis: Basis,
        price_minor: i64,
        currency: String,
    },
    /// No further charges. It names the end of what is paid for already, and opens nothing that was not.
    Stopped { until: Option<Timestamp> },
    /// The money of one payment went back, and what that had opened closes.
    Refunded {
        /// Which one, when the event says it; told twice, it still went back once.
        transaction: Option<String>,
    },
    /// The owner closed whatever the person has by this plan.
    Revoked,
}

/// The facts of a person, in their order.
pub(super) fn of(ledger: &Ledger, content: &Content) -> Vec<Fact> {
    let events = ledger
        .events
        .iter()
        .filter_map(|event| of_event(event, content));
    let rulings = ledger.rulings.iter().filter_map(of_ruling);
    let mut facts: Vec<Fact> = events.chain(rulings).collect();
    facts.sort();
    facts.dedup();
    in_a_row::place(&mut facts);
    facts
}

/// Why nothing can follow from an event that is about access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// The pack has no such plan.
    NoPlan,
    /// It does not say until when.
    NoEnd,
}

/// The fact that an event states about access; `None` when it is about something else.
pub(super) fn stated(
    event: &Event,
    kept: &LedgerEvent,
    content: &Content,
) -> Option<Result<Fact, Gap>> {
    let at = event.happened_at.unwrap_or(kept.received_at);
    let named = |found: Option<&Plan>| {
        let by_hand = kept.plan.clone().filter(|_| kept.by_hand);
        // What the pack says today goes before what it said then, which goes before nothing.
        by_hand
            .or_else(|| found.map(|plan| plan.id.clone()))
            .or_else(|| kept.plan.clone())
    };
    match &event.kind {
        Kind::Subscription(subscription) => {
            let (subscription_id, period_id) =
                (subscription.subscription_id, subscription.period_id);
            let plan = named(content.find_plan(subscription_id, period_id, &subscription.name));
            let Some(plan) = plan else {
                return Some(Err(Gap::NoPlan));
            };
            Some(Ok(of_subscription(subscription, plan)))
        }
        Kind::Product(product) => {
            let found = content.find_product_plan(product.product_id);
            let days = found.and_then(|plan| plan.days);
            Some(Ok(of_product(product, at, named(found)?, days)))
        }
        Kind::Order(order) => {
            let found = content.find_shop_plan(order.shop_id);
            let days = found.and_then(|plan| plan.days);
            of_order(order, at, named(found)?, days)
        }
        Kind::Donation(_)
        | Kind::Parcel(_)
        | Kind::Charge(_)
        | Kind::Other
        | Kind::Unreadable(_) => None,
    }
}

fn of_event(kept: &LedgerEvent, content: &Content) -> Option<Fact> {
    match parse(&kept.body) {
        Ok(Delivery::Event(event)) => stated(&event, kept, content)?.ok(),
        _ => None,
    }
}

fn of_subscription(event: &SubscriptionEvent, plan: String) -> Fact {
    let what = match event.what {
        SubscriptionChange::Cancelled => What::Stopped {
            until: Some(event.expires_at),
        },
        SubscriptionChange::New | SubscriptionChange::Renewed => What::Opened {
            until: Some(event.expires_at),
            is_counted: false,
            renews: true,
            basis: event.basis,
            price_minor: event.price_minor,
            currency: event.currency.clone(),
        },
    };
    Fact {
        at: event.created_at,
        what,
        source: format!("sub:{}", event.subscription_id),
        plan,
        name: event.name.clone(),
    }
}

fn of_product(event: &ProductEvent, at: Timestamp, plan: String, days: Option<u32>) -> Fact {
    let what = if event.is_refund {
        What::Refunded { transaction: None }
    } else {
        What::Opened {
            until: Some(end(at, days)),
            is_counted: true,
            renews: false,
            basis: Basis::Paid,
            price_minor: event.amount_minor,
            currency: event.currency.clone(),
        }
    };
    Fact {
        at,
        what,
        source: event.source.clone(),
        plan,
        name: event.title.clone(),
    }
}

fn of_order(
    event: &OrderEvent,
    at: Timestamp,
    plan: String,
    days: Option<u32>,
) -> Option<Result<Fact, Gap>> {
    let opened = |until, basis, price_minor| What::Opened {
        until,
        is_counted: event.what == OrderChange::Paid && event.until.is_none(),
        // What is charged once more is charged again and again, whether or not the event says so.
        renews: event.is_recurrent || event.what == OrderChange::Charged,
        basis,
        price_minor,
        currency: event.currency.clone(),
    };
    let what = match event.what {
        // A period's name says nothing about its end.
        OrderChange::Paid if event.is_recurrent && event.until.is_none() => {
            return Some(Err(Gap::NoEnd));
        }
        OrderChange::Tried if event.until.is_none() => return Some(Err(Gap::NoEnd)),
        OrderChange::Paid => {
            let until = event.until.unwrap_or_else(|| end(at, days));
            opened(Some(until), Basis::Paid, event.amount_minor)
        }
        OrderChange::Tried => opened(event.until, Basis::Trial, 0),
        OrderChange::Charged => opened(event.until, Basis::Paid, event.amount_minor),
        OrderChange::Cancelled => What::Stopped { until: event.until },
        OrderChange::Refunded => What::Refunded {
            transaction: event.transaction.clone(),
        },
        OrderChange::ChargeFailed | OrderChange::RefundBegun | OrderChange::Pending => return None,
    };
    Some(Ok(Fact {
        at,
        what,
        source: event.source.clone(),
        plan,
        name: String::new(),
    }))
}

fn of_ruling(kept: &LedgerRuling) -> Option<Fact> {
    let ruling = &kept.ruling;
    let by_hand = |what| {
        let plan = ruling.plan.clone()?;
        Some(Fact {
            at: kept.made_at,
            what,
            source: hand(&plan),
            plan,
            name: String::new(),
        })
    };
    match ruling.action {
        Action::Grant | Action::Extend => by_hand(What::Opened {
            until: Some(ruling.until?),
            is_counted: false,
            renews: false,
            basis: Basis::Hand,
            price_minor: 0,
            currency: String::new(),
        }),
        Action::Revoke => by_hand(What::Revoked),
        Action::Carried => ruling.kept.as_ref().map(carried),
        Action::Give | Action::Plan | Action::Dismiss | Action::Retry => None,
    }
}

/// What an owner gives is called so as a source of access.
pub(super) fn hand(plan: &str) -> String {
    format!("hand:{plan}")
}

fn carried(kept: &Subscription) -> Fact {
    Fact {
        at: kept.known_at,
        what: What::Opened {
            until: Some(kept.access_until),
            is_counted: false,
            renews: kept.auto_renew,
            basis: kept.basis,
            price_minor: kept.price_minor,
            currency: kept.currency.clone(),
        },
        source: kept.source.clone(),
        plan: kept.plan.clone(),
        name: kept.name.clone(),
    }
}

/// The end of so many days, or of none.
fn end(at: Timestamp, days: Option<u32>) -> Timestamp {
    let Some(days) = days else {
        return endless();
    };
    let days = SignedDuration::from_hours(24 * i64::from(days));
    at.saturating_add(days).unwrap_or_else(|_| endless())
}
