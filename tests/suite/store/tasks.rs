//! Scheduled work: one does it, and what a dead process held comes free.

use futures_util::future::join_all;

use super::*;
use crate::support::on_both;
use five_keys_bot::store::Turn;

async fn take(store: &Store, second: i64) -> Turn {
    let (now, until) = (at(second), at(second + 60));
    store
        .take_turn("cleaning", now, until)
        .await
        .expect("an answer")
}

on_both! {
    async fn of_many_at_once_one_has_the_turn_until_it_ends(backend) {
        let database = TestDatabase::create(backend).await;
        let (one, other) = two_stores(&database).await;
        let takers = [&one, &other].into_iter().cycle().take(8).map(|store| take(store, 0));
        let turns = join_all(takers).await;
        let mine = turns.iter().filter(|turn| **turn == Turn::Mine).count();
        assert_eq!((mine, turns.len()), (1, 8), "{turns:?}");
        assert!(!turns.contains(&Turn::Later));
        // Not done: still due. Done: due again later.
        one.end_turn("cleaning", at(60), None).await.expect("ended");
        assert_eq!(take(&other, 1).await, Turn::Mine);
        other.end_turn("cleaning", at(61), Some(at(100))).await.expect("ended");
        assert_eq!(take(&one, 99).await, Turn::Later);
        assert_eq!(take(&one, 100).await, Turn::Mine);
        assert_eq!(database.count("tasks").await, 1);
    }

    async fn a_dead_process_holds_its_turn_no_longer_than_its_claim(backend) {
        let database = TestDatabase::create(backend).await;
        let (one, other) = two_stores(&database).await;
        assert_eq!(take(&one, 0).await, Turn::Mine);
        assert_eq!(take(&other, 59).await, Turn::Busy);
        assert_eq!(take(&other, 60).await, Turn::Mine);
        // The first was only slow: what it ends is not the other's.
        one.end_turn("cleaning", at(60), Some(at(1_000))).await.expect("ended");
        assert_eq!(take(&one, 61).await, Turn::Busy);
        // On SQLite, which has one process, a new start frees it at once.
        one.release_orphans().await.expect("released");
        let expected = if backend == Backend::Sqlite { Turn::Mine } else { Turn::Busy };
        assert_eq!(take(&one, 62).await, expected);
    }
}
