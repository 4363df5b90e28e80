//! What is wrong, from what was seen. Pure.

use jiff::{SignedDuration, Timestamp};

use super::finding::{Check, Finding};
use crate::{
    content::TextKey,
    store::MigrationStatus,
    telegram::{registration::WebhookInfo, update::ALLOWED},
};

/// So many waiting updates are more than a busy minute.
const MANY_WAITING: i64 = 100;
/// An error of Telegram's deliveries is old news after this; later successes do not clear it.
const RECENT: SignedDuration = SignedDuration::from_hours(1);
/// Reminders come at the minute, and signatures of others may hang on the time.
const CLOCK_OFF: i64 = 30;
const CLOCK_WRONG: i64 = 300;
/// Below this SQLite soon cannot write, and nothing can be kept.
const LITTLE: u64 = 200 * MIB;
const LOW: u64 = 1024 * MIB;
const MIB: u64 = 1024 * 1024;

/// What Telegram knows of our address.
pub(super) fn webhook(info: &WebhookInfo, expected: Option<&str>, now: Timestamp) -> Vec<Finding> {
    let check = Check::Webhook;
    if info.url.is_empty() {
        return vec![Finding::failure(check, TextKey::DoctorWebhookNone)];
    }
    if let Some(expected) = expected.filter(|expected| *expected != info.url) {
        let other = Finding::failure(check, TextKey::DoctorWebhookOther);
        return vec![other.with("url", &info.url).with("expected", expected)];
    }
    let mut found = Vec::new();
    let at = info
        .last_error_date
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .filter(|at| now.duration_since(*at) < RECENT);
    if let (Some(at), Some(message)) = (at, &info.last_error_message) {
        // Nothing waits any more: it went on by itself.
        let is_over = info.pending_update_count == 0;
        let key = TextKey::DoctorWebhookError;
        let error = match is_over {
            true => Finding::warning(check, key),
            false => Finding::failure(check, key),
        };
        let minutes = now.duration_since(at).as_mins().max(0);
        found.push(error.with("text", message).with("number", minutes));
    }
    if info.pending_update_count >= MANY_WAITING {
        let waiting = Finding::warning(check, TextKey::DoctorWebhookWaiting);
        found.push(waiting.with("number", info.pending_update_count));
    }
    let known = info.allowed_updates.as_deref().unwrap_or_default();
    let missing: Vec<&str> = ALLOWED
        .into_iter()
        .filter(|kind| !known.iter().any(|one| one == kind))
        .collect();
    if !missing.is_empty() {
        let kinds = Finding::warning(check, TextKey::DoctorWebhookKinds);
        found.push(kinds.with("text", missing.join(", ")));
    }
    if found.is_empty() {
        let well = Finding::ok(check, TextKey::DoctorWebhook);
        found.push(
            well.with("url", &info.url)
                .with("number", info.pending_update_count),
        );
    }
    found
}

/// How far this machine's clock is from another one.
pub(super) fn clock(here: Timestamp, there: Timestamp) -> Finding {
    let seconds = here.duration_since(there).as_secs().abs();
    let off = match seconds {
        0..CLOCK_OFF => Finding::ok(Check::Clock, TextKey::DoctorClock),
        CLOCK_OFF..CLOCK_WRONG => Finding::warning(Check::Clock, TextKey::DoctorClockOff),
        _ => Finding::failure(Check::Clock, TextKey::DoctorClockOff),
    };
    off.with("number", seconds)
}

/// Room for a file of this size, in bytes: its write-ahead log and a copy of it want room as well.
pub(super) fn disk(free: u64, file: u64) -> Finding {
    let key = TextKey::DoctorDiskLow;
    let room = match free {
        ..LITTLE => Finding::failure(Check::Disk, key),
        _ if free < LOW.max(file.saturating_mul(2)) => Finding::warning(Check::Disk, key),
        _ => Finding::ok(Check::Disk, TextKey::DoctorDisk),
    };
    room.with("free", free / MIB)
}

/// The migrations of a database that answers.
pub(super) fn migrations(database: &str, all: &[MigrationStatus]) -> Finding {
    let pending: Vec<&str> = all
        .iter()
        .filter(|migration| !migration.applied)
        .map(|migration| migration.name.as_str())
        .collect();
    if pending.is_empty() {
        let well = Finding::ok(Check::Database, TextKey::DoctorDatabase);
        return well.with("text", database).with("number", all.len());
    }
    let pending_now = Finding::failure(Check::Database, TextKey::DoctorPending);
    pending_now.with("number", pending.len())
}

#[cfg(test)]
mod tests;
