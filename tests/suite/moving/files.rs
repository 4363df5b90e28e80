//! Files that are no backups, or no longer whole.

use std::path::PathBuf;

use five_keys_bot::store::moving;

use super::{
    on,
    restore::{backup_of, restore},
    rows::*,
};
use crate::support::{
    database::{Backend, TestDatabase},
    on_both,
};

/// A backup, and what it becomes when something is done to its bytes.
async fn spoilt(database: &TestDatabase, name: &str, spoil: impl FnOnce(&mut Vec<u8>)) -> PathBuf {
    let file = backup_of(database, name).await;
    let mut bytes = std::fs::read(&file).expect("read");
    spoil(&mut bytes);
    std::fs::write(&file, bytes).expect("written");
    file
}

on_both! {
    async fn what_is_no_whole_backup_is_refused_and_the_database_keeps_its_rows(backend) {
        let (source, destination) = (TestDatabase::create(Backend::Sqlite).await, TestDatabase::create(backend).await);
        seed(&source).await;
        crowd(&destination).await;
        let before = rows(&destination).await;
        let folder = source.folder();
        let text = folder.join("notes.txt");
        std::fs::write(&text, "not a database").expect("written");
        let empty = folder.join("empty.db");
        std::fs::write(&empty, "").expect("written");
        let newer = TestDatabase::of_file(&backup_of(&source, "newer.db").await).await;
        newer.query("INSERT INTO __diesel_schema_migrations (version) VALUES ('20991231000001')").await;
        let strange = TestDatabase::create(Backend::Sqlite).await;
        strange.query("CREATE TABLE users (id INTEGER)").await;
        let in_use = backup_of(&source, "in-use.db").await;
        std::fs::write(folder.join("in-use.db-wal"), "more").expect("written");
        let cases = [
            (folder.join("missing.db"), "there is no file"),
            (folder.to_owned(), "there is no file"),
            (text, "is no database of five-keys-bot"),
            (empty, "is no database of five-keys-bot"),
            (strange.folder().join("bot.db"), "is no database of five-keys-bot"),
            (newer.folder().join("bot.db"), "newer version of five-keys-bot (it has the migration 20991231000001)"),
            (in_use, "five-keys-bot backup FILE --from sqlite:"),
            (spoilt(&source, "short.db", |bytes| bytes.truncate(bytes.len() / 2)).await, "is damaged"),
            (spoilt(&source, "torn.db", |bytes| {
                let middle = bytes.len() / 2;
                bytes[middle..middle + 8_192].fill(0xA5);
            }).await, "is damaged"),
        ];
        for (file, words) in cases {
            let refused = restore(&file, &destination, true).await.expect_err("refused");
            assert!(refused.contains(words), "{words}: {refused}");
            assert_eq!(rows(&destination).await, before, "{words}");
        }
    }

    async fn a_value_that_is_none_of_its_column_is_named(backend) {
        let source = TestDatabase::create(Backend::Sqlite).await;
        seed(&source).await;
        source.query("UPDATE leads SET closed_at = 'yesterday' WHERE id = 500").await;
        let file = source.folder().join("backup.db");
        let refused = moving::backup(&source.url(), &file, &mut on).await.expect_err("refused").to_string();
        assert!(refused.contains("leads.closed_at"), "{refused}");
        assert!(!file.exists());
        let destination = TestDatabase::create(backend).await;
        let refused = moving::copy(&source.url(), &destination.url(), &mut on).await.expect_err("refused").to_string();
        assert!(refused.contains("leads.closed_at"), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_character_that_postgresql_cannot_keep_is_named_with_what_to_do() {
    let (source, destination) = (
        TestDatabase::create(Backend::Sqlite).await,
        TestDatabase::create(Backend::Postgres).await,
    );
    seed(&source).await;
    source
        .query("UPDATE leads SET comment = 'a' || char(0) || 'b' WHERE id = 500")
        .await;
    let file = backup_of(&source, "backup.db").await;
    let refused = restore(&file, &destination, false)
        .await
        .expect_err("refused");
    for words in ["leads.comment where id = 500", "UPDATE leads SET comment"] {
        assert!(refused.contains(words), "{words}: {refused}");
    }
    let there = TestDatabase::create(Backend::Sqlite).await;
    restore(&file, &there, false).await.expect("SQLite can");
    assert_eq!(
        there
            .value("SELECT length(CAST(comment AS BLOB)) FROM leads WHERE id = 500")
            .await,
        "3"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_not_restored_into_itself() {
    let source = TestDatabase::create(Backend::Sqlite).await;
    seed(&source).await;
    let before = rows(&source).await;
    let refused = restore(&source.folder().join("bot.db"), &source, true)
        .await
        .expect_err("refused");
    assert!(refused.contains("are the same"), "{refused}");
    assert_eq!(rows(&source).await, before);
}
