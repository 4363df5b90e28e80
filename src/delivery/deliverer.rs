//! One message to Telegram, and what follows from the answer.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use jiff::Timestamp;
use serde_json::json;
use tokio::sync::{Notify, oneshot};

use super::{
    Marks, deck,
    deck::Pictures,
    door_link, lease, pace,
    pauses::Pauses,
    workshop::{Unready, Workshop, action},
};
use crate::{
    clock,
    quota::Quota,
    store::{Claim, Store, StoreError},
    telegram::{ChatId, client::BotApi},
    telemetry::Metrics,
};

/// What became of a message.
#[derive(Debug)]
pub enum Settled {
    /// Telegram has it, or it is given up: the next one of the chat may go. The receiver hears when the message
    /// has left the outbox.
    Closed(Option<oneshot::Receiver<()>>),
    /// It waits until then, and the later ones of the chat behind it.
    Waits(Timestamp),
    /// The chat cannot be reached; its other messages are settled as well.
    Stopped,
}

/// Sends messages and settles them in the store.
pub struct Deliverer {
    store: Store,
    pub(super) api: BotApi,
    pub(super) pictures: Pictures,
    marks: Marks,
    pub(super) metrics: Arc<Metrics>,
    workshop: Workshop,
    /// Flood control.
    pub pauses: Pauses,
    /// Wakes the sender: something is due.
    pub wake: Arc<Notify>,
    /// Turns of the sender that follow each other quickly, because messages wait for another process.
    hurry: AtomicU32,
    /// The pace that all replicas keep together.
    pub(super) quota: Option<Arc<Quota>>,
}

impl std::fmt::Debug for Deliverer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Deliverer").finish_non_exhaustive()
    }
}

/// How often the claims of a slow call are renewed: well within the lease.
const RENEWAL: Duration = Duration::from_secs(4);

/// Why a message that cannot be read is given up.
const ANOTHER_VERSION: &str = "it was queued by another version";

/// A wait that the sender's slow poll does not cover well enough.
const SHORT: Duration = Duration::from_secs(1);

/// A second's worth of quick turns.
const HURRY: u32 = 40;

impl Deliverer {
    /// Puts the parts together.
    #[must_use]
    pub fn new(store: Store, api: BotApi, marks: Marks, metrics: Arc<Metrics>) -> Self {
        Self {
            store,
            api,
            pictures: Arc::new(|_| None),
            marks,
            metrics,
            workshop: Workshop::default(),
            pauses: Pauses::default(),
            wake: Arc::default(),
            hurry: AtomicU32::new(0),
            quota: None,
        }
    }

    /// Shares the pace of bulk messages with other replicas.
    #[must_use]
    pub fn with_quota(self, quota: Option<Arc<Quota>>) -> Self {
        Self { quota, ..self }
    }

    /// Sends these pictures. Without them, cards are words only.
    #[must_use]
    pub fn with_pictures(self, pictures: Pictures) -> Self {
        Self { pictures, ..self }
    }

    /// Delivers the messages of one committed update, in order. What cannot go in time, or has to wait for
    /// earlier messages (`waiting`), is left to the sender.
    pub async fn deliver_own(&self, claims: Vec<Claim>, waiting: &[i64], deadline: Instant) {
        let now = clock::now();
        if !self.marks.contains_all(waiting) {
            return self.leave(&claims, now).await;
        }
        if let Some(until) = self.pauses.bot_until(now) {
            return self.leave(&claims, until).await;
        }
        let mut rest = claims.as_slice();
        while let [claim, behind @ ..] = rest {
            if Instant::now() >= deadline {
                return self.leave(rest, clock::now()).await;
            }
            match self.renewing(rest, self.deliver(claim)).await {
                Settled::Closed(_) => rest = behind,
                Settled::Waits(until) => return self.leave(behind, until).await,
                Settled::Stopped => return,
            }
        }
    }

    /// Does a piece of work on claimed messages, and renews the claims for as long as it takes.
    pub(super) async fn renewing<T>(&self, claims: &[Claim], work: impl Future<Output = T>) -> T {
        let ids: Vec<i64> = claims.iter().map(|claim| claim.id).collect();
        let mut work = std::pin::pin!(work);
        loop {
            if let Ok(done) = tokio::time::timeout(RENEWAL, &mut work).await {
                return done;
            }
            self.saved(self.store.renew(&ids, lease(clock::now())).await);
        }
    }

    /// Sends one message and stores what became of it.
    pub async fn deliver(&self, claim: &Claim) -> Settled {
        self.announce(claim);
        if let Some(deck) = deck::of(claim) {
            return match deck {
                Ok(deck) => self.deliver_cards(claim, deck).await,
                Err(_) => self.bury(claim, ANOTHER_VERSION, clock::now()).await,
            };
        }
        if let Some(wish) = door_link::of(claim) {
            return match wish {
                Ok(wish) => self.deliver_link(claim, wish).await,
                Err(_) => self.bury(claim, ANOTHER_VERSION, clock::now()).await,
            };
        }
        let ready = match self.workshop.ready(claim, &self.store).await {
            Ok(ready) => ready,
            Err(Unready::Never(reason)) => return self.bury(claim, &reason, clock::now()).await,
            Err(Unready::NotNow) => return self.wait(claim, clock::now(), None).await,
        };
        let begun = clock::now();
        match self.attempt(claim, ready).await {
            Ok(()) => self.close(claim).await,
            Err(error) => self.settle(claim, &error, begun).await,
        }
    }

    pub(super) async fn bury(&self, claim: &Claim, reason: &str, now: Timestamp) -> Settled {
        tracing::error!(origin = %claim.origin, method = %claim.method, %reason, "a message is given up");
        self.metrics.sent("dead");
        self.saved(self.store.bury(claim.id, now, reason).await);
        Settled::Closed(None)
    }

    /// "Sending a file …" above the chat while one is made and uploaded; whether it arrives does not matter.
    fn announce(&self, claim: &Claim) {
        if let Some(action) = action(claim).filter(|_| claim.attempts == 0) {
            let api = self.api.clone();
            let action = json!({ "chat_id": claim.chat_id, "action": action });
            drop(tokio::spawn(async move {
                let _ = api.send("sendChatAction", action.to_string()).await;
            }));
        }
    }

    /// "Typing …" above the chat while an answer is on its way; whether it arrives does not matter.
    pub async fn show_typing(&self, chat: ChatId) {
        if self.pauses.bot_until(clock::now()).is_none() {
            let action = json!({ "chat_id": chat, "action": "typing" });
            let _ = self.api.send("sendChatAction", action.to_string()).await;
        }
    }

    pub(super) async fn close(&self, claim: &Claim) -> Settled {
        self.metrics.sent("delivered");
        if claim.bulk {
            // Before the mark: then the chat's next bulk message can be taken.
            let now = clock::now();
            let next = now
                .saturating_add(pace::spacing(claim.chat_id))
                .unwrap_or(now);
            self.saved(self.store.delay_bulk(claim.chat_id, next).await);
        }
        Settled::Closed(Some(self.marks.delivered(claim.id)))
    }

    pub(super) async fn pause(&self, claim: &Claim, wait: Duration, now: Timestamp) -> Settled {
        self.metrics.sent("paused");
        let until = later(now, wait);
        if self.pauses.note(claim.chat_id, until, now) {
            tracing::warn!(
                seconds = wait.as_secs(),
                "Telegram's flood control pauses the bot"
            );
            self.saved(self.store.pause_bot(until).await);
        }
        self.wait(claim, until, None).await
    }

    pub(super) async fn wait(
        &self,
        claim: &Claim,
        until: Timestamp,
        error: Option<&str>,
    ) -> Settled {
        self.saved(self.store.put_back(&[claim.id], until, error).await);
        self.wake_at(until);
        Settled::Waits(until)
    }

    async fn leave(&self, claims: &[Claim], not_before: Timestamp) {
        let ids: Vec<i64> = claims.iter().map(|claim| claim.id).collect();
        if ids.is_empty() {
            return;
        }
        self.metrics.sent("left_to_sender");
        self.saved(self.store.put_back(&ids, not_before, None).await);
        AtomicU32::store(&self.hurry, HURRY, Ordering::Relaxed);
        self.wake_at(not_before);
    }

    /// Wakes the sender then; its slow poll covers the case that this process does not live so long.
    fn wake_at(&self, at: Timestamp) {
        let wake = Arc::clone(&self.wake);
        match Duration::try_from(at.duration_since(clock::now())) {
            Ok(wait) if wait > SHORT => {}
            Ok(wait) if !wait.is_zero() => drop(tokio::spawn(async move {
                tokio::time::sleep(wait).await;
                wake.notify_one();
            })),
            _ => wake.notify_one(),
        }
    }

    /// A failed mark only means that the message is looked at again when its lease ends.
    pub(super) fn saved(&self, result: Result<(), StoreError>) {
        if let Err(error) = result {
            self.metrics.store_failed();
            tracing::error!(%error, "what became of a message could not be stored");
        }
    }

    /// Whether this process has sent the message and only could not take it from the outbox yet: an outage of the
    /// database may last longer than the claim.
    pub(super) fn has_sent(&self, id: i64) -> bool {
        self.marks.contains_all(&[id])
    }

    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    /// Whether the sender should look again soon although nothing was due.
    pub(super) fn in_a_hurry(&self) -> bool {
        let fewer = |left: u32| left.checked_sub(1);
        self.hurry
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, fewer)
            .is_ok()
    }
}

pub(super) fn later(now: Timestamp, wait: Duration) -> Timestamp {
    let wait = jiff::SignedDuration::try_from(wait).unwrap_or(jiff::SignedDuration::MAX);
    now.saturating_add(wait).unwrap_or(now)
}
