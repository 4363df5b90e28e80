//! Whole tables in and out of SQLite.

use diesel::{
    QueryResult,
    deserialize::{self, FromSql, QueryableByName},
    row::{Field, NamedRow, Row as Fields},
    sql_query,
    sql_types::{BigInt, Bool, Nullable, Text},
    sqlite::{Sqlite, SqliteType},
};
use diesel_async::RunQueryDsl;

use super::Owned;
use crate::store::{
    moment::At,
    moving::{
        tables::Table,
        value::{Raw, Row, Value},
    },
    schema::sql_types::Moment,
};

/// What queries on this back end are built for.
pub(in crate::store) type Db = Sqlite;

/// From its first query on, everything sees the database as it is now. Writers are not held up (WAL).
pub(in crate::store) const BEGIN_READING: &str = "BEGIN";
/// Alone among writers from the start; readers see what was before until the end.
pub(in crate::store) const BEGIN_WRITING: &str = "BEGIN IMMEDIATE";

/// Nothing to do: an immediate transaction is alone in the file.
pub(in crate::store) fn hold(_tables: &[Table]) -> Option<String> {
    None
}

/// 1 when there is a table of this name.
pub(in crate::store) fn exists(name: &str) -> String {
    format!("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{name}'")
}

/// The highest number that a row of a numbered table ever had.
pub(in crate::store) fn highest(table: &str) -> String {
    format!(
        "SELECT max((SELECT coalesce(max(id), 0) FROM {table}), \
         coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{table}'), 0))"
    )
}

/// The next row gets a higher number than this; never a lower one than before.
pub(in crate::store) async fn raise(conn: &mut Owned, table: &str, to: i64) -> QueryResult<()> {
    let raise = format!("UPDATE sqlite_sequence SET seq = max(seq, {to}) WHERE name = '{table}'");
    if sql_query(raise).execute(conn).await? == 0 {
        // It has no row before the table's first one.
        let add = format!("INSERT INTO sqlite_sequence (name, seq) VALUES ('{table}', {to})");
        sql_query(add).execute(conn).await?;
    }
    Ok(())
}

/// What a pragma says, a text for each row.
pub(in crate::store) async fn pragma(conn: &mut Owned, name: &str) -> QueryResult<Vec<String>> {
    let rows: Vec<Raw> = sql_query(format!("PRAGMA {name}")).load(conn).await?;
    let first = |row: Raw| match row.0.into_iter().next() {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    };
    Ok(rows.into_iter().filter_map(first).collect())
}

/// So many rows in one statement: fewer cost more parsing, and SQLite takes 32,766 values at most.
const ROWS: usize = 100;

/// Adds rows.
pub(in crate::store) async fn insert(
    conn: &mut Owned,
    table: &Table,
    rows: &[Row],
) -> QueryResult<()> {
    for rows in rows.chunks(ROWS) {
        let one = format!("({})", vec!["?"; table.columns.len()].join(", "));
        let sql = format!(
            "INSERT INTO {} ({}) VALUES {}",
            table.name,
            table.column_list(),
            vec![one; rows.len()].join(", ")
        );
        let mut query = sql_query(sql).into_boxed::<Sqlite>();
        for value in rows.iter().flatten() {
            query = match value {
                Value::Null => query.bind::<Nullable<Text>, _>(None::<&str>),
                Value::Int(number) => query.bind::<BigInt, _>(*number),
                Value::Bool(is) => query.bind::<Bool, _>(*is),
                Value::Text(text) => query.bind::<Text, _>(text.as_str()),
                Value::Moment(at) => query.bind::<Moment, _>(At(*at)),
            };
        }
        query.execute(conn).await?;
    }
    Ok(())
}

impl QueryableByName<Sqlite> for Raw {
    fn build<'a>(row: &impl NamedRow<'a, Sqlite>) -> deserialize::Result<Self> {
        let value = |at: usize| {
            let field = Fields::get(row, at).ok_or("a column is missing")?;
            let Some(value) = field.value() else {
                return Ok(Value::Null);
            };
            match value.value_type() {
                Some(SqliteType::Long) => {
                    FromSql::<BigInt, Sqlite>::from_sql(value).map(Value::Int)
                }
                Some(SqliteType::Text) => FromSql::<Text, Sqlite>::from_sql(value).map(Value::Text),
                None => Ok(Value::Null),
                _ => Err("a value is neither a number nor a text".into()),
            }
        };
        let values: deserialize::Result<Row> = (0..row.field_count()).map(value).collect();
        values.map(Self)
    }
}
