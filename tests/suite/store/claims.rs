//! Taking messages from the outbox: each for one taker, in order inside a chat.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex},
};

use futures_util::future::join_all;

use super::*;
use crate::support::on_both;

const CHATS: i64 = 40;
const EACH: usize = 6;

/// What the takers saw, in the order of seeing.
#[derive(Default)]
struct Seen {
    under_way: HashSet<i64>,
    order: HashMap<i64, Vec<i64>>,
    total: usize,
}

async fn take_all(store: Store, seen: Arc<Mutex<Seen>>) {
    while seen.lock().expect("no panic").total < EACH * usize::try_from(CHATS).expect("few") {
        let claims = store
            .claim(Lane::Answer, 7, at(1), at(600))
            .await
            .expect("claims");
        for claim in &claims {
            let mut seen = seen.lock().expect("no panic");
            assert!(
                seen.under_way.insert(claim.chat_id.0),
                "two messages of one chat at once"
            );
            seen.order
                .entry(claim.chat_id.0)
                .or_default()
                .push(claim.id);
            seen.total += 1;
        }
        // The next ones of these chats may be seen by another taker as soon as the rows are gone.
        for claim in &claims {
            seen.lock()
                .expect("no panic")
                .under_way
                .remove(&claim.chat_id.0);
            store.remove(&[claim.id]).await.expect("removes");
        }
        tokio::task::yield_now().await;
    }
}

on_both! {
    async fn many_takers_in_two_processes_get_each_message_once_and_each_chat_in_order(backend) {
        let database = TestDatabase::create(backend).await;
        let (one, other) = two_stores(&database).await;
        for number in 0..EACH {
            for chat in 1..=CHATS {
                queue(&one, chat, &number.to_string(), Lane::Answer).await;
            }
        }
        let seen = Arc::new(Mutex::new(Seen::default()));
        let stores = [&one, &other].into_iter().cycle().take(8);
        let takers = stores.map(|store| tokio::spawn(take_all(store.clone(), Arc::clone(&seen))));
        for ended in join_all(takers).await {
            ended.expect("no taker saw anything wrong");
        }
        assert_eq!(database.count("outbox").await, 0);
        let seen = seen.lock().expect("no panic");
        assert_eq!((seen.total, seen.order.len()), (EACH * 40, 40));
        for (chat, ids) in &seen.order {
            assert!(ids.len() == EACH && ids.is_sorted(), "chat {chat}: {ids:?}");
        }
    }

    async fn answers_go_before_bulk_messages_of_the_same_chat_only(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        queue(&store, 1, "reminder", Lane::Bulk).await;
        queue(&store, 1, "first", Lane::Answer).await;
        queue(&store, 1, "second", Lane::Answer).await;
        queue(&store, 2, "other reminder", Lane::Bulk).await;
        assert_eq!(words(&claim(&store, Lane::Bulk, 1).await), ["other reminder"]);
        let first = claim(&store, Lane::Answer, 1).await;
        assert_eq!(words(&first), ["first"]);
        assert!(claim(&store, Lane::Answer, 2).await.is_empty(), "the second waits for the first");
        assert!(claim(&store, Lane::Bulk, 2).await.is_empty(), "bulk waits for answers under way");
        store.remove(&[first[0].id]).await.expect("removes");
        let second = claim(&store, Lane::Answer, 3).await;
        assert_eq!(words(&second), ["second"]);
        store.remove(&[second[0].id]).await.expect("removes");
        let reminder = claim(&store, Lane::Bulk, 4).await;
        assert_eq!(words(&reminder), ["reminder"]);
        assert!(reminder[0].bulk && !second[0].bulk);
    }

    async fn a_message_whose_taker_died_is_taken_again_when_the_lease_ends(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        queue(&store, 1, "hello", Lane::Answer).await;
        queue(&store, 1, "later", Lane::Answer).await;
        let first = claim(&store, Lane::Answer, 0).await;
        assert!(claim(&store, Lane::Answer, 19).await.is_empty());
        let again = claim(&store, Lane::Answer, 21).await;
        assert_eq!(again, first);
        assert!(claim(&store, Lane::Answer, 40).await.is_empty(), "the new lease holds");
    }

    async fn a_message_given_back_waits_and_counts_its_failures(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        queue(&store, 1, "hello", Lane::Answer).await;
        queue(&store, 1, "later", Lane::Answer).await;
        let first = claim(&store, Lane::Answer, 0).await;
        store.put_back(&[first[0].id], at(5), Some("timed out")).await.expect("given back");
        assert!(claim(&store, Lane::Answer, 4).await.is_empty(), "nobody overtakes it");
        let again = claim(&store, Lane::Answer, 5).await;
        assert_eq!((words(&again), again[0].attempts), (vec!["hello".to_owned()], 1));
        assert_eq!(database.value("SELECT last_error FROM outbox WHERE attempts = 1").await, "timed out");
        store.put_back(&[first[0].id], at(6), None).await.expect("given back");
        let again = claim(&store, Lane::Answer, 6).await;
        assert_eq!(again[0].attempts, 1, "a pause is no failure of the message");
    }

    async fn a_message_given_up_stays_with_its_reason_and_lets_the_next_one_go(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        queue(&store, 1, "broken", Lane::Answer).await;
        queue(&store, 1, "fine", Lane::Answer).await;
        let broken = claim(&store, Lane::Answer, 0).await;
        store.bury(broken[0].id, at(1), "rejected with 400").await.expect("buried");
        assert_eq!(words(&claim(&store, Lane::Answer, 1).await), ["fine"]);
        assert_eq!(claim(&store, Lane::Answer, 1_000).await.len(), 1, "the dead stay dead");
        assert_eq!(database.value("SELECT last_error FROM outbox WHERE dead_at IS NOT NULL").await, "rejected with 400");
        let figures = store.figures(at(2)).await.expect("figures");
        assert_eq!((figures.dead_letters, figures.outbox_depth), (1, 1));
    }

    async fn what_is_claimed_at_start_is_an_orphan_on_sqlite_and_somebody_elses_on_postgresql(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        queue(&store, 1, "hello", Lane::Answer).await;
        assert_eq!(claim(&store, Lane::Answer, 0).await.len(), 1);
        store.release_orphans().await.expect("released");
        let free = claim(&store, Lane::Answer, 1).await.len();
        assert_eq!(free, if backend == Backend::Sqlite { 1 } else { 0 });
    }
}

/// A thousand chats with five messages each, as an outage leaves them.
const BACKLOG: &str = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 4999) \
     INSERT INTO outbox (chat_id, lane, method, payload, origin, keep_for_unreachable, attempts, not_before, created_at) \
     SELECT i % 1000, 0, 'sendMessage', '{}', 'test', FALSE, 0, '2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000000' FROM n";

on_both! {
    async fn the_backlog_of_an_outage_is_taken_in_no_time(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        database.query(BACKLOG).await;
        let begun = std::time::Instant::now();
        let mut taken = 0;
        while taken < 5_000 {
            let claims = store.claim(Lane::Answer, 48, at(1), at(20)).await.expect("claims");
            assert!((1..=48).contains(&claims.len()), "{} at once", claims.len());
            let ids: Vec<i64> = claims.iter().map(|claim| claim.id).collect();
            store.remove(&ids).await.expect("removes");
            taken += ids.len();
        }
        assert!(begun.elapsed() < std::time::Duration::from_secs(10), "it took {:?}", begun.elapsed());
    }
}
