//! PostgreSQL keeps a statement's plan until a table is analyzed again. The outbox is empty whenever that happens, and must not
//! be gone through for each update when thousands of messages wait a moment later.

use five_keys_bot::bot::effects::Change;

use super::*;

/// More than what is read for the few that are asked for.
const OTHERS: i64 = 10_000;

/// How much of the outbox was read so far: rows by going through it, and entries of its indexes. What a session did counts for
/// certain once it has ended.
async fn read(database: &TestDatabase) -> i64 {
    let sessions = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
        AND backend_type = 'client backend' AND pid <> pg_backend_pid()";
    while database.value(sessions).await != "0" {
        tokio::task::yield_now().await;
    }
    let read = "SELECT (seq_tup_read + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'outbox'))::text \
        FROM pg_stat_user_tables WHERE relname = 'outbox'";
    database.value(read).await.parse().expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_was_made_for_an_empty_outbox_does_not_go_through_a_full_one() {
    let database = TestDatabase::create(Backend::Postgres).await;
    let store = database.store().await;
    database.query("VACUUM ANALYZE").await;
    let round = async |second: i64| {
        let mut effects = Effects {
            changes: vec![Change::Reminders { next_at: None }],
            ..Effects::default()
        };
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
        store.delay_bulk(ChatId(5), at(9)).await.expect("delayed");
        store.remove(&[id]).await.expect("removed");
        let refused = store.stop_chat(ChatId(7), i64::MAX, at(9), at(9), "bot was blocked");
        assert!(refused.await.expect("stopped"));
        claim(&store, Lane::Answer, 9).await.len()
    };

    for second in 0..3 {
        assert_eq!(round(second).await, 0);
    }
    let others = format!(
        "INSERT INTO outbox (chat_id, lane, method, payload, origin, keep_for_unreachable, attempts, not_before, created_at) \
        SELECT 100 + n, 0, 'sendMessage', '{{\"text\":\"waits\"}}', 'test', false, 0, 'epoch', 'epoch' FROM generate_series(1, {OTHERS}) AS n"
    );
    database.query(&others).await;
    for second in 3..6 {
        assert_eq!(round(second).await, 100);
    }
    drop(store);
    let read = read(&database).await;
    assert!(read < OTHERS, "{read} for few of {OTHERS}");
}
