//! Since when somebody is a payer: their first payment with money that was not paid back.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{
    event::{Delivery, Event, parse},
    fold,
    kinds::{Kind, OrderChange, ParcelChange, SubscriptionChange},
};
use crate::bot::{
    access::Basis,
    ledger::{Ledger, LedgerEvent},
};

/// What an event does to the money of one purchase. Of what happened at once the payment was first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Move {
    Came,
    /// By the transaction's name: the same one cannot go back twice.
    WentBack(String),
}

/// The moment, from all events of the person. Trials and gifts are no money, nor is what is not final.
pub(super) fn first_paid(ledger: &Ledger) -> Option<Timestamp> {
    let mut purchases = BTreeMap::<String, Vec<(Timestamp, Move)>>::new();
    for kept in &ledger.events {
        let Ok(Delivery::Event(event)) = parse(&kept.body) else {
            continue;
        };
        if let Some((purchase, what)) = moved(&event, kept) {
            let at = event.happened_at.unwrap_or(kept.received_at);
            purchases.entry(purchase).or_default().push((at, what));
        }
    }
    let first = purchases
        .into_iter()
        .filter_map(|(purchase, moves)| first_kept(&purchase, moves));
    first.min()
}

/// The first payment of a purchase that was not paid back.
fn first_kept(purchase: &str, mut moves: Vec<(Timestamp, Move)>) -> Option<Timestamp> {
    let is_once = fold::is_once(purchase) || purchase.starts_with("parcel:");
    let went = |(_, what): &(Timestamp, Move)| matches!(what, Move::WentBack(_));
    if is_once && moves.iter().any(went) {
        return None;
    }
    moves.sort();
    let mut paid = Vec::new();
    let mut returned = BTreeSet::new();
    for (at, what) in moves {
        match what {
            Move::Came => paid.push(at),
            // What is paid again and again is paid back from its end, as access is taken back.
            Move::WentBack(name) if returned.insert(name.clone()) => drop(paid.pop()),
            Move::WentBack(_) => {}
        }
    }
    paid.first().copied()
}

fn moved(event: &Event, kept: &LedgerEvent) -> Option<(String, Move)> {
    let came = |purchase: String, minor: i64| (minor > 0).then_some((purchase, Move::Came));
    let nameless = || format!("event:{}", kept.id);
    match &event.kind {
        Kind::Subscription(one) if one.what != SubscriptionChange::Cancelled => {
            let source = format!("sub:{}", one.subscription_id);
            came(source, one.price_minor).filter(|_| one.basis == Basis::Paid)
        }
        Kind::Donation(one) if one.is_money => came(nameless(), one.amount_minor),
        Kind::Charge(one) => came(nameless(), one.amount_minor),
        Kind::Product(one) if one.is_refund => {
            Some((one.source.clone(), Move::WentBack(nameless())))
        }
        Kind::Product(one) => came(one.source.clone(), one.amount_minor),
        Kind::Parcel(one) => {
            let source = format!("parcel:{}", one.order_id);
            match one.what {
                ParcelChange::Ordered => came(source, one.total_minor),
                ParcelChange::Shipped => None,
                ParcelChange::Cancelled => Some((source, Move::WentBack(nameless()))),
            }
        }
        Kind::Order(one) => match one.what {
            OrderChange::Paid | OrderChange::Charged => came(one.source.clone(), one.amount_minor),
            OrderChange::Refunded => {
                let name = one.transaction.clone().unwrap_or_else(nameless);
                Some((one.source.clone(), Move::WentBack(name)))
            }
            _ => None,
        },
        Kind::Subscription(_) | Kind::Donation(_) | Kind::Other | Kind::Unreadable(_) => None,
    }
}
