//! The pack in use, and how it stands to the folder it came from.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use super::pack::Content;
use super::report::Report;

/// The pack in use. Whoever decides something takes the content once and keeps it to the end of that decision.
#[derive(Clone, Debug)]
pub struct Edition {
    /// What the bot says and offers.
    pub content: Arc<Content>,
    /// When it was read.
    pub loaded_at: Timestamp,
    /// Where it was read from; none for the embedded pack.
    pub folder: Option<PathBuf>,
    /// What is wrong with the folder as it is now. Then `content` is the last one that was sound.
    pub problems: Option<Report>,
}
