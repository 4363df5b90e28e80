//! Whole tables in and out of PostgreSQL.

use diesel::{
    QueryResult,
    deserialize::{self, FromSql, QueryableByName},
    pg::Pg,
    query_builder::{BoxedSqlQuery, SqlQuery},
    row::{Field, NamedRow, Row as Fields},
    sql_query,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, SmallInt, Text},
};
use diesel_async::RunQueryDsl;

use super::Owned;
use crate::store::{
    moment::At,
    moving::{
        tables::{Column, Kind, Table},
        value::{Raw, Row, Value},
    },
    schema::sql_types::Moment,
};

/// What queries on this back end are built for.
pub(in crate::store) type Db = Pg;

/// Everything that follows sees the database as it is now, however long it takes.
pub(in crate::store) const BEGIN_READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
pub(in crate::store) const BEGIN_WRITING: &str = "BEGIN";

/// Moving takes longer than any query of the service may. A process that hangs must still let go some day: its snapshot
/// keeps dead rows from being cleaned away.
pub(in crate::store) const PATIENT: &str = "SET statement_timeout = 0; SET lock_timeout = '1min'; \
    SET idle_in_transaction_session_timeout = '10min'";

/// Others may read until the end of the transaction, but not write.
pub(in crate::store) fn hold(tables: &[Table]) -> Option<String> {
    let names: Vec<&str> = tables.iter().map(|table| table.name).collect();
    (!names.is_empty()).then(|| format!("LOCK TABLE {} IN EXCLUSIVE MODE", names.join(", ")))
}

/// 1 when there is a table of this name.
pub(in crate::store) fn exists(name: &str) -> String {
    format!("SELECT CASE WHEN to_regclass('{name}') IS NULL THEN 0 ELSE 1 END")
}

/// The highest number that a row of a numbered table ever had.
pub(in crate::store) fn highest(table: &str) -> String {
    format!(
        "SELECT GREATEST((SELECT COALESCE(MAX(id), 0) FROM {table}), \
         COALESCE(pg_sequence_last_value(pg_get_serial_sequence('{table}', 'id')::regclass), 0))"
    )
}

/// The next row gets a higher number than this. Only ever raised: a sequence takes no part in transactions, so it would
/// stay low when the transaction that lowered it is undone.
pub(in crate::store) async fn raise(conn: &mut Owned, table: &str, to: i64) -> QueryResult<()> {
    let sequence = format!("pg_get_serial_sequence('{table}', 'id')::regclass");
    let sql = format!(
        "SELECT setval({sequence}, {to}) WHERE COALESCE(pg_sequence_last_value({sequence}), 0) < {to}"
    );
    sql_query(sql).execute(conn).await.map(|_| ())
}

/// Adds rows in one statement, an array for each column.
pub(in crate::store) async fn insert(
    conn: &mut Owned,
    table: &Table,
    rows: &[Row],
) -> QueryResult<()> {
    refuse_nul(table, rows)?;
    let arrays: Vec<String> = (1..=table.columns.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "INSERT INTO {} ({}) SELECT * FROM unnest({})",
        table.name,
        table.column_list(),
        arrays.join(", ")
    );
    let mut query = sql_query(sql).into_boxed::<Pg>();
    for (at, column) in table.columns.iter().enumerate() {
        query = bind_column(query, column, rows.iter().filter_map(|row| row.get(at)));
    }
    query.execute(conn).await.map(|_| ())
}

type Query<'a> = BoxedSqlQuery<'a, Pg, SqlQuery>;

/// Values are of their column's type since they were read.
fn bind_column<'a>(
    query: Query<'a>,
    column: &Column,
    values: impl Iterator<Item = &'a Value>,
) -> Query<'a> {
    let number = |value: &Value| match value {
        Value::Int(number) => Some(*number),
        _ => None,
    };
    match column.kind {
        Kind::SmallInt => {
            let small = |value| number(value).and_then(|number| i16::try_from(number).ok());
            query.bind::<Array<Nullable<SmallInt>>, Vec<_>>(values.map(small).collect())
        }
        Kind::Integer => {
            let middle = |value| number(value).and_then(|number| i32::try_from(number).ok());
            query.bind::<Array<Nullable<Integer>>, Vec<_>>(values.map(middle).collect())
        }
        Kind::BigInt => query.bind::<Array<Nullable<BigInt>>, Vec<_>>(values.map(number).collect()),
        Kind::Bool => {
            let truth = |value: &Value| match value {
                Value::Bool(is) => Some(*is),
                _ => None,
            };
            query.bind::<Array<Nullable<Bool>>, Vec<_>>(values.map(truth).collect())
        }
        Kind::Text => {
            let text = |value: &'a Value| match value {
                Value::Text(text) => Some(text.as_str()),
                _ => None,
            };
            query.bind::<Array<Nullable<Text>>, Vec<_>>(values.map(text).collect())
        }
        Kind::Moment => {
            let moment = |value: &Value| match value {
                Value::Moment(at) => Some(At(*at)),
                _ => None,
            };
            query.bind::<Array<Nullable<Moment>>, Vec<_>>(values.map(moment).collect())
        }
    }
}

/// SQLite keeps the character NUL in a text, PostgreSQL does not, and says of it only "invalid byte sequence".
fn refuse_nul(table: &Table, rows: &[Row]) -> QueryResult<()> {
    for row in rows {
        let has_nul = |value: &Value| matches!(value, Value::Text(text) if text.contains('\0'));
        let Some(at) = row.iter().position(has_nul) else {
            continue;
        };
        let (table, column) = (
            table,
            table.columns.get(at).map_or("", |column| column.name),
        );
        let name = table.name;
        let key = table.where_key(row);
        return Err(diesel::result::Error::SerializationError(
            format!(
                "PostgreSQL cannot keep the character NUL, which stands in {name}.{column} where {key}; take it out of the \
                 source with UPDATE {name} SET {column} = replace({column}, char(0), '') and run again"
            )
            .into(),
        ));
    }
    Ok(())
}

impl QueryableByName<Pg> for Raw {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
        let value = |at: usize| {
            let field = Fields::get(row, at).ok_or("a column is missing")?;
            let Some(value) = field.value() else {
                return Ok(Value::Null);
            };
            // PostgreSQL's own numbers of its types.
            match value.get_oid().get() {
                16 => FromSql::<Bool, Pg>::from_sql(value).map(Value::Bool),
                20 => FromSql::<BigInt, Pg>::from_sql(value).map(Value::Int),
                21 => {
                    let number: i16 = FromSql::<SmallInt, Pg>::from_sql(value)?;
                    Ok(Value::Int(number.into()))
                }
                23 => {
                    let number: i32 = FromSql::<Integer, Pg>::from_sql(value)?;
                    Ok(Value::Int(number.into()))
                }
                25 | 1043 => FromSql::<Text, Pg>::from_sql(value).map(Value::Text),
                1184 => {
                    let At(at) = FromSql::<Moment, Pg>::from_sql(value)?;
                    Ok(Value::Moment(at))
                }
                _ => Err("a column has a type that this program does not know".into()),
            }
        };
        let values: deserialize::Result<Row> = (0..row.field_count()).map(value).collect();
        values.map(Self)
    }
}
