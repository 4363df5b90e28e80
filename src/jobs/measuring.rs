//! Counts what is too much for every scrape: people by how far they came, what was earned, and the sizes of tables.

use std::{collections::BTreeMap, sync::Arc};

use jiff::SignedDuration;

use crate::{
    clock,
    intake::Intake,
    store::{Earned, StoreError},
    tribute::revenue,
};

/// Earnings of so many days. They are read a day at a time: a month's bodies would fill a small machine.
const DAYS: u32 = 30;
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Says how many people have pressed Start.
pub(super) async fn run(intake: Arc<Intake>) -> Result<usize, StoreError> {
    let now = clock::now();
    let mut measured = intake.store.measure().await?;
    let mut earned: BTreeMap<String, Earned> = BTreeMap::new();
    let mut until = now;
    for _ in 0..DAYS {
        let from = until.saturating_sub(DAY).unwrap_or(until);
        let (events, _) = intake.store.told_between(from, until).await?;
        // Thousands of bodies are read: not on the threads that answer.
        let read = tokio::task::spawn_blocking(move || revenue::day(&events).sums).await;
        for sum in read.unwrap_or_default() {
            let all = earned.entry(sum.currency.clone()).or_insert(Earned {
                currency: sum.currency,
                paid: 0,
                net: 0,
            });
            all.paid = all.paid.saturating_add(sum.minor);
            all.net = all.net.saturating_add(sum.net);
        }
        until = from;
    }
    measured.earned = earned.into_values().collect();
    intake.store.keep_measured(&measured, now).await?;
    Ok(usize::try_from(measured.funnel.started).unwrap_or_default())
}
