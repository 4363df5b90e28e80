//! Attempts to deliver what is in the book.

use jiff::Timestamp;

use super::book::{TributeAttempt, TributeEntry, TributeSending};
use super::keeping::UNNAMED;
use super::post::{name_of, post};
use super::sign::TributeSignature;
use crate::playground::handle::Playground;

/// More of an answer is not kept.
const ANSWER_KEPT: usize = 500;
/// How often the same bytes are sent at most.
const MOST_TIMES: u32 = 5;

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
    pub(super) number: u64,
    pub(super) user_id: i64,
    pub(super) body: String,
    pub(super) signature: TributeSignature,
    /// Which repeat follows a failure; none for an attempt by hand, which changes no plan.
    pub(super) repeat: Option<usize>,
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
    let name = name_of(&job.body).unwrap_or_else(|| UNNAMED.to_owned());
    playground.change_quietly(|world| {
        let buyer = Some(job.user_id);
        world.inspector.event_sent(job.number, &name, buyer);
    });
    for _ in 0..copies.times {
        // Before the post: what the bot writes because of it comes later in the chat's story.
        playground.change(|world| {
            for _ in 0..if copies.twin { 2 } else { 1 } {
                world.post_begins(job.user_id, &job.body, job.signature.is_bad());
            }
        });
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
                world.remember_answer(name.clone(), answer.clone());
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
        world.inspector.event_landed(job.number);
        if let Some(entry) = world.cabinet.entries.get_mut(&job.number) {
            entry.under_way = entry.under_way.saturating_sub(1);
        }
    });
    // Until now the repeats left it alone.
    playground.tribute_wake().notify_one();
}
