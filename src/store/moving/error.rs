//! Why nothing was moved, each with what to do about it.

use std::path::{Path, PathBuf};

use crate::store::StoreError;

/// A move that did not happen, or whose result is not to be used.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// The backup's file is there already.
    #[error(
        "{0} is there already and was left as it is: choose another name, for instance with the date, or move it away"
    )]
    FileExists(PathBuf),
    /// The file to read is not there.
    #[error("there is no file {0}: check its name and folder")]
    NoFile(PathBuf),
    /// The system refuses the file.
    #[error("cannot {doing} {path}: {error}")]
    File {
        /// What was tried.
        doing: &'static str,
        /// With what.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// No database of this bot.
    #[error(
        "{0} is no database of five-keys-bot, or was never migrated: nothing was changed; check which file or address you mean"
    )]
    NotOurs(String),
    /// SQLite finds its file broken.
    #[error("{name} is damaged ({why}): nothing was changed; use an older backup")]
    Damaged {
        /// The file.
        name: String,
        /// The first thing that is wrong.
        why: String,
    },
    /// A file with a journal beside it.
    #[error(
        "{0} is a database in use, or one that was not closed: nothing was changed; make a backup of it with \
             `five-keys-bot backup FILE --from sqlite:{0}` and restore that"
    )]
    InUse(String),
    /// The program is too old.
    #[error(
        "{name} was written by a newer version of five-keys-bot (it has the migration {migration}): nothing was changed; \
             update the program and run again"
    )]
    Newer {
        /// The database or file.
        name: String,
        /// The version of a migration that is not known.
        migration: String,
    },
    /// The source is too old.
    #[error(
        "{name} lacks {missing} migration(s): nothing was changed; run `five-keys-bot migrate` on it, or use the version of the \
             program that runs on it"
    )]
    Older {
        /// The database.
        name: String,
        /// How many.
        missing: usize,
    },
    /// A copy into it was begun and not finished.
    #[error(
        "{0} is the unfinished copy of another database: finish it with `five-keys-bot copy-database`"
    )]
    Unfinished(String),
    /// The destination holds rows.
    #[error("{name} is not empty ({}): nothing was changed; {advice}", .filled.join(", "))]
    NotEmpty {
        /// The destination.
        name: String,
        /// Tables and how many rows they hold.
        filled: Vec<String>,
        /// What may be done.
        advice: &'static str,
    },
    /// Source and destination are one.
    #[error("source and destination are the same: {0}; nothing was changed")]
    Same(String),
    /// The destination has a part of another copy.
    #[error(
        "{name} holds a part of a copy of {other}: nothing was changed; finish that one, or give an empty database"
    )]
    OtherCopy {
        /// The destination.
        name: String,
        /// Where that part came from.
        other: String,
    },
    /// Another process writes the same copy.
    #[error("another copy-database writes to {0}: wait for its end, then run again")]
    TwoAtOnce(String),
    /// Rows are other than those that were written.
    #[error("what was written differs from what was read ({}): it was not kept; run again, and if it happens again check disk and \
             memory of this machine", .0.join(", "))]
    Differs(Vec<String>),
    /// Somebody writes to the source.
    #[error("the source changed while it was copied ({}), as it does when the bot runs: stop the bot on the source and run the same \
             command again; it begins anew by itself, and until then the copy is not to be used", .0.join(", "))]
    Changed(Vec<String>),
    /// Whoever watches said so.
    #[error("stopped")]
    Stopped,
    /// The database failed.
    #[error("{told}{advice}", told = .0, advice = advice(.0))]
    Store(#[from] StoreError),
}

impl MoveError {
    pub(super) fn file(doing: &'static str, path: &Path, error: std::io::Error) -> Self {
        Self::File {
            doing,
            path: path.to_owned(),
            error,
        }
    }
}

fn advice(error: &StoreError) -> &'static str {
    let told = error.to_string();
    let says = |words: &[&str]| words.iter().any(|word| told.contains(word));
    if says(&["disk is full", "No space left"]) {
        "; make room and run again"
    } else if says(&["database is locked", "lock timeout", "deadlock"]) {
        "; somebody else writes to it: stop the bot and run again"
    } else if says(&["holds a value of another type", "NUL"]) {
        ""
    } else {
        "; check the address and that the database is running, then run again"
    }
}
