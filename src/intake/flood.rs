//! Somebody who presses a hundred times a second is slowed, and only they: their updates wait here in their order,
//! before they take a slot, a gate or a database connection. And the same press again while the first is hardly over
//! does nothing. Both are remembered by this process only.

mod ledger;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use crate::{
    clock,
    delivery::gates::Gates,
    quota::{Quota, Rate},
    telegram::{
        UserId,
        types::{Update, UpdateKind},
    },
};
use ledger::{Arrival, Ledger, Pressed};

/// How fast one person may be.
#[derive(Debug, Clone, Copy)]
pub struct FloodLimits {
    /// So many updates at once are nobody's flood: a few chats open, an impatient finger, what Telegram kept while
    /// we were away.
    pub burst: u32,
    /// After them, one each such time.
    pub interval: SignedDuration,
    /// So many may wait for that; Telegram repeats the others. It sends one message and one press of a person at a
    /// time, so this is for servers that do not.
    pub waiting: u32,
    /// The same press again this soon after the answer to the first is an impatient finger.
    pub again_within: SignedDuration,
}

impl Default for FloodLimits {
    fn default() -> Self {
        Self {
            burst: 30,
            interval: SignedDuration::from_millis(100),
            waiting: 128,
            again_within: SignedDuration::from_secs(1),
        }
    }
}

/// Too many updates of one person wait already, or the process is to stop.
#[derive(Debug, Clone, Copy)]
pub(super) struct TooMany;

/// Everybody's haste.
#[derive(Debug)]
pub(super) struct Flood {
    ledger: Mutex<Ledger>,
    /// Who waits, in order.
    turns: Gates,
    closed: watch::Sender<bool>,
    /// What all replicas let one person do together.
    quota: Option<Arc<Quota>>,
}

impl Flood {
    /// Each replica for itself, and with a quota all of them together.
    pub(super) fn new(quota: Option<Arc<Quota>>) -> Self {
        Self {
            ledger: Mutex::default(),
            turns: Gates::default(),
            closed: watch::Sender::new(false),
            quota,
        }
    }

    /// Returns when this person's update may go on; true when it had to wait.
    pub(super) async fn pass(&self, person: UserId) -> Result<bool, TooMany> {
        let slowed = self.own_turn(person).await?;
        Ok(self.shared_turn(person).await? || slowed)
    }

    /// By what this person does at all replicas. Without an answer, what this one has seen is enough.
    async fn shared_turn(&self, person: UserId) -> Result<bool, TooMany> {
        let Some(quota) = &self.quota else {
            return Ok(false);
        };
        let limits = self.ledger().limits;
        let (rate, longest) = shared(&limits);
        let name = format!("person:{}", person.0);
        let leave = quota.take(&name, rate, 1, longest).await;
        match leave.map(|leave| leave.wait) {
            None | Some(Duration::ZERO) => Ok(false),
            Some(wait) if wait > longest => Err(TooMany),
            Some(wait) => {
                let mut closed = self.closed.subscribe();
                tokio::select! {
                    () = tokio::time::sleep(wait) => Ok(true),
                    _ = closed.wait_for(|closed| *closed) => Err(TooMany),
                }
            }
        }
    }

    async fn own_turn(&self, person: UserId) -> Result<bool, TooMany> {
        match self.ledger().arrive(person, clock::now()) {
            Arrival::Passes => return Ok(false),
            Arrival::Refused => return Err(TooMany),
            Arrival::Waits => {}
        }
        let _waiting = Waiting {
            flood: self,
            person,
        };
        let _turn = self.turns.enter(person.private_chat()).await;
        let mut closed = self.closed.subscribe();
        loop {
            let wait = self.ledger().turn(person, clock::now());
            let Some(wait) = wait else {
                return Ok(true);
            };
            let wait = tokio::time::sleep(wait.unsigned_abs());
            tokio::select! {
                () = wait => {}
                // Nobody else holds the sender: an error cannot be.
                _ = closed.wait_for(|closed| *closed) => return Err(TooMany),
            }
        }
    }

    /// Whoever waits is sent back to Telegram, which delivers again: the process is to stop.
    pub(super) fn close(&self) {
        self.closed.send_replace(true);
    }

    /// Whether this is only the person's last press again.
    pub(super) fn is_again(&self, visit: &Visit) -> bool {
        let (person, pressed) = (visit.person, visit.pressed.as_ref());
        pressed.is_some_and(|pressed| self.ledger().is_again(person, pressed, visit.came_at))
    }

    /// The update is stored. Not before that: what was not stored must be handled when it comes again.
    pub(super) fn stored(&self, visit: &Visit) {
        let (pressed, now) = (visit.pressed.clone(), clock::now());
        self.ledger()
            .stored(visit.person, pressed, visit.came_at, now);
    }

    /// The person's last press was answered just now, or came again.
    pub(super) fn goes_on(&self, visit: &Visit) {
        if let Some(pressed) = &visit.pressed {
            self.ledger().goes_on(visit.person, pressed, clock::now());
        }
    }

    pub(super) fn set_limits(&self, limits: FloodLimits) {
        self.ledger().limits = limits;
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One person's rate over all replicas, and how long the last of those who may wait has to.
fn shared(limits: &FloodLimits) -> (Rate, Duration) {
    let interval = limits.interval.unsigned_abs();
    let burst = limits.burst;
    let longest = interval.saturating_mul(limits.waiting);
    (Rate { interval, burst }, longest)
}

/// An update of a person.
#[derive(Debug)]
pub(super) struct Visit {
    person: UserId,
    /// The press that it is, if it is one under a message.
    pressed: Option<Pressed>,
    came_at: Timestamp,
}

impl Visit {
    pub(super) fn new(person: UserId, update: &Update, came_at: Timestamp) -> Self {
        Self {
            person,
            pressed: pressed(update),
            came_at,
        }
    }
}

fn pressed(update: &Update) -> Option<Pressed> {
    let UpdateKind::CallbackQuery(query) = &update.kind else {
        return None;
    };
    let message = query.message.as_ref()?;
    Some(Pressed {
        update: update.id,
        chat: message.chat.id,
        message: message.message_id,
        data: query.data.clone()?,
    })
}

/// Counted as waiting, also when the wait is given up.
struct Waiting<'a> {
    flood: &'a Flood,
    person: UserId,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.flood.ledger().left(self.person);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use futures_util::future::join_all;

    use super::*;

    const ANNA: UserId = UserId(1);

    fn limited(limits: FloodLimits) -> Arc<Flood> {
        let flood = Flood::new(None);
        flood.set_limits(limits);
        Arc::new(flood)
    }

    #[tokio::test]
    async fn who_waits_goes_on_in_the_order_of_coming_and_leaves_nothing_behind() {
        let flood = limited(FloodLimits {
            burst: 3,
            interval: SignedDuration::from_millis(2),
            ..FloodLimits::default()
        });
        let order = Mutex::new(Vec::new());
        let passes = (0..40).map(|number| {
            let (flood, order) = (&flood, &order);
            async move {
                let slowed = flood.pass(ANNA).await.expect("room");
                order.lock().expect("sound").push(number);
                slowed
            }
        });
        let slowed = join_all(passes).await;
        assert_eq!(*order.lock().expect("sound"), (0..40).collect::<Vec<_>>());
        assert!(slowed.iter().filter(|slowed| **slowed).count() >= 30);
        assert!(flood.pass(ANNA).await.is_ok());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn who_waits_is_sent_back_when_the_process_stops() {
        let flood = limited(FloodLimits {
            burst: 1,
            interval: SignedDuration::from_hours(1),
            waiting: 5,
            ..FloodLimits::default()
        });
        assert!(matches!(flood.pass(ANNA).await, Ok(false)));
        let passes: Vec<_> = (0..9)
            .map(|_| {
                let flood = Arc::clone(&flood);
                tokio::spawn(async move { flood.pass(ANNA).await })
            })
            .collect();
        assert!(
            matches!(flood.pass(UserId(2)).await, Ok(false)),
            "others pass"
        );
        flood.close();
        for ended in join_all(passes).await {
            assert!(matches!(ended, Ok(Err(TooMany))), "{ended:?}");
        }
        assert!(
            matches!(flood.pass(UserId(3)).await, Ok(false)),
            "who need not wait is taken to the end"
        );
    }
}
