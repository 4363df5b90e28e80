//! Notices about access: each once over all processes, and what has waited for too long is taken back.

use std::sync::Arc;

use futures_util::future::join_all;

use super::*;
use crate::support::on_both;
use five_keys_bot::bot::{
    access::{Basis, Subscription},
    effects::Change,
    notices::{Due, Notice, Noticed, Planned, Told},
};

/// Somebody whose access was saved at this second.
async fn subscribes(store: &Store, id: i64, second: i64) {
    let subscription = Subscription {
        source: format!("sub:{id}"),
        plan: "club".into(),
        name: "Клуб".into(),
        access_until: at(100_000),
        auto_renew: false,
        basis: Basis::Paid,
        known_at: at(0),
        price_minor: 0,
        currency: "rub".into(),
    };
    let decide = |_: &ChatState| {
        handled(Effects {
            changes: vec![Change::Subscribed(subscription)],
            ..Effects::default()
        })
    };
    let key = format!("of {id} at {second}");
    update(store, &key, &profile(id), at(second), decide)
        .await
        .expect("stored");
}

/// Plans the end for whoever has nothing planned, and tells whoever waits for it.
fn decide(second: i64, state: &ChatState, due: &[Due]) -> Vec<Noticed> {
    let person = state.person.as_ref().expect("a person").id;
    let looked = due.iter().map(|due| {
        assert!(
            state
                .subscriptions
                .iter()
                .any(|known| known.source == due.source)
        );
        let is_due = due.planned == Some(Notice::Ended);
        let plan = Planned {
            at: at(second + 10),
            notice: Some(Notice::Ended),
        };
        Noticed {
            source: due.source.clone(),
            told: if is_due { Told::Sent } else { Told::Later },
            message: is_due.then(|| Outgoing {
                keep_for_unreachable: person.0 % 2 == 0,
                ..outgoing(person.0, "over", Lane::Bulk)
            }),
            next: (!is_due).then_some(plan),
        }
    });
    looked.collect()
}

/// Looks until nobody is due, and says how many were told.
async fn look(store: Store, second: i64) -> usize {
    let mut told = 0;
    loop {
        let people = store.people_to_notify(7, at(second)).await.expect("people");
        if people.is_empty() {
            return told;
        }
        for person in people {
            let decide = move |state: &ChatState, due: &[Due]| decide(second, state, due);
            let noticed = store
                .notify(person, at(second), Arc::new(decide))
                .await
                .expect("an answer");
            told += noticed.iter().filter(|one| one.told == Told::Sent).count();
        }
    }
}

on_both! {
    async fn two_processes_tell_each_person_once(backend) {
        let database = TestDatabase::create(backend).await;
        let (one, other) = two_stores(&database).await;
        for id in 1..=30 {
            subscribes(&one, id, 0).await;
        }
        assert_eq!(look(one.clone(), 0).await, 0, "all are planned");
        let stores = [&one, &other].into_iter().cycle().take(6);
        let looks = stores.map(|store| tokio::spawn(look(store.clone(), 10)));
        let told: usize = join_all(looks).await.into_iter().map(|ended| ended.expect("no panic")).sum();
        assert_eq!(told, 30);
        assert_eq!(database.value("SELECT count(DISTINCT chat_id) FROM outbox WHERE lane = 1 AND origin = 'notices'").await, "30");
        assert_eq!(database.count("outbox").await, 30);
        assert_eq!(look(one.clone(), 5_000).await, 0);
    }

    async fn whatever_is_saved_takes_back_what_is_queued_and_plans_anew(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        for id in [1, 2] {
            subscribes(&store, id, 0).await;
        }
        look(store.clone(), 0).await;
        assert_eq!(look(store.clone(), 10).await, 2);
        subscribes(&store, 1, 11).await;
        let left = claim(&store, Lane::Bulk, 12).await;
        assert_eq!(left.iter().map(|claim| claim.chat_id.0).collect::<Vec<_>>(), [2]);
        assert_eq!(look(store.clone(), 12).await, 0);
        assert_eq!(look(store, 22).await, 1, "planned anew");
    }

    async fn what_is_ahead_is_not_sent_when_it_may_be_over(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        for id in [1, 2, 3] {
            subscribes(&store, id, 0).await;
        }
        look(store.clone(), 0).await;
        assert_eq!(look(store.clone(), 10).await, 3);
        // Under way when its process died.
        assert_eq!(claim(&store, Lane::Bulk, 10).await.len(), 3);
        store.withdraw_notices(at(11)).await.expect("looked");
        assert_eq!(database.count("outbox").await, 3, "somebody is at them");
        store.withdraw_notices(at(1_000)).await.expect("looked");
        let left = claim(&store, Lane::Bulk, 1_000).await;
        assert_eq!(left.iter().map(|claim| claim.chat_id.0).collect::<Vec<_>>(), [2], "what stays true is kept");
    }
}
