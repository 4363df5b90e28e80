//! A backup's file put back into a database.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::{
    MoveError, Moved, Watch, refuse_newer, refuse_rows,
    side::{Schema, Side},
    tables::{Table, tables},
    transfer,
};
use crate::store::DatabaseUrl;

const ADVICE: &str = "give an empty database, or, to delete what is in it and put the backup in its place, write --replace";

/// Puts everything from a backup's file into a database, in one transaction: whoever reads meanwhile sees what was before,
/// then all of the new. The file is not changed; one of an older version is migrated as a copy.
///
/// # Errors
/// The file is no backup, damaged or too new, the database holds rows and is not to be replaced, or it cannot be written;
/// then it holds what it held before.
pub async fn restore(
    file: &Path,
    to: &DatabaseUrl,
    replace: bool,
    watch: &mut Watch<'_>,
) -> Result<Vec<Moved>, MoveError> {
    let given = DatabaseUrl::Sqlite(file.to_owned());
    if given.identity() == to.identity() {
        return Err(MoveError::Same(to.to_string()));
    }
    let tables = tables();
    let mut backup = open_backup(file).await?;
    let source = &mut backup.side;
    source.begin_reading().await?;
    let mut destination = open_destination(to, replace, &tables).await?;
    destination.begin_writing(&tables).await?;
    if replace {
        destination.clear(&tables).await?;
        destination.end_note().await?;
    } else {
        refuse_rows(&mut destination, to, &tables, ADVICE).await?;
    }
    let read = transfer::everything(source, &mut destination, &tables, watch).await?;
    let found = transfer::digests(&mut destination, &tables).await?;
    match transfer::differing(&tables, &read, &found) {
        differing if differing.is_empty() => {}
        differing => {
            destination.roll_back().await?;
            return Err(MoveError::Differs(differing));
        }
    }
    destination.commit().await?;
    Ok(transfer::moved(&tables, &read))
}

/// Migrated, after it is known that it may be written.
async fn open_destination(
    to: &DatabaseUrl,
    replace: bool,
    tables: &[Table],
) -> Result<Side, MoveError> {
    let is_new_file = matches!(to, DatabaseUrl::Sqlite(path) if !path.exists());
    if !is_new_file {
        let mut side = Side::open(to).await?;
        refuse_newer(&mut side, to.to_string()).await?;
        if !replace {
            refuse_rows(&mut side, to, tables, ADVICE).await?;
        }
    }
    to.migrate().await?;
    Side::open(to).await
}

/// A backup that can be read as it is.
struct Backup {
    side: Side,
    /// Where its copy lies, when it had to be migrated. After the connection, which is closed first.
    _copy: Option<TempDir>,
}

async fn open_backup(file: &Path) -> Result<Backup, MoveError> {
    let name = file.display().to_string();
    let uses_wal = look_at_header(file)?;
    if journals(file).iter().any(|journal| has_bytes(journal)) {
        return Err(MoveError::InUse(name));
    }
    // To open a file in WAL mode makes files beside it; a copy of it may have them.
    let copied = if uses_wal { Some(copy_of(file)?) } else { None };
    let path = copied.as_ref().map_or(file, |(_, path)| path.as_path());
    let mut side = Side::open_read_only(path).await?;
    let damaged = |why| MoveError::Damaged {
        name: name.clone(),
        why,
    };
    match side.damage().await {
        Ok(None) => {}
        Ok(Some(why)) => return Err(damaged(why)),
        Err(error) => return Err(damaged(error.to_string())),
    }
    if side.note().await?.is_some() {
        return Err(MoveError::Unfinished(name));
    }
    match side.schema().await? {
        Schema::Current => Ok(Backup {
            side,
            _copy: copied.map(|(folder, _)| folder),
        }),
        Schema::Older(_) => {
            drop(side);
            let (folder, path) = match copied {
                Some(copied) => copied,
                None => copy_of(file)?,
            };
            let url = DatabaseUrl::Sqlite(path);
            url.migrate().await?;
            Ok(Backup {
                side: Side::open(&url).await?,
                _copy: Some(folder),
            })
        }
        Schema::Newer(migration) => Err(MoveError::Newer { name, migration }),
        Schema::Unknown => Err(MoveError::NotOurs(name)),
    }
}

/// Whether the file uses WAL. SQLite writes that into byte 18, after its own name.
fn look_at_header(file: &Path) -> Result<bool, MoveError> {
    if !file.is_file() {
        return Err(MoveError::NoFile(file.to_owned()));
    }
    let mut head = Vec::new();
    std::fs::File::open(file)
        .and_then(|open| open.take(20).read_to_end(&mut head))
        .map_err(|error| MoveError::file("read", file, error))?;
    if !head.starts_with(b"SQLite format 3\0") {
        return Err(MoveError::NotOurs(file.display().to_string()));
    }
    Ok(head.get(18) == Some(&2))
}

/// Where SQLite keeps what is not in the file yet.
fn journals(file: &Path) -> [PathBuf; 2] {
    ["-wal", "-journal"].map(|end| {
        let mut name = file.as_os_str().to_owned();
        name.push(end);
        name.into()
    })
}

fn has_bytes(file: &Path) -> bool {
    file.metadata().is_ok_and(|about| about.len() > 0)
}

/// A copy in a folder of its own: beside the file, where there was room for one, else where temporary files go.
fn copy_of(file: &Path) -> Result<(TempDir, PathBuf), MoveError> {
    let beside = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = tempfile::tempdir_in(beside.unwrap_or(Path::new(".")));
    let folder = folder
        .or_else(|_| tempfile::tempdir())
        .map_err(|error| MoveError::file("make a temporary folder for", file, error))?;
    let path = folder.path().join("copy.db");
    std::fs::copy(file, &path).map_err(|error| MoveError::file("copy", file, error))?;
    Ok((folder, path))
}
