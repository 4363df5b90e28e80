//! What led to what: every update on its way, every call of the Bot API, and which caused which.
//!
//! The Bot API does not say why a call is made, so the cause is inferred: exactly for an answered callback query,
//! else from what is in flight, else from what the chat last saw. Only so much is kept as a person may want to look at.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::Instant;

use jiff::Timestamp;
use serde_json::Value;

use super::shown::Call;
use super::trace::{Cause, Letter, Trace, Try, integer, messages_of, named};

/// Updates kept with their bodies.
const LETTERS_KEPT: usize = 2_000;
/// Calls kept with their parameters.
const TRACES_KEPT: usize = 5_000;
/// Events that are sent past the book of Tribute have numbers above this.
const UNBOOKED: u64 = 1_000_000_000;
/// Attempts of one delivery that are kept; a bot that is down for a day causes more than a thousand.
const TRIES_KEPT: usize = 20;

/// Remembers.
#[derive(Debug, Default)]
pub(super) struct Inspector {
    letters: BTreeMap<i64, Letter>,
    /// Update ids by callback query.
    queries: HashMap<String, i64>,
    traces: VecDeque<Trace>,
    last_call: u64,
    last_unbooked: u64,
    /// Chats of the updates under way.
    updates: BTreeMap<i64, i64>,
    /// Buyers of Tribute's events under way.
    events: BTreeMap<u64, Option<i64>>,
    /// Names of Tribute's events by number.
    names: BTreeMap<u64, String>,
    latest: HashMap<i64, Cause>,
}

impl Inspector {
    /// An update enters its queue.
    pub(super) fn queued(&mut self, update_id: i64, user: i64, update: &Value) {
        let content = update.as_object().and_then(|fields| {
            let mut fields = fields.iter();
            fields.find(|(name, _)| *name != "update_id")
        });
        let (kind, content) = content.map_or(("", &Value::Null), |(kind, content)| {
            (kind.as_str(), content)
        });
        let is_press = kind == "callback_query";
        if let Some(id) = content
            .get("id")
            .and_then(Value::as_str)
            .filter(|_| is_press)
        {
            self.queries.insert(id.to_owned(), update_id);
        }
        let message = if is_press {
            content.get("message")
        } else {
            Some(content)
        };
        let letter = Letter {
            kind: kind.to_owned(),
            user,
            update: update.clone(),
            about: message.and_then(|message| named(message, None)),
            is_message: kind == "message",
            first_sent_at: None,
            tries: VecDeque::new(),
        };
        self.letters.insert(update_id, letter);
        while self.letters.len() > LETTERS_KEPT {
            self.letters.pop_first();
            let letters = &self.letters;
            self.queries
                .retain(|_, update_id| letters.contains_key(update_id));
        }
    }

    /// An attempt to deliver it begins.
    pub(super) fn sent(&mut self, update_id: i64) {
        let Some(letter) = self.letters.get_mut(&update_id) else {
            return;
        };
        let at = Timestamp::now();
        letter.first_sent_at.get_or_insert(at);
        if letter.tries.len() >= TRIES_KEPT {
            letter.tries.pop_front();
        }
        letter.tries.push_back(Try {
            at,
            begun: Instant::now(),
            took: None,
            status: None,
            error: None,
        });
        self.updates.insert(update_id, letter.user);
        self.latest.insert(letter.user, Cause::Update(update_id));
    }

    /// The attempt is over, and what its answer carried is done.
    pub(super) fn landed(&mut self, update_id: i64, status: Option<u16>, error: Option<String>) {
        self.updates.remove(&update_id);
        let letter = self.letters.get_mut(&update_id);
        if let Some(attempt) = letter.and_then(|letter| letter.tries.back_mut()) {
            attempt.took = Some(attempt.begun.elapsed());
            attempt.status = status;
            attempt.error = error;
        }
    }

    /// Tribute begins to send an event of this name that is not in its book; its number.
    pub(super) fn unbooked_event_sent(&mut self, name: &str, buyer: Option<i64>) -> u64 {
        self.last_unbooked += 1;
        let number = UNBOOKED + self.last_unbooked;
        self.event_sent(number, name, buyer);
        number
    }

    /// Tribute begins to send the event of this number.
    pub(super) fn event_sent(&mut self, number: u64, name: &str, buyer: Option<i64>) {
        self.events.insert(number, buyer);
        self.names.insert(number, name.to_owned());
        while self.names.len() > LETTERS_KEPT {
            self.names.pop_first();
        }
        if let Some(buyer) = buyer {
            self.latest.insert(buyer, Cause::Tribute(number));
        }
    }

    /// The event was answered, or will not be.
    pub(super) fn event_landed(&mut self, number: u64) {
        self.events.remove(&number);
    }

    /// A call was carried out or refused.
    pub(super) fn called(&mut self, call: &Call) {
        let (cause, later) = self.cause_of(call);
        self.last_call += 1;
        if self.traces.len() >= TRACES_KEPT {
            self.traces.pop_front();
        }
        self.traces.push_back(Trace {
            number: self.last_call,
            call: call.clone(),
            cause,
            later,
            took: None,
            messages: messages_of(call),
        });
    }

    /// The call that was remembered last was received then and is being answered now.
    pub(super) fn answered(&mut self, received: Instant) {
        if let Some(trace) = self.traces.back_mut() {
            trace.took = Some(received.elapsed());
        }
    }

    fn cause_of(&self, call: &Call) -> (Option<Cause>, bool) {
        let query = call.params.get("callback_query_id").and_then(Value::as_str);
        if let Some(update_id) = query.and_then(|id| self.queries.get(id)) {
            return (Some(Cause::Update(*update_id)), false);
        }
        let user = call.params.get("user_id").and_then(integer);
        let about: Vec<i64> = call.chat_id.into_iter().chain(user).collect();
        if about.is_empty() {
            // Registering and asking has to do with nobody.
            return (None, false);
        }
        let mut updates = self.updates.iter();
        if let Some((id, _)) = updates.find(|(_, chat)| about.contains(chat)) {
            return (Some(Cause::Update(*id)), false);
        }
        let mut events = self.events.iter();
        if let Some((number, _)) =
            events.find(|(_, buyer)| buyer.is_some_and(|id| about.contains(&id)))
        {
            return (Some(Cause::Tribute(*number)), false);
        }
        let updates = self.updates.keys().map(|id| Cause::Update(*id));
        let mut under_way = updates.chain(self.events.keys().map(|number| Cause::Tribute(*number)));
        if let (Some(only), None) = (under_way.next(), under_way.next()) {
            return (Some(only), false);
        }
        let latest = about.iter().find_map(|chat| self.latest.get(chat)).cloned();
        (latest.clone(), latest.is_some())
    }

    /// Whether an update of this chat, or any, is under way, or an event of Tribute about its person.
    pub(super) fn is_under_way(&self, chat: Option<i64>) -> bool {
        let updates = self.updates.values().copied().map(Some);
        let mut all = updates.chain(self.events.values().copied());
        all.any(|under_way| chat.is_none() || under_way == chat)
    }

    /// The update of this id.
    pub(super) fn letter(&self, update_id: i64) -> Option<&Letter> {
        self.letters.get(&update_id)
    }

    /// The updates that are remembered, newest first.
    pub(super) fn letters(&self) -> impl Iterator<Item = (&i64, &Letter)> {
        self.letters.iter().rev()
    }

    /// The calls that are remembered, newest first.
    pub(super) fn traces(&self) -> impl Iterator<Item = &Trace> {
        self.traces.iter().rev()
    }

    /// The name of Tribute's event of this number.
    pub(super) fn event_name(&self, number: u64) -> Option<&str> {
        self.names.get(&number).map(String::as_str)
    }

    /// Forgets a chat. Calls about it stay: they happened.
    pub(super) fn forget(&mut self, chat: i64) {
        self.letters.retain(|_, letter| letter.user != chat);
        let gone = |messages: &[(i64, i64)]| messages.iter().any(|(of, _)| *of == chat);
        self.traces.retain(|trace| !gone(&trace.messages));
        self.latest.remove(&chat);
    }

    /// Forgets everything but the numbers.
    pub(super) fn forget_all(&mut self) {
        *self = Self {
            last_call: self.last_call,
            last_unbooked: self.last_unbooked,
            ..Self::default()
        };
    }
}
