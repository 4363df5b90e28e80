//! Scheduled work: by the clock in every replica, and by `POST /tasks/run` where a platform gives time only to requests.
//!
//! Each kind of work is one line in `JOBS` and one file here. Its turn is a row in the database, so that of all
//! replicas one does it at a time, and what a dead process held comes free by itself.

mod checkup;
mod cleaning;
mod forgetting;
mod measuring;
mod notices;
mod parked;
mod payment_digest;
mod reconciling;
mod reminders;
mod watch;

pub use notices::withdraw_stale as withdraw_stale_notices;
pub use reminders::plan as plan_reminders;

use std::{
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::{FutureExt, future::BoxFuture};
use jiff::SignedDuration;
use serde_json::{Map, Value, json};
use tokio::sync::watch::Receiver;

use crate::{
    clock,
    delivery::sender,
    intake::Intake,
    store::{StoreError, Turn},
};

/// The names of the work that everybody can do at once, because each piece of it is claimed: answering questions to the
/// assistant, and sending what is queued.
const ASSISTANT: &str = "assistant";
const OUTBOX: &str = "outbox";

/// Some work and how often it is done.
struct Job {
    /// Its row, its label and its place in the summary.
    name: &'static str,
    /// What its number counts, in the summary.
    counts: &'static str,
    /// The least time from one run to the next; none means at every look at the clock.
    every: SignedDuration,
    /// Does what is due, for a minute at most, and says how much that was.
    run: fn(Arc<Intake>) -> BoxFuture<'static, Result<usize, StoreError>>,
}

/// Everything that is done by the clock.
const JOBS: &[Job] = &[
    Job {
        name: "reminders",
        counts: "sent",
        every: SignedDuration::ZERO,
        run: |intake| reminders::run(intake).boxed(),
    },
    Job {
        name: "retries",
        counts: "events",
        every: SignedDuration::ZERO,
        run: |intake| parked::retry(intake).boxed(),
    },
    Job {
        name: "rulings",
        counts: "settled",
        every: SignedDuration::ZERO,
        run: |intake| async move { intake.settle().await }.boxed(),
    },
    Job {
        name: "notices",
        counts: "sent",
        every: SignedDuration::ZERO,
        run: |intake| notices::run(intake).boxed(),
    },
    Job {
        name: "forgetting",
        counts: "forgotten",
        every: SignedDuration::from_hours(1),
        run: |intake| forgetting::run(intake).boxed(),
    },
    Job {
        name: reconciling::NAME,
        counts: "told",
        every: SignedDuration::from_hours(1),
        run: |intake| reconciling::run(intake).boxed(),
    },
    Job {
        name: parked::REMINDER,
        counts: "told",
        every: SignedDuration::ZERO,
        run: |intake| parked::remind(intake).boxed(),
    },
    Job {
        name: "doors",
        counts: "people",
        every: SignedDuration::ZERO,
        run: |intake| async move { intake.doors.tend().await }.boxed(),
    },
    Job {
        name: checkup::NAME,
        counts: "told",
        every: SignedDuration::from_mins(10),
        run: |intake| checkup::run(intake).boxed(),
    },
    Job {
        name: "payment_digest",
        counts: "sent",
        every: SignedDuration::ZERO,
        run: |intake| payment_digest::run(intake).boxed(),
    },
    Job {
        name: "cleaning",
        counts: "removed",
        every: SignedDuration::from_hours(1),
        run: |intake| cleaning::run(intake).boxed(),
    },
    Job {
        name: "measuring",
        counts: "people",
        every: SignedDuration::from_mins(10),
        run: |intake| measuring::run(intake).boxed(),
    },
];

/// From one look at the clock to the next.
const TICK: Duration = Duration::from_secs(30);
/// How long work may take before another replica may begin it. Work that is begun twice still counts once.
const LEASE: SignedDuration = SignedDuration::from_mins(2);
/// How long a request waits for the work of somebody else, and for bulk messages to leave.
const PATIENCE: Duration = Duration::from_secs(25);
/// Between two looks while it waits.
const SOON: Duration = Duration::from_millis(50);

/// Runs until told to stop; work under way is finished first.
pub async fn run(intake: Arc<Intake>, mut stop: Receiver<bool>) {
    loop {
        for job in JOBS {
            if *stop.borrow() {
                return;
            }
            // What failed was logged, and is due again at the next look.
            let _ = turn(&intake, job).await;
        }
        tokio::select! {
            () = tokio::time::sleep(TICK) => {}
            _ = stop.changed() => return,
        }
    }
}

/// Does everything that is due, sends what it and others left in the outbox, and says what was done.
///
/// # Errors
/// The database does not answer.
pub async fn run_due(intake: &Arc<Intake>) -> Result<Value, StoreError> {
    let deadline = Instant::now() + PATIENCE;
    let mut tasks = Map::new();
    let mut failed = None;
    for job in JOBS {
        let mut ended = turn(intake, job).await;
        // The cron relies on the work being done when the answer comes, whoever does it.
        while matches!(ended, Ok(Done::ByOthers)) && Instant::now() < deadline {
            tokio::time::sleep(SOON).await;
            ended = turn(intake, job).await;
        }
        match ended {
            Ok(Done::Here(count)) => {
                drop(tasks.insert(job.name.into(), json!({ job.counts: count })))
            }
            Ok(_) => drop(tasks.insert(job.name.into(), json!({ job.counts: 0 }))),
            // One kind of work must not keep the others from being done.
            Err(error) => failed = Some(error),
        }
    }
    let answered = intake.assistant.sweep().await;
    intake.metrics.task_run(ASSISTANT, outcome(&answered));
    match answered {
        Ok(count) => drop(tasks.insert(ASSISTANT.into(), json!({ "taken": count }))),
        Err(error) => failed = Some(error),
    }
    let taken = swept(intake).await;
    intake.metrics.task_run(OUTBOX, outcome(&taken));
    tasks.insert(OUTBOX.into(), json!({ "taken": taken? }));
    if let Some(error) = failed {
        return Err(error);
    }
    // While all sending is paused there is nothing to wait for.
    let sending = || intake.deliverer.pauses.bot_until(clock::now()).is_none();
    let now = clock::now();
    while sending() && Instant::now() < deadline && intake.store.bulk_waiting(now).await? > 0 {
        intake.deliverer.wake.notify_one();
        tokio::time::sleep(SOON).await;
    }
    Ok(json!({ "ok": true, "tasks": tasks }))
}

/// Sends answers that were left behind.
async fn swept(intake: &Intake) -> Result<usize, StoreError> {
    let mut sent = 0;
    loop {
        match sender::sweep(&intake.deliverer).await? {
            0 => return Ok(sent),
            count => sent += count,
        }
    }
}

/// What became of a job's turn.
enum Done {
    /// It was done, so much of it.
    Here(usize),
    /// Somebody else is at it.
    ByOthers,
    /// It is not due.
    NotDue,
}

async fn turn(intake: &Arc<Intake>, job: &Job) -> Result<Done, StoreError> {
    let ended = take_turn(intake, job).await;
    if let Err(error) = &ended {
        tracing::error!(task = job.name, %error, "scheduled work could not be done");
        intake.metrics.task_run(job.name, "failed");
    }
    ended
}

async fn take_turn(intake: &Arc<Intake>, job: &Job) -> Result<Done, StoreError> {
    let now = clock::now();
    let until = now.checked_add(LEASE).unwrap_or(now);
    match intake.store.take_turn(job.name, now, until).await? {
        Turn::Busy => return Ok(Done::ByOthers),
        Turn::Later => return Ok(Done::NotDue),
        Turn::Mine => {}
    }
    // A panic must not end the loop, and with it all scheduled work.
    let ended = AssertUnwindSafe((job.run)(Arc::clone(intake)))
        .catch_unwind()
        .await;
    let done = matches!(ended, Ok(Ok(_)));
    let next = now.checked_add(job.every).ok().filter(|_| done);
    intake.store.end_turn(job.name, until, next).await?;
    match ended {
        Ok(ended) => {
            let count = ended?;
            intake.metrics.task_run(job.name, "ok");
            tracing::debug!(task = job.name, count, "scheduled work is done");
            Ok(Done::Here(count))
        }
        Err(_) => {
            tracing::error!(task = job.name, "scheduled work panicked");
            intake.metrics.task_run(job.name, "failed");
            Ok(Done::Here(0))
        }
    }
}

fn outcome<T, E>(ended: &Result<T, E>) -> &'static str {
    if ended.is_ok() { "ok" } else { "failed" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{bot::Ended, telemetry};

    #[test]
    fn every_job_has_a_name_of_its_own_that_the_metrics_know() {
        let names: Vec<&str> = [ASSISTANT, OUTBOX]
            .into_iter()
            .chain(JOBS.iter().map(|job| job.name))
            .collect();
        assert_eq!(names, telemetry::metrics::TASKS);
        let outcomes = [Ended::Sent, Ended::Unreachable, Ended::Postponed];
        assert_eq!(
            outcomes.map(Ended::as_str),
            telemetry::metrics::REMINDER_OUTCOMES
        );
    }
}
