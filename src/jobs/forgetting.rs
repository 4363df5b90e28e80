//! Forgetting to the end: those who asked for it while access that they had paid for was open, once it is not.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{clock, intake::Intake, store::StoreError};

/// The rest is left to the next turn, long before this one's claim ends.
const LONGEST: Duration = Duration::from_secs(60);

/// Says how many people that were.
pub(super) async fn run(intake: Arc<Intake>) -> Result<usize, StoreError> {
    let begun = Instant::now();
    let mut forgotten = 0;
    while begun.elapsed() < LONGEST {
        let key = &intake.code_key;
        match intake.store.forget_ended(key, clock::now()).await? {
            0 => break,
            count => forgotten += count,
        }
    }
    Ok(forgotten)
}
