//! A row between the two databases, and its canonical form.

use diesel::deserialize;
use jiff::Timestamp;

use super::tables::{Kind, Table};
use crate::store::moment::At;

/// One value, of the type that the schema says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) enum Value {
    Null,
    Int(i64),
    Bool(bool),
    Text(String),
    Moment(Timestamp),
}

/// One row, in the order of the table's columns.
pub(in crate::store) type Row = Vec<Value>;

/// What a database gives back, before it is compared with the schema. SQLite keeps any value in any column, and moments
/// and truths as text and numbers.
#[derive(Debug)]
pub(in crate::store) struct Raw(pub(in crate::store) Row);

impl Raw {
    /// The row as the schema has it.
    ///
    /// # Errors
    /// A value is none of its column's type; the sentence names the column, not the value.
    pub(in crate::store) fn shaped(self, table: &Table) -> deserialize::Result<Row> {
        if self.0.len() != table.columns.len() {
            return Err(format!("{} has other columns than this program knows", table.name).into());
        }
        let values = self.0.into_iter().zip(&table.columns);
        values
            .map(|(value, column)| {
                let fits = match value {
                    Value::Null if column.nullable => Some(Value::Null),
                    value => shape(value, column.kind),
                };
                let (table, name) = (table.name, column.name);
                fits.ok_or_else(|| format!("{table}.{name} holds a value of another type").into())
            })
            .collect()
    }
}

fn shape(value: Value, kind: Kind) -> Option<Value> {
    match (value, kind) {
        (Value::Int(number), Kind::SmallInt) => {
            i16::try_from(number).ok().map(|_| Value::Int(number))
        }
        (Value::Int(number), Kind::Integer) => {
            i32::try_from(number).ok().map(|_| Value::Int(number))
        }
        (Value::Int(number @ 0..=1), Kind::Bool) => Some(Value::Bool(number == 1)),
        (Value::Text(text), Kind::Moment) => At::read(&text).ok().map(|At(at)| Value::Moment(at)),
        (value @ Value::Int(_), Kind::BigInt)
        | (value @ Value::Bool(_), Kind::Bool)
        | (value @ Value::Text(_), Kind::Text)
        | (value @ Value::Moment(_), Kind::Moment) => Some(value),
        _ => None,
    }
}

/// Adds the canonical form of a value: the same bytes from both databases, and no two values alike.
pub(super) fn canonical(value: &Value, bytes: &mut Vec<u8>) {
    match value {
        Value::Null => bytes.push(0),
        Value::Int(number) => {
            bytes.push(1);
            bytes.extend(number.to_be_bytes());
        }
        Value::Bool(is) => bytes.extend([2, u8::from(*is)]),
        Value::Text(text) => {
            bytes.push(3);
            bytes.extend((text.len() as u64).to_be_bytes());
            bytes.extend(text.as_bytes());
        }
        // The finest that both databases keep.
        Value::Moment(at) => {
            bytes.push(4);
            bytes.extend(at.as_microsecond().to_be_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::moving::tables::tables;

    fn shaped(table: &str, row: Row) -> Result<Row, String> {
        let all = tables();
        let table = all.iter().find(|one| one.name == table).expect("a table");
        Raw(row).shaped(table).map_err(|error| error.to_string())
    }

    #[test]
    fn values_of_another_type_are_refused_by_the_columns_name() {
        let pause = |scope: Value, until: &str| {
            shaped("send_pauses", vec![scope, Value::Text(until.into())])
        };
        let at = "2026-11-25 10:00:00.000001";
        let row = pause(Value::Text("bot".into()), at).expect("fits");
        let moment: Timestamp = "2026-11-25T10:00:00.000001Z".parse().expect("a moment");
        assert_eq!(row, [Value::Text("bot".into()), Value::Moment(moment)]);
        let refused = pause(Value::Text("bot".into()), "tomorrow").expect_err("no moment");
        assert!(refused.contains("send_pauses.paused_until"), "{refused}");
        let refused = pause(Value::Null, at).expect_err("never empty");
        assert!(refused.contains("send_pauses.scope"), "{refused}");
        let refused = pause(Value::Int(1), at).expect_err("a number is no text");
        assert!(refused.contains("send_pauses.scope"), "{refused}");
        let short = shaped("payers", vec![Value::Text("a".into())]).expect_err("too short");
        assert!(short.contains("other columns"), "{short}");
    }

    #[test]
    fn numbers_must_fit_their_column() {
        assert_eq!(
            shape(Value::Int(32_767), Kind::SmallInt),
            Some(Value::Int(32_767))
        );
        assert_eq!(shape(Value::Int(32_768), Kind::SmallInt), None);
        assert_eq!(
            shape(Value::Int(i64::from(i32::MIN) - 1), Kind::Integer),
            None
        );
        assert_eq!(
            shape(Value::Int(i64::MIN), Kind::BigInt),
            Some(Value::Int(i64::MIN))
        );
        assert_eq!(shape(Value::Int(1), Kind::Bool), Some(Value::Bool(true)));
        assert_eq!(shape(Value::Int(2), Kind::Bool), None);
    }
}
