//! The texts of a whole pack. What a folder leaves out, the embedded pack lends: a newer bot says more than a pack that
//! was exported from an older one knows, and must start with it all the same.

use std::collections::BTreeMap;

use super::folder::embedded_files;
use super::keys::TextKey;
use super::load::{Loader, TEXTS};
use super::pack::Content;
use super::read_texts::{FoundTexts, missing_text, read_texts};
use super::report::Problem;
use super::source::{Source, Trust};
use super::texts::{Forms, Texts};

/// Where texts stand when they stand in one file.
const TEXTS_FILE: &str = "texts.toml";

/// What becomes of texts that a pack leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gaps {
    /// They are problems: nobody could lend them to the embedded pack.
    Refused,
    /// They are the embedded pack's.
    Filled,
}

/// The texts of all files with the file of each.
type AllTexts = BTreeMap<TextKey, (String, [Forms; 2])>;

impl Content {
    /// What the owner of the pack may want to do, though it is sound: to add the texts that were lent to it.
    ///
    /// `folder` is what the hints call the pack.
    #[must_use]
    pub fn hints(&self, folder: &str) -> Vec<Problem> {
        let hint = |(key, file): &(TextKey, String)| {
            let name = key.name();
            Problem {
                file: format!("{}/{file}", folder.trim_end_matches('/')),
                line: 1,
                message: format!(
                    "the text `{name}` is not in the pack, so the bot says its own; to say it your way, copy the section `[{name}]` from {file} of a fresh `content export`"
                ),
            }
        };
        let mut hints: Vec<Problem> = self.lent.iter().map(hint).collect();
        hints.sort();
        hints
    }
}

impl Loader<'_> {
    /// The texts of every file that holds some, and which of them were lent.
    pub(super) fn read_all_texts(&mut self) -> (Texts, Vec<(TextKey, String)>) {
        let (mut all, complete) = self.read_text_files();
        // Of a file that cannot be read nobody knows what it holds.
        let missing = TextKey::ALL.iter().filter(|key| !all.contains_key(key));
        let missing: Vec<TextKey> = missing.copied().filter(|_| complete).collect();
        let mut lent = Vec::new();
        match self.gaps {
            Gaps::Filled if !missing.is_empty() => {
                let mut lender = embedded_texts();
                for key in missing {
                    if let Some((file, forms)) = lender.remove(&key) {
                        lent.push((key, file.clone()));
                        all.insert(key, (file, forms));
                    }
                }
            }
            Gaps::Filled | Gaps::Refused => {
                for key in missing {
                    self.report(TEXTS_FILE, &missing_text(key));
                }
            }
        }
        let forms = |key: &TextKey| all.remove(key).map(|(_, forms)| forms).unwrap_or_default();
        (Texts::new(TextKey::ALL.iter().map(forms).collect()), lent)
    }

    /// Every text, which stands in exactly one place, and whether every file could be read.
    fn read_text_files(&mut self) -> (AllTexts, bool) {
        let files = self.files;
        let further = files.keys().filter(|path| path.starts_with(TEXTS));
        // Without anybody to lend, the file has to be there.
        let main = files.contains_key(TEXTS_FILE) || self.gaps == Gaps::Refused;
        let main = main.then_some(TEXTS_FILE);
        let paths = main.into_iter().chain(further.map(String::as_str));
        let mut all = AllTexts::new();
        let mut complete = true;
        for path in paths {
            let found: Option<FoundTexts> =
                self.read(path, |source| Some(read_texts(source, &source.parse()?)));
            complete &= found.is_some();
            for (key, (line, forms)) in found.unwrap_or_default() {
                if let Some((other, _)) = all.insert(key, (path.to_owned(), forms)) {
                    let name = key.name();
                    let message = format!(
                        "the text `{name}` stands in {other} too; remove it from one of the two files"
                    );
                    self.report_line(path, line, message);
                }
            }
        }
        (all, complete)
    }
}

/// The texts of the embedded pack, which its own check keeps complete.
fn embedded_texts() -> AllTexts {
    let mut all = AllTexts::new();
    for (path, text) in embedded_files() {
        if path != TEXTS_FILE && !path.starts_with(TEXTS) {
            continue;
        }
        let source = Source::new(path.clone(), &text, Trust::Proven);
        let found = source.parse().map(|table| read_texts(&source, &table));
        for (key, (_, forms)) in found.unwrap_or_default() {
            all.insert(key, (path.clone(), forms));
        }
    }
    all
}
