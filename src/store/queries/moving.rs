//! Whole tables in and out, and the note in a database into which another one is being copied. Transactions are begun and
//! ended by hand: the connection is no pool's, and goes when anything fails.

use diesel::{
    QueryResult,
    result::Error,
    sql_query,
    sql_types::{BigInt, Text},
};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};

use super::super::{Owned, bulk};
use crate::store::moving::{
    tables::Table,
    value::{Raw, Row, Value},
};

pub(in crate::store) async fn begin_reading(conn: &mut Owned) -> QueryResult<()> {
    conn.batch_execute(bulk::BEGIN_READING).await
}

/// Nobody else writes these tables until the end of the transaction.
pub(in crate::store) async fn begin_writing(conn: &mut Owned, tables: &[Table]) -> QueryResult<()> {
    conn.batch_execute(bulk::BEGIN_WRITING).await?;
    match bulk::hold(tables) {
        Some(hold) => conn.batch_execute(&hold).await,
        None => Ok(()),
    }
}

/// Only after every statement has succeeded: PostgreSQL answers yes to the end of a failed transaction.
pub(in crate::store) async fn commit(conn: &mut Owned) -> QueryResult<()> {
    conn.batch_execute("COMMIT").await
}

pub(in crate::store) async fn roll_back(conn: &mut Owned) -> QueryResult<()> {
    conn.batch_execute("ROLLBACK").await
}

/// The next rows in the order of the primary key, after the row with this key.
pub(in crate::store) async fn read(
    conn: &mut Owned,
    table: &Table,
    after: Option<&[Value]>,
    limit: usize,
) -> QueryResult<Vec<Row>> {
    let key = table.key_list();
    let from = match after {
        // Both take `$1`: to PostgreSQL it is a number, to SQLite a name.
        Some([_]) => format!(" WHERE {key} > $1"),
        Some(_) => format!(" WHERE ({key}) > ($1, $2)"),
        None => String::new(),
    };
    let (columns, name) = (table.column_list(), table.name);
    let sql = format!("SELECT {columns} FROM {name}{from} ORDER BY {key} LIMIT {limit}");
    let mut query = sql_query(sql).into_boxed::<bulk::Db>();
    for value in after.unwrap_or_default() {
        query = match value {
            Value::Int(number) => query.bind::<BigInt, _>(*number),
            Value::Text(text) => query.bind::<Text, _>(text.as_str()),
            _ => return Err(unreadable("a key is neither a number nor a text".into())),
        };
    }
    let raw: Vec<Raw> = query.load(conn).await?;
    let shaped = raw.into_iter().map(|row| row.shaped(table));
    shaped
        .collect::<diesel::deserialize::Result<_>>()
        .map_err(unreadable)
}

fn unreadable(why: Box<dyn std::error::Error + Send + Sync>) -> Error {
    Error::DeserializationError(why)
}

pub(in crate::store) async fn insert(
    conn: &mut Owned,
    table: &Table,
    rows: &[Row],
) -> QueryResult<()> {
    bulk::insert(conn, table, rows).await
}

/// How many rows there are; none where the table is not there yet.
pub(in crate::store) async fn count(conn: &mut Owned, table: &Table) -> QueryResult<i64> {
    if !exists(conn, table.name).await? {
        return Ok(0);
    }
    number(conn, format!("SELECT count(*) FROM {}", table.name)).await
}

/// Empties the tables, those first that refer to others. DELETE, because whoever reads meanwhile must see the old rows.
pub(in crate::store) async fn clear(conn: &mut Owned, tables: &[Table]) -> QueryResult<()> {
    for table in tables.iter().rev() {
        let sql = format!("DELETE FROM {}", table.name);
        sql_query(sql).execute(conn).await?;
    }
    Ok(())
}

/// The highest number that a row of a numbered table ever had.
pub(in crate::store) async fn highest(conn: &mut Owned, table: &Table) -> QueryResult<i64> {
    number(conn, bulk::highest(table.name)).await
}

/// The next row of a numbered table gets a higher number than this.
pub(in crate::store) async fn raise(conn: &mut Owned, table: &Table, to: i64) -> QueryResult<()> {
    bulk::raise(conn, table.name, to).await
}

/// The versions of the migrations that were applied; `None` in what is no database of ours.
pub(in crate::store) async fn versions(conn: &mut Owned) -> QueryResult<Option<Vec<String>>> {
    if !exists(conn, "__diesel_schema_migrations").await? {
        return Ok(None);
    }
    let sql = "SELECT version FROM __diesel_schema_migrations";
    let rows: Vec<Raw> = sql_query(sql).load(conn).await?;
    Ok(Some(rows.into_iter().filter_map(first_text).collect()))
}

fn first_text(row: Raw) -> Option<String> {
    match row.0.into_iter().next() {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

async fn exists(conn: &mut Owned, name: &str) -> QueryResult<bool> {
    Ok(number(conn, bulk::exists(name)).await? == 1)
}

async fn number(conn: &mut Owned, sql: String) -> QueryResult<i64> {
    let rows: Vec<Raw> = sql_query(sql).load(conn).await?;
    let row = rows.into_iter().next();
    match row.and_then(|row| row.0.into_iter().next()) {
        Some(Value::Int(number)) => Ok(number),
        _ => Err(unreadable("a number was expected".into())),
    }
}

/// The table of the note. It is no part of the schema: it is there only while a copy is unfinished.
const NOTE: &str = "unfinished_copy";

/// What is noted, if anything: names and values.
pub(in crate::store) async fn note(conn: &mut Owned) -> QueryResult<Option<Vec<(String, String)>>> {
    if !exists(conn, NOTE).await? {
        return Ok(None);
    }
    let rows: Vec<Raw> = sql_query(format!("SELECT name, value FROM {NOTE}"))
        .load(conn)
        .await?;
    let pair = |row: Raw| match <[Value; 2]>::try_from(row.0) {
        Ok([Value::Text(name), Value::Text(value)]) => Some((name, value)),
        _ => None,
    };
    Ok(Some(rows.into_iter().filter_map(pair).collect()))
}

/// Notes that a copy begins.
pub(in crate::store) async fn start_note(conn: &mut Owned) -> QueryResult<()> {
    let sql = format!("CREATE TABLE {NOTE} (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)");
    conn.batch_execute(&sql).await
}

/// Nothing is unfinished any more.
pub(in crate::store) async fn end_note(conn: &mut Owned) -> QueryResult<()> {
    conn.batch_execute(&format!("DROP TABLE IF EXISTS {NOTE}"))
        .await
}

/// Notes where a table stands.
pub(in crate::store) async fn add_note(
    conn: &mut Owned,
    name: &str,
    value: &str,
) -> QueryResult<()> {
    sql_query(format!("INSERT INTO {NOTE} (name, value) VALUES ($1, $2)"))
        .bind::<Text, _>(name)
        .bind::<Text, _>(value)
        .execute(conn)
        .await
        .map(|_| ())
}

/// Notes something else in its place, unless somebody else has done so meanwhile.
pub(in crate::store) async fn change_note(
    conn: &mut Owned,
    name: &str,
    before: &str,
    value: &str,
) -> QueryResult<bool> {
    let sql = format!("UPDATE {NOTE} SET value = $1 WHERE name = $2 AND value = $3");
    let changed = sql_query(sql)
        .bind::<Text, _>(value)
        .bind::<Text, _>(name)
        .bind::<Text, _>(before)
        .execute(conn)
        .await?;
    Ok(changed == 1)
}
