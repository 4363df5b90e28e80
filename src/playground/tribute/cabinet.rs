//! What is true in the pretend Tribute.

use std::collections::{BTreeMap, HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};

use super::book::TributeEntry;
use super::bought::Bought;
use super::fact::TributeFact;
use crate::playground::world::World;

/// How many entries the book keeps; the journal keeps all.
const ENTRIES_KEPT: usize = 1_000;
/// How many drafts are known again when they come back.
const DRAFTS_KEPT: usize = 100;

/// The cabinet. The default is an empty one.
#[derive(Debug, Default)]
pub(in crate::playground) struct Cabinet {
    /// The last purchase, by person and product.
    pub(super) bought: HashMap<(i64, String), Bought>,
    /// The book, by number.
    pub(super) entries: BTreeMap<u64, TributeEntry>,
    /// The highest number ever given: an entry that is forgotten leaves it to nobody.
    last_number: u64,
    /// What was drafted lately. Forgotten in a restart: such a draft then counts as edited.
    drafts: VecDeque<String>,
}

impl Cabinet {
    /// Makes a fact true.
    pub(in crate::playground) fn apply(&mut self, fact: TributeFact) {
        match fact {
            TributeFact::Bought {
                user_id,
                subject,
                bought,
            } => {
                self.bought.insert((user_id, subject), bought);
            }
            TributeFact::Entry(entry) => {
                self.last_number = self.last_number.max(entry.number);
                self.entries.insert(entry.number, *entry);
                while self.entries.len() > ENTRIES_KEPT {
                    self.entries.pop_first();
                }
            }
            // A part of the chat's story, not of the book.
            TributeFact::Posted { .. } => {}
            TributeFact::Attempt {
                number,
                attempt,
                next_at,
                repeats,
            } => {
                if let Some(entry) = self.entries.get_mut(&number) {
                    entry.tried(attempt, next_at, repeats);
                }
            }
        }
    }

    /// Remembers a draft.
    pub(super) fn drafted(&mut self, body: &str) {
        if self.drafts.len() >= DRAFTS_KEPT {
            self.drafts.pop_front();
        }
        self.drafts.push_back(body.to_owned());
    }

    /// Whether a body is a draft that nobody changed.
    pub(super) fn is_draft(&self, body: &str) -> bool {
        self.drafts.iter().any(|draft| draft == body)
    }

    /// Forgets what a person bought and what was to be sent about it.
    pub(in crate::playground) fn forget(&mut self, user_id: i64) {
        self.bought.retain(|(buyer, _), _| *buyer != user_id);
        self.entries.retain(|_, entry| entry.user != user_id);
    }

    /// Forgets everything but the numbers.
    pub(in crate::playground) fn forget_all(&mut self) {
        *self = Self {
            last_number: self.last_number,
            ..Self::default()
        };
    }

    /// The number of the next entry.
    pub(super) fn next_number(&self) -> u64 {
        self.last_number + 1
    }
}

impl World {
    /// The pretend clock, to the nanosecond.
    pub(super) fn moment(&self) -> Timestamp {
        let now = Timestamp::now();
        let ahead = SignedDuration::from_secs(self.ahead);
        now.checked_add(ahead).unwrap_or(now)
    }
}
