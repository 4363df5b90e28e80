//! Since when somebody is a payer: their first payment with money that was not paid back.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{
    event::{Delivery, Event, parse},
    kinds::{Kind, OrderChange, ParcelChange, SubscriptionChange},
};
use crate::bot::{
    access::Basis,
    ledger::{Ledger, LedgerEvent},
};

/// What an event does to the money of one purchase.
enum Move {
    Came,
    WentBack,
}

/// The moment, from all events of the person. Trials and gifts are no money, nor is what is not final.
pub(super) fn first_paid(ledger: &Ledger) -> Option<Timestamp> {
    let mut paid = BTreeMap::<String, Vec<Timestamp>>::new();
    let mut returned = BTreeMap::<String, usize>::new();
    for kept in &ledger.events {
        let Ok(Delivery::Event(event)) = parse(&kept.body) else {
            continue;
        };
        match moved(&event, kept) {
            Some((purchase, Move::Came)) => {
                let at = event.happened_at.unwrap_or(kept.received_at);
                paid.entry(purchase).or_default().push(at);
            }
            Some((purchase, Move::WentBack)) => *returned.entry(purchase).or_default() += 1,
            None => {}
        }
    }
    let first = paid.into_iter().filter_map(|(purchase, mut at)| {
        at.sort();
        // What is paid again and again is paid back from its end.
        let left = at
            .len()
            .saturating_sub(returned.get(&purchase).copied().unwrap_or(0));
        at.into_iter().take(left).next()
    });
    first.min()
}

fn moved(event: &Event, kept: &LedgerEvent) -> Option<(String, Move)> {
    let came = |purchase: String, minor: i64| (minor > 0).then_some((purchase, Move::Came));
    match &event.kind {
        Kind::Subscription(one) if one.what != SubscriptionChange::Cancelled => {
            let source = format!("sub:{}", one.subscription_id);
            came(source, one.price_minor).filter(|_| one.basis == Basis::Paid)
        }
        Kind::Donation(one) if one.is_money => came(format!("event:{}", kept.id), one.amount_minor),
        Kind::Product(one) if one.is_refund => Some((one.source.clone(), Move::WentBack)),
        Kind::Product(one) => came(one.source.clone(), one.amount_minor),
        Kind::Parcel(one) => {
            let source = format!("parcel:{}", one.order_id);
            match one.what {
                ParcelChange::Ordered => came(source, one.total_minor),
                ParcelChange::Shipped => None,
                ParcelChange::Cancelled => Some((source, Move::WentBack)),
            }
        }
        Kind::Order(one) => match one.what {
            OrderChange::Paid | OrderChange::Charged => came(one.source.clone(), one.amount_minor),
            OrderChange::Refunded => Some((one.source.clone(), Move::WentBack)),
            _ => None,
        },
        Kind::Subscription(_) | Kind::Donation(_) | Kind::Other | Kind::Unreadable(_) => None,
    }
}
