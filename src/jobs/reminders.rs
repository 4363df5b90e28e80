//! Reminders: everybody who is due gets one, in batches of one transaction each.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::tz::TimeZone;

use crate::{
    bot::{self, Ended, Reminding, schedule::Schedule},
    clock,
    intake::{Intake, decided},
    store::{Store, StoreError},
};

/// People in one transaction.
const BATCH: i64 = 50;
/// The rest is left to the next turn, long before this one's claim ends.
const LONGEST: Duration = Duration::from_secs(60);

/// Takes over the owner's hour, days and zone; when they are others than at the last start, everybody's next time is
/// worked out anew.
///
/// # Errors
/// The database does not answer.
pub async fn plan(store: &Store, schedule: &Schedule, zone: &TimeZone) -> Result<(), StoreError> {
    let zone = zone.iana_name().unwrap_or_default();
    let settings = format!("{schedule} in {zone}");
    store.replan_reminders(&settings, clock::now()).await
}

/// Queues what is due and says how many reminders that were.
pub(super) async fn run(intake: Arc<Intake>) -> Result<usize, StoreError> {
    let begun = Instant::now();
    let mut sent = 0;
    while begun.elapsed() < LONGEST {
        let content = intake.content();
        let now = clock::now();
        let decider = Arc::clone(&intake);
        let decide = move |state: &bot::state::ChatState| {
            let context = decider.context(&content, now);
            // One person's trouble must not keep the others of the batch waiting for ever.
            decided(|| bot::remind(state, &context)).unwrap_or_else(|| {
                tracing::error!("a decision about a reminder panicked");
                Reminding::later(state, now)
            })
        };
        let outcomes = intake.store.remind(BATCH, now, Arc::new(decide)).await?;
        if outcomes.is_empty() {
            break;
        }
        for outcome in outcomes {
            intake.metrics.reminder(outcome.as_str());
            sent += usize::from(outcome == Ended::Sent);
        }
        intake.deliverer.wake.notify_one();
    }
    Ok(sent)
}
