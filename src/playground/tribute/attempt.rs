//! Attempts to deliver what is in the book.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::book::{TributeAttempt, TributeEntry, TributeSending};
use super::edit::{sent_at, without_telegram_id};
use super::fact::TributeFact;
use super::post::{name_of, post};
use super::repeat::delay_before;
use super::sign::TributeSignature;
use crate::playground::fact::Fact;
use crate::playground::handle::Playground;
use crate::playground::world::World;

/// More of an answer is not kept.
const ANSWER_KEPT: usize = 500;
/// How often the same bytes are sent at most.
const MOST_TIMES: u32 = 5;
/// What an event without a readable name is called.
const UNNAMED: &str = "unnamed";

/// How many copies are sent in one go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Copies {
    /// One after the other.
    times: u32,
    /// Each of them twice at once.
    twin: bool,
}

impl Copies {
    /// A single one.
    pub(super) const ONE: Self = Self {
        times: 1,
        twin: false,
    };
}

/// An attempt that has begun.
#[derive(Debug)]
pub(super) struct Job {
    number: u64,
    body: String,
    signature: TributeSignature,
    /// Which repeat follows a failure; none for an attempt by hand, which changes no plan.
    repeat: Option<usize>,
}

impl Playground {
    /// Puts a delivery in the book and sends it, unless it is to be held. Failures are repeated as Tribute does it; what comes
    /// back is the entry after the first attempt.
    pub async fn tribute_post(&self, sending: TributeSending) -> TributeEntry {
        let copies = Copies {
            times: sending.times.unwrap_or(1).clamp(1, MOST_TIMES),
            twin: sending.twin,
        };
        let (entry, job) = self.change(|world| {
            let entry = world.enter(sending);
            let begun = (!entry.held).then(|| world.begin(entry.number, true));
            (entry, begun.flatten())
        });
        if let Some(job) = job {
            self.carry_out_to_the_end(job, copies).await;
        }
        self.tribute_entry(entry.number).unwrap_or(entry)
    }

    /// Sends an entry once more, now; none when there is no such entry. A held one is released.
    pub async fn tribute_resend(&self, number: u64) -> Option<TributeEntry> {
        let job = self.change(|world| {
            let is_first = world.cabinet.entries.get(&number)?.attempts.is_empty();
            world.begin(number, is_first)
        })?;
        self.carry_out_to_the_end(job, Copies::ONE).await;
        self.tribute_entry(number)
    }

    /// An entry of the book.
    pub fn tribute_entry(&self, number: u64) -> Option<TributeEntry> {
        self.read(|world| world.cabinet.entries.get(&number).cloned())
    }

    /// Attempts to the end even when the caller goes away, for instance a page that is closed.
    async fn carry_out_to_the_end(&self, job: Job, copies: Copies) {
        let playground = self.clone();
        let carried = tokio::spawn(async move { carry_out(playground, job, copies).await });
        if carried.await.is_err() {
            tracing::error!("an attempt to deliver a Tribute event was broken off");
        }
    }
}

/// Sends the copies and takes note of every answer.
pub(super) async fn carry_out(playground: Playground, job: Job, copies: Copies) {
    let signature = job.signature.of(job.body.as_bytes(), playground.settings());
    let signature = signature.as_deref();
    for _ in 0..copies.times {
        let first = post(&playground, &job.body, signature);
        let answers = if copies.twin {
            let second = post(&playground, &job.body, signature);
            let (first, second) = tokio::join!(first, second);
            vec![first, second]
        } else {
            vec![first.await]
        };
        let minute = playground.settings().tribute_minute;
        playground.change(|world| {
            for answer in answers {
                let name = name_of(&job.body).unwrap_or_else(|| UNNAMED.to_owned());
                world.tribute_answers.push((name, answer.clone()));
                let attempt = TributeAttempt {
                    at: Timestamp::now(),
                    status: answer.status,
                    body: answer.body.chars().take(ANSWER_KEPT).collect(),
                };
                world.tried(&job, attempt, minute);
            }
        });
    }
    playground.change(|world| {
        if let Some(entry) = world.cabinet.entries.get_mut(&job.number) {
            entry.under_way = entry.under_way.saturating_sub(1);
        }
    });
    // Until now the repeats left it alone.
    playground.tribute_wake().notify_one();
}

impl World {
    /// Puts a delivery in the book.
    fn enter(&mut self, sending: TributeSending) -> TributeEntry {
        let as_drafted = self.cabinet.is_draft(&sending.body);
        self.learn_purchase(sending.user, &sending.body);
        let (body, note) = match sending.without_telegram_id {
            true => without_telegram_id(sending.body),
            false => (sending.body, None),
        };
        let is_json = serde_json::from_str::<Value>(&body).is_ok();
        let odd = (!is_json).then(|| "This is not JSON; it is sent as it is.".to_owned());
        let entry = TributeEntry {
            number: self.cabinet.next_number(),
            event: name_of(&body).unwrap_or_else(|| UNNAMED.to_owned()),
            user: sending.user,
            signature: sending.signature,
            held: sending.hold,
            attempts: Vec::new(),
            // Should the process end before the first answer, it is sent after the restart.
            next_at: (!sending.hold).then(Timestamp::now),
            done: false,
            given_up: false,
            note: odd.or(note),
            body,
            as_drafted,
            repeats: 0,
            under_way: 0,
        };
        let fact = TributeFact::Entry(Box::new(entry.clone()));
        self.record(Fact::Tribute(fact));
        entry
    }

    /// Begins an attempt of an entry. Whether a failure is repeated depends on who begins it.
    pub(super) fn begin(&mut self, number: u64, is_planned: bool) -> Option<Job> {
        let now = self.moment();
        let entry = self.cabinet.entries.get_mut(&number)?;
        entry.under_way += 1;
        let body = match entry.as_drafted && !entry.attempts.is_empty() {
            true => sent_at(&entry.body, now),
            false => entry.body.clone(),
        };
        Some(Job {
            number,
            body,
            signature: entry.signature,
            repeat: is_planned.then_some(entry.repeats),
        })
    }

    fn tried(&mut self, job: &Job, attempt: TributeAttempt, minute: std::time::Duration) {
        let Some(entry) = self.cabinet.entries.get(&job.number) else {
            return;
        };
        let (next_at, repeats) = match job.repeat {
            Some(repeat) => {
                let delay =
                    delay_before(repeat, minute).and_then(|d| SignedDuration::try_from(d).ok());
                let next_at = delay.and_then(|delay| attempt.at.checked_add(delay).ok());
                (next_at, repeat + 1)
            }
            None => (entry.next_at, entry.repeats),
        };
        self.record(Fact::Tribute(TributeFact::Attempt {
            number: job.number,
            attempt,
            next_at,
            repeats,
        }));
    }
}
