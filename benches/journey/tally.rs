//! What came back, counted.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Durations, sorted when they are asked for.
#[derive(Debug, Default, Clone)]
pub(crate) struct Latencies {
    micros: Vec<u32>,
}

impl Latencies {
    pub(crate) fn push(&mut self, latency: Duration) {
        self.micros
            .push(u32::try_from(latency.as_micros()).unwrap_or(u32::MAX));
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.micros.extend(other.micros);
    }

    pub(crate) fn sort(&mut self) {
        self.micros.sort_unstable();
    }

    pub(crate) fn len(&self) -> usize {
        self.micros.len()
    }

    /// In milliseconds; of sorted ones.
    pub(crate) fn percentile(&self, share: f64) -> f64 {
        let rank = (self.micros.len() as f64 * share).ceil() as usize;
        let micros = self.micros.get(rank.saturating_sub(1));
        f64::from(micros.copied().unwrap_or_default()) / 1_000.0
    }
}

#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Of the updates answered with 200, from the moment they were due.
    pub(crate) webhook: Latencies,
    /// Of the same updates, from the moment they were sent. Differs when there was no connection free for them.
    pub(crate) sent: Latencies,
    /// From the moment an update was due until its person was shown something.
    pub(crate) reply: Latencies,
    /// Updates that were answered with 200 and showed their person nothing, or only when nobody looked any more.
    pub(crate) unseen: usize,
    /// 429 and 503 with `Retry-After`: Telegram keeps the update and delivers it again.
    pub(crate) refused: usize,
    pub(crate) errors: BTreeMap<String, usize>,
    /// Until the last answer.
    pub(crate) elapsed: Duration,
    /// Until the last person was shown something.
    pub(crate) replied: Duration,
}

impl Tally {
    pub(crate) fn per_second(&self) -> f64 {
        self.webhook.len() as f64 / self.elapsed.as_secs_f64()
    }

    pub(crate) fn accept(&mut self, due: Instant, sent: Instant) {
        self.webhook.push(due.elapsed());
        self.sent.push(sent.elapsed());
    }

    pub(crate) fn fail(&mut self, error: String) {
        *self.errors.entry(error).or_default() += 1;
    }

    pub(crate) fn failures(&self) -> usize {
        self.errors.values().sum()
    }

    pub(crate) fn sort(&mut self) {
        self.webhook.sort();
        self.sent.sort();
        self.reply.sort();
    }

    /// What came back on another connection, or afterwards.
    pub(crate) fn add(&mut self, other: Self) {
        self.webhook.extend(other.webhook);
        self.sent.extend(other.sent);
        self.reply.extend(other.reply);
        self.unseen += other.unseen;
        self.refused += other.refused;
        self.elapsed += other.elapsed;
        self.replied += other.replied;
        for (error, count) in other.errors {
            *self.errors.entry(error).or_default() += count;
        }
    }
}
