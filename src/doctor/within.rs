//! The database, the disk below it, and the content pack.

use std::path::Path;

use super::{
    PATIENCE,
    finding::{Check, Finding},
    rules,
};
use crate::{
    config::Config,
    content::{Content, TextKey},
    store::DatabaseUrl,
};

/// Whether it answers, and has every migration. Makes nothing: a file that is not there yet stays so.
pub(super) async fn database(url: &DatabaseUrl) -> Finding {
    if let DatabaseUrl::Sqlite(path) = url
        && !path.exists()
    {
        return Finding::warning(Check::Database, TextKey::DoctorNoFile).with("text", url);
    }
    match tokio::time::timeout(PATIENCE, url.migration_status()).await {
        Ok(Ok(all)) => rules::migrations(&url.to_string(), &all),
        Ok(Err(error)) => Finding::told(Check::Database, error),
        Err(_) => Finding::told(Check::Database, format_args!("{url}: timed out")),
    }
}

/// Room for a SQLite file; PostgreSQL's disk is elsewhere.
pub(super) async fn disk(url: &DatabaseUrl) -> Option<Finding> {
    let DatabaseUrl::Sqlite(path) = url.clone() else {
        return None;
    };
    tokio::task::spawn_blocking(move || {
        let size = std::fs::metadata(&path).map_or(0, |file| file.len());
        free_beside(&path).map(|free| rules::disk(free, size))
    })
    .await
    .ok()
    .flatten()
}

/// Bytes that are free where a file is or will be; `None` when the system does not say.
#[cfg(unix)]
fn free_beside(path: &Path) -> Option<u64> {
    let folder = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let known = rustix::fs::statvfs(folder.unwrap_or(Path::new("."))).ok()?;
    Some(known.f_bavail.saturating_mul(known.f_frsize))
}

#[cfg(not(unix))]
fn free_beside(_path: &Path) -> Option<u64> {
    None
}

/// A pack that was broken while the bot runs: it goes on with the one before.
pub(super) async fn pack(config: &Config) -> Option<Finding> {
    let folder = config.content_dir.clone()?;
    let loaded = tokio::task::spawn_blocking(move || Content::load_dir(&folder)).await;
    let report = loaded.ok()?.err()?;
    Some(broken(&report))
}

/// A pack cannot be used; the first of its problems is told.
#[must_use]
pub fn broken(why: &dyn std::fmt::Display) -> Finding {
    let why = why.to_string();
    let first = why.lines().next().unwrap_or_default().trim_end_matches('.');
    Finding::failure(Check::Content, TextKey::DoctorPackBroken).with("text", first)
}
