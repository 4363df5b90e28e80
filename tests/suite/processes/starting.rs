//! The start on a database that is there already.

use std::time::Duration;

use crate::support::{app::pretend, database::TestDatabase, on_both, process::Service};

const NEWER: &str = "migrated by a newer version";

on_both! {
    async fn a_migrated_database_is_not_migrated_again_and_one_of_a_newer_program_is_told(backend) {
        let (telegram, database) = (pretend().await, TestDatabase::create(backend).await);
        let first = start_and_stop("first", &telegram, &database).await;
        assert!(first.contains("migration applied") && !first.contains(NEWER), "{first}");
        let second = start_and_stop("second", &telegram, &database).await;
        assert!(!second.contains("migration applied") && !second.contains(NEWER), "{second}");
        let applied = database.count("__diesel_schema_migrations").await;
        let version = "INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000000')";
        database.query(version).await;
        let third = start_and_stop("third", &telegram, &database).await;
        assert!(third.contains(NEWER) && third.contains("99990101000000"), "{third}");
        assert_eq!(database.count("__diesel_schema_migrations").await, applied + 1);
    }
}

async fn start_and_stop(
    name: &str,
    telegram: &five_keys_bot::playground::Playground,
    database: &TestDatabase,
) -> String {
    let mut service = Service::start(name, telegram, database, &[]).await;
    service.process.terminate();
    let status = service.process.ended(Duration::from_secs(15)).await;
    assert_eq!(status.code(), Some(0), "{}", service.process.log());
    service.process.log()
}
