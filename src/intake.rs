//! The imperative shell: one update or payment event through record, load, decide, commit, deliver.
//!
//! Everything here runs on the main runtime, to which the sockets of the database and of the Bot API belong.

mod flood;
mod rules;
mod telegram;
mod tribute;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use jiff::{Timestamp, tz::TimeZone};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::{
    assistant::Assistant,
    bot::{
        self, Context, effects::Effects, referral::CodeKey, schedule::Schedule, state::ChatState,
    },
    cabinet::Cabinet,
    clock,
    content::{Content, Edition, Locale},
    delivery::{Deliverer, gates::Gates, sender},
    doctor::Doctor,
    doors::Doors,
    store::{Claim, Committed, Store, StoreError},
    telegram::{ChatId, UserId, types::Update},
    telemetry::Metrics,
    tribute::signature::{ApiKeys, SignatureError},
};
use flood::Flood;

/// How long a request waits for its messages to go out: one slow chat must not hold a connection, and Telegram
/// throttles a bot that is slow.
const DELIVERY_DEADLINE: Duration = Duration::from_secs(5);
/// How long an update waits for an earlier one of the same person. Then it goes on: the database's lock keeps
/// the state right, and the outbox the order.
const GATE_WAIT: Duration = Duration::from_secs(5);
/// Updates under way at once; more are refused at the door, and Telegram repeats them.
const MOST_UNDER_WAY: usize = 1_024;

pub use flood::FloodLimits;
pub use rules::Rules;

/// A decision about an update.
type Dispatch = fn(&Update, &ChatState, &Context<'_>) -> Effects;

/// What the shell needs for its work, shared by all requests.
#[derive(Debug)]
pub struct Intake {
    /// All state.
    pub store: Store,
    /// Sends messages.
    pub deliverer: Arc<Deliverer>,
    /// What the bot says and offers; it may change between two updates, never within one.
    pub edition: watch::Receiver<Edition>,
    /// What is measured.
    pub metrics: Arc<Metrics>,
    /// Answers questions.
    pub assistant: Arc<Assistant>,
    /// Asks Tribute; none without a key.
    pub cabinet: Option<Cabinet>,
    /// Lets people in and out.
    pub doors: Arc<Doors>,
    /// Looks after everything around us; not in every test.
    pub doctor: Option<Arc<Doctor>>,
    /// Who gets payments and alarms.
    pub admins: Vec<UserId>,
    /// Where leads go.
    pub leads_chat: Option<ChatId>,
    /// The project's time zone.
    pub zone: TimeZone,
    /// For people whose language is not known.
    pub default_locale: Locale,
    /// What Tribute signs with.
    pub tribute_keys: ApiKeys,
    /// The bot's name in Telegram, as soon as it is known.
    pub bot_name: Arc<OnceLock<String>>,
    /// Makes the codes in people's own links.
    pub code_key: CodeKey,
    /// When people are reminded.
    pub schedule: Schedule,
    /// The bot itself.
    pub bot_id: UserId,
    /// The conversation; a test puts one in its place that panics.
    dispatch: Dispatch,
    flood: Flood,
    gates: Gates,
    slots: Arc<Semaphore>,
    /// Whether the tables of phone numbers were asked for.
    numbers_prepared: AtomicBool,
}

/// Why an update or event was not taken. The caller is to repeat it.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// More are under way than this process can carry.
    #[error("overloaded")]
    Overloaded,
    /// Too many updates of this person wait already.
    #[error("a flood from one person")]
    Flood,
    /// It could not be stored.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a delivery of Tribute was not taken.
#[derive(Debug, thiserror::Error)]
pub enum TributeError {
    /// It is not Tribute's.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// It is Tribute's and not a JSON object.
    #[error("invalid_json")]
    InvalidJson,
    /// It is to be repeated.
    #[error("unavailable")]
    Unavailable(#[from] IntakeError),
}

impl Intake {
    /// Puts the parts together.
    #[must_use]
    pub fn new(
        store: Store,
        deliverer: Arc<Deliverer>,
        edition: watch::Receiver<Edition>,
        metrics: Arc<Metrics>,
        assistant: Arc<Assistant>,
        rules: Rules,
    ) -> Self {
        let Rules {
            admins,
            leads_chat,
            zone,
            default_locale,
            tribute_keys,
            bot_name,
            code_key,
            schedule,
            cabinet,
            bot_id,
            doors,
            doctor,
            quota,
        } = rules;
        Self {
            store,
            deliverer,
            edition,
            metrics,
            assistant,
            cabinet,
            admins,
            leads_chat,
            zone,
            default_locale,
            tribute_keys,
            bot_name,
            code_key,
            schedule,
            bot_id,
            doors,
            doctor,
            dispatch: bot::dispatch,
            flood: Flood::new(quota),
            gates: Gates::default(),
            slots: Arc::new(Semaphore::new(MOST_UNDER_WAY)),
            numbers_prepared: AtomicBool::new(false),
        }
    }

    /// The content of this moment, for one decision.
    pub(crate) fn content(&self) -> Arc<Content> {
        Arc::clone(&self.edition.borrow().content)
    }

    /// What decisions look at beside the person.
    pub(crate) fn context<'a>(&'a self, content: &'a Content, now: Timestamp) -> Context<'a> {
        Context {
            content,
            now,
            zone: &self.zone,
            default_locale: self.default_locale,
            admins: &self.admins,
            leads_chat: self.leads_chat,
            bot_name: self.bot_name.get().map(String::as_str),
            code_key: &self.code_key,
            assistant: self.assistant.is_connected() && content.has_assistant(),
            schedule: &self.schedule,
            bot_id: self.bot_id,
        }
    }

    fn slot(&self) -> Result<OwnedSemaphorePermit, IntakeError> {
        Arc::clone(&self.slots)
            .try_acquire_owned()
            .map_err(|_| IntakeError::Overloaded)
    }

    /// How fast one person may be, from now on. Tests are faster than any person.
    pub fn set_flood_limits(&self, limits: FloodLimits) {
        self.flood.set_limits(limits);
    }

    /// What waits because its person is too fast is not waited for: Telegram delivers it again, to another process.
    pub fn close(&self) {
        self.flood.close();
    }

    /// Waits until no update is under way and no delivery either. False when that took too long.
    pub async fn drained(&self, at_most: Duration) -> bool {
        let all = self
            .slots
            .acquire_many(u32::try_from(MOST_UNDER_WAY).unwrap_or(u32::MAX));
        tokio::time::timeout(at_most, all).await.is_ok()
    }

    /// Waits for the chat's turn, but not for ever.
    async fn gate(&self, chat: ChatId) -> Option<crate::delivery::gates::Pass> {
        tokio::time::timeout(GATE_WAIT, self.gates.enter(chat))
            .await
            .ok()
    }

    /// A form was opened, so a number will come soon: its tables are read now, on a thread that may take its time.
    /// A decision runs in a transaction, which must not wait for that.
    fn prepare_numbers(&self) {
        if !self.numbers_prepared.swap(true, Ordering::Relaxed) {
            drop(tokio::task::spawn_blocking(bot::phone::prepare));
        }
    }

    /// Delivers what a commit left to do, and returns when that is done or the deadline is over. The delivery
    /// itself goes on to its next safe point, with what it holds (the chat's gate, its
    /// slot) given back behind it.
    async fn deliver<T: Send + Sync + 'static>(&self, committed: Committed, hold: T) {
        let deadline = Instant::now() + DELIVERY_DEADLINE;
        let Committed {
            claims,
            waiting,
            others,
            ..
        } = committed;
        let hold = Arc::new(hold);
        if !claims.is_empty() {
            let own = self.deliver_own(claims, waiting, deadline, Arc::clone(&hold));
            self.within(deadline, own).await;
        }
        if others {
            let deliverer = Arc::clone(&self.deliverer);
            let sweep = async move {
                // A sweep takes one message of each chat; the owner may be owed several.
                while Instant::now() < deadline
                    && sender::sweep(&deliverer).await.unwrap_or_else(|error| {
                        tracing::warn!(%error, "the outbox cannot be read");
                        0
                    }) > 0
                {}
                deliverer.wake.notify_one();
                drop(hold);
            };
            self.within(deadline, sweep).await;
        }
    }

    /// Lets in and out whoever is due now that something was committed. What takes longer is left to the clock.
    async fn tend_doors(&self) {
        let doors = Arc::clone(&self.doors);
        let tend = async move {
            // What failed is logged, and due again.
            let _ = doors.tend().await;
        };
        self.within(Instant::now() + DELIVERY_DEADLINE, tend).await;
    }

    /// Somebody may have access now that they did not have, or none any more. Most packs open nothing.
    async fn access_changed(&self) {
        if !self.content().plan_doors().is_empty() {
            self.tend_doors().await;
        }
    }

    fn deliver_own<T: Send + Sync + 'static>(
        &self,
        claims: Vec<Claim>,
        waiting: Vec<i64>,
        deadline: Instant,
        hold: Arc<T>,
    ) -> impl Future<Output = ()> + Send + 'static {
        let deliverer = Arc::clone(&self.deliverer);
        async move {
            deliverer.deliver_own(claims, &waiting, deadline).await;
            drop(hold);
        }
    }

    async fn within(&self, deadline: Instant, work: impl Future<Output = ()> + Send + 'static) {
        let task = tokio::spawn(work);
        if tokio::time::timeout_at(deadline.into(), task)
            .await
            .is_err()
        {
            tracing::debug!("the delivery deadline is over; the rest follows");
        }
    }
}

fn now() -> Timestamp {
    clock::now()
}

/// A decision must not fail; one that panics all the same is caught, so that its update never loops.
pub(crate) fn decided<T>(decide: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(decide)).ok()
}

#[cfg(test)]
mod tests;
