//! The sender: takes what requests left in the outbox, what other chats are owed, and bulk messages.

use std::{sync::Arc, time::Duration};

use futures_util::future::join_all;
use jiff::Timestamp;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinSet,
};

use super::{Deliverer, Settled, lease, pacer::Pacer};
use crate::{
    bot::effects::Lane,
    clock,
    store::{Claim, StoreError},
};

/// Calls under way at once.
const IN_FLIGHT: usize = 48;
/// The slow poll: a lost wake-up costs this much.
const POLL: Duration = Duration::from_secs(1);
/// Between two looks while messages are known to be blocked by others.
const SOON: Duration = Duration::from_millis(25);

/// Takes and sends what is due now, once, and waits for the outcome. For requests that must not leave work
/// behind, because the platform may give no time after them.
///
/// # Errors
/// The database does not answer.
pub async fn sweep(deliverer: &Deliverer) -> Result<usize, StoreError> {
    let now = clock::now();
    if deliverer.pauses.bot_until(now).is_some() {
        return Ok(0);
    }
    let until = lease(now);
    let limit = i64::try_from(IN_FLIGHT).unwrap_or(1);
    let claims = deliverer
        .store()
        .claim(Lane::Answer, limit, now, until)
        .await?;
    let unsent = claims.iter().filter(|claim| !deliverer.has_sent(claim.id));
    join_all(unsent.map(|claim| deliver(deliverer, claim))).await;
    Ok(claims.len())
}

/// Runs until told to stop; calls under way are finished first.
pub async fn run(deliverer: Arc<Deliverer>, mut stop: watch::Receiver<bool>) {
    let mut sender = Sender {
        pacer: Pacer::new(deliverer.store().clone(), deliverer.quota.clone()),
        deliverer,
        slots: Arc::new(Semaphore::new(IN_FLIGHT)),
        under_way: JoinSet::new(),
    };
    while !*stop.borrow() {
        let nap = sender.turn().await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the outbox cannot be read");
            POLL
        });
        tokio::select! {
            () = sender.deliverer.wake.notified() => {}
            () = tokio::time::sleep(nap) => {}
            _ = stop.changed() => {}
        }
    }
    while sender.under_way.join_next().await.is_some() {}
    sender.pacer.leave().await;
}

struct Sender {
    deliverer: Arc<Deliverer>,
    slots: Arc<Semaphore>,
    under_way: JoinSet<()>,
    pacer: Pacer,
}

impl Sender {
    /// Takes what is due and says how long there is nothing to do.
    async fn turn(&mut self) -> Result<Duration, StoreError> {
        while self.under_way.try_join_next().is_some() {}
        let now = clock::now();
        self.pacer.beat(now).await;
        let store = self.deliverer.store();
        self.deliverer.pauses.learn(store.bot_pause().await?);
        if let Some(until) = self.deliverer.pauses.bot_until(now) {
            return Ok(nap_until(until, now));
        }
        let answers = self.take(Lane::Answer, i64::MAX, now).await?;
        // Bulk messages yield: they are taken only when no answer was due.
        let bulk = match answers {
            0 => match self.pacer.allowance(now).await {
                0 => 0,
                allowed => self.take(Lane::Bulk, allowed, now).await?,
            },
            _ => 0,
        };
        self.pacer.spend(bulk, now).await;
        Ok(match (answers, bulk) {
            (0, 0) if self.deliverer.in_a_hurry() => SOON,
            (0, 0) => POLL,
            (0, _) => nap_until(self.pacer.next_at(), now),
            _ => SOON,
        })
    }

    async fn take(
        &mut self,
        lane: Lane,
        at_most: i64,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let free = i64::try_from(self.slots.available_permits())
            .unwrap_or_default()
            .min(at_most);
        if free == 0 {
            return Ok(0);
        }
        let claims = self
            .deliverer
            .store()
            .claim(lane, free, now, lease(now))
            .await?;
        let count = claims.len();
        let unsent = claims
            .into_iter()
            .filter(|claim| !self.deliverer.has_sent(claim.id));
        for claim in unsent {
            let permit = Arc::clone(&self.slots).acquire_owned().await.ok();
            let deliverer = Arc::clone(&self.deliverer);
            self.under_way.spawn(process(deliverer, claim, permit));
        }
        Ok(count)
    }
}

async fn process(deliverer: Arc<Deliverer>, claim: Claim, permit: Option<OwnedSemaphorePermit>) {
    deliver(&deliverer, &claim).await;
    drop(permit);
    deliverer.wake.notify_one();
}

/// Delivers one message; when it returns, the chat's next one can be taken.
async fn deliver(deliverer: &Deliverer, claim: &Claim) {
    if let Settled::Closed(Some(gone)) = deliverer
        .renewing(std::slice::from_ref(claim), deliverer.deliver(claim))
        .await
    {
        let _ = gone.await;
    }
}

/// At most the slow poll's time.
fn nap_until(until: Timestamp, now: Timestamp) -> Duration {
    let wait = until
        .duration_since(now)
        .max(jiff::SignedDuration::from_millis(1));
    Duration::try_from(wait).unwrap_or(POLL).min(POLL)
}
