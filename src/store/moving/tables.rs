//! The tables that are moved. Columns, their order and their types come from the schema, so that none can be left out or
//! taken for another type; only a whole table can be forgotten here, which a test sees.

use diesel::{
    Expression,
    sql_types::{BigInt, Bool, Integer, Nullable, SmallInt, SqlType, Text},
};

use super::value::Value;
use crate::store::schema::{self, sql_types::Moment};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Kind {
    SmallInt,
    Integer,
    BigInt,
    Bool,
    Text,
    Moment,
}

/// A column, by its name in both databases.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Column {
    pub(in crate::store) name: &'static str,
    pub(in crate::store) kind: Kind,
    pub(in crate::store) nullable: bool,
}

/// A table.
#[derive(Debug, Clone)]
pub(in crate::store) struct Table {
    pub(in crate::store) name: &'static str,
    pub(in crate::store) columns: Vec<Column>,
    /// The positions of the primary key among the columns, in the key's order.
    pub(in crate::store) key: Vec<usize>,
    /// The database numbers the rows, and must never give a number again.
    pub(in crate::store) numbered: bool,
}

/// A SQL type of the schema.
trait Stored {
    const KIND: Kind;
    const NULLABLE: bool = false;
}

macro_rules! stored {
    ($($kind:ident),+) => {$(
        impl Stored for $kind {
            const KIND: Kind = Kind::$kind;
        }
    )+};
}
stored!(SmallInt, Integer, BigInt, Bool, Text, Moment);

impl<T: Stored + SqlType> Stored for Nullable<T> {
    const KIND: Kind = T::KIND;
    const NULLABLE: bool = true;
}

fn column<C>() -> Column
where
    C: diesel::Column + Expression,
    <C as Expression>::SqlType: Stored,
{
    Column {
        name: C::NAME,
        kind: <<C as Expression>::SqlType as Stored>::KIND,
        nullable: <<C as Expression>::SqlType as Stored>::NULLABLE,
    }
}

/// All columns of a table, as diesel lists them.
trait Columns {
    fn list() -> Vec<Column>;
}

/// Implements it for tuples of every length down to one.
macro_rules! columns {
    () => {};
    ($first:ident $($rest:ident)*) => {
        impl<$first, $($rest),*> Columns for ($first, $($rest,)*)
        where
            $first: diesel::Column + Expression,
            <$first as Expression>::SqlType: Stored,
            $($rest: diesel::Column + Expression, <$rest as Expression>::SqlType: Stored,)*
        {
            fn list() -> Vec<Column> {
                vec![column::<$first>(), $(column::<$rest>()),*]
            }
        }
        columns!($($rest)*);
    };
}
columns!(A B C D E F G H I J K L M N O P Q R S T U V W X);

fn table<C: Columns>(name: &'static str, key: &[&str], numbered: bool) -> Table {
    let columns = C::list();
    let position = |name: &&str| columns.iter().position(|column| column.name == *name);
    let key = key.iter().filter_map(position).collect();
    Table {
        name,
        columns,
        key,
        numbered,
    }
}

macro_rules! tables {
    ($($name:ident ($($key:ident),+) $($numbered:ident)?;)+) => {{
        // Another primary key than the schema's does not compile.
        $(const _: <schema::$name::table as diesel::Table>::PrimaryKey = ($(schema::$name::$key),+);)+
        vec![$(table::<<schema::$name::table as diesel::Table>::AllColumns>(
            stringify!($name),
            &[$(stringify!($key)),+],
            tables!(@numbered $($numbered)?),
        )),+]
    }};
    (@numbered numbered) => { true };
    (@numbered) => { false };
}

/// Tables whose rows say something of the processes that run now, and nothing of the bot.
pub(super) const LEFT: [&str; 1] = ["replicas"];

/// Every table but those that are left out, those first that others refer to.
pub(in crate::store) fn tables() -> Vec<Table> {
    tables! {
        users (id);
        referrals (referred_id, referrer_id);
        dialogues (user_id);
        recommendations (user_id);
        inbox (source, key);
        outbox (id) numbered;
        send_pauses (scope);
        products (id);
        leads (id) numbered;
        subscriptions (user_id, source);
        payers (payer);
        payment_news (admin_id);
        journal (id) numbered;
        tribute_events (id) numbered;
        events (id) numbered;
        assistant_questions (id) numbered;
        tasks (name);
        door_chats (door);
        door_members (door, user_id);
    }
}

impl Table {
    /// The names of all columns, in order, as SQL.
    pub(in crate::store) fn column_list(&self) -> String {
        list(self.columns.iter())
    }

    /// The names of the key's columns, as SQL.
    pub(in crate::store) fn key_list(&self) -> String {
        list(self.key_columns())
    }

    /// The key of a row.
    pub(in crate::store) fn key_of(&self, row: &[Value]) -> Vec<Value> {
        let values = self.key.iter().filter_map(|at| row.get(*at));
        values.cloned().collect()
    }

    /// Which row it is, for people.
    pub(in crate::store) fn where_key(&self, row: &[Value]) -> String {
        let pairs = self.key_columns().zip(self.key_of(row));
        let named: Vec<String> = pairs
            .map(|(column, value)| match value {
                Value::Int(number) => format!("{} = {number}", column.name),
                Value::Text(text) => format!("{} = '{}'", column.name, text.escape_debug()),
                _ => column.name.to_owned(),
            })
            .collect();
        named.join(" AND ")
    }

    /// The key's columns, in the key's order.
    fn key_columns(&self) -> impl Iterator<Item = &Column> {
        self.key.iter().filter_map(|at| self.columns.get(*at))
    }
}

/// Names in quotes, because some of them are words of SQL.
fn list<'a>(columns: impl Iterator<Item = &'a Column>) -> String {
    let quoted: Vec<String> = columns
        .map(|column| format!("\"{}\"", column.name))
        .collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_keys_are_those_of_the_schema() {
        let all = tables();
        let found = |name: &str| all.iter().find(|table| table.name == name).expect("there");
        let members = found("door_members");
        assert_eq!(members.key_list(), "\"door\", \"user_id\"");
        let (ours, link) = (&members.columns[3], &members.columns[14]);
        assert_eq!(
            (ours.name, ours.kind, ours.nullable),
            ("is_ours", Kind::Bool, false)
        );
        assert_eq!(
            (link.name, link.kind, link.nullable),
            ("link", Kind::Text, true)
        );
        let inbox = found("inbox");
        assert_eq!(inbox.key, [0, 1]);
        assert_eq!(inbox.columns[3].kind, Kind::Moment);
        for table in &all {
            assert!(!table.key.is_empty(), "{}", table.name);
        }
    }
}
