//! Rows that are hard to move, in every table, and all rows as they are really stored.

use std::collections::{BTreeMap, BTreeSet};

use five_keys_bot::store::moving;

use crate::{
    schema::columns,
    support::database::{Backend, TestDatabase},
};

/// The tables that are moved, by name.
fn declared() -> columns::Tables {
    let mut tables = columns::declared();
    tables.retain(|name, _| !moving::left_tables().contains(&name.as_str()));
    tables
}

/// So many rows in each table, each with other values.
const ROWS: usize = 6;

const PEOPLE: [i64; ROWS] = [i64::MIN, -1, 0, 42, 9_007_199_254_740_993, i64::MAX];
const BIG: [i64; ROWS] = [i64::MAX, i64::MIN, -1, 0, 1, 9_007_199_254_740_993];
const MIDDLE: [i32; ROWS] = [i32::MIN, i32::MAX, 0, -1, 1, 65_536];
const SMALL: [i16; ROWS] = [i16::MAX, i16::MIN, 0, -1, 1, 256];
/// The last one stands for "for ever": the last moment that there is.
const MOMENTS: [&str; ROWS] = [
    "1970-01-01 00:00:00.000000",
    "1969-12-31 23:59:59.999999",
    "2026-11-25 10:00:00.000001",
    "2026-03-29 01:30:00.500000",
    "0001-01-01 00:00:00.000000",
    "9999-12-30 22:00:00.999999",
];

/// Texts as nobody writes them.
fn text(row: usize) -> String {
    match row {
        0 => String::new(),
        1 => "Аня 🌿👩‍👩‍👧 ёжик".into(),
        2 => "quote ' \" \\ ; -- $1 ? %s".into(),
        3 => "\n\t\u{1}\u{7f}\u{feff}".into(),
        4 => "e\u{301} \u{202e} \u{10ffff}".into(),
        _ => "длинный ".repeat(2_000),
    }
}

/// The value of a column in a row, as SQL that both databases read.
fn literal(table: &str, column: &str, class: &str, row: usize) -> String {
    let class = class.trim_start_matches("Nullable<").trim_end_matches('>');
    let person = |row: usize| PEOPLE[row % ROWS].to_string();
    match (column, class) {
        ("id", "BigInt") if table == "users" => person(row),
        ("id", "BigInt") => [1, 2, 3, 500, 7_000, 9_000][row].to_string(),
        ("user_id" | "referred_id" | "admin_id", "BigInt") => person(row),
        ("referrer_id", "BigInt") => person(row + 1),
        (_, "BigInt") => BIG[row].to_string(),
        (_, "Integer") => MIDDLE[row].to_string(),
        (_, "SmallInt") => SMALL[row].to_string(),
        (_, "Bool") => ["FALSE", "TRUE"][row % 2].into(),
        (_, "Moment") => format!("'{}'", MOMENTS[row]),
        (_, "Text") => format!("'{}'", text(row).replace('\'', "''")),
        other => panic!("no value for {other:?}"),
    }
}

/// Fills every column of every table, those that may be empty now and then not.
pub async fn seed(database: &TestDatabase) {
    database.url().migrate().await.expect("applies");
    let tables = declared();
    let people_first = ["users"].into_iter().chain(
        tables
            .keys()
            .map(String::as_str)
            .filter(|name| *name != "users"),
    );
    for table in people_first {
        let columns = &tables[table].0;
        let names: Vec<String> = columns.keys().map(|name| format!("\"{name}\"")).collect();
        let mut seen: BTreeMap<&str, BTreeSet<bool>> = BTreeMap::new();
        for row in 0..ROWS {
            let values = columns.iter().enumerate().map(|(at, (column, class))| {
                let is_null = class.starts_with("Nullable") && (at + row) % 3 == 0;
                seen.entry(column).or_default().insert(is_null);
                if is_null {
                    "NULL".to_owned()
                } else {
                    literal(table, column, class, row)
                }
            });
            let values: Vec<String> = values.collect();
            let sql = format!(
                "INSERT INTO {table} ({}) VALUES ({})",
                names.join(", "),
                values.join(", ")
            );
            database.query(&sql).await;
        }
        for (column, class) in columns {
            let both = if class.starts_with("Nullable") { 2 } else { 1 };
            assert_eq!(seen[column.as_str()].len(), both, "{table}.{column}");
        }
    }
}

/// Everything in the program's tables, without the program: moments and truths as texts that are the same on both.
pub async fn rows(database: &TestDatabase) -> BTreeMap<String, Vec<Vec<String>>> {
    let mut all = BTreeMap::new();
    for (table, (columns, _)) in declared() {
        let values: Vec<String> = columns
            .iter()
            .map(|(column, class)| shown(database.backend, column, class))
            .collect();
        let mut rows = database
            .query(&format!("SELECT {} FROM {table}", values.join(", ")))
            .await;
        rows.sort();
        all.insert(table, rows);
    }
    all
}

fn shown(backend: Backend, column: &str, class: &str) -> String {
    match backend {
        Backend::Postgres if class.contains("Moment") => {
            format!("to_char(\"{column}\", 'YYYY-MM-DD HH24:MI:SS.US')")
        }
        Backend::Postgres if class == "Bool" => format!("CAST(\"{column}\" AS INTEGER)"),
        _ => format!("\"{column}\""),
    }
}

/// More people than fit in a batch.
pub const CROWD: i64 = 1_100;

/// Adds so many people, each with a conversation.
pub async fn crowd(database: &TestDatabase) {
    database.url().migrate().await.expect("applies");
    let at = match database.backend {
        Backend::Postgres => "CAST('2026-11-25 10:00:00.000001' AS TIMESTAMPTZ)",
        Backend::Sqlite => "'2026-11-25 10:00:00.000001'",
    };
    let numbers = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {CROWD})"
    );
    for (into, values) in [
        (
            "users (id, first_name, created_at)",
            format!("i + 1000, 'Аня', {at}"),
        ),
        (
            "dialogues (user_id, state, updated_at)",
            format!("i + 1000, '{{}}', {at}"),
        ),
        // Texts, whose order is not that of the numbers.
        (
            "inbox (source, key, outcome, received_at)",
            format!("'telegram', CAST(i AS TEXT), 'handled', {at}"),
        ),
    ] {
        database
            .query(&format!(
                "INSERT INTO {into} {numbers} SELECT {values} FROM n"
            ))
            .await;
    }
}

/// A row that the database numbers itself; gives its number.
pub async fn next_event(database: &TestDatabase) -> i64 {
    let add =
        "INSERT INTO events (name, happened_at) VALUES ('next', '2026-11-25 10:00:00.000001')";
    database.query(add).await;
    let number = database
        .value("SELECT id FROM events WHERE name = 'next'")
        .await;
    number.parse().expect("a number")
}
