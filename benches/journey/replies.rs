//! Who waits to be shown something, since when, and how long it took.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use crate::tally::{Latencies, Tally};

/// Whoever has seen nothing for so long presses again.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Default)]
pub(crate) struct Replies {
    due: HashMap<i64, VecDeque<Instant>>,
    taken: Latencies,
    last: Option<Instant>,
}

impl Replies {
    /// An update of this chat is due from this moment.
    pub(crate) fn expect(&mut self, chat_id: i64, due: Instant) {
        self.due.entry(chat_id).or_default().push_back(due);
    }

    /// The chat was shown something: for the update that has waited longest. What else an update shows does not count.
    pub(crate) fn seen(&mut self, chat_id: i64) {
        if let Some(due) = self.take(chat_id, VecDeque::pop_front) {
            let now = Instant::now();
            self.taken.push(now.saturating_duration_since(due));
            self.last = Some(now);
        }
    }

    /// The newest update was not taken, so nothing is to be seen.
    pub(crate) fn forget(&mut self, chat_id: i64) {
        self.take(chat_id, VecDeque::pop_back);
    }

    /// Whether this person still looks at the screen of before.
    pub(crate) fn is_waiting(&self, chat_id: i64) -> bool {
        let waiting = self.due.get(&chat_id).and_then(VecDeque::back);
        waiting.is_some_and(|due| due.elapsed() < PATIENCE)
    }

    pub(crate) fn is_settled(&self) -> bool {
        self.due.is_empty()
    }

    /// Moves what there is into a tally of what began then, and begins anew.
    pub(crate) fn settle(&mut self, tally: &mut Tally, started: Instant) {
        let replies = std::mem::take(self);
        tally.unseen = replies.due.values().map(VecDeque::len).sum();
        tally.reply = replies.taken;
        tally.replied = replies
            .last
            .map(|last| last.saturating_duration_since(started))
            .unwrap_or_default();
    }

    fn take(
        &mut self,
        chat_id: i64,
        pop: impl FnOnce(&mut VecDeque<Instant>) -> Option<Instant>,
    ) -> Option<Instant> {
        let waiting = self.due.get_mut(&chat_id)?;
        let due = pop(waiting);
        if waiting.is_empty() {
            self.due.remove(&chat_id);
        }
        due
    }
}
