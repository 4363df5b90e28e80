//! Whether a pack's folder has changed, told without reading its files.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The pack itself and its folders; nothing of a pack lies deeper.
const LEVELS: u8 = 2;

/// Names, sizes and times of the files of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint(Vec<(PathBuf, u64, Option<SystemTime>)>);

impl Fingerprint {
    /// What the folder looks like now. What cannot be read is left out: it differs once it can.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        let mut files = Vec::new();
        collect(folder, LEVELS, &mut files);
        files.sort();
        Self(files)
    }
}

fn collect(folder: &Path, levels: u8, files: &mut Vec<(PathBuf, u64, Option<SystemTime>)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        // Hidden files belong to editors, which write them all the time.
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let path = entry.path();
        // Follows links: a mounted configuration changes by pointing them elsewhere.
        let Ok(about) = fs::metadata(&path) else {
            continue;
        };
        if about.is_dir() && levels > 1 {
            collect(&path, levels - 1, files);
        } else if about.is_file() {
            files.push((path, about.len(), about.modified().ok()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_of_a_file_is_seen_and_an_editors_own_files_are_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            fs::write(folder.path().join(name), text).expect("written");
        };
        let look = || Fingerprint::of(folder.path());
        assert_eq!(look(), Fingerprint::default());
        write("texts.toml", "one");
        let first = look();
        assert_ne!(first, Fingerprint::default(), "a new file");
        write(".texts.toml.swp", "x");
        assert_eq!(look(), first, "an editor's own file");
        write("texts.toml", "longer");
        let longer = look();
        assert_ne!(longer, first, "another size");
        let touched = fs::File::options()
            .append(true)
            .open(folder.path().join("texts.toml"));
        let earlier = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(7);
        touched.expect("opens").set_modified(earlier).expect("set");
        let older = look();
        assert_ne!(older, longer, "another time");
        fs::create_dir(folder.path().join("quizzes")).expect("made");
        write("quizzes/sixth.toml", "new");
        assert_ne!(look(), older, "a file in a folder");
        fs::remove_dir_all(folder.path().join("quizzes")).expect("removed");
        assert_eq!(look(), older, "as before");
    }
}
