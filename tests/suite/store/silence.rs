//! A database that keeps its connections and says nothing any more.

use std::time::{Duration, Instant};

use five_keys_bot::store::{DatabaseUrl, PoolSettings, Store, StoreError};

use crate::support::{
    database::{Backend, TestDatabase},
    wire::{State, Wire},
};

const LIMIT: Duration = Duration::from_secs(1);

/// A store with a wire between it and the database.
async fn on_a_wire() -> (TestDatabase, Wire, Store) {
    let database = TestDatabase::create(Backend::Postgres).await;
    let mut url = url::Url::parse(&database.url).expect("a URL");
    let wire = Wire::to(url.port().expect("a port")).await;
    url.set_port(Some(wire.port)).expect("a port");
    let through = DatabaseUrl::parse(url.as_str()).expect("a URL");
    let settings = PoolSettings {
        size: 2,
        wait: Duration::from_secs(5),
        limit: LIMIT,
    };
    let store = Store::open(&through, settings).await.expect("opened");
    (database, wire, store)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_says_nothing_is_not_waited_for() {
    let (_database, wire, store) = on_a_wire().await;
    store.ping().await.expect("it answers");
    wire.is(State::Silent);
    let begun = Instant::now();
    let failed = store.ping().await.expect_err("it says nothing");
    assert!(matches!(failed, StoreError::Silent), "{failed}");
    assert!(begun.elapsed() < LIMIT * 3, "{:?}", begun.elapsed());
    wire.is(State::Fine);
    store.ping().await.expect("it answers again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_another_server_takes_its_place_no_connection_stays_with_the_old_one() {
    let (_database, wire, store) = on_a_wire().await;
    while store.pool_state().idle < 2 {
        let (one, other) = tokio::join!(store.ping(), store.ping());
        one.and(other).expect("it answers");
    }
    wire.leaves_behind();
    // Each connection is found out once.
    let (one, other) = tokio::join!(store.ping(), store.ping());
    assert!(one.is_err() || other.is_err());
    for _ in 0..4 {
        store.ping().await.expect("the new one answers");
    }
}
