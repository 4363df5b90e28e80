//! The three commands as processes of their own: what they say, how they end, and kill -9.

use five_keys_bot::playground::Playground;

use super::{KINDS, copying::copy_batches, rows::*};
use crate::support::{
    app::{PATIENCE, pretend},
    database::{Backend, TestDatabase},
    on_both,
    process::{Process, Service, run},
};

/// The address with a password, which the throw-away server does not ask for.
fn with_password(database: &TestDatabase) -> String {
    database.url.replacen("postgres@", "postgres:hunter2@", 1)
}

on_both! {
    async fn the_commands_say_what_they_did_and_no_password(backend) {
        let (source, copied) = (TestDatabase::create(backend).await, TestDatabase::create(Backend::Postgres).await);
        seed(&source).await;
        let url = with_password(&source);
        let environment = [("DATABASE_URL", url.as_str())];
        let five = async |arguments: &[&str]| run(source.folder(), arguments, &environment).await;
        let mut said = vec![five(&["backup", "b.db"]).await.success()];
        assert!(said[0].contains("users") && said[0].contains("b.db: read back, and the same"), "{}", said[0]);
        let again = five(&["backup", "b.db"]).await.failure();
        assert!(again.contains("no backup was made: b.db is there already"), "{again}");
        let over = five(&["restore", "b.db"]).await.failure();
        assert!(over.contains("nothing was restored") && over.contains("--replace"), "{over}");
        said.push(five(&["restore", "b.db", "--replace"]).await.success());
        said.push(five(&["restore", "b.db", "--to", "sqlite:new.db"]).await.success());
        said.push(five(&["copy-database", "--to", &with_password(&copied)]).await.success());
        let full = five(&["copy-database", "--from", "sqlite:new.db", "--to", &with_password(&copied)]).await.failure();
        assert!(full.contains("is not empty"), "{full}");
        let wrong = five(&["backup", "c.db", "--from", "mysql://u:hunter2@h/d"]).await.failure();
        assert!(wrong.contains("--from must begin with postgres://"), "{wrong}");
        let away = five(&["backup", "c.db", "--from", "postgres://u:hunter2@127.0.0.1:1/d"]).await.failure();
        assert!(away.contains("that the database is running"), "{away}");
        assert!(!source.folder().join("c.db").exists());
        said.extend([again, over, full, wrong, away]);
        assert!(!said.concat().contains("hunter2"), "{said:?}");
        assert_eq!(rows(&copied).await, rows(&source).await);
        let neither = five(&["copy-database"]).await;
        assert!(!neither.status.success() && neither.complained.contains("--from"), "{neither:?}");
    }

    async fn a_copy_that_is_killed_goes_on_when_it_is_run_again(backend) {
        let (source, destination) = (TestDatabase::create(backend).await, TestDatabase::create(Backend::Postgres).await);
        crowd(&source).await;
        copy_batches(&source, &destination, 1).await;
        // Nobody gets past this row, so it is known where the process dies.
        let (blocker, driver) = tokio_postgres::connect(&destination.url, tokio_postgres::NoTls).await.expect("connects");
        tokio::spawn(driver);
        blocker.batch_execute("BEGIN; UPDATE unfinished_copy SET value = value WHERE name = 'inbox'").await.expect("locked");
        let arguments = ["copy-database", "--from", &source.url, "--to", &destination.url];
        let mut copy = Process::start(source.folder(), "copy", &arguments, &[]);
        wait_for_lock(&destination).await;
        copy.kill();
        blocker.batch_execute("ROLLBACK").await.expect("free");
        let arrived = (destination.count("dialogues").await, destination.count("inbox").await);
        assert_eq!(arrived, (CROWD, 0));
        let service = run_serve(&destination).await;
        assert!(service.contains("unfinished copy of another database: finish it"), "{service}");
        run(source.folder(), &arguments, &[]).await.success();
        assert_eq!(rows(&destination).await, rows(&source).await);
    }

    async fn a_restore_that_is_killed_has_changed_nothing(backend) {
        let (source, destination) = (TestDatabase::create(backend).await, TestDatabase::create(Backend::Postgres).await);
        seed(&source).await;
        crowd(&destination).await;
        let before = rows(&destination).await;
        let environment = [("DATABASE_URL", source.url.as_str())];
        run(source.folder(), &["backup", "b.db"], &environment).await.success();
        // Nobody gets past this sequence, which comes when every row is there and nothing is committed.
        let (blocker, driver) = tokio_postgres::connect(&destination.url, tokio_postgres::NoTls).await.expect("connects");
        tokio::spawn(driver);
        let arguments = ["restore", "b.db", "--replace", "--to", &destination.url];
        blocker.batch_execute("BEGIN; ALTER SEQUENCE events_id_seq INCREMENT BY 1").await.expect("locked");
        let mut restore = Process::start(source.folder(), "restore", &arguments, &[]);
        wait_for_lock(&destination).await;
        restore.kill();
        blocker.batch_execute("ROLLBACK").await.expect("free");
        assert_eq!(rows(&destination).await, before);
        run(source.folder(), &arguments, &[]).await.success();
        assert_eq!(rows(&destination).await, rows(&source).await);
    }

    async fn a_service_that_works_is_saved_and_another_one_starts_on_what_was_saved(backend) {
        let (telegram, source): (Playground, _) = (pretend().await, TestDatabase::create(backend).await);
        let mut service = Service::start("service", &telegram, &source, &[]).await;
        let environment = [("DATABASE_URL", source.url.as_str())];
        run(source.folder(), &["backup", "b.db"], &environment).await.success();
        service.process.kill();
        for kind in KINDS {
            let destination = TestDatabase::create(kind).await;
            let file = source.folder().join("b.db");
            let arguments = ["restore", &file.to_string_lossy(), "--to", &destination.url];
            run(source.folder(), &arguments, &[]).await.success();
            assert!(destination.count("products").await > 0);
            let mut again = Service::start("service", &telegram, &destination, &[]).await;
            again.process.kill();
        }
    }
}

/// Until somebody waits for a lock.
async fn wait_for_lock(database: &TestDatabase) {
    let waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while database.value(waits).await == "0" {
        tokio::task::yield_now().await;
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_is_told_to_stop_leaves_nothing_personal_behind() {
    let source = TestDatabase::create(Backend::Postgres).await;
    seed(&source).await;
    let (blocker, driver) = tokio_postgres::connect(&source.url, tokio_postgres::NoTls)
        .await
        .expect("connects");
    tokio::spawn(driver);
    let lock = "BEGIN; LOCK TABLE events IN ACCESS EXCLUSIVE MODE";
    blocker.batch_execute(lock).await.expect("locked");
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("b.db");
    let arguments = ["backup", &target.to_string_lossy(), "--from", &source.url];
    let mut backup = Process::start(source.folder(), "backup", &arguments, &[]);
    wait_for_lock(&source).await;
    let files = || std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(files(), 1, "it is under way");
    backup.terminate();
    let ended = backup.ended(PATIENCE).await;
    assert_eq!(ended.code(), Some(1));
    assert!(
        backup.log().contains("no backup was made: stopped"),
        "{}",
        backup.log()
    );
    assert_eq!(files(), 0);
}

async fn run_serve(database: &TestDatabase) -> String {
    let environment = [
        ("BOT_TOKEN", "700000001:token"),
        ("DATABASE_URL", database.url.as_str()),
        ("WEB_HOST", "127.0.0.1"),
        ("WEB_PORT", "0"),
    ];
    run(database.folder(), &["serve"], &environment)
        .await
        .failure()
}
