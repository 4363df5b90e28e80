//! What the store promises, on both back ends.

mod catalogue;
mod chats;
mod claims;
mod commits;
mod doors;
mod leads;
mod locks;
mod moments;
mod notices;
mod oblivion;
mod payments;
mod plans;
mod questions;
mod reminders;
mod silence;
mod tasks;
mod turns;
mod units;

use five_keys_bot::{
    bot::{
        effects::{Effects, Lane, Outgoing},
        referral::CodeKey,
        report::Wants,
        state::ChatState,
    },
    store::{
        Claim, Decision, InboxKey, Outcome, PoolSettings, Profile, Received, Store, StoreError,
    },
    telegram::{ChatId, UserId, calls::Call},
};
use jiff::{SignedDuration, Timestamp};

use crate::support::database::{Backend, TestDatabase};

/// Makes what stands for the keys of whoever is forgotten.
fn code_key() -> &'static CodeKey {
    static KEY: std::sync::LazyLock<CodeKey> =
        std::sync::LazyLock::new(|| CodeKey::derive("123456:TEST"));
    &KEY
}

/// The tests' own clock.
fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000).expect("a moment") + SignedDuration::from_secs(second)
}

fn text(chat: i64, text: &str) -> Call {
    Call::SendMessage {
        chat_id: ChatId(chat),
        text: text.into(),
        keyboard: None,
    }
}

fn outgoing(chat: i64, words: &str, lane: Lane) -> Outgoing {
    Outgoing {
        call: text(chat, words),
        lane,
        keep_for_unreachable: false,
    }
}

async fn queue(store: &Store, chat: i64, words: &str, lane: Lane) {
    let message = outgoing(chat, words, lane);
    store
        .enqueue(&message, "test", at(0))
        .await
        .expect("queued");
}

/// Takes what is due, for twenty seconds.
async fn claim(store: &Store, lane: Lane, second: i64) -> Vec<Claim> {
    store
        .claim(lane, 100, at(second), at(second + 20))
        .await
        .expect("an answer")
}

/// What was taken, by its words.
fn words(claims: &[Claim]) -> Vec<String> {
    let words = claims.iter().map(|claim| {
        let payload: serde_json::Value = serde_json::from_str(&claim.payload).expect("JSON");
        payload["text"].as_str().expect("a text").to_owned()
    });
    words.collect()
}

/// Two processes on one database. SQLite has one process, so there both are the same.
async fn two_stores(database: &TestDatabase) -> (Store, Store) {
    let one = database.store().await;
    let other = match database.backend {
        Backend::Postgres => database.store().await,
        Backend::Sqlite => one.clone(),
    };
    (one, other)
}

fn profile(id: i64) -> Profile {
    Profile {
        id: UserId(id),
        first_name: "Анна".into(),
        username: None,
        language_code: Some("ru".into()),
    }
}

/// One update of a person.
async fn update(
    store: &Store,
    key: &str,
    person: &Profile,
    now: Timestamp,
    decide: impl FnOnce(&ChatState) -> Decision + Send,
) -> Result<Outcome, StoreError> {
    let received = Received {
        key: InboxKey {
            source: "telegram",
            key,
        },
        origin: "telegram:test",
        profile: Some(person),
        speaks: true,
        now,
        claim_until: now + SignedDuration::from_secs(20),
    };
    store
        .telegram_update(&received, |_| Wants::Nothing, decide)
        .await
}

fn handled(effects: Effects) -> Decision {
    Decision {
        effects,
        outcome: "handled",
    }
}
