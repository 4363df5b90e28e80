//! Whole databases: into a backup's file, back from it, and from one database into another.
//!
//! A backup is a SQLite database with our schema, whichever database it was made of. So all three are the same: rows go from
//! one database into another, table by table, batch by batch, and are read back and compared before anybody relies on them.
//! What is special about each is in `backup`, `restore` and `copying`.

mod backup;
mod copying;
mod digest;
mod error;
mod restore;
mod side;
pub(in crate::store) mod tables;
mod transfer;
pub(in crate::store) mod value;

use std::ops::ControlFlow;

pub use backup::backup;
pub use copying::copy;
pub use error::MoveError;
pub use restore::restore;

use self::{
    side::{Schema, Side},
    tables::Table,
};
use super::{DatabaseUrl, Store, StoreError, pg, sqlite};

/// What was moved of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its name.
    pub table: &'static str,
    /// How many rows it has.
    pub rows: u64,
}

/// Hears after each batch how many rows of which table were moved so far, and may stop everything.
pub type Watch<'a> = dyn FnMut(&'static str, u64) -> ControlFlow<()> + Send + 'a;

/// The names of all tables that are moved, in the order in which they are.
#[must_use]
pub fn table_names() -> Vec<&'static str> {
    tables::tables().iter().map(|table| table.name).collect()
}

/// The names of the tables that are not, because nothing in them outlives a process.
#[must_use]
pub fn left_tables() -> &'static [&'static str] {
    &tables::LEFT
}

/// The names of those whose rows the database numbers.
#[must_use]
pub fn numbered_tables() -> Vec<&'static str> {
    let tables = tables::tables();
    let numbered = tables.iter().filter(|table| table.numbered);
    numbered.map(|table| table.name).collect()
}

impl Store {
    /// Whether another database is still being copied into this one, so that it holds only a part.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn is_unfinished_copy(&self) -> Result<bool, StoreError> {
        let note: Result<_, StoreError> = on_store!(self, moving::note());
        Ok(note?.is_some())
    }
}

/// Opens a database to read all of it as it is now. It must be a whole one with the schema of this program.
async fn open_source(url: &DatabaseUrl) -> Result<Side, MoveError> {
    let mut side = Side::open(url).await?;
    side.begin_reading().await?;
    match side.schema().await? {
        Schema::Current => {}
        Schema::Older(missing) => {
            return Err(MoveError::Older {
                name: url.to_string(),
                missing,
            });
        }
        Schema::Newer(migration) => {
            return Err(MoveError::Newer {
                name: url.to_string(),
                migration,
            });
        }
        Schema::Unknown => return Err(MoveError::NotOurs(url.to_string())),
    }
    if side.note().await?.is_some() {
        return Err(MoveError::Unfinished(url.to_string()));
    }
    Ok(side)
}

/// Refuses a destination that holds rows.
async fn refuse_rows(
    side: &mut Side,
    to: &DatabaseUrl,
    tables: &[Table],
    advice: &'static str,
) -> Result<(), MoveError> {
    if side.note().await?.is_some() {
        return Err(MoveError::Unfinished(to.to_string()));
    }
    let filled = side.filled(tables).await?;
    if filled.is_empty() {
        return Ok(());
    }
    Err(MoveError::NotEmpty {
        name: to.to_string(),
        filled,
        advice,
    })
}

/// Refuses a destination that a newer program has written; anything else can be migrated.
async fn refuse_newer(side: &mut Side, name: String) -> Result<(), MoveError> {
    match side.schema().await? {
        Schema::Newer(migration) => Err(MoveError::Newer { name, migration }),
        Schema::Current | Schema::Older(_) | Schema::Unknown => Ok(()),
    }
}
