//! Backups and copies hold every table.

use std::collections::BTreeSet;

use five_keys_bot::store::moving;

use super::columns::declared;
use crate::support::database::{Backend, TestDatabase};

/// Tables whose rows the database numbers.
const NUMBERED: &str = "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped \
     AND pg_get_serial_sequence(c.relname, a.attname) IS NOT NULL";

#[test]
fn every_table_of_the_schema_is_moved_once_or_left_on_purpose() {
    let moved = [&moving::table_names(), moving::left_tables()].concat();
    let names: BTreeSet<String> = moved.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(names.len(), moved.len(), "twice: {moved:?}");
    assert_eq!(names, declared().into_keys().collect());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tables_that_number_their_rows_are_known() {
    let database = TestDatabase::create(Backend::Postgres).await;
    database.url().migrate().await.expect("applies");
    let numbered: BTreeSet<String> = database
        .query(NUMBERED)
        .await
        .into_iter()
        .map(|row| row[0].clone())
        .collect();
    let known = moving::numbered_tables().into_iter().map(str::to_owned);
    assert_eq!(known.collect::<BTreeSet<_>>(), numbered);
}
