//! A content pack of which one file was changed.
//!
//! The input is one byte for the file, two for the place, two for how much is taken out there; the rest is put in.

use std::{collections::BTreeMap, sync::LazyLock};

use five_keys_bot::{
    bot::{self, state::ChatState},
    content::Content,
    telegram::update::parse,
};
use serde_json::json;

use super::checks;

/// The texts of the embedded pack, as their owner would get them. Pictures are left out: they are no texts.
static FILES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let written = Content::export_to(folder.path()).expect("the pack is written");
    let texts = written.into_iter().filter_map(|path| {
        let name = path
            .strip_prefix(folder.path())
            .ok()?
            .to_str()?
            .replace('\\', "/");
        let text = std::fs::read_to_string(&path).ok()?;
        let lines = text.lines().filter(|line| !line.starts_with("picture = "));
        let text: String = lines.flat_map(|line| [line, "\n"]).collect();
        name.ends_with(".toml").then_some((name, text))
    });
    texts.collect()
});

/// What people send to a pack that was taken.
const SAID: [&str; 12] = [
    "/start",
    "/help",
    "/menu",
    "/catalog",
    "/subscription",
    "/notify",
    "/timezone",
    "/privacy",
    "/ref",
    "/consult",
    "/pdf",
    "what?",
];

/// A change is refused with a reason for its place, or gives a pack whose messages Telegram takes.
pub fn run(data: &[u8]) {
    let Some((name, changed)) = changed(data) else {
        return;
    };
    let mut files = FILES.clone();
    let lines = changed.lines().count() + 1;
    files.insert(name.clone(), changed);
    match Content::from_files("pack", &files) {
        Ok(content) => speaks(&content),
        Err(report) => {
            assert!(!report.0.is_empty());
            for problem in &report.0 {
                assert!(!problem.message.is_empty());
                let own = problem.file == format!("pack/{name}");
                assert!(
                    problem.line >= 1 && (!own || problem.line <= lines),
                    "{problem:?} of {lines}"
                );
            }
        }
    }
}

fn changed(data: &[u8]) -> Option<(String, String)> {
    let [file, place, more_place, cut, more_cut, put @ ..] = data else {
        return None;
    };
    let (name, text) = FILES.iter().nth(usize::from(*file) % FILES.len())?;
    let length = text.len();
    let at = (usize::from(u16::from_be_bytes([*place, *more_place])) % (length + 1)).min(length);
    let end = (at + usize::from(u16::from_be_bytes([*cut, *more_cut]))).min(length);
    let bytes = text.as_bytes();
    let bytes = [bytes.get(..at)?, put, bytes.get(end..)?].concat();
    Some((name.clone(), String::from_utf8_lossy(&bytes).into_owned()))
}

fn speaks(content: &Content) {
    let context = checks::context(content);
    for language in ["ru", "en"] {
        for text in SAID {
            let from = json!({ "id": 5, "first_name": "<&>\"", "language_code": language });
            let message = json!({ "message_id": 1, "from": from, "chat": { "id": 5, "type": "private" }, "text": text });
            let update = json!({ "update_id": 1, "message": message }).to_string();
            let update = parse(update.as_bytes()).expect("an update").update;
            checks::effects(
                &bot::dispatch(&update, &ChatState::default(), &context),
                true,
            );
        }
    }
}
