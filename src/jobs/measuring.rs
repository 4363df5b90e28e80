//! Counts what is too much for every scrape: people by how far they came, what was earned, and the sizes of tables.

use std::sync::Arc;

use jiff::SignedDuration;

use crate::{
    bot::report::Sum,
    clock,
    intake::Intake,
    store::{Earned, StoreError},
    tribute::revenue,
};

/// Earnings of so long.
const MONTH: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Says how many people have pressed Start.
pub(super) async fn run(intake: Arc<Intake>) -> Result<usize, StoreError> {
    let now = clock::now();
    let mut measured = intake.store.measure().await?;
    let from = now.saturating_sub(MONTH).unwrap_or(now);
    let (events, _) = intake.store.told_between(from, now).await?;
    // Thousands of bodies are read: not on the threads that answer.
    let read = tokio::task::spawn_blocking(move || revenue::day(&events).sums).await;
    let earned = |sum: Sum| Earned {
        currency: sum.currency,
        paid: sum.minor,
        net: sum.net,
    };
    measured.earned = read.unwrap_or_default().into_iter().map(earned).collect();
    intake.store.keep_measured(&measured, now).await?;
    Ok(usize::try_from(measured.funnel.started).unwrap_or_default())
}
