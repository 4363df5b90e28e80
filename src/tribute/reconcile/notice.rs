//! What the owner is told, and whether it is news.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::finding::{Finding, Words};
use crate::{bot::fit, content::TextKey};

/// More findings than this would be a list that nobody reads; the command shows all.
const MOST_TOLD: usize = 12;

/// What is remembered between two checks, as a line: when the next one is due, and what was told last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memory {
    /// When to ask next.
    pub due: Timestamp,
    /// The fingerprint of what was told; [`Memory::WELL`] when nothing had to be.
    pub told: String,
}

impl Memory {
    /// Everything fits together.
    pub const WELL: &'static str = "well";
    /// Tribute does not take the key.
    pub const KEY_REFUSED: &'static str = "key";

    /// Reads a line; one that is not ours is as good as none.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        let (due, told) = line.split_once(' ')?;
        Some(Self {
            due: due.parse().ok()?,
            told: told.to_owned(),
        })
    }

    /// The line.
    #[must_use]
    pub fn write(&self) -> String {
        format!("{} {}", self.due, self.told)
    }

    /// The same for the same findings in any order, and for no others.
    #[must_use]
    pub fn fingerprint(findings: &[Finding]) -> String {
        if findings.is_empty() {
            return Self::WELL.to_owned();
        }
        let line = |finding| serde_json::to_string(finding).unwrap_or_default();
        let mut lines: Vec<String> = findings.iter().map(line).collect();
        lines.sort_unstable();
        let digest = Sha256::digest(lines.join("\n").as_bytes());
        hex::encode(digest).chars().take(32).collect()
    }
}

/// The message about findings; those that do not fit are left out, and it says so.
#[must_use]
pub fn notice(findings: &[Finding], words: &Words<'_>) -> String {
    let text = |key| words.content.text(words.locale, key, &[]);
    let more = text(TextKey::AdminTributeMore);
    let sentences = findings.iter().take(MOST_TOLD);
    let sentences = sentences.map(|finding| format!("• {}", finding.sentence(words)));
    let mut pieces: Vec<String> = std::iter::once(text(TextKey::AdminTributeTitle))
        .chain(sentences)
        .collect();
    if findings.len() > MOST_TOLD {
        pieces.push(more.clone());
    }
    fit::message(&pieces, &more)
}

/// The message that all is well again.
#[must_use]
pub fn all_well(words: &Words<'_>) -> String {
    words
        .content
        .text(words.locale, TextKey::AdminTributeWell, &[])
}

/// The message that Tribute does not take the key.
#[must_use]
pub fn key_refused(words: &Words<'_>) -> String {
    words
        .content
        .text(words.locale, TextKey::AdminTributeKey, &[])
}

#[cfg(test)]
mod tests;
