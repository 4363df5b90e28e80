//! `backup`, `restore`, `copy-database`.

use std::{ops::ControlFlow, path::PathBuf};

use clap::Args;

use super::{Failure, say, settings, stop_signal};
use crate::store::{
    DatabaseUrl,
    moving::{self, MoveError, Moved},
};

/// What `backup` is told.
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The file to write; it must not be there yet
    file: PathBuf,
    /// The database to read, instead of DATABASE_URL
    #[arg(long, value_name = "URL")]
    from: Option<String>,
}

/// What `restore` is told.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// A file that `backup` wrote
    file: PathBuf,
    /// The database to write, instead of DATABASE_URL
    #[arg(long, value_name = "URL")]
    to: Option<String>,
    /// Delete everything that is in the database and put the backup in its place
    #[arg(long)]
    replace: bool,
}

/// What `copy-database` is told.
#[derive(Debug, Args)]
#[group(id = "ends", required = true, multiple = true)]
pub(super) struct CopyDatabase {
    /// The database to read, as in DATABASE_URL; that one when it is left out
    #[arg(long, value_name = "URL", group = "ends")]
    from: Option<String>,
    /// The new and empty database to write, as in DATABASE_URL; that one when it is left out
    #[arg(long, value_name = "URL", group = "ends")]
    to: Option<String>,
}

/// Writes a backup.
pub(super) async fn backup(options: Backup) -> Result<(), Failure> {
    let from = database("--from", options.from.as_deref())?;
    let file = options.file;
    let mut watch = Told::default().watch();
    // Told to stop, it still removes what it has written: half a backup holds personal data too.
    let moved = tokio::select! {
        moved = moving::backup(&from, &file, &mut watch) => moved,
        () = stop_signal() => Err(MoveError::Stopped),
    };
    let moved = moved.map_err(|error| Failure(format!("no backup was made: {error}")))?;
    table(&moved);
    say(format_args!(
        "{from} is saved in {}: read back, and the same. It holds personal data: keep it where only you can read it",
        file.display()
    ));
    Ok(())
}

/// Puts a backup back.
pub(super) async fn restore(options: Restore) -> Result<(), Failure> {
    let to = database("--to", options.to.as_deref())?;
    let (file, replace) = (options.file, options.replace);
    let moved = moving::restore(&file, &to, replace, &mut Told::default().watch())
        .await
        .map_err(|error| Failure(format!("nothing was restored: {error}")))?;
    table(&moved);
    say(format_args!(
        "{to} holds what {} holds: read back, and the same. What came after the backup is not in it: \
         `five-keys-bot tribute check` names paid orders that are missing",
        file.display()
    ));
    Ok(())
}

/// Copies one database into another.
pub(super) async fn copy_database(options: CopyDatabase) -> Result<(), Failure> {
    let from = database("--from", options.from.as_deref())?;
    let to = database("--to", options.to.as_deref())?;
    let moved = moving::copy(&from, &to, &mut Told::default().watch())
        .await
        .map_err(|error| Failure(format!("the copy is not finished: {error}")))?;
    table(&moved);
    say(format_args!(
        "{to} holds what {from} holds: every table was read anew from both, and is the same. \
         Set DATABASE_URL to the new one and start the bot"
    ));
    Ok(())
}

/// The database of an option, or that of the settings.
fn database(option: &str, given: Option<&str>) -> Result<DatabaseUrl, Failure> {
    match given {
        Some(text) => DatabaseUrl::parse(text).map_err(|why| Failure(format!("{option} {why}"))),
        None => Ok(settings()?.database_url),
    }
}

/// A line for each table, with the sum.
fn table(moved: &[Moved]) {
    let width = moved.iter().map(|one| one.table.len()).max().unwrap_or(0);
    for Moved { table, rows } in moved {
        say(format_args!("{table:<width$} {rows:>12}"));
    }
    let all: u64 = moved.iter().map(|one| one.rows).sum();
    say(format_args!("{:<width$} {all:>12}", "rows"));
}

/// Rows between two signs of life.
const STEP: u64 = 100_000;

/// What was told of progress.
#[derive(Default)]
struct Told {
    table: &'static str,
    steps: u64,
}

impl Told {
    /// Tells on standard error how a large table gets on.
    fn watch(mut self) -> impl FnMut(&'static str, u64) -> ControlFlow<()> + Send {
        move |table, rows| {
            if table != self.table {
                (self.table, self.steps) = (table, 0);
            }
            if rows / STEP > self.steps {
                self.steps = rows / STEP;
                eprintln!("{table}: {rows} rows so far");
            }
            ControlFlow::Continue(())
        }
    }
}
