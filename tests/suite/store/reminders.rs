//! Reminders: each person who is due once, whatever happens and however many look at the clock.

use std::sync::Arc;

use futures_util::future::join_all;

use super::*;
use crate::support::on_both;
use five_keys_bot::bot::{Ended, Reminding, effects::Change};

/// A person with reminders on, due at this second.
async fn waits(store: &Store, id: i64, second: i64) {
    let decide = |_: &ChatState| {
        handled(Effects {
            changes: vec![
                Change::RemindersAsked,
                Change::Zone("Asia/Omsk".into()),
                Change::Reminders {
                    next_at: Some(at(second)),
                },
            ],
            ..Effects::default()
        })
    };
    let key = format!("on {id}");
    update(store, &key, &profile(id), at(-100), decide)
        .await
        .expect("stored");
}

/// Sends one to everybody who is due, and the next a thousand seconds later.
async fn look(store: &Store, second: i64) -> Vec<Ended> {
    let decide = move |state: &ChatState| {
        let person = state.person.as_ref().expect("a person");
        assert_eq!(person.zone.as_deref(), Some("Asia/Omsk"));
        assert!(person.reminders.asked && person.reminders.next_at <= Some(at(second)));
        Reminding {
            outcome: Ended::Sent,
            call: Some(text(person.id.0, "remember")),
            next_at: Some(at(second + 1_000)),
            last_on: Some("2026-11-26".parse().expect("a day")),
            seen: format!("{} water", person.reminders.seen).trim().to_owned(),
        }
    };
    store
        .remind(7, at(second), Arc::new(decide))
        .await
        .expect("an answer")
}

async fn look_until_nobody_is_due(store: Store) -> usize {
    let mut sent = 0;
    loop {
        match look(&store, 10).await.len() {
            0 => return sent,
            some => sent += some,
        }
    }
}

on_both! {
    async fn two_schedulers_remind_each_person_once(backend) {
        let database = TestDatabase::create(backend).await;
        let (one, other) = two_stores(&database).await;
        for id in 1..=60 {
            waits(&one, id, 5).await;
        }
        waits(&one, 99, 11).await;
        let stores = [&one, &other].into_iter().cycle().take(6);
        let looks = stores.map(|store| tokio::spawn(look_until_nobody_is_due(store.clone())));
        let sent: usize = join_all(looks).await.into_iter().map(|ended| ended.expect("no panic")).sum();
        // Whoever was left out because another held them was taken by that one.
        let sent = sent + look_until_nobody_is_due(one.clone()).await;
        assert_eq!(sent, 60);
        assert_eq!(database.count("outbox").await, 60);
        let chats = database.value("SELECT count(DISTINCT chat_id) FROM outbox WHERE lane = 1 AND origin = 'reminders'").await;
        assert_eq!(chats, "60");
        assert_eq!(database.value("SELECT count(*) FROM users WHERE last_reminded_on = '2026-11-26' AND reminders_seen = 'water'").await, "60");
        assert!(look(&one, 10).await.is_empty());
        assert_eq!(look(&one, 11).await.len(), 1, "the one who was due later");
        assert_eq!(database.value("SELECT count(*) FROM users WHERE reminders_seen = 'water water'").await, "0");
    }

    async fn what_fails_in_the_middle_has_not_happened(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        waits(&store, 1, 5).await;
        waits(&store, 2, 5).await;
        let decide = |state: &ChatState| {
            assert_eq!(state.person.as_ref().map(|person| person.id.0), Some(1), "the second is a disaster");
            Reminding {
                outcome: Ended::Sent,
                call: Some(text(1, "remember")),
                next_at: None,
                last_on: None,
                seen: String::new(),
            }
        };
        let failing = store.clone();
        let lost = tokio::spawn(async move { failing.remind(7, at(10), Arc::new(decide)).await });
        assert!(lost.await.is_err(), "it panicked");
        drop(store);
        let store = database.store().await;
        assert_eq!(database.count("outbox").await, 0);
        assert_eq!(look(&store, 10).await.len(), 2, "both are still due");
    }

    async fn who_turns_them_off_gets_none_also_not_one_that_is_queued(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        waits(&store, 1, 5).await;
        waits(&store, 2, 5).await;
        assert_eq!(look(&store, 10).await.len(), 2);
        let off = |_: &ChatState| {
            handled(Effects {
                changes: vec![Change::Reminders { next_at: None }],
                ..Effects::default()
            })
        };
        update(&store, "off", &profile(1), at(11), off).await.expect("stored");
        let left = claim(&store, Lane::Bulk, 12).await;
        assert_eq!(left.iter().map(|claim| claim.chat_id.0).collect::<Vec<_>>(), [2]);
        assert_eq!(look(&store, 5_000).await.len(), 1);
    }

    async fn other_settings_plan_everybody_anew_and_the_same_ones_nobody(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        store.replan_reminders("9 on 1,4", at(0)).await.expect("planned");
        waits(&store, 1, 5_000).await;
        waits(&store, 2, 3).await;
        store.replan_reminders("9 on 1,4", at(10)).await.expect("planned");
        assert_eq!(look(&store, 10).await.len(), 1);
        store.replan_reminders("18 on 1,4", at(11)).await.expect("planned");
        assert_eq!(look(&store, 11).await.len(), 2, "everybody is looked at");
        let due = "SELECT count(*) FROM users WHERE next_reminder_at IS NULL";
        assert_eq!(database.value(due).await, "0");
    }

    async fn somebody_busy_is_left_for_the_next_look(backend) {
        if backend == Backend::Sqlite {
            return;
        }
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        waits(&store, 1, 5).await;
        waits(&store, 2, 5).await;
        let (client, connection) = tokio_postgres::connect(&database.url, tokio_postgres::NoTls).await.expect("connects");
        tokio::spawn(connection);
        client.batch_execute("BEGIN; UPDATE users SET first_name = 'busy' WHERE id = 1").await.expect("locked");
        assert_eq!(look(&store, 10).await.len(), 1, "nobody waits for the first");
        client.batch_execute("COMMIT").await.expect("free");
        assert_eq!(look(&store, 10).await.len(), 1);
    }
}
