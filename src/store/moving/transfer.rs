//! Rows from one database into the other, batch by batch, so that memory does not grow with the people.

use std::ops::ControlFlow;

use super::{
    MoveError, Moved, Watch,
    digest::Digest,
    side::Side,
    tables::Table,
    value::{Row, Value},
};

/// Rows in a batch.
const BATCH: usize = 1_000;

/// The rows of a table in turn.
pub(super) struct Batches<'a> {
    table: &'a Table,
    after: Option<Vec<Value>>,
    ended: bool,
}

impl<'a> Batches<'a> {
    /// From the first row, or from the one after this key.
    pub(super) fn new(table: &'a Table, after: Option<Vec<Value>>) -> Self {
        Self {
            table,
            after,
            ended: false,
        }
    }

    /// The key of the last row so far.
    pub(super) fn last_key(&self) -> Option<&[Value]> {
        self.after.as_deref()
    }

    /// The next rows; none at the end.
    pub(super) async fn next(&mut self, side: &mut Side) -> Result<Option<Vec<Row>>, MoveError> {
        if self.ended {
            return Ok(None);
        }
        let rows = side.read(self.table, self.after.as_deref(), BATCH).await?;
        self.ended = rows.len() < BATCH;
        let Some(last) = rows.last() else {
            return Ok(None);
        };
        self.after = Some(self.table.key_of(last));
        Ok(Some(rows))
    }
}

/// Copies every row, and gives what was read of each table.
pub(super) async fn everything(
    source: &mut Side,
    destination: &mut Side,
    tables: &[Table],
    watch: &mut Watch<'_>,
) -> Result<Vec<Digest>, MoveError> {
    let mut digests = Vec::new();
    for table in tables {
        let (mut digest, mut batches) = (Digest::default(), Batches::new(table, None));
        while let Some(rows) = batches.next(source).await? {
            digest.add(&rows);
            destination.insert(table, &rows).await?;
            tell(watch, table, digest.rows)?;
        }
        digests.push(digest);
    }
    destination.raise(tables, source).await?;
    Ok(digests)
}

/// Reads every table and gives what is in it.
pub(super) async fn digests(side: &mut Side, tables: &[Table]) -> Result<Vec<Digest>, MoveError> {
    let mut digests = Vec::new();
    for table in tables {
        let (mut digest, mut batches) = (Digest::default(), Batches::new(table, None));
        while let Some(rows) = batches.next(side).await? {
            digest.add(&rows);
        }
        digests.push(digest);
    }
    Ok(digests)
}

/// The tables in which the two are not the same.
pub(super) fn differing(tables: &[Table], one: &[Digest], other: &[Digest]) -> Vec<String> {
    let pairs = tables.iter().zip(one.iter().zip(other));
    pairs
        .filter(|(_, (one, other))| one != other)
        .map(|(table, _)| table.name.to_owned())
        .collect()
}

/// The result for people.
pub(super) fn moved(tables: &[Table], digests: &[Digest]) -> Vec<Moved> {
    let pairs = tables.iter().zip(digests);
    pairs
        .map(|(table, digest)| Moved {
            table: table.name,
            rows: digest.rows,
        })
        .collect()
}

/// Tells whoever watches; they may stop it.
pub(super) fn tell(watch: &mut Watch<'_>, table: &Table, rows: u64) -> Result<(), MoveError> {
    match watch(table.name, rows) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(MoveError::Stopped),
    }
}
