//! One of the two databases, by a connection of its own.

use std::path::Path;

use super::{
    MoveError,
    tables::Table,
    value::{Row, Value},
};
use crate::store::{DatabaseUrl, StoreError, migrations, pg, sqlite};

/// A connection to a database of either kind.
pub(super) enum Side {
    Postgres(Box<pg::Owned>),
    Sqlite(Box<sqlite::Owned>),
}

macro_rules! on_side {
    ($self:expr, $function:ident ( $($arg:expr),* )) => {
        match $self {
            Self::Postgres(conn) => pg::queries::moving::$function(conn, $($arg),*).await,
            Self::Sqlite(conn) => sqlite::queries::moving::$function(conn, $($arg),*).await,
        }
        .map_err(StoreError::from)
    };
}

/// What is known of a database's schema.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Schema {
    /// The one of this program.
    Current,
    /// So many migrations are missing.
    Older(usize),
    /// It has this migration, which this program does not know.
    Newer(String),
    /// No migration was ever applied.
    Unknown,
}

/// As for the service: FULL, because what was acknowledged must survive a power cut.
const LIVE: [&str; 3] = [
    "PRAGMA busy_timeout = 30000",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
];
/// Nobody else knows the file yet, and when anything fails it is thrown away. Without WAL, which would stay with the file
/// and need two more beside it.
const NEW_FILE: [&str; 4] = [
    "PRAGMA journal_mode = OFF",
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA synchronous = OFF",
    "PRAGMA foreign_keys = ON",
];

impl Side {
    /// Opens a database that is there; a typing mistake never makes an empty file.
    pub(super) async fn open(url: &DatabaseUrl) -> Result<Self, MoveError> {
        match url {
            DatabaseUrl::Postgres(url) => {
                use diesel_async::SimpleAsyncConnection;
                let mut conn = pg::connect(url).await?;
                let patient = conn.batch_execute(pg::bulk::PATIENT).await;
                patient.map_err(StoreError::from)?;
                Ok(Self::Postgres(Box::new(conn)))
            }
            DatabaseUrl::Sqlite(path) => {
                if !path.is_file() {
                    return Err(MoveError::NoFile(path.clone()));
                }
                Self::sqlite(&path.to_string_lossy(), &LIVE).await
            }
        }
    }

    /// Opens a file that is being made.
    pub(super) async fn open_new(path: &Path) -> Result<Self, MoveError> {
        Self::sqlite(&path.to_string_lossy(), &NEW_FILE).await
    }

    /// Opens a file of which not a byte is to change.
    pub(super) async fn open_read_only(path: &Path) -> Result<Self, MoveError> {
        let whole = path.canonicalize();
        let whole = whole.map_err(|error| MoveError::file("read", path, error))?;
        let url = url::Url::from_file_path(&whole);
        let mut url = url.map_err(|()| MoveError::NoFile(path.to_owned()))?;
        url.set_query(Some("mode=ro"));
        Self::sqlite(url.as_str(), &[]).await
    }

    async fn sqlite(path: &str, pragmas: &[&str]) -> Result<Self, MoveError> {
        let conn = sqlite::connect_alone(path, pragmas).await;
        let conn = conn.map_err(|error| StoreError::Open(error.to_string()))?;
        Ok(Self::Sqlite(Box::new(conn)))
    }

    /// The schema, by the migrations that were applied.
    pub(super) async fn schema(&mut self) -> Result<Schema, StoreError> {
        let Some(applied) = on_side!(self, versions())? else {
            return Ok(Schema::Unknown);
        };
        let known = migrations::versions()?;
        let strange = applied.iter().filter(|version| !known.contains(version));
        if let Some(newest) = strange.max() {
            return Ok(Schema::Newer(newest.clone()));
        }
        Ok(match known.len().saturating_sub(applied.len()) {
            _ if applied.is_empty() => Schema::Unknown,
            0 => Schema::Current,
            missing => Schema::Older(missing),
        })
    }

    /// What SQLite finds wrong in its own file, the first thing only.
    pub(super) async fn damage(&mut self) -> Result<Option<String>, StoreError> {
        let Self::Sqlite(conn) = self else {
            return Ok(None);
        };
        let found = sqlite::bulk::pragma(conn, "integrity_check(1)").await?;
        Ok(found.into_iter().find(|word| word != "ok"))
    }

    /// Sees the database as it is now, until the end.
    pub(super) async fn begin_reading(&mut self) -> Result<(), StoreError> {
        on_side!(self, begin_reading())
    }

    /// Nobody else writes these tables until the end.
    pub(super) async fn begin_writing(&mut self, tables: &[Table]) -> Result<(), StoreError> {
        on_side!(self, begin_writing(tables))
    }

    pub(super) async fn commit(&mut self) -> Result<(), StoreError> {
        on_side!(self, commit())
    }

    pub(super) async fn roll_back(&mut self) -> Result<(), StoreError> {
        on_side!(self, roll_back())
    }

    /// So many rows after this key, in the database's own order.
    pub(super) async fn read(
        &mut self,
        table: &Table,
        after: Option<&[Value]>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        on_side!(self, read(table, after, limit))
    }

    pub(super) async fn insert(&mut self, table: &Table, rows: &[Row]) -> Result<(), StoreError> {
        on_side!(self, insert(table, rows))
    }

    pub(super) async fn clear(&mut self, tables: &[Table]) -> Result<(), StoreError> {
        on_side!(self, clear(tables))
    }

    /// The tables that hold rows, with how many.
    pub(super) async fn filled(&mut self, tables: &[Table]) -> Result<Vec<String>, StoreError> {
        let mut filled = Vec::new();
        for table in tables {
            let rows = on_side!(self, count(table))?;
            if rows > 0 {
                filled.push(format!("{} {rows}", table.name));
            }
        }
        Ok(filled)
    }

    /// Numbers that were given once are never given again.
    pub(super) async fn raise(
        &mut self,
        tables: &[Table],
        source: &mut Self,
    ) -> Result<(), StoreError> {
        for table in tables.iter().filter(|table| table.numbered) {
            let highest = source.highest(table).await?;
            if highest > 0 {
                on_side!(self, raise(table, highest))?;
            }
        }
        Ok(())
    }

    async fn highest(&mut self, table: &Table) -> Result<i64, StoreError> {
        on_side!(self, highest(table))
    }

    /// What is noted of a copy that goes on.
    pub(super) async fn note(&mut self) -> Result<Option<Vec<(String, String)>>, StoreError> {
        on_side!(self, note())
    }

    pub(super) async fn start_note(&mut self) -> Result<(), StoreError> {
        on_side!(self, start_note())
    }

    pub(super) async fn end_note(&mut self) -> Result<(), StoreError> {
        on_side!(self, end_note())
    }

    pub(super) async fn add_note(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        on_side!(self, add_note(name, value))
    }

    /// Whether it was still as before.
    pub(super) async fn change_note(
        &mut self,
        name: &str,
        before: &str,
        value: &str,
    ) -> Result<bool, StoreError> {
        on_side!(self, change_note(name, before, value))
    }
}
