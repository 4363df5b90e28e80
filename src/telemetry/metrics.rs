//! All metrics and all their labels, in one place. Names are a contract with dashboards (design 2.4).
//! Counters are registered without `_total` and infos without `_info`: the library adds it.

mod business;
mod labels;
mod money;
mod names;
mod series;

use std::{
    sync::{
        RwLock,
        atomic::{AtomicI64, AtomicU64},
    },
    time::{Duration, Instant},
};

use jiff::Timestamp;
use prometheus_client::{
    encoding::text::encode,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

use crate::store::{Figures, PoolState};

pub use business::CHECKS;
pub use labels::{
    ASSISTANT_OUTCOMES, JOIN_OUTCOMES, REMINDER_OUTCOMES, REMOVAL_OUTCOMES, SEND_OUTCOMES, TASKS,
    TRIBUTE_OUTCOMES,
};
use labels::{
    CallLabels, KeyLabels, METHODS, MethodLabels, OutcomeLabels, PlanLabels, StateLabels,
    TaskLabels, TributeLabels, UpdateLabels,
};

/// From a millisecond to the ten seconds after which a call is given up.
const BUCKETS: [f64; 14] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
];

type Seconds = Gauge<f64, AtomicU64>;

/// Everything that is measured in this process, and the database's figures as of the last scrape.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    started: Instant,
    /// The content pack's plans: the only values of their label beside `unknown`.
    plans: RwLock<Vec<String>>,
    update_latency: Histogram,
    updates: Family<UpdateLabels, Counter>,
    update_errors: Family<UpdateLabels, Counter>,
    duplicates: Counter,
    slowed: Counter,
    presses_repeated: Counter,
    refused: Family<OutcomeLabels, Counter>,
    active_users: Gauge,
    uptime: Seconds,
    calls: Family<CallLabels, Counter>,
    call_duration: Family<MethodLabels, Histogram>,
    sends: Family<OutcomeLabels, Counter>,
    outbox_depth: Gauge,
    outbox_age: Seconds,
    dead_letters: Gauge,
    tribute_events: Family<TributeLabels, Counter>,
    tribute_signatures: Family<KeyLabels, Counter>,
    unmatched: Gauge,
    unmatched_age: Seconds,
    subscriptions: Family<PlanLabels, Gauge>,
    pool: Family<StateLabels, Gauge>,
    pool_waits: Counter,
    pool_timeouts: Counter,
    store_failures: Counter,
    leads: Family<OutcomeLabels, Counter>,
    assistant: Family<OutcomeLabels, Counter>,
    tasks: Family<TaskLabels, Counter>,
    reminders: Family<OutcomeLabels, Counter>,
    join_requests: Family<OutcomeLabels, Counter>,
    door_removals: Family<OutcomeLabels, Counter>,
    doors_without_rights: Gauge,
    business: business::Business,
    redis_away: Gauge,
    redis_failures: Counter,
}

impl Metrics {
    /// Registers everything and makes the expected series, so that they are there from the first scrape.
    /// `plans` are the content pack's ids.
    #[must_use]
    pub fn new(plans: Vec<String>) -> Self {
        let buckets = || Histogram::new(BUCKETS);
        let mut metrics = Self {
            registry: Registry::default(),
            started: Instant::now(),
            plans: RwLock::new(plans),
            update_latency: buckets(),
            updates: Family::default(),
            update_errors: Family::default(),
            duplicates: Counter::default(),
            slowed: Counter::default(),
            presses_repeated: Counter::default(),
            refused: Family::default(),
            active_users: Gauge::default(),
            uptime: Seconds::default(),
            calls: Family::default(),
            call_duration: Family::new_with_constructor(buckets),
            sends: Family::default(),
            outbox_depth: Gauge::<i64, AtomicI64>::default(),
            outbox_age: Seconds::default(),
            dead_letters: Gauge::default(),
            tribute_events: Family::default(),
            tribute_signatures: Family::default(),
            unmatched: Gauge::default(),
            unmatched_age: Seconds::default(),
            subscriptions: Family::default(),
            pool: Family::default(),
            pool_waits: Counter::default(),
            pool_timeouts: Counter::default(),
            store_failures: Counter::default(),
            leads: Family::default(),
            assistant: Family::default(),
            tasks: Family::default(),
            reminders: Family::default(),
            join_requests: Family::default(),
            door_removals: Family::default(),
            doors_without_rights: Gauge::default(),
            business: business::Business::default(),
            redis_away: Gauge::default(),
            redis_failures: Counter::default(),
        };
        metrics.register();
        metrics.business.register(&mut metrics.registry);
        metrics.make_expected_series();
        metrics
    }

    /// An update came in.
    pub fn update_received(&self, update_type: &'static str) {
        self.updates
            .get_or_create(&UpdateLabels { update_type })
            .inc();
    }

    /// An update was answered.
    pub fn update_answered(&self, took: Duration) {
        self.update_latency.observe(took.as_secs_f64());
    }

    /// An update could not be stored, read or handled.
    pub fn update_failed(&self, update_type: &'static str) {
        self.update_errors
            .get_or_create(&UpdateLabels { update_type })
            .inc();
    }

    /// An update had been handled before.
    pub fn update_repeated(&self) {
        self.duplicates.inc();
    }

    /// An update had to wait because its person is too fast.
    pub fn update_slowed(&self) {
        self.slowed.inc();
    }

    /// A press did nothing, because it only repeated the one before.
    pub fn press_repeated(&self) {
        self.presses_repeated.inc();
    }

    /// A delivery was refused before it was read.
    pub fn refused(&self, outcome: &'static str) {
        self.refused.get_or_create(&OutcomeLabels { outcome }).inc();
    }

    /// A Bot API call ended.
    pub fn api_called(&self, method: &str, outcome: &'static str, took: Duration) {
        let method = METHODS
            .into_iter()
            .find(|known| *known == method)
            .unwrap_or("other");
        self.calls
            .get_or_create(&CallLabels { method, outcome })
            .inc();
        self.call_duration
            .get_or_create(&MethodLabels { method })
            .observe(took.as_secs_f64());
    }

    /// A step in the life of a message; one of [`SEND_OUTCOMES`].
    pub fn sent(&self, outcome: &'static str) {
        self.sends.get_or_create(&OutcomeLabels { outcome }).inc();
    }

    /// A request for a consultation was `sent`, or the owner is `done` with one.
    pub fn lead(&self, outcome: &'static str) {
        self.leads.get_or_create(&OutcomeLabels { outcome }).inc();
    }

    /// The assistant was asked, or a question was closed; one of [`ASSISTANT_OUTCOMES`].
    pub fn assistant(&self, outcome: &'static str) {
        self.assistant
            .get_or_create(&OutcomeLabels { outcome })
            .inc();
    }

    /// The database did not take a unit of work.
    pub fn store_failed(&self) {
        self.store_failures.inc();
    }

    /// Scheduled work was run.
    pub fn task_run(&self, task: &'static str, outcome: &'static str) {
        self.tasks
            .get_or_create(&TaskLabels { task, outcome })
            .inc();
    }

    /// A reminder was due; one of [`REMINDER_OUTCOMES`].
    pub fn reminder(&self, outcome: &'static str) {
        self.reminders
            .get_or_create(&OutcomeLabels { outcome })
            .inc();
    }

    /// Somebody asked to come in at a door; one of [`JOIN_OUTCOMES`].
    pub fn join_request(&self, outcome: &'static str) {
        self.join_requests
            .get_or_create(&OutcomeLabels { outcome })
            .inc();
    }

    /// Somebody was to be put out at a door; one of [`REMOVAL_OUTCOMES`].
    pub fn door_removal(&self, outcome: &'static str) {
        self.door_removals
            .get_or_create(&OutcomeLabels { outcome })
            .inc();
    }

    /// Redis does not answer, or does so again; without a Redis nobody is away.
    pub fn redis_away(&self, away: bool) {
        self.redis_away.set(away.into());
    }

    /// Redis did not answer.
    pub fn redis_failed(&self) {
        self.redis_failures.inc();
    }

    /// Takes over the database's figures.
    pub fn set_figures(&self, figures: &Figures, now: Timestamp) {
        self.active_users.set(figures.active_users);
        self.outbox_depth.set(figures.outbox_depth);
        let age = figures
            .outbox_oldest_at
            .map_or(0.0, |at| now.duration_since(at).as_secs_f64());
        self.outbox_age.set(age.max(0.0));
        self.dead_letters.set(figures.dead_letters);
        self.unmatched.set(figures.unmatched);
        let age = figures
            .unmatched_oldest_at
            .map_or(0.0, |at| now.duration_since(at).as_secs_f64());
        self.unmatched_age.set(age.max(0.0));
        self.doors_without_rights.set(figures.doors_without_rights);
        self.set_subscriptions(&figures.subscriptions);
        if let Some(measured) = &figures.measured {
            self.business.set(measured);
        }
        self.business.set_found(figures.doctor.as_deref());
    }

    /// Takes over the pool's state.
    pub fn set_pool(&self, pool: PoolState) {
        let connections = |state| self.pool.get_or_create_owned(&StateLabels { state });
        connections("open").set(pool.open.into());
        connections("idle").set(pool.idle.into());
        raise(&self.pool_waits, pool.waits);
        raise(&self.pool_timeouts, pool.timeouts);
    }

    /// Everything as OpenMetrics text.
    ///
    /// # Errors
    /// Never in practice: writing to a string cannot fail.
    pub fn encode(&self) -> Result<String, std::fmt::Error> {
        self.uptime.set(self.started.elapsed().as_secs_f64());
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// A counter that is counted elsewhere; it never falls.
fn raise(counter: &Counter, total: u64) {
    counter.inc_by(total.saturating_sub(counter.get()));
}
