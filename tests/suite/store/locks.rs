//! What becomes of an update on PostgreSQL that waits for its person in vain. Its transaction begins in the same message as
//! the wait, so nothing of it may stand, and its connection must be good for others or gone.

use super::*;

/// Somebody else at work on the person with the number 5.
async fn holder(database: &TestDatabase) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(&database.url, tokio_postgres::NoTls)
        .await
        .expect("a connection");
    tokio::spawn(connection);
    client
        .batch_execute("BEGIN; SELECT pg_advisory_xact_lock(5)")
        .await
        .expect("the number is free");
    client
}

/// The process of the server in which an update waits.
async fn waiting(database: &TestDatabase) -> String {
    loop {
        let waiting = database
            .query("SELECT pid::text FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database()")
            .await;
        match waiting.as_slice() {
            [] => tokio::task::yield_now().await,
            [row] => return row[0].clone(),
            several => panic!("{several:?}"),
        }
    }
}

/// A pool of two, so that a bad connection is met again soon.
pub(super) async fn store(database: &TestDatabase) -> Store {
    database.url().migrate().await.expect("migrations apply");
    let settings = PoolSettings {
        size: 2,
        wait: std::time::Duration::from_secs(5),
        limit: std::time::Duration::from_secs(30),
    };
    Store::open(&database.url(), settings)
        .await
        .expect("the store opens")
}

fn hello(_: &ChatState) -> Decision {
    let mut effects = Effects::default();
    effects.send(text(5, "hello"));
    Decision {
        effects,
        outcome: "handled",
    }
}

/// Nothing is there; then the update, repeated, and others of the same person all go in.
async fn goes_on(database: &TestDatabase, store: &Store) {
    for table in ["inbox", "users", "outbox"] {
        assert_eq!(database.count(table).await, 0, "{table}");
    }
    for number in 0..6 {
        let ended = update(store, &number.to_string(), &profile(5), at(0), hello).await;
        assert!(matches!(ended.expect("stored"), Outcome::Committed(_)));
    }
    assert_eq!(database.count("inbox").await, 6);
    let open = "SELECT count(*)::text FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
    assert_eq!(database.value(open).await, "0");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_that_the_server_ends_stores_nothing_and_spoils_nothing() {
    let database = TestDatabase::create(Backend::Postgres).await;
    let store = store(&database).await;
    let holder = holder(&database).await;
    let update = tokio::spawn({
        let store = store.clone();
        async move { update(&store, "0", &profile(5), at(0), |_| panic!("decided")).await }
    });
    let process = waiting(&database).await;
    database
        .query(&format!("SELECT pg_cancel_backend({process})::text"))
        .await;
    let ended = update.await.expect("no panic");
    assert!(ended.is_err(), "{ended:?}");
    holder.batch_execute("COMMIT").await.expect("given back");
    goes_on(&database, &store).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_that_its_asker_gives_up_stores_nothing_and_spoils_nothing() {
    let database = TestDatabase::create(Backend::Postgres).await;
    let store = store(&database).await;
    let holder = holder(&database).await;
    let update = tokio::spawn({
        let store = store.clone();
        async move { update(&store, "0", &profile(5), at(0), hello).await }
    });
    waiting(&database).await;
    update.abort();
    assert!(update.await.expect_err("given up").is_cancelled());
    holder.batch_execute("COMMIT").await.expect("given back");
    goes_on(&database, &store).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn one_update_id_with_two_people_in_it_is_the_firsts() {
    let database = TestDatabase::create(Backend::Postgres).await;
    let store = store(&database).await;
    // Both look before either writes.
    let both = std::sync::Arc::new(std::sync::Barrier::new(2));
    let tries = [5, 6].map(|person| {
        let (store, both) = (store.clone(), std::sync::Arc::clone(&both));
        tokio::spawn(async move {
            let decide = |state: &ChatState| {
                // The other one may stand in this thread's queue.
                tokio::task::block_in_place(|| both.wait());
                hello(state)
            };
            update(&store, "41", &profile(person), at(0), decide).await
        })
    });
    let mut committed = 0;
    for ended in tries {
        let outcome = ended.await.expect("no panic").expect("answered");
        committed += usize::from(matches!(outcome, Outcome::Committed(_)));
    }
    assert_eq!(committed, 1);
    for table in ["inbox", "users", "outbox"] {
        assert_eq!(database.count(table).await, 1, "{table}");
    }
}
