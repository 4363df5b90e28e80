//! The file that keeps the world over restarts: one fact per line, only ever appended.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::fact::Fact;

/// An open journal.
#[derive(Debug)]
pub(super) struct Journal {
    file: File,
    path: PathBuf,
}

impl Journal {
    /// Opens the file, or creates it, and hands every fact in it to `replay`.
    ///
    /// A line that cannot be read is skipped: the last one may be half written when the process was killed.
    pub(super) fn open(path: &Path, mut replay: impl FnMut(Fact)) -> io::Result<Self> {
        let mut file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)?;
        for line in BufReader::new(&file).split(b'\n') {
            let line = line?;
            if line.is_empty() {
                continue;
            }
            match serde_json::from_slice(&line) {
                Ok(fact) => replay(fact),
                Err(_) => {
                    tracing::warn!(bytes = line.len(), "a torn line of the journal is skipped")
                }
            }
        }
        end_torn_line(&mut file)?;
        Ok(Self {
            file,
            path: path.to_owned(),
        })
    }

    /// Replaces everything by these facts. The new file takes the place of the old one whole: a kill leaves either.
    pub(super) fn rewrite(&mut self, facts: &[Fact]) -> io::Result<()> {
        let mut beside = self.path.clone().into_os_string();
        beside.push(".new");
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .open(&beside)?;
        let mut new = Self {
            file,
            path: self.path.clone(),
        };
        for fact in facts {
            new.append(fact)?;
        }
        std::fs::rename(&beside, &self.path)?;
        *self = new;
        Ok(())
    }

    /// Adds a fact. One write, so that a kill leaves whole lines but perhaps the last; no fsync, because only the process is
    /// expected to die, not the machine.
    pub(super) fn append(&mut self, fact: &Fact) -> io::Result<()> {
        let mut line = serde_json::to_vec(fact)?;
        line.push(b'\n');
        self.file.write_all(&line)
    }
}

/// The next fact must not be glued to a half-written one.
fn end_torn_line(file: &mut File) -> io::Result<()> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(());
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0_u8; 1];
    file.read_exact(&mut last)?;
    if last != *b"\n" {
        file.write_all(b"\n")?;
    }
    Ok(())
}
