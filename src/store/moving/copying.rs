//! One database copied into another, batch by batch, so that a process that dies leaves what it has copied.
//!
//! A note in the destination says whose copy it is and up to which key of each table it goes. It is written in the
//! transaction of each batch, so a copy goes on exactly where it stopped; and while it is there nobody starts the bot on a half
//! database. At the end source and destination are read anew and compared: only when they are the same does the note go.

use serde_json::json;

use super::{
    MoveError, Moved, Watch, open_source, refuse_newer, refuse_rows,
    side::Side,
    tables::{Table, tables},
    transfer::{self, Batches},
    value::Value,
};
use crate::store::{DatabaseUrl, StoreError};

/// The notes beside those of the tables.
const SOURCE: &str = "source";
const STATE: &str = "state";
/// The state of a copy that goes on, and of one that has to begin anew.
const GOES_ON: &str = "copying";
const IS_STALE: &str = "the source changed";
/// No row of a table was copied yet.
const NO_KEY: &str = "";
const ADVICE: &str = "give a database that is new and empty";

/// Copies a database into an empty one, or goes on with a copy that was not finished.
///
/// # Errors
/// The destination holds anything else, the source changes meanwhile, or one of them fails; run again, it goes on, or begins
/// anew when it has to.
pub async fn copy(
    from: &DatabaseUrl,
    to: &DatabaseUrl,
    watch: &mut Watch<'_>,
) -> Result<Vec<Moved>, MoveError> {
    if from.identity() == to.identity() {
        return Err(MoveError::Same(to.to_string()));
    }
    let tables = tables();
    let mut source = open_source(from).await?;
    let mut copy = begin(from, to, &tables).await?;
    for table in &tables {
        let copied = copy.table(table, &mut source, watch).await;
        // A row that refers to one that is not there, or stands in the way of another: it came after the others were read.
        if let Err(MoveError::Store(StoreError::Query(diesel::result::Error::DatabaseError(
            diesel::result::DatabaseErrorKind::ForeignKeyViolation
            | diesel::result::DatabaseErrorKind::UniqueViolation,
            _,
        )))) = copied
        {
            copy.side.roll_back().await?;
            copy.is_stale().await?;
            return Err(MoveError::Changed(vec![table.name.to_owned()]));
        }
        copied?;
    }
    drop(source);
    // Not the rows that were read for copying: what changed since would go unseen.
    let mut source = open_source(from).await?;
    let read = transfer::digests(&mut source, &tables).await?;
    let found = transfer::digests(&mut copy.side, &tables).await?;
    let differing = transfer::differing(&tables, &read, &found);
    if !differing.is_empty() {
        copy.is_stale().await?;
        return Err(MoveError::Changed(differing));
    }
    copy.side.begin_writing(&[]).await?;
    copy.side.raise(&tables, &mut source).await?;
    copy.side.end_note().await?;
    copy.side.commit().await?;
    Ok(transfer::moved(&tables, &read))
}

/// The destination, and what is noted there.
struct Copy {
    side: Side,
    name: String,
    notes: Vec<(String, String)>,
}

async fn begin(from: &DatabaseUrl, to: &DatabaseUrl, tables: &[Table]) -> Result<Copy, MoveError> {
    let is_new_file = matches!(to, DatabaseUrl::Sqlite(path) if !path.exists());
    if !is_new_file {
        let mut side = Side::open(to).await?;
        refuse_newer(&mut side, to.to_string()).await?;
        if side.note().await?.is_none() {
            refuse_rows(&mut side, to, tables, ADVICE).await?;
        }
    }
    to.migrate().await?;
    let mut copy = Copy {
        side: Side::open(to).await?,
        name: to.to_string(),
        notes: Vec::new(),
    };
    copy.side.begin_writing(tables).await?;
    match copy.side.note().await? {
        None => {
            refuse_rows(&mut copy.side, to, tables, ADVICE).await?;
            copy.start(from, tables).await?;
        }
        Some(notes) => {
            copy.notes = notes;
            let source = copy.noted(SOURCE).unwrap_or_default();
            if source != from.identity() {
                return Err(MoveError::OtherCopy {
                    name: to.to_string(),
                    other: source.to_owned(),
                });
            }
            if copy.noted(STATE) != Some(GOES_ON) {
                // Everything in it is the copy's: it was empty, and the bot does not start on it.
                copy.side.clear(tables).await?;
                copy.side.end_note().await?;
                copy.start(from, tables).await?;
            }
        }
    }
    copy.side.commit().await?;
    Ok(copy)
}

impl Copy {
    fn noted(&self, name: &str) -> Option<&str> {
        let mut notes = self.notes.iter();
        notes
            .find(|(noted, _)| noted == name)
            .map(|(_, value)| value.as_str())
    }

    /// Notes that nothing was copied yet.
    async fn start(&mut self, from: &DatabaseUrl, tables: &[Table]) -> Result<(), MoveError> {
        self.side.start_note().await?;
        let source = from.identity();
        let about = [(SOURCE, source.as_str()), (STATE, GOES_ON)];
        let none = tables.iter().map(|table| (table.name, NO_KEY));
        self.notes.clear();
        for (name, value) in about.into_iter().chain(none) {
            self.side.add_note(name, value).await?;
            self.notes.push((name.to_owned(), value.to_owned()));
        }
        Ok(())
    }

    /// Copies what is missing of a table.
    async fn table(
        &mut self,
        table: &Table,
        source: &mut Side,
        watch: &mut Watch<'_>,
    ) -> Result<(), MoveError> {
        let noted = self.noted(table.name).filter(|key| *key != NO_KEY);
        let after = noted.map(read_key).transpose()?;
        let (mut batches, mut rows) = (Batches::new(table, after), 0);
        while let Some(batch) = batches.next(source).await? {
            let key = batches.last_key().map(write_key).unwrap_or_default();
            self.side.begin_writing(&[]).await?;
            self.reached(table, &key).await?;
            self.side.insert(table, &batch).await?;
            self.side.commit().await?;
            rows += batch.len() as u64;
            transfer::tell(watch, table, rows)?;
        }
        Ok(())
    }

    /// Notes the last key in the transaction of its batch, before its rows. Whoever finds another one than they left is not
    /// alone.
    async fn reached(&mut self, table: &Table, key: &str) -> Result<(), MoveError> {
        let mut notes = self.notes.iter_mut();
        let before = notes.find(|(name, _)| name == table.name);
        if let Some((_, before)) = before
            && self.side.change_note(table.name, before, key).await?
        {
            key.clone_into(before);
            return Ok(());
        }
        self.side.roll_back().await?;
        Err(MoveError::TwoAtOnce(self.name.clone()))
    }

    /// The next run begins anew.
    async fn is_stale(&mut self) -> Result<(), MoveError> {
        self.side.change_note(STATE, GOES_ON, IS_STALE).await?;
        Ok(())
    }
}

fn write_key(key: &[Value]) -> String {
    let value = |value: &Value| match value {
        Value::Int(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::Null | Value::Bool(_) | Value::Moment(_) => json!(null),
    };
    json!(key.iter().map(value).collect::<Vec<_>>()).to_string()
}

fn read_key(text: &str) -> Result<Vec<Value>, StoreError> {
    let broken = || StoreError::Open("the note of the unfinished copy is broken".into());
    let values: Vec<serde_json::Value> = serde_json::from_str(text).map_err(|_| broken())?;
    let value = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => Some(Value::Text(text)),
        other => other.as_i64().map(Value::Int),
    };
    let key: Option<Vec<Value>> = values.into_iter().map(value).collect();
    key.ok_or_else(broken)
}
