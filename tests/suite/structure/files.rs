//! The source files as the rules read them, and the rules about whole files.

use std::path::{Path, PathBuf};

/// The longest file that is still read in one go.
const LONGEST: usize = 350;

/// A source file without its comments and without its tests.
pub struct Source {
    /// Below the repository, with forward slashes.
    pub path: String,
    pub code: String,
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every Rust file of a folder of the repository.
pub fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut folders = vec![root().join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The program's own code.
pub fn sources() -> Vec<Source> {
    let sources = rust_files("src").into_iter().map(|path| {
        let below = path.strip_prefix(root()).expect("in the repository");
        Source {
            path: below.to_string_lossy().replace('\\', "/"),
            code: code(&read(&path)),
        }
    });
    let sources: Vec<Source> = sources
        .filter(|source| !source.path.contains("/tests/") && !source.path.ends_with("/tests.rs"))
        .collect();
    assert!(
        sources.len() > 100,
        "only {} files were found",
        sources.len()
    );
    sources
}

/// The text without comments and without a test module at its end.
pub fn code(text: &str) -> String {
    let own = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(text);
    let lines = own.lines().map(|line| {
        let comment = line.trim_start().starts_with("//");
        if comment {
            ""
        } else {
            line.split(" // ").next().unwrap_or(line)
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn no_file_is_too_long_to_read_in_one_go() {
    let long: Vec<String> = ["src", "tests", "benches", "fuzz/src"]
        .into_iter()
        .flat_map(rust_files)
        .map(|path| (read(&path).lines().count(), path))
        .filter(|(lines, _)| *lines > LONGEST)
        .map(|(lines, path)| format!("{lines} lines: {}", path.display()))
        .collect();
    assert!(long.is_empty(), "split these:\n{}", long.join("\n"));
}

#[test]
fn every_query_lives_in_the_store() {
    let statements = [
        "SELECT ",
        "INSERT INTO ",
        "DELETE FROM ",
        "CREATE TABLE ",
        "DROP TABLE ",
    ];
    let elsewhere = sources()
        .into_iter()
        .filter(|source| !source.path.starts_with("src/store/"));
    let strays: Vec<String> = elsewhere
        .filter(|source| {
            statements
                .iter()
                .any(|statement| source.code.contains(statement))
                || super::paths::names_crate(&source.code, "diesel")
                || super::paths::names_crate(&source.code, "diesel_async")
        })
        .map(|source| source.path)
        .collect();
    assert!(strays.is_empty(), "SQL outside of src/store: {strays:?}");
}
