//! Putting a backup back: all of it or nothing, and never over what somebody may need.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use five_keys_bot::store::moving;

use super::{KINDS, now, on, rows::*};
use crate::support::{
    database::{Backend, TestDatabase},
    on_both,
};

/// A backup of a database with the difficult rows.
pub async fn backup_of(database: &TestDatabase, name: &str) -> PathBuf {
    let file = database.folder().join(name);
    moving::backup(&database.url(), &file, &mut on)
        .await
        .expect("a backup");
    file
}

pub async fn restore(file: &Path, to: &TestDatabase, replace: bool) -> Result<(), String> {
    let restored = moving::restore(file, &to.url(), replace, &mut on).await;
    restored.map(drop).map_err(|error| error.to_string())
}

on_both! {
    async fn a_backup_of_either_database_comes_back_in_either_value_by_value(backend) {
        for kind in KINDS {
            let (source, destination) = (TestDatabase::create(kind).await, TestDatabase::create(backend).await);
            seed(&source).await;
            // The newest rows are gone, but their numbers were given.
            source.query("DELETE FROM events WHERE id > 500").await;
            source.query("DELETE FROM outbox").await;
            let file = backup_of(&source, "backup.db").await;
            let bytes = std::fs::read(&file).expect("read");
            restore(&file, &destination, false).await.expect("restored");
            assert_eq!(rows(&destination).await, rows(&source).await, "{kind:?}");
            assert_eq!(std::fs::read(&file).expect("read"), bytes, "the backup was changed");
            assert_eq!(destination.count("users").await, 6);
        }
    }

    async fn new_rows_after_a_restore_get_numbers_that_were_never_given(backend) {
        for kind in KINDS {
            let (source, destination) = (TestDatabase::create(kind).await, TestDatabase::create(backend).await);
            source.url().migrate().await.expect("applies");
            for _ in 0..9 {
                let given = next_event(&source).await;
                source.query(&format!("DELETE FROM events WHERE id = {given}")).await;
            }
            let file = backup_of(&source, "backup.db").await;
            restore(&file, &destination, false).await.expect("restored");
            assert_eq!(next_event(&destination).await, 10, "{kind:?}");
            // A sequence is never lowered, not even by an older backup.
            restore(&file, &destination, true).await.expect("restored again");
            assert_eq!(next_event(&destination).await, 11, "{kind:?}");
        }
    }

    async fn a_database_that_holds_rows_is_only_written_when_it_is_to_be_replaced(backend) {
        let (source, destination) = (TestDatabase::create(Backend::Sqlite).await, TestDatabase::create(backend).await);
        seed(&source).await;
        crowd(&destination).await;
        let before = rows(&destination).await;
        let file = backup_of(&source, "backup.db").await;
        let refused = restore(&file, &destination, false).await.expect_err("refused");
        for words in ["is not empty (users 1100, dialogues 1100, inbox 1100)", "nothing was changed", "--replace"] {
            assert!(refused.contains(words), "{words}: {refused}");
        }
        assert_eq!(rows(&destination).await, before);
        restore(&file, &destination, true).await.expect("replaced");
        assert_eq!(rows(&destination).await, rows(&source).await);
    }

    async fn whoever_reads_during_a_restore_sees_what_was_before_and_keeps_it_when_it_fails(backend) {
        let (source, destination) = (TestDatabase::create(Backend::Sqlite).await, TestDatabase::create(backend).await);
        seed(&source).await;
        crowd(&destination).await;
        let before = rows(&destination).await;
        let file = backup_of(&source, "backup.db").await;
        let mut looks = 0;
        let mut look = |table: &'static str, _: u64| {
            looks += 1;
            assert_eq!(now(rows(&destination)), before);
            if table == "door_members" { ControlFlow::Break(()) } else { on("", 0) }
        };
        let stopped = moving::restore(&file, &destination.url(), true, &mut look).await;
        assert!(matches!(stopped, Err(moving::MoveError::Stopped)), "{stopped:?}");
        assert_eq!(looks, moving::table_names().len());
        assert_eq!(rows(&destination).await, before);
        restore(&file, &destination, true).await.expect("the next one is not held up");
    }

    async fn a_file_of_an_older_version_is_migrated_as_a_copy(backend) {
        let total = TestDatabase::create(Backend::Sqlite).await.url().migrate().await.expect("applies").len();
        // With the tables of the first migrations only, before the ledger, and before notices were planned.
        for kept in [7, 15, 19] {
            let old = TestDatabase::create(Backend::Sqlite).await;
            old.url().migrate().await.expect("applies");
            for _ in kept..total {
                old.url().revert_last().await.expect("reverts");
            }
            old.query("INSERT INTO users (id, first_name, created_at) VALUES (5, 'Аня', '2026-01-01 00:00:00.000000')").await;
            let terms = "1, 'paid', '2026-02-01 00:00:00.000000', 49900, 'rub', '2026-01-01 00:00:00.000000'";
            old.query(&if kept <= 15 {
                "INSERT INTO subscriptions (user_id, tribute_id, plan, name, access_until, auto_renew, renew_known_at, \
                 terms_known_at, price_minor, currency, updated_at) VALUES (5, 1644, 'club', 'Club', \
                 '2026-02-01 00:00:00.000000', 1, '2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000000', 49900, 'rub', \
                 '2026-01-01 00:00:00.000000')".to_owned()
            } else {
                format!("INSERT INTO subscriptions (user_id, source, plan, name, access_until, auto_renew, basis, known_at, \
                 price_minor, currency, updated_at) VALUES (5, 'sub:1644', 'club', 'Club', '2026-02-01 00:00:00.000000', {terms})")
            }).await;
            let file = old.folder().join("bot.db");
            let bytes = std::fs::read(&file).expect("read");
            let destination = TestDatabase::create(backend).await;
            restore(&file, &destination, false).await.unwrap_or_else(|error| panic!("{kept}: {error}"));
            assert_eq!(destination.value("SELECT source FROM subscriptions WHERE user_id = 5").await, "sub:1644");
            assert_eq!(destination.value("SELECT first_name FROM users").await, "Аня");
            // A later migration has set it.
            assert_ne!(destination.value("SELECT notice_at FROM subscriptions").await, "NULL");
            assert_eq!(std::fs::read(&file).expect("read"), bytes, "the owner's file was changed");
            let files = std::fs::read_dir(old.folder()).expect("a folder").count();
            assert_eq!(files, 1, "something was left beside it");
        }
    }

    async fn a_destination_of_an_older_version_is_migrated_and_one_of_a_newer_is_refused(backend) {
        let source = TestDatabase::create(Backend::Sqlite).await;
        seed(&source).await;
        let file = backup_of(&source, "backup.db").await;
        let old = TestDatabase::create(backend).await;
        old.url().migrate().await.expect("applies");
        old.url().revert_last().await.expect("reverts");
        restore(&file, &old, false).await.expect("restored");
        assert_eq!(rows(&old).await, rows(&source).await);
        let newer = TestDatabase::create(backend).await;
        newer.url().migrate().await.expect("applies");
        newer.query("INSERT INTO __diesel_schema_migrations (version) VALUES ('20991231000001')").await;
        let refused = restore(&file, &newer, true).await.expect_err("refused");
        assert!(refused.contains("newer version") && refused.contains("20991231000001") && refused.contains("update the program"), "{refused}");
        assert_eq!(newer.count("users").await, 0);
    }
}
