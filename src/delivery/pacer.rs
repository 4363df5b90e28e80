//! How many bulk messages may leave: of the bot's pace what all replicas have left, by Redis, or else this replica's share.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};

use super::pace::{BURST, ONE, Pace};
use crate::{
    quota::{Quota, Rate},
    store::Store,
};

/// How often replicas show that they are there, and how long one counts after it was seen last.
const BEAT: SignedDuration = SignedDuration::from_secs(10);
const SEEN: SignedDuration = SignedDuration::from_secs(30);
/// What was sent is noted however far ahead it is.
const EVER: Duration = Duration::from_secs(3_600);

pub(super) struct Pacer {
    own: Pace,
    shared: Option<Arc<Quota>>,
    store: Store,
    /// By what the other replicas count this one.
    replica: String,
    beat_at: Timestamp,
    /// The bot's next one may leave at this moment, as Redis said.
    next_at: Option<Timestamp>,
}

impl Pacer {
    pub(super) fn new(store: Store, shared: Option<Arc<Quota>>) -> Self {
        Self {
            own: Pace::default(),
            shared,
            store,
            replica: format!("{:016x}", fastrand::u64(..)),
            beat_at: Timestamp::UNIX_EPOCH,
            next_at: None,
        }
    }

    /// Shows that this replica is there, and learns how many there are.
    pub(super) async fn beat(&mut self, now: Timestamp) {
        if now < self.beat_at {
            return;
        }
        self.beat_at = now.saturating_add(BEAT).unwrap_or(now);
        let until = now.saturating_add(SEEN).unwrap_or(now);
        match self.store.replicas(&self.replica, now, until).await {
            Ok(count) => self.own.share(count),
            Err(error) => tracing::warn!(%error, "the replicas cannot be counted"),
        }
    }

    /// This replica is to stop; the others need not share with it.
    pub(super) async fn leave(self) {
        if let Err(error) = self.store.leave(&self.replica).await {
            tracing::warn!(%error, "the other replicas learn within half a minute that this one is gone");
        }
    }

    /// How many may leave now.
    pub(super) async fn allowance(&mut self, now: Timestamp) -> i64 {
        self.next_at = None;
        if let Some(shared) = &self.shared
            && let Some(leave) = shared.take("bulk", rate(), 0, Duration::ZERO).await
        {
            let wait = SignedDuration::try_from(leave.wait).unwrap_or_default() + ONE;
            self.next_at = now.saturating_add(wait).ok();
            return leave.free.min(BURST);
        }
        self.own.allowance(now)
    }

    /// So many left.
    pub(super) async fn spend(&mut self, count: usize, now: Timestamp) {
        // Also when Redis keeps count: it may go away at any time.
        self.own.spend(count, now);
        if let (Some(shared), Ok(count @ 1..)) = (&self.shared, u32::try_from(count)) {
            let _ = shared.take("bulk", rate(), count, EVER).await;
        }
    }

    /// When to ask for more.
    pub(super) fn next_at(&self) -> Timestamp {
        self.next_at.unwrap_or(self.own.next_at())
    }
}

fn rate() -> Rate {
    Rate {
        interval: ONE.unsigned_abs(),
        burst: u32::try_from(BURST).unwrap_or(1),
    }
}
