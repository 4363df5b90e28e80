//! Events of Tribute: once each, and the ones that named nobody find their person later.

use five_keys_bot::{
    bot::{
        access::{Basis, Subscription},
        effects::Change,
        ledger::EventOutcome,
    },
    store::{TributeDecision, TributeReceived, TributeState},
};
use futures_util::future::join_all;

use super::*;
use crate::support::on_both;

fn received<'a>(key: &'a str, buyer: Option<i64>) -> TributeReceived<'a> {
    TributeReceived {
        key,
        code_key: code_key(),
        name: "new_subscription",
        body: "{}",
        origin: "tribute:new_subscription",
        buyer: buyer.map(UserId),
        payer: Some("T-7"),
        happened_at: None,
        now: at(0),
        claim_until: at(20),
    }
}

fn applied(state: &TributeState) -> TributeDecision {
    let subscription = Subscription {
        source: "sub:1".into(),
        plan: "club".into(),
        name: "Клуб".into(),
        access_until: state
            .chat
            .subscriptions
            .first()
            .map_or(at(0), |one| one.access_until)
            + SignedDuration::from_hours(1),
        auto_renew: true,
        basis: Basis::Paid,
        known_at: at(0),
        price_minor: 49_900,
        currency: "rub".into(),
    };
    let mut effects = Effects {
        changes: vec![
            Change::Subscribed(subscription),
            Change::Payer("T-7".into()),
        ],
        ..Effects::default()
    };
    effects.send_or_keep(text(5, "thank you"));
    effects.send(text(9, "a payment"));
    TributeDecision {
        effects,
        ruled: ruled("applied"),
        freed: state
            .parked
            .iter()
            .map(|parked| (parked.id, ruled("applied")))
            .collect(),
    }
}

fn ruled(word: &'static str) -> EventOutcome {
    EventOutcome {
        word,
        ..EventOutcome::default()
    }
}

fn unmatched(state: &TributeState) -> TributeDecision {
    assert_eq!(state.buyer, None);
    let mut effects = Effects::default();
    effects.send(text(9, "somebody paid"));
    TributeDecision {
        effects,
        ruled: ruled("unmatched"),
        freed: Vec::new(),
    }
}

on_both! {
    async fn an_event_delivered_ten_times_at_once_is_applied_once(backend) {
        let database = TestDatabase::create(backend).await;
        let (one, other) = two_stores(&database).await;
        let tries = (0..10).map(|number| {
            let store = if number % 2 == 0 { one.clone() } else { other.clone() };
            tokio::spawn(async move { store.tribute_event(&received("a", Some(5)), applied).await })
        });
        let ended: Vec<Outcome> = join_all(tries).await.into_iter().map(|ended| ended.expect("no panic").expect("stored")).collect();
        let committed = ended.iter().filter(|outcome| matches!(outcome, Outcome::Committed(_))).count();
        assert_eq!((committed, database.count("outbox").await), (1, 2));
    }

    async fn different_payments_of_one_person_at_once_add_up(backend) {
        let database = TestDatabase::create(backend).await;
        let (one, other) = two_stores(&database).await;
        let tasks = (0..12).map(|number| {
            let store = if number % 2 == 0 { one.clone() } else { other.clone() };
            tokio::spawn(async move { store.tribute_event(&received(&number.to_string(), Some(5)), applied).await })
        });
        for ended in join_all(tasks).await {
            ended.expect("no panic").expect("stored");
        }
        let mut until = None;
        update(&one, "look", &profile(5), at(1), |state| {
            until = state.subscriptions.first().map(|subscription| subscription.access_until);
            handled(Effects::default())
        }).await.expect("stored");
        assert_eq!(until, Some(at(0) + SignedDuration::from_hours(12)), "a payment wrote over another one");
    }

    async fn an_event_that_names_nobody_is_parked_and_handed_over_to_the_one_that_does(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        let Outcome::Committed(parked) = store.tribute_event(&received("a", None), unmatched).await.expect("stored") else {
            panic!("a duplicate");
        };
        assert!(parked.claims.is_empty() && parked.others, "the owner is told by the sender");
        assert_eq!(store.figures(at(0)).await.expect("figures").unmatched, 1);
        let mut handed_over: Vec<String> = Vec::new();
        let event = received("b", Some(5));
        let outcome = store.tribute_event(&event, |state| {
            handed_over = state.parked.iter().map(|parked| parked.body.clone()).collect();
            applied(state)
        });
        outcome.await.expect("stored");
        assert_eq!(handed_over, ["{}"]);
        assert_eq!(store.figures(at(0)).await.expect("figures").unmatched, 0);
        assert_eq!(database.value("SELECT count(*) FROM tribute_events WHERE outcome = 'applied' AND user_id = 5").await, "2");
        let mut buyer = None;
        store.tribute_event(&received("c", None), |state| {
            buyer = state.buyer;
            applied(state)
        }).await.expect("stored");
        assert_eq!(buyer, Some(UserId(5)), "now Tribute's id is enough");
    }

    async fn events_are_read_piece_by_piece_though_many_came_at_the_same_moment(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        for (number, second) in [(1, -1), (2, 0), (3, 0), (4, 0), (5, 7), (6, 7), (7, 20)] {
            let (key, body) = (format!("k{number}"), number.to_string());
            let event = TributeReceived { body: &body, now: at(second), ..received(&key, None) };
            store.tribute_event(&event, unmatched).await.expect("stored");
        }
        let (mut pieces, mut last) = (Vec::new(), None);
        loop {
            let piece = store.told_next((at(0), at(20)), last, 2).await.expect("a piece");
            let Some((id, event)) = piece.last() else { break };
            last = Some((event.received_at, *id));
            pieces.push(piece.into_iter().map(|(_, event)| event.body).collect::<String>());
        }
        assert_eq!(pieces, ["23", "45", "6"]);
    }
}
