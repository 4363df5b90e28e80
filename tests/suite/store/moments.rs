//! Moments to the microsecond, and figures that depend on them.

use five_keys_bot::bot::{
    access::{Basis, Subscription},
    effects::Change,
};

use super::*;
use crate::support::on_both;

fn subscription(number: i64, plan: &str, access_until: Timestamp) -> Subscription {
    Subscription {
        source: format!("sub:{number}"),
        plan: plan.to_owned(),
        name: "Клуб".into(),
        access_until,
        auto_renew: true,
        basis: Basis::Paid,
        known_at: at(0),
        price_minor: 49_900,
        currency: "rub".into(),
    }
}

async fn subscribe(store: &Store, person: i64, now: Timestamp, subscription: Subscription) {
    let key = format!("{person}:{}", subscription.source);
    let effects = Effects {
        changes: vec![Change::Subscribed(subscription)],
        ..Effects::default()
    };
    update(store, &key, &profile(person), now, |_| handled(effects))
        .await
        .expect("stored");
}

on_both! {
    async fn access_for_ever_is_read_back_like_any_other(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        let last = Timestamp::new(Timestamp::MAX.as_second(), 999_999_000).expect("a moment");
        subscribe(&store, 5, at(0), subscription(1, "club", Timestamp::MAX)).await;
        let mut known = Vec::new();
        update(&store, "look", &profile(5), at(1), |state| {
            known = state.subscriptions.clone();
            handled(Effects::default())
        }).await.expect("a person with such access can still be read");
        let ends: Vec<Timestamp> = known.iter().map(|known| known.access_until).collect();
        assert_eq!(ends, [last]);
    }

    async fn moments_come_back_to_the_microsecond_and_sort_as_they_are_stored(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        let moments: Vec<Timestamp> = [
            "0001-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999999Z",
            "1999-12-31T23:59:59.5Z",
            "2000-01-01T00:00:00Z",
            "2026-03-29T01:30:00.1Z",
            "2026-03-29T01:30:00.10001Z",
            "2026-03-29T01:30:00.100011Z",
            "2026-10-25T00:59:59.9Z",
            "2038-01-19T03:14:08.000001Z",
            "9999-12-30T21:59:59.999999Z",
        ].iter().map(|text| text.parse().expect("a moment")).collect();
        // Stored in another order than that of time.
        for (number, moment) in (0_i64..).zip(&moments).collect::<Vec<_>>().into_iter().rev() {
            subscribe(&store, number + 1, at(0), subscription(1, "club", *moment)).await;
        }
        for (number, moment) in (0_i64..).zip(&moments) {
            let mut found = None;
            update(&store, &format!("look {number}"), &profile(number + 1), at(1), |state| {
                found = state.subscriptions.first().map(|subscription| subscription.access_until);
                handled(Effects::default())
            }).await.expect("stored");
            assert_eq!(found, Some(*moment));
        }
        let stored = database.query("SELECT user_id FROM subscriptions ORDER BY access_until").await;
        let expected: Vec<Vec<String>> = (1..=moments.len()).map(|id| vec![id.to_string()]).collect();
        assert_eq!(stored, expected);
    }

    async fn a_person_was_last_seen_when_they_last_wrote_give_or_take_seconds(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        let first = at(0) + SignedDuration::from_micros(123_457);
        let mut seen = Vec::new();
        for (key, now) in [("1", first), ("2", at(10)), ("3", at(60)), ("4", at(61))] {
            update(&store, key, &profile(5), now, |state| {
                seen.push(state.person.as_ref().and_then(|person| person.last_seen_at));
                handled(Effects::default())
            }).await.expect("stored");
        }
        assert_eq!(seen, [None, Some(first), Some(first), Some(at(60))]);
    }

    async fn figures_count_what_stands_in_the_database(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        let none = store.figures(at(0)).await.expect("figures");
        assert_eq!((none.active_users, none.outbox_depth, none.outbox_oldest_at), (0, 0, None));
        subscribe(&store, 1, at(0), subscription(1, "club", at(1_000))).await;
        subscribe(&store, 2, at(100), subscription(1, "club", at(1_000))).await;
        subscribe(&store, 3, at(200), subscription(1, "club", at(250))).await;
        subscribe(&store, 3, at(200), subscription(2, "plus", at(1_000))).await;
        let waiting = |words| outgoing(7, words, Lane::Answer);
        store.enqueue(&waiting("old"), "test", at(5)).await.expect("queued");
        store.enqueue(&waiting("new"), "test", at(6)).await.expect("queued");
        let figures = store.figures(at(301)).await.expect("figures");
        assert_eq!(figures.active_users, 2, "the first was here more than five minutes ago");
        assert_eq!((figures.outbox_depth, figures.outbox_oldest_at), (2, Some(at(5))));
        let mut subscriptions = figures.subscriptions;
        subscriptions.sort();
        assert_eq!(subscriptions, [("club".to_owned(), 2), ("plus".to_owned(), 1)]);
        store.ping().await.expect("answers");
    }
}
