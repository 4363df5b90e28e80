//! Keeping the book: what is entered, begun and answered.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::attempt::Job;
use super::book::{TributeAttempt, TributeEntry, TributeSending};
use super::edit::{sent_at, without_telegram_id};
use super::fact::TributeFact;
use super::post::name_of;
use super::repeat::delay_before;
use crate::playground::fact::Fact;
use crate::playground::world::World;

/// What an event without a readable name is called.
pub(super) const UNNAMED: &str = "unnamed";

impl World {
    /// Puts a delivery in the book.
    pub(super) fn enter(&mut self, sending: TributeSending) -> TributeEntry {
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
            user_id: entry.user,
            body,
            signature: entry.signature,
            repeat: is_planned.then_some(entry.repeats),
        })
    }

    /// Takes note of an answer, and plans the repeat if there is to be one.
    pub(super) fn tried(
        &mut self,
        job: &Job,
        attempt: TributeAttempt,
        minute: std::time::Duration,
    ) {
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
