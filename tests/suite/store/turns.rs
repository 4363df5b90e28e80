//! Connections go to whoever asked first: everybody gets their turn, however much others have to do.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use five_keys_bot::store::{PoolSettings, Store};

use crate::support::database::{Backend, TestDatabase};

/// How many have much to do, and how much each.
const BUSY: usize = 8;
const MUCH: usize = 200;

/// Two connections at most.
async fn store(database: &TestDatabase) -> Store {
    let settings = PoolSettings {
        size: 2,
        wait: std::time::Duration::from_secs(60),
        limit: std::time::Duration::from_secs(60),
    };
    Store::open(&database.url(), settings)
        .await
        .expect("the store opens")
}

// One thread, so that whoever is counted and whoever counts stand still together.
#[tokio::test]
async fn whoever_asks_waits_only_for_those_who_asked_before_on_postgres() {
    everybody_gets_their_turn(Backend::Postgres).await;
}

#[tokio::test]
async fn whoever_asks_waits_only_for_those_who_asked_before_on_sqlite() {
    everybody_gets_their_turn(Backend::Sqlite).await;
}

async fn everybody_gets_their_turn(backend: Backend) {
    let database = TestDatabase::create(backend).await;
    let store = store(&database).await;
    let done = Arc::new(AtomicUsize::new(0));
    let busy: Vec<_> = (0..BUSY)
        .map(|_| {
            let (store, done) = (store.clone(), Arc::clone(&done));
            tokio::spawn(async move {
                for _ in 0..MUCH {
                    store.ping().await.expect("an answer");
                    done.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    while done.load(Ordering::Relaxed) < BUSY * 2 {
        tokio::task::yield_now().await;
    }
    for _ in 0..10 {
        let before = done.load(Ordering::Relaxed);
        store.ping().await.expect("an answer");
        let waited = done.load(Ordering::Relaxed) - before;
        assert!(waited <= BUSY * 2, "it waited for {waited} units of work");
    }
    for one in busy {
        one.await.expect("no panic");
    }
}
