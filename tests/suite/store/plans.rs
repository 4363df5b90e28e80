//! PostgreSQL keeps a statement's plan until a table is analyzed again. The outbox is empty whenever that happens, and must not
//! be read from end to end for each update when ten thousand messages wait a moment later.

use super::*;

/// How often the outbox was read from end to end so far. What a session did counts for certain once it has ended.
async fn scans(database: &TestDatabase) -> String {
    let others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
        AND backend_type = 'client backend' AND pid <> pg_backend_pid()";
    while database.value(others).await != "0" {
        tokio::task::yield_now().await;
    }
    let scans = "SELECT seq_scan::text FROM pg_stat_user_tables WHERE relname = 'outbox'";
    database.value(scans).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_was_made_for_an_empty_outbox_does_not_read_all_of_a_full_one() {
    let database = TestDatabase::create(Backend::Postgres).await;
    drop(database.store().await);
    database.query("VACUUM ANALYZE").await;
    let before = scans(&database).await;

    let store = database.store().await;
    for second in 0..3 {
        let mut effects = Effects::default();
        effects.send(text(5, "hello"));
        let outcome = update(&store, &second.to_string(), &profile(5), at(second), |_| {
            handled(effects)
        })
        .await;
        let Outcome::Committed(committed) = outcome.expect("stored") else {
            panic!("a duplicate");
        };
        let id = committed.claims[0].id;
        store.renew(&[id], at(second)).await.expect("renewed");
        store
            .put_back(&[id], at(second), None)
            .await
            .expect("put back");
        let claimed = claim(&store, Lane::Answer, second).await;
        assert_eq!(words(&claimed), ["hello"]);
        store.remove(&[id]).await.expect("removed");
    }
    drop(store);
    assert_eq!(scans(&database).await, before);
}
