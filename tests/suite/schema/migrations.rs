//! Up, down, up again; alone and ten at once.

use std::path::Path;

use futures_util::future::join_all;

use crate::support::{
    database::{Backend, TestDatabase},
    on_both,
};

/// Everything that migrations can make, as text.
async fn dump(database: &TestDatabase) -> String {
    let queries: &[&str] = match database.backend {
        Backend::Sqlite => &["SELECT type, name, tbl_name, sql FROM sqlite_master \
             WHERE name NOT LIKE 'sqlite_%' AND tbl_name <> '__diesel_schema_migrations' ORDER BY 1, 2"],
        Backend::Postgres => &[
            "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name <> '__diesel_schema_migrations' ORDER BY 1, ordinal_position",
            "SELECT indexdef FROM pg_indexes \
             WHERE schemaname = 'public' AND tablename <> '__diesel_schema_migrations' ORDER BY 1",
            "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint \
             WHERE connamespace = 'public'::regnamespace \
             AND conrelid <> '__diesel_schema_migrations'::regclass ORDER BY 1, 2",
            "SELECT relkind, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace \
             AND relname NOT LIKE '\\_\\_diesel%' ORDER BY 1, 2",
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1",
            "SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace \
             AND typname NOT LIKE '%\\_\\_diesel%' ORDER BY 1",
        ],
    };
    let mut lines = Vec::new();
    for sql in queries {
        lines.extend(
            database
                .query(sql)
                .await
                .into_iter()
                .map(|row| row.join(" | ")),
        );
    }
    lines.join("\n")
}

/// The migrations' names by their folders.
fn folders(back_end: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("migrations")
        .join(back_end);
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("a folder of migrations")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

async fn applied(database: &TestDatabase) -> Vec<bool> {
    let status = database.url().migration_status().await.expect("a status");
    status
        .into_iter()
        .map(|migration| migration.applied)
        .collect()
}

#[test]
fn both_back_ends_have_the_same_migrations_in_the_same_order() {
    let names = folders("postgres");
    assert!(!names.is_empty());
    assert_eq!(names, folders("sqlite"));
}

on_both! {
    async fn taking_back_any_number_of_migrations_and_applying_them_again_changes_nothing(backend) {
        let database = TestDatabase::create(backend).await;
        let url = database.url();
        let names = url.migrate().await.expect("applies");
        assert_eq!(names, folders("sqlite"));
        let full = dump(&database).await;
        assert!(full.contains("outbox_pending"), "{full}");
        for count in 1..=names.len() {
            for name in names.iter().rev().take(count) {
                let reverted = url.revert_last().await.unwrap_or_else(|error| panic!("{name} down: {error}"));
                assert_eq!(reverted.as_ref(), Some(name));
            }
            if count == names.len() {
                assert_eq!(dump(&database).await, "", "left over after everything was taken back");
            }
            let again = url.migrate().await.expect("applies again");
            assert_eq!(again, names[names.len() - count..]);
            let now = dump(&database).await;
            assert_eq!(now, full, "the down.sql of one of {again:?} does not undo its up.sql");
        }
    }

    async fn the_status_tells_the_applied_from_the_pending(backend) {
        let database = TestDatabase::create(backend).await;
        let url = database.url();
        let total = folders("sqlite").len();
        assert_eq!(applied(&database).await, vec![false; total]);
        assert_eq!(url.revert_last().await.expect("no error"), None);
        url.migrate().await.expect("applies");
        assert_eq!(applied(&database).await, vec![true; total]);
        assert_eq!(url.migrate().await.expect("again"), Vec::<String>::new());
        url.revert_last().await.expect("reverts");
        let mut one_short = vec![true; total - 1];
        one_short.push(false);
        assert_eq!(applied(&database).await, one_short);
        let names: Vec<String> = url.migration_status().await.expect("a status").into_iter().map(|migration| migration.name).collect();
        assert_eq!(names, folders("sqlite"));
    }

    async fn ten_that_migrate_an_empty_database_at_once_apply_each_migration_once(backend) {
        let database = TestDatabase::create(backend).await;
        let tasks = (0..10).map(|_| {
            let url = database.url();
            tokio::spawn(async move { url.migrate().await })
        });
        let mut names = Vec::new();
        for ended in join_all(tasks).await {
            names.extend(ended.expect("no panic").expect("everybody succeeds"));
        }
        names.sort();
        assert_eq!(names, folders("sqlite"));
        assert_eq!(database.count("__diesel_schema_migrations").await, i64::try_from(names.len()).expect("few"));
    }
}
