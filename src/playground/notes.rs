//! What the inspector tells the page, as JSON.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::trace::{Cause, Letter, Trace};
use super::world::World;

/// How many deliveries and refusals the page lists.
const LINES_SHOWN: usize = 12;

impl World {
    /// For each of these messages of a chat: whether it was read, what caused it, whether a call about it was refused.
    pub(super) fn notes(&self, chat_id: i64, messages: &[i64]) -> Value {
        let mut causes: HashMap<i64, Option<&Cause>> = HashMap::new();
        let mut refused: HashSet<i64> = HashSet::new();
        for trace in self.inspector.traces() {
            for message in here(&trace.messages, chat_id) {
                match trace.call.refused {
                    true => drop(refused.insert(message)),
                    // The newest call comes first: it made the message what it is now.
                    false => drop(causes.entry(message).or_insert(trace.cause.as_ref())),
                }
            }
            if let (true, Some(Cause::Update(id))) = (trace.call.refused, &trace.cause) {
                let about = self.inspector.letter(*id).and_then(|letter| letter.about);
                refused.extend(here(about.as_slice(), chat_id));
            }
        }
        let written: HashMap<i64, i64> = self
            .inspector
            .letters()
            .filter(|(_, letter)| letter.is_message)
            .flat_map(|(id, letter)| {
                here(letter.about.as_slice(), chat_id).map(move |message| (message, *id))
            })
            .collect();
        let note = |message: &i64| {
            let own = written.get(message);
            let cause = match own {
                Some(update_id) => json!({ "update": update_id }),
                None => causes
                    .get(message)
                    .copied()
                    .flatten()
                    .map_or(Value::Null, short),
            };
            let note = json!({
                "read": own.is_none_or(|id| self.is_accepted(*id)),
                "cause": cause,
                "refused": refused.contains(message),
            });
            (message.to_string(), note)
        };
        Value::Object(messages.iter().map(note).collect::<Map<_, _>>())
    }

    fn is_accepted(&self, update_id: i64) -> bool {
        let delivery = self.queues.delivery(update_id);
        delivery.is_none_or(|delivery| delivery.done && !delivery.given_up)
    }

    /// The latest deliveries, newest first.
    pub(super) fn latest_deliveries(&self) -> Vec<Value> {
        let letters = self.inspector.letters().take(LINES_SHOWN);
        letters
            .map(|(id, letter)| self.delivery_json(*id, letter))
            .collect()
    }

    /// The latest refusals, newest first.
    pub(super) fn latest_refusals(&self) -> Vec<Value> {
        let traces = self.inspector.traces().filter(|trace| trace.call.refused);
        let refusal = |trace: &Trace| {
            json!({
                "call": trace.number,
                "method": trace.call.method,
                "status": trace.call.status,
                "description": trace.call.description,
            })
        };
        traces.take(LINES_SHOWN).map(refusal).collect()
    }

    fn delivery_json(&self, update_id: i64, letter: &Letter) -> Value {
        let delivery = self.queues.delivery(update_id);
        let last = letter.tries.back();
        json!({
            "update_id": update_id,
            "kind": letter.kind,
            "user": letter.user,
            "attempts": delivery.map_or(0, |delivery| delivery.attempts),
            "status": delivery.and_then(|delivery| delivery.last_status),
            "error": delivery.and_then(|delivery| delivery.last_error.clone()),
            "done": delivery.is_some_and(|delivery| delivery.done),
            "given_up": delivery.is_some_and(|delivery| delivery.given_up),
            "took_ms": last.and_then(|attempt| attempt.took).map(milliseconds),
        })
    }

    /// A message, what caused it, and the calls that this led to. None when there is no such message.
    pub(super) fn inspect(&self, chat_id: i64, message_id: i64) -> Option<Value> {
        let message = self.chats.get(&chat_id)?.messages.get(&message_id)?;
        let key = (chat_id, message_id);
        let mut letters = self.inspector.letters();
        let own = letters.find(|(_, letter)| letter.is_message && letter.about == Some(key));
        let mut made = self
            .inspector
            .traces()
            .filter(|trace| trace.messages.contains(&key));
        let (cause, later) = match own {
            Some((update_id, _)) => (Some(Cause::Update(*update_id)), false),
            None => made
                .find(|trace| !trace.call.refused)
                .map_or((None, false), |trace| (trace.cause.clone(), trace.later)),
        };
        let calls = self.inspector.traces().filter(|trace| match &cause {
            Some(_) => trace.cause == cause,
            None => trace.messages.contains(&key),
        });
        let mut calls: Vec<Value> = calls.map(call_json).collect();
        calls.reverse();
        let mut cause = match cause {
            Some(Cause::Update(id)) => self.update_json(id),
            Some(Cause::Tribute(number)) => {
                json!({ "tribute": { "number": number, "event": self.inspector.event_name(number) } })
            }
            None => Value::Null,
        };
        if let (true, Some(fields)) = (later, cause.as_object_mut()) {
            fields.insert("later".to_owned(), json!(true));
        }
        Some(json!({ "message": message, "cause": cause, "calls": calls }))
    }

    fn update_json(&self, update_id: i64) -> Value {
        let Some(letter) = self.inspector.letter(update_id) else {
            return json!({ "update": { "update_id": update_id }, "delivery": null });
        };
        let mut delivery = self.delivery_json(update_id, letter);
        if let Some(fields) = delivery.as_object_mut() {
            let tries = letter.tries.iter().map(|attempt| {
                json!({
                    "at": attempt.at,
                    "took_ms": attempt.took.map(milliseconds),
                    "status": attempt.status,
                    "error": attempt.error,
                })
            });
            fields.insert("tries".to_owned(), tries.collect());
            fields.insert("first_sent_at".to_owned(), json!(letter.first_sent_at));
        }
        json!({ "update": letter.update, "delivery": delivery })
    }
}

fn here(messages: &[(i64, i64)], chat_id: i64) -> impl Iterator<Item = i64> {
    let here = messages.iter().filter(move |(chat, _)| *chat == chat_id);
    here.map(|(_, message)| *message)
}

fn short(cause: &Cause) -> Value {
    match cause {
        Cause::Update(id) => json!({ "update": id }),
        Cause::Tribute(number) => json!({ "tribute": number }),
    }
}

fn call_json(trace: &Trace) -> Value {
    let call = &trace.call;
    json!({
        "number": trace.number,
        "at": call.at,
        "method": call.method,
        "params": call.params,
        "status": call.status,
        "description": call.description,
        "refused": call.refused,
        "took_ms": trace.took.map(milliseconds),
        "in_webhook_answer": call.in_webhook_answer,
        "later": trace.later,
    })
}

/// With one digit after the point: most calls here take less than a millisecond.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 10_000.0).round() / 10.0
}
