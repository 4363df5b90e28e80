//! Counts what is too much for every scrape: people by how far they came, what was earned, and the sizes of tables.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::{
    clock,
    intake::Intake,
    store::{Earned, StoreError},
    tribute::revenue::Earnings,
};

/// Earnings of the last thirty days.
const MONTH: SignedDuration = SignedDuration::from_hours(30 * 24);
/// So many events are read at a time: a month's bodies would fill a small machine.
const PIECE: u32 = 500;

/// Says how many people have pressed Start.
pub(super) async fn run(intake: Arc<Intake>) -> Result<usize, StoreError> {
    let now = clock::now();
    let mut measured = intake.store.measure().await?;
    measured.earned = earned(&intake, now).await?;
    intake.store.keep_measured(&measured, now).await?;
    Ok(usize::try_from(measured.funnel.started).unwrap_or_default())
}

async fn earned(intake: &Intake, now: Timestamp) -> Result<Vec<Earned>, StoreError> {
    let month = (now.saturating_sub(MONTH).unwrap_or(now), now);
    let mut earnings = Earnings::default();
    let mut last = None;
    loop {
        let piece = intake.store.told_next(month, last, PIECE).await?;
        let Some((id, event)) = piece.last() else {
            break;
        };
        last = Some((event.received_at, *id));
        let events: Vec<_> = piece.into_iter().map(|(_, event)| event).collect();
        // Hundreds of bodies: not on the threads that answer.
        let added = tokio::task::spawn_blocking(move || {
            earnings.add(&events);
            earnings
        });
        earnings = added.await.unwrap_or_default();
    }
    let sums = earnings.sums().into_iter();
    let earned = sums.map(|sum| Earned {
        currency: sum.currency,
        paid: sum.minor,
        net: sum.net,
    });
    Ok(earned.collect())
}
