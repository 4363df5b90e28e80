//! The account of what was promised and what was kept: by the tables inside, by what people received outside.

use std::{collections::BTreeMap, time::Instant};

use five_keys_bot::playground::{Call, Playground};
use serde_json::Value;

use super::ground::TAKEN_OVER;
use crate::support::database::{Backend, TestDatabase};

/// From now on the database itself notes, in the same transaction, every message that was asked for: rows of the outbox
/// leave it when they are sent.
pub async fn open(database: &TestDatabase) {
    let (number, notes) = match database.backend {
        Backend::Sqlite => ("INTEGER PRIMARY KEY AUTOINCREMENT", NOTES_SQLITE),
        Backend::Postgres => ("BIGSERIAL PRIMARY KEY", NOTES_POSTGRES),
    };
    let table = format!(
        "CREATE TABLE proof_asked (number {number}, id BIGINT NOT NULL UNIQUE, chat_id BIGINT NOT NULL, lane SMALLINT NOT NULL, \
         payload TEXT NOT NULL, held INTEGER NOT NULL DEFAULT 0)"
    );
    database.query(&table).await;
    for note in notes {
        database.query(note).await;
    }
}

const NOTES_SQLITE: [&str; 2] = [
    "CREATE TRIGGER proof_asks AFTER INSERT ON outbox BEGIN \
     INSERT INTO proof_asked (id, chat_id, lane, payload) VALUES (NEW.id, NEW.chat_id, NEW.lane, NEW.payload); END",
    "CREATE TRIGGER proof_holds AFTER UPDATE OF held_at ON outbox WHEN NEW.held_at IS NOT NULL BEGIN \
     UPDATE proof_asked SET held = 1 WHERE id = NEW.id; END",
];
const NOTES_POSTGRES: [&str; 2] = [
    "CREATE FUNCTION proof_asks() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
     INSERT INTO proof_asked (id, chat_id, lane, payload) VALUES (NEW.id, NEW.chat_id, NEW.lane, NEW.payload); \
     RETURN NULL; END $$; \
     CREATE TRIGGER proof_asks AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION proof_asks()",
    "CREATE FUNCTION proof_holds() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
     UPDATE proof_asked SET held = 1 WHERE id = NEW.id; RETURN NULL; END $$; \
     CREATE TRIGGER proof_holds AFTER UPDATE OF held_at ON outbox FOR EACH ROW WHEN (NEW.held_at IS NOT NULL) \
     EXECUTE FUNCTION proof_holds()",
];

/// What was found to be so.
#[derive(Debug)]
pub struct Seen {
    pub updates: usize,
    /// Updates that came more than once.
    pub repeated: usize,
    pub asked: usize,
    pub received: usize,
}

impl Seen {
    pub fn doubled(&self) -> usize {
        self.received - self.asked
    }
}

pub async fn until_sent(database: &TestDatabase) {
    let begun = Instant::now();
    while database.count("outbox").await > 0 {
        let left = "SELECT id, chat_id, lane, attempts, not_before, claimed_until, held_at, dead_at, last_error FROM outbox LIMIT 5";
        let is_late = begun.elapsed() > TAKEN_OVER;
        assert!(
            !is_late,
            "messages were left: {:#?}",
            database.query(left).await
        );
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

/// Facts that are counted once for each person, and once for each quiz.
pub async fn check_facts(database: &TestDatabase, people: usize, journeys: usize) {
    let facts = "SELECT name, count(*) FROM events WHERE name IN ('started', 'quiz_started', 'quiz_finished') GROUP BY name ORDER BY name";
    let expected = [
        ("quiz_finished", journeys),
        ("quiz_started", journeys),
        ("started", people),
    ];
    let expected = expected.map(|(name, count)| vec![name.to_owned(), count.to_string()]);
    assert_eq!(database.query(facts).await, expected);
}

/// Every acknowledged update has its row and nothing else has one; every message that was asked for arrived, in order.
pub async fn check(telegram: &Playground, database: &TestDatabase, by_hand: &[i64]) -> Seen {
    let deliveries = telegram.deliveries();
    let mut acknowledged: Vec<String> = by_hand.iter().map(i64::to_string).collect();
    for delivery in &deliveries {
        assert!(delivery.done && !delivery.given_up, "{delivery:?}");
        assert_eq!(delivery.last_status, Some(200), "{delivery:?}");
        acknowledged.push(delivery.update_id.to_string());
    }
    let inbox = "SELECT key, outcome FROM inbox WHERE source = 'telegram'";
    let (mut stored, mut poison) = (Vec::new(), Vec::new());
    for row in database.query(inbox).await {
        if row[1] != "handled" {
            poison.push(row.clone());
        }
        stored.push(row[0].clone());
    }
    acknowledged.sort();
    stored.sort();
    assert_eq!(acknowledged, stored, "a row for each acknowledged update");
    assert!(poison.is_empty(), "{poison:?}");
    let (asked, received) = compare(telegram, database).await;
    Seen {
        updates: deliveries.len(),
        repeated: deliveries.iter().filter(|one| one.attempts > 1).count(),
        asked,
        received,
    }
}

/// What one chat was to get, and got.
#[derive(Default)]
struct Chat {
    asked: Vec<Value>,
    /// What was kept for somebody who could not be reached, and is waited for by nothing that is asked for later.
    held: Vec<Value>,
    arrived: Vec<Value>,
}

impl Chat {
    /// Where a message is among those that were kept and have not arrived yet.
    fn kept(&self, message: &Value, arrived: &[bool]) -> Option<usize> {
        let mut kept = self.held.iter().zip(arrived);
        kept.position(|(kept, arrived)| !arrived && kept == message)
    }

    /// What comes next was asked for next, or had arrived before and comes once more.
    fn check(&self, chat: i64) {
        let (mut next, mut held) = (0, vec![false; self.held.len()]);
        for message in &self.arrived {
            if self.asked.get(next) == Some(message) {
                next += 1;
            } else if let Some(kept) = self.kept(message, &held) {
                held[kept] = true;
            } else {
                let again = self.asked[..next].contains(message) || self.held.contains(message);
                assert!(
                    again,
                    "chat {chat}: {message} is not what comes after {:#?} but {:#?}",
                    self.asked[..next].last(),
                    self.asked.get(next)
                );
            }
        }
        assert_eq!(
            next,
            self.asked.len(),
            "chat {chat}: lost: {:#?}",
            &self.asked[next..]
        );
        assert!(
            !held.contains(&false),
            "chat {chat}: kept and lost: {:#?}",
            self.held
        );
        // Whatever came twice, what people are left with is the newest.
        if self.held.is_empty() {
            assert_eq!(self.arrived.last(), self.asked.last(), "chat {chat}");
        }
    }
}

/// How many messages were asked for, and how many arrived.
async fn compare(telegram: &Playground, database: &TestDatabase) -> (usize, usize) {
    let mut chats = BTreeMap::<i64, Chat>::new();
    let asked = "SELECT chat_id, lane, payload, held FROM proof_asked ORDER BY number";
    let asked = database.query(asked).await;
    for row in &asked {
        assert_eq!(row[1], "0", "nothing here is bulk: {row:?}");
        let payload: Value = serde_json::from_str(&row[2]).expect("JSON");
        let chat = chats.entry(row[0].parse().expect("a number")).or_default();
        let list = if row[3] == "0" {
            &mut chat.asked
        } else {
            &mut chat.held
        };
        list.push(shown(&payload));
    }
    for call in telegram.calls().into_iter().filter(arrived) {
        let chat = chats.entry(call.chat_id.expect("filtered")).or_default();
        chat.arrived.push(shown(&call.params));
    }
    for (id, chat) in &chats {
        chat.check(*id);
    }
    (
        asked.len(),
        chats.values().map(|chat| chat.arrived.len()).sum(),
    )
}

/// Whether Telegram has the message by this call. A screen that is sent once more is the same already.
fn arrived(call: &Call) -> bool {
    let is_message = matches!(call.method.as_str(), "sendMessage" | "editMessageText");
    let same = call
        .description
        .as_deref()
        .unwrap_or_default()
        .contains("message is not modified");
    is_message && !call.in_webhook_answer && (call.result.is_some() || same)
}

/// What a person would see, and where.
fn shown(params: &Value) -> Value {
    let markup = match &params["reply_markup"] {
        Value::String(written) => serde_json::from_str(written).expect("JSON"),
        other => other.clone(),
    };
    serde_json::json!([params["message_id"], params["text"], markup])
}
