//! The tables and columns of PostgreSQL, of SQLite and of `src/store/schema.rs` are the same.

use std::{collections::BTreeMap, path::Path};

use crate::support::database::{Backend, TestDatabase};

/// A column's type as diesel names it, `Nullable<..>` included.
pub type Columns = BTreeMap<String, String>;
/// Columns and primary key of each table.
pub type Tables = BTreeMap<String, (Columns, Vec<String>)>;

const POSTGRES_COLUMNS: &str = "SELECT table_name, column_name, data_type, is_nullable \
     FROM information_schema.columns WHERE table_schema = 'public'";
const POSTGRES_KEYS: &str = "SELECT c.conrelid::regclass, a.attname FROM pg_constraint c \
     JOIN LATERAL unnest(c.conkey) WITH ORDINALITY AS k(number, position) ON true \
     JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number \
     WHERE c.contype = 'p' AND c.connamespace = 'public'::regnamespace ORDER BY 1, k.position";
const SQLITE_COLUMNS: &str = "SELECT t.name, c.name, c.type, CASE WHEN c.\"notnull\" THEN 'NO' ELSE 'YES' END, c.pk \
     FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'";
const SQLITE_KEYS: &str = "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c \
     WHERE t.type = 'table' AND c.pk > 0 ORDER BY t.name, c.pk";

/// SQLite keeps moments as text; the names of such columns say so (style guide, part 4).
fn is_moment(column: &str) -> bool {
    column.ends_with("_at") || column.ends_with("_until") || column == "not_before"
}

fn class(column: &str, database_type: &str, key: bool) -> &'static str {
    match database_type.to_ascii_lowercase().as_str() {
        "bigint" => "BigInt",
        // The only name that SQLite takes for a key that is the row's number.
        "integer" if key => "BigInt",
        "integer" => "Integer",
        "smallint" => "SmallInt",
        "boolean" => "Bool",
        "timestamp with time zone" => "Moment",
        "text" if is_moment(column) => "Moment",
        "text" => "Text",
        other => panic!("no class for the type {other:?} of {column}"),
    }
}

async fn created(backend: Backend) -> Tables {
    let database = TestDatabase::create(backend).await;
    database.url().migrate().await.expect("applies");
    let (columns, keys) = match backend {
        Backend::Postgres => (POSTGRES_COLUMNS, POSTGRES_KEYS),
        Backend::Sqlite => (SQLITE_COLUMNS, SQLITE_KEYS),
    };
    let mut tables = Tables::new();
    let ours = |table: &str| !table.starts_with("sqlite_") && table != "__diesel_schema_migrations";
    for row in database
        .query(columns)
        .await
        .into_iter()
        .filter(|row| ours(&row[0]))
    {
        let key = row.get(4).is_some_and(|position| position != "0");
        let class = class(&row[1], &row[2], key);
        let class = if row[3] == "YES" {
            format!("Nullable<{class}>")
        } else {
            class.to_owned()
        };
        tables
            .entry(row[0].clone())
            .or_default()
            .0
            .insert(row[1].clone(), class);
    }
    for row in database
        .query(keys)
        .await
        .into_iter()
        .filter(|row| ours(&row[0]))
    {
        tables
            .entry(row[0].clone())
            .or_default()
            .1
            .push(row[1].clone());
    }
    tables
}

/// The `table!` blocks of the schema.
pub fn declared() -> Tables {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/schema.rs");
    let text = std::fs::read_to_string(path).expect("the schema");
    let mut tables = Tables::new();
    for block in text.split("diesel::table! {").skip(1) {
        let mut lines = block
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with("use "));
        let head = lines.next().expect("a table's name");
        let (name, key) = head.split_once(" (").expect("a primary key");
        let (key, _) = key.split_once(')').expect("the key's end");
        let columns = lines
            .map_while(|line| line.split_once(" -> "))
            .map(|(column, class)| (column.to_owned(), class.trim_end_matches(',').to_owned()));
        let key = key.split(", ").map(str::to_owned).collect();
        tables.insert(name.to_owned(), (columns.collect(), key));
    }
    assert!(
        tables.len() > 5 && tables["outbox"].0.len() > 5,
        "the schema was not read: {tables:#?}"
    );
    tables
}

fn same(one: &Tables, other: &Tables, who: &str) {
    assert_eq!(
        one.keys().collect::<Vec<_>>(),
        other.keys().collect::<Vec<_>>(),
        "{who}: tables"
    );
    for (name, table) in one {
        assert_eq!(table, &other[name], "{who}: {name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_back_ends_have_the_tables_that_the_program_knows() {
    let (postgres, sqlite) = (
        created(Backend::Postgres).await,
        created(Backend::Sqlite).await,
    );
    same(&postgres, &sqlite, "PostgreSQL and SQLite");
    same(&declared(), &postgres, "schema.rs and PostgreSQL");
}
