//! Money from stored events: gross, in minor units. A subscription is worth its `price`, donations, goods and shop
//! orders what was paid (`amount`, `total`). Trials and gifts are no money, cancels neither, and what is not final
//! yet does not count; money given back is taken off on the day it was given back.

mod earnings;
mod months;

pub use earnings::Earnings;
pub use months::{day, figures};

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{
    event::{Delivery, parse},
    kinds::{Kind, OrderChange, ParcelChange, SubscriptionChange},
};
use crate::bot::{
    access::Basis,
    report::{Days, Money, Paid, PaymentEntry, Report, Said, StoredEvent, Sum},
};

/// The report with its events read; `None` when it has none.
#[must_use]
pub fn read(report: &Report) -> Option<Report> {
    match report {
        Report::Stats(stats) => {
            let mut stats = stats.clone();
            stats.money = money(&stats.days, &stats.events);
            Some(Report::Stats(stats))
        }
        Report::Card(Some(card)) => {
            let mut card = card.clone();
            card.paid = card.payments.iter().map(paid).collect();
            Some(Report::Card(Some(card)))
        }
        Report::Payments { entries, news } => Some(Report::Payments {
            entries: entries.iter().cloned().map(with_words).collect(),
            news: *news,
        }),
        Report::Revenue(revenue) => {
            let mut revenue = revenue.clone();
            revenue.figures = figures(&revenue);
            Some(Report::Revenue(revenue))
        }
        _ => None,
    }
}

/// An event in the owner's list, read.
#[must_use]
pub fn with_words(entry: PaymentEntry) -> PaymentEntry {
    PaymentEntry {
        said: said(&entry.event),
        ..entry
    }
}

/// An event of the ledger, read.
struct Read {
    at: Timestamp,
    /// Its place among those that were read.
    place: usize,
    kind: Kind,
}

/// Transactions whose money was given back, each with the source that it was paid for.
type Returned = BTreeSet<(String, String)>;

/// Events as they happened. A refund that was told twice, of one transaction, happened when it was told first.
fn happened<'e>(events: impl Iterator<Item = &'e StoredEvent>) -> Vec<Read> {
    happened_since(events, &mut Returned::new())
}

/// The same of events that were told after others, of which these refunds are known.
fn happened_since<'e>(
    events: impl Iterator<Item = &'e StoredEvent>,
    returned: &mut Returned,
) -> Vec<Read> {
    let read = |(place, told): (usize, &StoredEvent)| match parse(&told.body) {
        Ok(Delivery::Event(event)) => Some(Read {
            at: event.happened_at.unwrap_or(told.received_at),
            place,
            kind: event.kind,
        }),
        _ => None,
    };
    let mut all: Vec<Read> = events.enumerate().filter_map(read).collect();
    all.sort_by_key(|one| one.at);
    all.retain(|one| match &one.kind {
        Kind::Order(order) if order.what == OrderChange::Refunded => {
            let name = order.transaction.as_ref();
            name.is_none_or(|name| returned.insert((order.source.clone(), name.clone())))
        }
        _ => true,
    });
    all
}

/// The money of some days.
fn money(days: &Days, events: &[StoredEvent]) -> Money {
    let mut sums = Vec::new();
    let paid = happened(events.iter())
        .into_iter()
        .filter_map(|one| paid_by(&one.kind, one.at))
        .filter_map(|paid| Some((days.index(paid.at)?, paid)));
    let mut payments = vec![0_i64; days.dates.len()];
    for (day, paid) in paid {
        add(&mut sums, &paid);
        if let Some(count) = payments.get_mut(day).filter(|_| paid.minor > 0) {
            *count += 1;
        }
    }
    let sums = sorted(sums);
    Money { payments, sums }
}

/// What an event says of itself, in the owner's list.
fn said(event: &StoredEvent) -> Said {
    let Ok(Delivery::Event(parsed)) = parse(&event.body) else {
        return Said::default();
    };
    let at = parsed.happened_at.unwrap_or(event.received_at);
    let paid = paid_by(&parsed.kind, at);
    Said {
        at: Some(at),
        title: title(&parsed.kind),
        paid,
    }
}

/// What an event says about money; `None` when no money moved.
#[must_use]
pub fn paid(event: &StoredEvent) -> Option<Paid> {
    said(event).paid
}

fn title(kind: &Kind) -> String {
    match kind {
        Kind::Subscription(one) => one.name.clone(),
        Kind::Donation(one) => one.title.clone(),
        Kind::Product(one) => one.title.clone(),
        Kind::Parcel(one) => one.title.clone(),
        Kind::Order(_) | Kind::Charge(_) | Kind::Other | Kind::Unreadable(_) => String::new(),
    }
}

/// Minor units are negative for money given back. Nobody pays less than nothing.
pub(super) fn paid_by(kind: &Kind, at: Timestamp) -> Option<Paid> {
    let (minor, net, currency) = match kind {
        Kind::Subscription(one)
            if one.what != SubscriptionChange::Cancelled && one.basis == Basis::Paid =>
        {
            (one.price_minor.max(0), one.net_minor, &one.currency)
        }
        Kind::Donation(one) if one.is_money => (one.amount_minor, None, &one.currency),
        Kind::Product(one) if one.is_refund => (-one.amount_minor, None, &one.currency),
        Kind::Product(one) => (one.amount_minor, None, &one.currency),
        Kind::Parcel(one) => match one.what {
            ParcelChange::Ordered => (one.total_minor, None, &one.currency),
            ParcelChange::Shipped => return None,
            ParcelChange::Cancelled => (-one.total_minor, None, &one.currency),
        },
        Kind::Order(one) => match one.what {
            OrderChange::Paid | OrderChange::Charged => {
                let net = one
                    .fee_minor
                    .map(|fee| one.amount_minor.saturating_sub(fee));
                (one.amount_minor, net, &one.currency)
            }
            OrderChange::Refunded => (-one.amount_minor, None, &one.currency),
            _ => return None,
        },
        Kind::Charge(one) => (one.amount_minor, None, &one.currency),
        Kind::Subscription(_) | Kind::Donation(_) | Kind::Other | Kind::Unreadable(_) => {
            return None;
        }
    };
    (minor != 0).then(|| Paid {
        at,
        minor,
        net,
        currency: currency.clone(),
        title: title(kind),
    })
}

/// One more payment, or money given back, in the sums by currency.
fn add(sums: &mut Vec<Sum>, paid: &Paid) {
    let known = sums.iter().position(|sum| sum.currency == paid.currency);
    let at = known.unwrap_or_else(|| {
        sums.push(Sum {
            currency: paid.currency.clone(),
            ..Sum::default()
        });
        sums.len() - 1
    });
    let Some(sum) = sums.get_mut(at) else { return };
    sum.minor = sum.minor.saturating_add(paid.minor);
    if paid.minor < 0 {
        sum.refunds += 1;
        sum.returned = sum.returned.saturating_sub(paid.minor);
        return;
    }
    sum.payments += 1;
    sum.gross = sum.gross.saturating_add(paid.minor);
    if let Some(net) = paid.net {
        sum.net = sum.net.saturating_add(net);
        sum.net_known += 1;
    }
}

/// The currency with the most payments first.
fn sorted(mut sums: Vec<Sum>) -> Vec<Sum> {
    sums.sort_by(|one, other| {
        let by_count = other.payments.cmp(&one.payments);
        by_count.then_with(|| one.currency.cmp(&other.currency))
    });
    sums
}

#[cfg(test)]
mod tests;
