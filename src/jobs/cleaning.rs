//! What is old goes, a little at a time. Money, people, leads and the journal stay.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::SignedDuration;

use crate::{
    clock,
    intake::Intake,
    store::{Stale, StoreError},
};

/// Rows of one statement: on SQLite everybody waits for it.
const BATCH: i64 = 1_000;
/// The rest is left to the next turn, long before this one's claim ends.
const LONGEST: Duration = Duration::from_secs(60);

/// How long rows of a kind are kept, in days.
const fn days(kind: Stale) -> i64 {
    match kind {
        // Telegram repeats an update for a day at most, and may begin to count anew after a week of silence: a key must
        // not be there any more then.
        Stale::Inbox => 3,
        // The day's limit looks back one day.
        Stale::Questions => 7,
        Stale::DeadLetters => 30,
        Stale::Held => 90,
        // A year to compare with, and a month beside.
        Stale::Facts => 400,
    }
}

/// Says how many rows went.
pub(super) async fn run(intake: Arc<Intake>) -> Result<usize, StoreError> {
    let begun = Instant::now();
    let mut removed = 0;
    for kind in Stale::ALL {
        let age = SignedDuration::from_hours(24 * days(kind));
        let before = clock::now().saturating_sub(age).unwrap_or(clock::now());
        while begun.elapsed() < LONGEST {
            let count = intake.store.clean_stale(kind, before, BATCH).await?;
            intake.metrics.cleaned(kind, count);
            removed += count;
            if count == 0 {
                break;
            }
            // Between two batches everybody else has their turn at the database.
            tokio::task::yield_now().await;
        }
    }
    Ok(removed)
}
