//! A SQLite file has one connection, and everybody gets their turn at it.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use crate::support::database::{Backend, TestDatabase};

const MANY: usize = 1_000;

#[tokio::test]
async fn somebody_with_many_units_of_work_lets_others_in_between() {
    let database = TestDatabase::create(Backend::Sqlite).await;
    let store = database.store().await;
    let done = Arc::new(AtomicUsize::new(0));
    let busy = tokio::spawn({
        let (store, done) = (store.clone(), Arc::clone(&done));
        async move {
            for _ in 0..MANY {
                store.ping().await.expect("an answer");
                done.fetch_add(1, Ordering::Relaxed);
            }
        }
    });
    while done.load(Ordering::Relaxed) == 0 {
        tokio::task::yield_now().await;
    }
    let before = done.load(Ordering::Relaxed);
    store.ping().await.expect("an answer");
    let waited = done.load(Ordering::Relaxed) - before;
    assert!(waited < 10, "it waited for {waited} units of work");
    busy.await.expect("no panic");
}
