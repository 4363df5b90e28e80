//! Where a pack comes from: the program itself or a folder. Beside `fingerprint` the only file here that touches a disk.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use include_dir::{Dir, include_dir};

use super::limits;
use super::pack::Content;
use super::picture::is_meant_as_picture;
use super::read_all_texts::Gaps;
use super::report::{Problem, Report};
use super::source::Trust;

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/content");

/// Folders of a pack, the pack itself first.
const FOLDERS: [&str; 4] = ["", "quizzes", "calculators", "texts"];

/// The folder of the files that are no texts.
const PICTURES: &str = "pictures";

impl Content {
    /// The pack built into the program, as it was proven to be by [`Content::embedded_again`].
    pub fn embedded() -> Result<Content, Report> {
        Content::built_in(Trust::Proven)
    }

    /// The same, looked at as closely as anybody's.
    pub fn embedded_again() -> Result<Content, Report> {
        Content::built_in(Trust::Doubted)
    }

    fn built_in(trust: Trust) -> Result<Content, Report> {
        let (files, pictures) = (embedded_files(), embedded_pictures());
        Content::from_all("content", &files, &pictures, Gaps::Refused, trust)
    }

    /// The pack in the folder `path`. The texts that it leaves out are the embedded pack's ([`Content::hints`]).
    pub fn load_dir(path: &Path) -> Result<Content, Report> {
        let (files, mut problems) = read_folder(path);
        let pictures = read_pictures(&path.join(PICTURES), &mut problems);
        let name = path.display().to_string();
        let mut report =
            match Content::from_all(&name, &files, &pictures, Gaps::Filled, Trust::Doubted) {
                Ok(content) if problems.is_empty() => return Ok(content),
                Ok(_) => Report::default(),
                // An unreadable file would be reported a second time, as missing.
                Err(_) if !problems.is_empty() && files.is_empty() => Report::default(),
                Err(report) => report,
            };
        let unreadable: Vec<&String> = problems.iter().map(|problem| &problem.file).collect();
        report
            .0
            .retain(|problem| !unreadable.contains(&&problem.file));
        report.0.extend(problems);
        report.0.sort();
        Err(report)
    }

    /// Writes the embedded pack into the folder `path`, for its owner to edit, and returns the files written.
    ///
    /// Nothing is written when any of the files is already there: it may hold somebody's work.
    pub fn export_to(path: &Path) -> io::Result<Vec<PathBuf>> {
        let files: Vec<_> = all_files(&EMBEDDED)
            .into_iter()
            .map(|file| (path.join(file.path()), file.contents()))
            .collect();
        if let Some((taken, _)) = files
            .iter()
            .find(|(target, _)| target.symlink_metadata().is_ok())
        {
            let message = format!(
                "{} is already there; choose an empty folder",
                taken.display()
            );
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
        }
        for (target, contents) in &files {
            if let Some(parent) = target.parent() {
                fs::create_dir_all(parent).map_err(|error| at(parent, &error))?;
            }
            let write = || fs::File::create_new(target)?.write_all(contents);
            write().map_err(|error| at(target, &error))?;
        }
        Ok(files.into_iter().map(|(target, _)| target).collect())
    }
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn all_files(dir: &'static Dir<'static>) -> Vec<&'static include_dir::File<'static>> {
    let below = dir.dirs().flat_map(all_files);
    dir.files().chain(below).collect()
}

/// The TOML files of the embedded pack by their path inside it.
pub(super) fn embedded_files() -> BTreeMap<String, String> {
    let text = |file: &include_dir::File<'static>| {
        let path = file.path().to_str()?.replace('\\', "/");
        path.ends_with(".toml")
            .then_some((path, file.contents_utf8()?.to_owned()))
    };
    all_files(&EMBEDDED).into_iter().filter_map(text).collect()
}

/// The pictures of the embedded pack by the names of their files.
fn embedded_pictures() -> BTreeMap<String, Bytes> {
    let pictures = EMBEDDED.get_dir(PICTURES).map(Dir::files);
    let picture = |file: &'static include_dir::File<'static>| {
        let name = file.path().file_name()?.to_str()?.to_owned();
        Some((name, Bytes::from_static(file.contents())))
    };
    pictures.into_iter().flatten().filter_map(picture).collect()
}

/// The pictures of a pack, cut off soon after they are too large: then it is clear what is wrong with them.
fn read_pictures(folder: &Path, problems: &mut Vec<Problem>) -> BTreeMap<String, Bytes> {
    let mut pictures = BTreeMap::new();
    if !folder.exists() {
        return pictures;
    }
    for name in names(folder, is_meant_as_picture).unwrap_or_else(|error| {
        problems.push(unreadable_folder(folder, &error));
        Vec::new()
    }) {
        let path = folder.join(&name);
        match read_at_most(&path, limits::PICTURE_BYTES + 1) {
            Ok(bytes) => drop(pictures.insert(name, bytes.into())),
            Err(error) => problems.push(unreadable_file(&path, &error)),
        }
    }
    pictures
}

/// The beginning of a file. A pipe or a device is not opened: reading it may never end.
fn read_at_most(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn read_folder(root: &Path) -> (BTreeMap<String, String>, Vec<Problem>) {
    let mut files = BTreeMap::new();
    let mut problems = Vec::new();
    for folder in FOLDERS {
        let dir = if folder.is_empty() {
            root.to_owned()
        } else {
            root.join(folder)
        };
        if !folder.is_empty() && !dir.exists() {
            continue;
        }
        for name in names(&dir, |name| name.ends_with(".toml")).unwrap_or_else(|error| {
            problems.push(unreadable_folder(&dir, &error));
            Vec::new()
        }) {
            let path = dir.join(&name);
            let bytes = match read_at_most(&path, limits::FILE_BYTES + 1) {
                Ok(bytes) if bytes.len() <= limits::FILE_BYTES => bytes,
                Ok(_) => {
                    let advice = "the file is larger than 1 MB; no pack has so much to say";
                    problems.push(problem(&path, 1, advice.to_owned()));
                    continue;
                }
                Err(error) => {
                    problems.push(unreadable_file(&path, &error));
                    continue;
                }
            };
            match String::from_utf8(bytes) {
                Ok(text) => {
                    let key = if folder.is_empty() {
                        name
                    } else {
                        format!("{folder}/{name}")
                    };
                    files.insert(key, text);
                }
                Err(error) => {
                    let good = error
                        .as_bytes()
                        .iter()
                        .take(error.utf8_error().valid_up_to());
                    let line = 1 + good.filter(|byte| **byte == b'\n').count();
                    let advice =
                        "the file is not UTF-8 text; save it again with the encoding UTF-8"
                            .to_owned();
                    problems.push(problem(&path, line, advice));
                }
            }
        }
    }
    (files, problems)
}

/// The names of the files directly in `dir` that are wanted. Hidden files belong to editors.
fn names(dir: &Path, wanted: impl Fn(&str) -> bool) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if wanted(&name) && !name.starts_with('.') {
            names.push(name);
        }
    }
    Ok(names)
}

fn unreadable_folder(path: &Path, error: &io::Error) -> Problem {
    let advice = format!("the folder cannot be read ({error}); check its name and its permissions");
    problem(path, 1, advice)
}

fn unreadable_file(path: &Path, error: &io::Error) -> Problem {
    let advice = format!("the file cannot be read ({error}); check its permissions");
    problem(path, 1, advice)
}

fn problem(path: &Path, line: usize, message: String) -> Problem {
    Problem {
        file: path.display().to_string(),
        line,
        message,
    }
}
