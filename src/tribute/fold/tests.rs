//! Access against a plain model of it: whatever happened to one person, in whatever order, however often and by
//! whatever detours it becomes known.

mod model;
mod shelf;
mod world;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use shelf::Shelf;
use world::{Deed, What as Done, deeds};

/// Everything happens so many minutes after a fixed moment.
fn minute(minutes: i64) -> Timestamp {
    let begun: Timestamp = "2026-09-01T00:00:00.204518Z".parse().expect("a moment");
    begun + SignedDuration::from_mins(minutes)
}

/// How something becomes known.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// This deed is told, or told again.
    Told(usize),
    /// The owner goes through all that waits.
    Sorted,
}

/// Deeds, and an order in which they become known: each once or several times, the owner in between.
fn stories() -> impl Strategy<Value = (Vec<Deed>, Vec<Step>)> {
    let numbers = |deeds: Vec<Deed>| {
        let all: Vec<usize> = (0..deeds.len()).collect();
        let again = prop::collection::vec(prop::sample::select(all.clone()), 0..6);
        (Just(deeds), again, 0..3_usize).prop_flat_map(move |(deeds, again, sorted)| {
            let told = all.iter().copied().chain(again).map(Step::Told);
            let steps: Vec<Step> = told
                .chain(std::iter::repeat_n(Step::Sorted, sorted))
                .collect();
            (Just(deeds), Just(steps).prop_shuffle())
        })
    };
    deeds().prop_flat_map(numbers)
}

fn after(deeds: &[Deed], steps: impl IntoIterator<Item = Step>) -> Shelf {
    let mut shelf = Shelf::default();
    for step in steps.into_iter().chain([Step::Sorted]) {
        match step {
            Step::Told(number) => shelf.hears(number, &deeds[number]),
            Step::Sorted => shelf.sorts(),
        }
        assert_eq!(
            shelf.chat.subscriptions,
            shelf.folded(),
            "what is stored is what a rebuild would give"
        );
    }
    shelf
}

/// Told as they happened, one after the other.
fn in_order(deeds: &[Deed]) -> Shelf {
    let mut numbers: Vec<usize> = (0..deeds.len()).collect();
    numbers.sort_by_key(|number| deeds[*number].at);
    after(deeds, numbers.into_iter().map(Step::Told))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn access_is_what_a_plain_model_says_whatever_the_order((deeds, steps) in stories()) {
        let shelf = after(&deeds, steps);
        let rows: Vec<model::Row> = shelf.chat.subscriptions.iter().map(model::Row::of).collect();
        prop_assert_eq!(rows, model::access(&deeds));
        prop_assert_eq!(shelf.first_paid_at(), model::first_paid(&deeds));
        prop_assert_eq!(&shelf.chat.subscriptions, &in_order(&deeds).chat.subscriptions);
    }

    #[test]
    fn nobody_loses_what_they_paid_for_and_nobody_stays_for_nothing((deeds, steps) in stories()) {
        let shelf = after(&deeds, steps);
        for known in &shelf.chat.subscriptions {
            let about = |deed: &&Deed| deed.source() == known.source;
            let is_revoked = |at: i64| deeds.iter().any(|deed| {
                deed.at > at && matches!(deed.what, Done::Revoked { .. }) && deed.plan() == Some(known.plan.as_str())
            });
            let is_returned = deeds.iter().filter(about).any(|deed| {
                matches!(deed.what, Done::Returned { .. } | Done::OrderReturned { .. })
            });
            for deed in deeds.iter().filter(about).filter(|deed| deed.is_payment()) {
                let kept = is_revoked(deed.at) || is_returned || known.access_until >= deed.until().unwrap_or(Timestamp::UNIX_EPOCH);
                prop_assert!(kept, "{:?} was paid for and is lost: {:?}", deed, known);
            }
            let named = deeds.iter().filter(about).filter_map(Deed::until).max();
            // Days that are bought come one after the other, and never are there more than were bought.
            let of_plan = deeds.iter().filter(|deed| deed.plan() == Some(known.plan.as_str()));
            let bought = of_plan.filter_map(Deed::counted).fold(SignedDuration::ZERO, |all, one| all + one);
            let most = named.map_or(Timestamp::UNIX_EPOCH, |end| end.saturating_add(bought).unwrap_or(Timestamp::MAX));
            prop_assert!(known.access_until <= most, "open for nothing: {:?}", known);
        }
    }
}

/// An order with a trial, a payment and a charge, of which one payment goes back.
#[test]
fn a_refund_takes_back_one_payment_and_not_what_another_one_paid_for() {
    let deed = |at, what| Deed {
        at,
        is_named: true,
        what,
    };
    let order = |change, until| Done::Ordered {
        order: 3,
        change,
        until,
    };
    let back = |transaction| Done::OrderReturned {
        order: 3,
        transaction,
    };
    let day = 24 * 60;
    let mut deeds = vec![
        deed(0, order(world::Change::Paid, Some(30 * day))),
        deed(20 * day, order(world::Change::Charged, Some(60 * day))),
        deed(21 * day, back(1)),
    ];
    let until = |deeds: &[Deed]| in_order(deeds).chat.subscriptions[0].access_until;
    assert_eq!(
        until(&deeds),
        minute(30 * day),
        "the first month is paid for"
    );
    deeds.push(deed(22 * day, back(1)));
    assert_eq!(until(&deeds), minute(30 * day), "told twice");
    deeds.push(deed(23 * day, back(2)));
    assert_eq!(until(&deeds), minute(23 * day), "now all of it went back");
    assert_eq!(in_order(&deeds).first_paid_at(), None);
    deeds.push(deed(
        24 * day,
        order(world::Change::Cancelled, Some(60 * day)),
    ));
    assert_eq!(until(&deeds), minute(23 * day), "a cancel opens nothing");
}

#[test]
fn days_that_are_bought_while_others_last_come_after_them() {
    let bought = |at, purchase| Deed {
        at,
        is_named: true,
        what: Done::Bought {
            purchase,
            price: 10_000,
        },
    };
    let day = 24 * 60;
    let ends = |deeds: &[Deed]| {
        let known = in_order(deeds).chat.subscriptions;
        let mut ends: Vec<Timestamp> = known.iter().map(|one| one.access_until).collect();
        ends.sort();
        ends
    };
    let mut deeds = vec![bought(0, 0), bought(10 * day, 3)];
    assert_eq!(ends(&deeds), [minute(30 * day), minute(60 * day)]);
    deeds.push(Deed {
        at: 12 * day,
        is_named: true,
        what: Done::Returned { purchase: 0 },
    });
    assert_eq!(
        ends(&deeds),
        [minute(12 * day), minute(40 * day)],
        "the other one's days are all there"
    );
}
