//! A backup is whole, of one moment, and nobody else's to read.

use std::sync::atomic::{AtomicU64, Ordering};

use five_keys_bot::{
    bot::{
        effects::{Effects, EventName},
        report::Wants,
    },
    store::{Decision, InboxKey, Profile, Received, Store, moving},
    telegram::UserId,
};
use jiff::{SignedDuration, Timestamp};

use super::{now, on, rows::*};
use crate::support::{database::TestDatabase, on_both};

/// One update, whose transaction writes into the tables `users`, `inbox` and `events`.
async fn update(store: &Store, number: u64) {
    let now = Timestamp::from_second(1_800_000_000).expect("a moment");
    let profile = Profile {
        id: UserId(100_000 + i64::try_from(number).expect("small")),
        first_name: "Анна".into(),
        username: None,
        language_code: None,
    };
    let received = Received {
        key: InboxKey {
            source: "backup",
            key: &number.to_string(),
        },
        origin: "telegram:test",
        profile: Some(&profile),
        speaks: true,
        now,
        claim_until: now + SignedDuration::from_secs(20),
    };
    let decide = |_: &_| {
        let mut effects = Effects::default();
        effects.note(EventName::Started, None);
        Decision {
            effects,
            outcome: "handled",
        }
    };
    let outcome = store.telegram_update(&received, |_| Wants::Nothing, decide);
    outcome.await.expect("stored");
}

on_both! {
    async fn a_backup_holds_every_value_of_every_table_in_one_file_for_its_owner_only(backend) {
        let database = TestDatabase::create(backend).await;
        seed(&database).await;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("backup.db");
        let moved = moving::backup(&database.url(), &file, &mut on).await.expect("made");
        let saved = TestDatabase::of_file(&file).await;
        assert_eq!(rows(&saved).await, rows(&database).await);
        assert!(moved.iter().all(|one| one.rows == 6), "{moved:?}");
        assert_eq!(moved.len(), moving::table_names().len());
        assert_eq!(saved.value("PRAGMA integrity_check").await, "ok");
        assert_eq!(saved.value("PRAGMA journal_mode").await, "delete", "two more files would belong to it");
        let files: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").collect();
        assert_eq!(files.len(), 1, "{files:?}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = file.metadata().expect("there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    async fn a_file_that_is_there_is_left_as_it_is(backend) {
        let database = TestDatabase::create(backend).await;
        seed(&database).await;
        let file = database.folder().join("backup.db");
        std::fs::write(&file, "precious").expect("written");
        let refused = moving::backup(&database.url(), &file, &mut on).await.expect_err("refused").to_string();
        assert!(refused.contains("backup.db is there already") && refused.contains("another name"), "{refused}");
        assert_eq!(std::fs::read_to_string(&file).expect("there"), "precious");
    }

    async fn what_is_written_while_a_backup_is_made_is_not_in_it(backend) {
        let database = TestDatabase::create(backend).await;
        seed(&database).await;
        let before = rows(&database).await;
        let file = database.folder().join("backup.db");
        let mut written = 0;
        // The first table has been read by then, the last one has not.
        let mut write = |_: &'static str, _: u64| {
            written += 1;
            for sql in [
                format!("INSERT INTO users (id, first_name, created_at) VALUES ({written}, 'late', '2026-11-25 10:00:00.000001')"),
                format!("INSERT INTO door_members (door, user_id, status, is_ours, is_admin, is_unwanted, attempts) \
                    VALUES ({written}, 7, 'inside', TRUE, FALSE, FALSE, 0)"),
                "DELETE FROM events WHERE id = 500".to_owned(),
            ] {
                now(database.query(&sql));
            }
            on("", 0)
        };
        moving::backup(&database.url(), &file, &mut write).await.expect("made");
        assert_eq!(written, moving::table_names().len());
        assert_eq!(rows(&TestDatabase::of_file(&file).await).await, before);
        assert_ne!(rows(&database).await, before);
    }

    async fn a_bot_that_works_all_the_time_is_saved_between_two_updates(backend) {
        let database = TestDatabase::create(backend).await;
        crowd(&database).await;
        let store = database.store().await;
        let done = std::sync::Arc::new(AtomicU64::new(0));
        let bot = tokio::spawn({
            let (store, done) = (store.clone(), std::sync::Arc::clone(&done));
            async move {
                loop {
                    update(&store, AtomicU64::load(&done, Ordering::SeqCst)).await;
                    done.fetch_add(1, Ordering::SeqCst);
                }
            }
        });
        // After each batch some more updates.
        let mut wait = |_: &'static str, _: u64| {
            let seen = AtomicU64::load(&done, Ordering::SeqCst);
            tokio::task::block_in_place(|| {
                while AtomicU64::load(&done, Ordering::SeqCst) < seen + 3 {
                    std::thread::yield_now();
                }
            });
            on("", 0)
        };
        let file = database.folder().join("backup.db");
        moving::backup(&database.url(), &file, &mut wait).await.expect("made");
        bot.abort();
        let _ = bot.await;
        let saved = TestDatabase::of_file(&file).await;
        let updates = saved.count("inbox WHERE source = 'backup'").await;
        assert_eq!(saved.count("events").await, updates);
        assert_eq!(saved.count("users").await, CROWD + updates);
        let total = database.count("events").await;
        assert!(total >= updates + 10, "the bot hardly worked meanwhile: {total} and {updates}");
    }
}
