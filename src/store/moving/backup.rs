//! A consistent copy of a database in a file of its own.

use std::path::Path;

use tempfile::{NamedTempFile, TempDir};

use super::{MoveError, Moved, Watch, open_source, side::Side, tables::tables, transfer};
use crate::store::DatabaseUrl;

/// Writes everything that a database holds at this moment into a new file, which only its owner may read. The bot may run.
/// Until the file is complete and read back it has another name, beside it.
///
/// # Errors
/// The file is there already, the database cannot be read, or the file not be written; then there is no file.
pub async fn backup(
    from: &DatabaseUrl,
    file: &Path,
    watch: &mut Watch<'_>,
) -> Result<Vec<Moved>, MoveError> {
    if file.symlink_metadata().is_ok() {
        return Err(MoveError::FileExists(file.to_owned()));
    }
    let tables = tables();
    let mut source = open_source(from).await?;
    let unfinished = Unfinished::new(file)?;
    let path = unfinished.file.path();
    DatabaseUrl::Sqlite(path.to_owned()).migrate().await?;
    let mut written = Side::open_new(path).await?;
    written.begin_writing(&tables).await?;
    let read = transfer::everything(&mut source, &mut written, &tables, watch).await?;
    written.commit().await?;
    drop(source);
    drop(written);

    let mut again = Side::open_read_only(path).await?;
    if let Some(why) = again.damage().await? {
        return Err(MoveError::Differs(vec![why]));
    }
    let found = transfer::digests(&mut again, &tables).await?;
    drop(again);
    match transfer::differing(&tables, &read, &found) {
        differing if differing.is_empty() => {}
        differing => return Err(MoveError::Differs(differing)),
    }
    unfinished.keep(file)?;
    Ok(transfer::moved(&tables, &read))
}

/// The folder of a file.
fn folder(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => Path::new("."),
    }
}

/// A file in a folder of its own beside where it is to be, with whatever SQLite puts beside it. Nobody but its owner may
/// read either from the start: it holds people's names and phone numbers.
struct Unfinished {
    file: NamedTempFile,
    /// After the file, because it goes with everything in it.
    _folder: TempDir,
}

impl Unfinished {
    fn new(file: &Path) -> Result<Self, MoveError> {
        let failed = |error| MoveError::file("write into the folder", folder(file), error);
        let mut name = tempfile::Builder::new();
        let name = name.prefix(".five-keys-backup-");
        let own = name.tempdir_in(folder(file)).map_err(failed)?;
        Ok(Self {
            file: NamedTempFile::new_in(own.path()).map_err(failed)?,
            _folder: own,
        })
    }

    /// On the disk first, then under its name, and the name on the disk.
    fn keep(self, file: &Path) -> Result<(), MoveError> {
        let failed = |error| MoveError::file("write", file, error);
        self.file.as_file().sync_all().map_err(failed)?;
        self.file
            .persist_noclobber(file)
            .map_err(|refused| match refused.error.kind() {
                std::io::ErrorKind::AlreadyExists => MoveError::FileExists(file.to_owned()),
                _ => failed(refused.error),
            })?;
        #[cfg(unix)]
        std::fs::File::open(folder(file))
            .and_then(|folder| folder.sync_all())
            .map_err(failed)?;
        Ok(())
    }
}
