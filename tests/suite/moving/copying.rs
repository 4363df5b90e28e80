//! One database copied into another: all of it, once, whatever happens in between.

use std::ops::ControlFlow;

use five_keys_bot::store::moving::{self, MoveError};

use super::{KINDS, now, on, rows::*};
use crate::support::{
    database::{Backend, TestDatabase},
    on_both,
};

pub async fn copy(from: &TestDatabase, to: &TestDatabase) -> Result<u64, String> {
    let copied = moving::copy(&from.url(), &to.url(), &mut on).await;
    let copied = copied.map_err(|error| error.to_string())?;
    Ok(copied.iter().map(|one| one.rows).sum())
}

/// Copies so many batches, then stops as if it had died; gives how many there were.
pub async fn copy_batches(from: &TestDatabase, to: &TestDatabase, batches: usize) -> usize {
    let mut done = 0;
    let mut stop = |_: &'static str, _: u64| {
        done += 1;
        if done == batches {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    match moving::copy(&from.url(), &to.url(), &mut stop).await {
        Ok(_) | Err(MoveError::Stopped) => {}
        Err(error) => panic!("{error}"),
    }
    done
}

async fn has_note(database: &TestDatabase) -> bool {
    database
        .store()
        .await
        .is_unfinished_copy()
        .await
        .expect("an answer")
}

on_both! {
    async fn everything_arrives_value_by_value_in_all_four_directions(backend) {
        for kind in KINDS {
            let (source, destination) = (TestDatabase::create(kind).await, TestDatabase::create(backend).await);
            seed(&source).await;
            crowd(&source).await;
            source.query("DELETE FROM events WHERE id = 9000").await;
            let before = rows(&source).await;
            let total: usize = before.values().map(Vec::len).sum();
            assert_eq!(copy(&source, &destination).await, Ok(total as u64));
            assert_eq!(rows(&destination).await, before, "{kind:?}");
            assert_eq!(rows(&source).await, before, "{kind:?}");
            assert!(!has_note(&destination).await);
            // SQLite has given number 9000; PostgreSQL has not, since these rows came with theirs.
            let next = if kind == Backend::Sqlite { 9_001 } else { 7_001 };
            assert_eq!(next_event(&destination).await, next, "{kind:?}");
        }
    }

    async fn a_copy_that_died_after_any_batch_goes_on_there_and_doubles_nothing(backend) {
        let source = TestDatabase::create(backend).await;
        crowd(&source).await;
        for kind in KINDS {
            let whole = copy_batches(&source, &TestDatabase::create(kind).await, usize::MAX).await;
            assert_eq!(whole, 6, "three tables, two batches each");
            for died_after in 1..=whole {
                let destination = TestDatabase::create(kind).await;
                copy_batches(&source, &destination, died_after).await;
                assert!(has_note(&destination).await, "{died_after}");
                let rest = copy_batches(&source, &destination, usize::MAX).await;
                assert_eq!(died_after + rest, whole, "some batch was copied twice or never");
                assert_eq!(rows(&destination).await, rows(&source).await);
                assert!(!has_note(&destination).await, "{died_after}");
            }
        }
    }

    async fn an_unfinished_copy_is_taken_for_nothing_else(backend) {
        let (source, other) = (TestDatabase::create(backend).await, TestDatabase::create(backend).await);
        crowd(&source).await;
        crowd(&other).await;
        let destination = TestDatabase::create(backend).await;
        copy_batches(&source, &destination, 4).await;
        let before = rows(&destination).await;
        let refused = copy(&other, &destination).await.expect_err("another source");
        assert!(refused.contains("a part of a copy of") && refused.contains("an empty database"), "{refused}");
        let file = destination.folder().join("backup.db");
        let refused = moving::backup(&destination.url(), &file, &mut on).await.expect_err("half a backup").to_string();
        assert!(refused.contains("unfinished copy"), "{refused}");
        let refused = copy(&destination, &TestDatabase::create(backend).await).await.expect_err("half a copy");
        assert!(refused.contains("unfinished copy"), "{refused}");
        moving::backup(&source.url(), &file, &mut on).await.expect("made");
        let refused = moving::restore(&file, &destination.url(), false, &mut on).await.expect_err("refused").to_string();
        assert!(refused.contains("unfinished copy"), "{refused}");
        assert_eq!(rows(&destination).await, before);
        moving::restore(&file, &destination.url(), true, &mut on).await.expect("replaced");
        assert!(!has_note(&destination).await);
    }

    async fn a_destination_with_rows_of_its_own_is_refused_and_keeps_them(backend) {
        for kind in KINDS {
            let (source, destination) = (TestDatabase::create(kind).await, TestDatabase::create(backend).await);
            seed(&source).await;
            destination.url().migrate().await.expect("applies");
            next_event(&destination).await;
            let before = rows(&destination).await;
            let refused = copy(&source, &destination).await.expect_err("refused");
            assert!(refused.contains("is not empty (events 1)") && refused.contains("new and empty"), "{refused}");
            assert_eq!(rows(&destination).await, before);
            assert!(!has_note(&destination).await);
        }
        let alone = TestDatabase::create(backend).await;
        seed(&alone).await;
        let refused = copy(&alone, &alone).await.expect_err("refused");
        assert!(refused.contains("are the same"), "{refused}");
    }

    async fn a_source_that_is_not_whole_is_refused_before_anything_is_written(backend) {
        let (source, destination) = (TestDatabase::create(backend).await, TestDatabase::create(backend).await);
        let refused = copy(&source, &destination).await.expect_err("nothing there");
        assert!(refused.contains("there is no file") || refused.contains("was never migrated"), "{refused}");
        source.url().migrate().await.expect("applies");
        source.url().revert_last().await.expect("reverts");
        let refused = copy(&source, &destination).await.expect_err("older");
        assert!(refused.contains("lacks 1 migration(s)") && refused.contains("five-keys-bot migrate"), "{refused}");
        source.url().migrate().await.expect("applies");
        source.query("INSERT INTO __diesel_schema_migrations (version) VALUES ('20991231000001')").await;
        let refused = copy(&source, &destination).await.expect_err("newer");
        assert!(refused.contains("newer version"), "{refused}");
        // What a first migration makes.
        let made = destination.url().migration_status().await.expect("a status");
        assert!(made.iter().all(|migration| !migration.applied));
    }

    async fn of_two_that_copy_at_once_one_is_told_to_wait(backend) {
        let (source, destination) = (TestDatabase::create(backend).await, TestDatabase::create(backend).await);
        crowd(&source).await;
        let mut others = 0;
        let mut interrupt = |_: &'static str, _: u64| {
            others += now(copy_batches(&source, &destination, 1));
            on("", 0)
        };
        let told = moving::copy(&source.url(), &destination.url(), &mut interrupt).await;
        assert!(matches!(told, Err(MoveError::TwoAtOnce(_))), "{told:?}");
        assert_eq!(others, 1);
        copy(&source, &destination).await.expect("alone");
        assert_eq!(rows(&destination).await, rows(&source).await);
    }
}
