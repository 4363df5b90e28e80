//! Updates waiting for the webhook: strictly ordered within a key, parallel between keys.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::shown::Delivery;

/// A queue of updates, of which one at a time is in flight.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct QueueKey {
    /// Kinds that share a queue share this word.
    pub(super) lane: String,
    /// What the kind is ordered by: a chat, a user or a poll.
    pub(super) id: i64,
}

impl QueueKey {
    /// The queue of an update of this kind.
    pub(super) fn of(kind: &str, id: i64) -> Self {
        let lane = match kind {
            "message" | "edited_message" | "channel_post" | "edited_channel_post" => "message",
            "chat_member" | "chat_join_request" => "chat_member",
            "poll" | "poll_answer" => "poll",
            "business_message" | "edited_business_message" | "deleted_business_messages" => {
                "business_message"
            }
            "chat_boost" | "removed_chat_boost" => "chat_boost",
            other => other,
        };
        Self {
            lane: lane.to_owned(),
            id,
        }
    }

    /// How long an update of this queue is worth delivering, in seconds.
    pub(super) fn lifetime(&self) -> i64 {
        match self.lane.as_str() {
            "callback_query" | "shipping_query" | "pre_checkout_query" => 150,
            "inline_query" => 30,
            "chosen_inline_result" => 600,
            _ => 24 * 60 * 60,
        }
    }
}

/// An update on its way.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub(super) update_id: i64,
    pub(super) date: i64,
    pub(super) update: Value,
}

#[derive(Debug, Default)]
struct Lane {
    updates: VecDeque<Pending>,
    /// In flight, waiting for a retry, or already announced as ready.
    busy: bool,
}

/// All queues, and how every update fared.
#[derive(Debug, Default)]
pub(super) struct Queues {
    lanes: HashMap<QueueKey, Lane>,
    ready: VecDeque<QueueKey>,
    in_flight: u32,
    waiting: usize,
    deliveries: BTreeMap<i64, Delivery>,
    /// How often an update is queued: a test may queue a repetition, even under another key.
    copies: HashMap<i64, u32>,
}

impl Queues {
    /// Puts an update at the end of its queue.
    pub(super) fn push(&mut self, key: &QueueKey, pending: Pending) {
        let update_id = pending.update_id;
        let delivery = self.deliveries.entry(update_id).or_insert(Delivery {
            update_id,
            attempts: 0,
            last_status: None,
            last_error: None,
            done: false,
            given_up: false,
        });
        delivery.done = false;
        *self.copies.entry(update_id).or_default() += 1;
        self.waiting += 1;
        let lane = self.lanes.entry(key.clone()).or_default();
        lane.updates.push_back(pending);
        if !lane.busy {
            lane.busy = true;
            self.ready.push_back(key.clone());
        }
    }

    /// Takes the head of a ready queue, unless enough are in flight. The head stays in its queue until it is done.
    pub(super) fn take(&mut self, max_in_flight: u32) -> Option<(QueueKey, Pending)> {
        while self.in_flight < max_in_flight {
            let key = self.ready.pop_front()?;
            let Some(lane) = self.lanes.get_mut(&key) else {
                continue;
            };
            if let Some(head) = lane.updates.front() {
                self.in_flight += 1;
                return Some((key, head.clone()));
            }
            self.lanes.remove(&key);
        }
        None
    }

    /// An attempt ended; the queue stays busy until `done` or `again`.
    pub(super) fn landed(&mut self, update_id: i64, status: Option<u16>, error: Option<String>) {
        self.in_flight = self.in_flight.saturating_sub(1);
        if let Some(delivery) = self.deliveries.get_mut(&update_id) {
            delivery.last_status = status;
            delivery.last_error = error;
        }
    }

    /// One more POST of this update is made.
    pub(super) fn count_attempt(&mut self, update_id: i64) {
        if let Some(delivery) = self.deliveries.get_mut(&update_id) {
            delivery.attempts += 1;
        }
    }

    /// How many POSTs of this update were made.
    pub(super) fn attempts(&self, update_id: i64) -> u32 {
        let delivery = self.deliveries.get(&update_id);
        delivery.map_or(0, |delivery| delivery.attempts)
    }

    /// The queue may be tried again.
    pub(super) fn again(&mut self, key: &QueueKey) {
        self.ready.push_back(key.clone());
    }

    /// Nothing more is to be sent of this update in this queue.
    pub(super) fn done(&mut self, key: &QueueKey, update_id: i64, given_up: bool) {
        let Some(lane) = self.lanes.get_mut(key) else {
            return;
        };
        let mut updates = lane.updates.iter();
        let Some(at) = updates.position(|pending| pending.update_id == update_id) else {
            return;
        };
        lane.updates.remove(at);
        self.waiting = self.waiting.saturating_sub(1);
        let copies = self.copies.entry(update_id).or_default();
        *copies = copies.saturating_sub(1);
        if *copies > 0 {
            return;
        }
        self.copies.remove(&update_id);
        if let Some(delivery) = self.deliveries.get_mut(&update_id) {
            delivery.done = true;
            delivery.given_up = given_up;
        }
    }

    /// After `done`: the next update of the queue may go, if there is one.
    pub(super) fn next_in(&mut self, key: &QueueKey) {
        match self.lanes.get(key) {
            Some(lane) if lane.updates.is_empty() => {
                self.lanes.remove(key);
            }
            Some(_) => self.ready.push_back(key.clone()),
            None => {}
        }
    }

    /// Everything not delivered yet.
    pub(super) fn undelivered(&self) -> Vec<(QueueKey, i64)> {
        let lanes = self.lanes.iter();
        lanes
            .flat_map(|(key, lane)| lane.updates.iter().map(|one| (key.clone(), one.update_id)))
            .collect()
    }

    /// How many updates wait or are in flight.
    pub(super) fn waiting(&self) -> usize {
        self.waiting
    }

    /// Whether nothing waits and nothing is in flight.
    pub(super) fn is_idle(&self) -> bool {
        self.waiting == 0 && self.in_flight == 0
    }

    /// How one update fared.
    pub(super) fn delivery(&self, update_id: i64) -> Option<&Delivery> {
        self.deliveries.get(&update_id)
    }

    /// How every update fared, by update id.
    pub(super) fn deliveries(&self) -> impl Iterator<Item = &Delivery> {
        self.deliveries.values()
    }
}
