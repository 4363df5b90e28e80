//! Telling people about the end of their access: everybody who is due, each in a transaction of their own.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{
    bot::{
        notices::{self, Due, Noticed, Told},
        state::ChatState,
    },
    clock,
    intake::{Intake, decided},
    store::{Store, StoreError},
};

/// People that are looked for at once.
const BATCH: i64 = 50;
/// The rest is left to the next turn, long before this one's claim ends.
const LONGEST: Duration = Duration::from_secs(60);

/// Takes back what was queued about the future and has waited for too long: it may be over.
///
/// # Errors
/// The database does not answer.
pub async fn withdraw_stale(store: &Store) -> Result<(), StoreError> {
    let now = clock::now();
    let before = now.saturating_sub(notices::STALE).unwrap_or(now);
    store.withdraw_notices(before).await
}

/// Queues what is due and says how many notices that were.
pub(super) async fn run(intake: Arc<Intake>) -> Result<usize, StoreError> {
    let begun = Instant::now();
    withdraw_stale(&intake.store).await?;
    let mut sent = 0;
    loop {
        let people = intake.store.people_to_notify(BATCH, clock::now()).await?;
        if people.is_empty() {
            return Ok(sent);
        }
        for person in people {
            if begun.elapsed() > LONGEST {
                return Ok(sent);
            }
            let now = clock::now();
            let (content, decider) = (intake.content(), Arc::clone(&intake));
            let decide = move |state: &ChatState, due: &[Due]| {
                let context = decider.context(&content, now);
                // One person's trouble must not keep the others waiting for ever.
                decided(|| notices::notice(state, due, &context)).unwrap_or_else(|| {
                    tracing::error!("a decision about a notice panicked");
                    due.iter().map(|due| Noticed::later(due, now)).collect()
                })
            };
            let noticed = intake.store.notify(person, now, Arc::new(decide)).await?;
            let told = noticed.iter().filter(|one| one.told == Told::Sent).count();
            if told > 0 {
                intake.deliverer.wake.notify_one();
            }
            sent += told;
        }
    }
}
