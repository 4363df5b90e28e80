//! `content check` and `content export`.

use std::path::{Path, PathBuf};

use super::{Failure, say};
use crate::content::Content;

/// Loads a pack and reports what is wrong with it.
pub(super) fn check(folder: Option<PathBuf>) -> Result<(), Failure> {
    let folder = folder.or_else(|| {
        std::env::var_os("CONTENT_DIR")
            .filter(|name| !name.is_empty())
            .map(PathBuf::from)
    });
    let (name, loaded) = match &folder {
        Some(folder) => (folder.display().to_string(), Content::load_dir(folder)),
        None => ("the embedded pack".to_owned(), Content::embedded()),
    };
    let content = loaded
        .map_err(|report| Failure(format!("{report}\n{} problem(s) in {name}", report.0.len())))?;
    say(format_args!(
        "{name} is in order: {} quiz(zes), {} products, {} plans",
        content.quizzes().len(),
        content.products().len(),
        content.plans().len()
    ));
    Ok(())
}

/// Writes the embedded pack.
pub(super) fn export(folder: &Path) -> Result<(), Failure> {
    let written = Content::export_to(folder).map_err(|error| {
        Failure(format!(
            "cannot write the pack to {}: {error}; choose an empty folder",
            folder.display()
        ))
    })?;
    for file in &written {
        say(file.display());
    }
    say(format_args!(
        "{} files written; try them with `five-keys-bot playground --content {folder}`, which takes up every change, \
         check them with `five-keys-bot content check {folder}`, then start with CONTENT_DIR={folder}",
        written.len(),
        folder = folder.display()
    ));
    Ok(())
}
