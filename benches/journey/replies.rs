//! Who waits to be shown something, since when, and how long it took.

use std::collections::HashMap;
use std::time::Instant;

use crate::tally::{Latencies, Tally};

#[derive(Default)]
pub(crate) struct Replies {
    due: HashMap<i64, Instant>,
    taken: Latencies,
    unseen: usize,
    last: Option<Instant>,
}

impl Replies {
    /// An update of this chat is due from this moment.
    pub(crate) fn expect(&mut self, chat_id: i64, due: Instant) {
        if self.due.insert(chat_id, due).is_some() {
            self.unseen += 1;
        }
    }

    /// The chat was shown something; only the first thing after an update counts.
    pub(crate) fn seen(&mut self, chat_id: i64) {
        if let Some(due) = self.due.remove(&chat_id) {
            let now = Instant::now();
            self.taken.push(now.saturating_duration_since(due));
            self.last = Some(now);
        }
    }

    /// The update was not taken, so nothing is to be seen.
    pub(crate) fn forget(&mut self, chat_id: i64) {
        self.due.remove(&chat_id);
    }

    pub(crate) fn is_settled(&self) -> bool {
        self.due.is_empty()
    }

    /// Moves what there is into a tally of what began then, and begins anew.
    pub(crate) fn settle(&mut self, tally: &mut Tally, started: Instant) {
        let replies = std::mem::take(self);
        tally.unseen = replies.unseen + replies.due.len();
        tally.reply = replies.taken;
        tally.replied = replies
            .last
            .map(|last| last.saturating_duration_since(started))
            .unwrap_or_default();
    }
}
