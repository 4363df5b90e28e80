//! `jiff::Timestamp` in both databases, to the microsecond that both keep.

use diesel::{
    backend::Backend,
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::{Pg, PgValue},
    serialize::{self, IsNull, Output, ToSql},
    sql_types::SqlOrd,
    sqlite::Sqlite,
};
use jiff::Timestamp;

use super::schema::sql_types::Moment;

/// A moment on its way to or from a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromSqlRow, AsExpression)]
#[diesel(sql_type = Moment)]
pub(super) struct At(pub(super) Timestamp);

impl SqlOrd for Moment {}

/// PostgreSQL counts microseconds from 2000-01-01, Unix from 1970-01-01.
const POSTGRES_EPOCH_MICROSECONDS: i64 = 946_684_800_000_000;

/// Fixed width, so that text order is time order.
const SQLITE_FORMAT: &str = "%Y-%m-%d %H:%M:%S.%6f";

impl ToSql<Moment, Pg> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let microseconds = self.0.as_microsecond() - POSTGRES_EPOCH_MICROSECONDS;
        std::io::Write::write_all(out, &microseconds.to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<Moment, Pg> for At {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let microseconds = i64::from_be_bytes(value.as_bytes().try_into()?);
        let unix = microseconds.checked_add(POSTGRES_EPOCH_MICROSECONDS);
        let unix = unix.ok_or("a moment out of range")?;
        // Not at once, by `from_microsecond`: it refuses the last second that there is, which stands for "for ever".
        let nanosecond = i32::try_from(unix.rem_euclid(1_000_000) * 1_000)?;
        Ok(Self(Timestamp::new(
            unix.div_euclid(1_000_000),
            nanosecond,
        )?))
    }
}

impl ToSql<Moment, Sqlite> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.strftime(SQLITE_FORMAT).to_string());
        Ok(IsNull::No)
    }
}

impl FromSql<Moment, Sqlite> for At {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<diesel::sql_types::Text, Sqlite>>::from_sql(value)?;
        Ok(Self::read(&text)?)
    }
}

impl At {
    /// A moment as SQLite keeps it.
    pub(super) fn read(text: &str) -> Result<Self, jiff::Error> {
        let civil = jiff::civil::DateTime::strptime(SQLITE_FORMAT, text)?;
        Ok(Self(civil.to_zoned(jiff::tz::TimeZone::UTC)?.timestamp()))
    }
}
