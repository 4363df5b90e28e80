//! Lets people in at doors (private channels and groups that a plan opens) and puts them out, and watches what the bot
//! itself may do there.
//!
//! Whoever is due stands in the database and is taken by lease, one at a time, so that replicas may do it side by side,
//! a process may die at any point, and one person who cannot be helped keeps nobody waiting. What is to be done is
//! decided in `bot::doors`; here Telegram is asked and told, never inside a transaction.

mod chats;
mod members;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use crate::{
    bot::doors::ToAdmins,
    clock,
    content::{Content, Edition, Locale},
    delivery::Deliverer,
    store::{Store, StoreError},
    telegram::{ChatId, UserId, client::BotApi},
    telemetry::Metrics,
};

/// How long somebody belongs to the process that took them: longer than all calls about one person.
const LEASE: SignedDuration = SignedDuration::from_mins(2);
/// The rest is left to the next turn, long before this one's claim ends.
const LONGEST: Duration = Duration::from_secs(60);
/// What failed for so long is given up.
const PATIENCE: SignedDuration = SignedDuration::from_hours(24);

/// Whom doors are about, beside the people.
#[derive(Debug, Clone)]
pub struct Parties {
    /// The bot itself.
    pub bot: UserId,
    /// Who hears of troubles.
    pub admins: Vec<UserId>,
    /// The language to speak with them.
    pub locale: Locale,
    /// A group that is no door and no news.
    pub leads_chat: Option<ChatId>,
}

/// The worker.
#[derive(Debug)]
pub struct Doors {
    store: Store,
    api: BotApi,
    deliverer: Arc<Deliverer>,
    edition: watch::Receiver<Edition>,
    metrics: Arc<Metrics>,
    parties: Parties,
}

impl Doors {
    /// Puts the parts together.
    #[must_use]
    pub fn new(
        store: Store,
        api: BotApi,
        deliverer: Arc<Deliverer>,
        edition: watch::Receiver<Edition>,
        metrics: Arc<Metrics>,
        parties: Parties,
    ) -> Self {
        Self {
            store,
            api,
            deliverer,
            edition,
            metrics,
            parties,
        }
    }

    /// Looks at the doors and the people that are due, and says how many people that were.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn tend(&self) -> Result<usize, StoreError> {
        let begun = Instant::now();
        let content = Arc::clone(&self.edition.borrow().content);
        let doors: Vec<ChatId> = content
            .plan_doors()
            .iter()
            .map(|door| ChatId(door.chat))
            .collect();
        self.store.survey_doors(&doors, clock::now()).await?;
        while begun.elapsed() < LONGEST && !self.is_paused() {
            if !self.next_chat(&content).await? {
                break;
            }
        }
        let mut count = 0;
        while begun.elapsed() < LONGEST && !self.is_paused() {
            if !self.next_member(&content).await? {
                break;
            }
            count += 1;
        }
        Ok(count)
    }

    /// Telegram asked the bot to be quiet.
    fn is_paused(&self) -> bool {
        self.deliverer.pauses.bot_until(clock::now()).is_some()
    }

    fn to_admins<'a>(&'a self, content: &'a Content) -> ToAdmins<'a> {
        ToAdmins {
            content,
            locale: self.parties.locale,
            admins: &self.parties.admins,
        }
    }

    /// Stored, so what was queued with it can leave.
    fn told(&self, is_stored: bool, something: bool) {
        if is_stored && something {
            self.deliverer.wake.notify_one();
        }
    }
}

/// A minute, then doubling to an hour.
fn backoff(attempts: i32) -> SignedDuration {
    let doublings = attempts.clamp(0, 6);
    SignedDuration::from_mins((1 << doublings).min(60))
}

fn after(now: Timestamp, wait: SignedDuration) -> Timestamp {
    now.saturating_add(wait).unwrap_or(now)
}

fn until(now: Timestamp, wait: Duration) -> Timestamp {
    let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
    after(now, wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_grow_rarer_up_to_an_hour_and_go_on_for_a_day() {
        assert_eq!(backoff(0), SignedDuration::from_mins(1));
        assert_eq!(backoff(3), SignedDuration::from_mins(8));
        assert_eq!(backoff(i32::MAX), SignedDuration::from_mins(60));
        let day: SignedDuration = (0..30).map(backoff).sum();
        assert!(day > PATIENCE, "about thirty tries in a day");
    }
}
