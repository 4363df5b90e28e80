//! What happens, and what must follow from it, made together: every event is written with what it is good for.

mod lives;

use std::collections::BTreeMap;

use five_keys_bot::content::Content;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Delivery;
use crate::support::payments::sign;

/// Subscriptions and their plans; the pack knows nothing of the last.
pub const SOLD: [(i64, &str); 3] = [(1644, "club"), (1700, "club_plus"), (99, "club")];
const FIRST_PERSON: i64 = 5_400_000_000;
const DAY: i64 = 24 * 60 * 60;

/// The embedded pack, with goods.
pub fn pack() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    Content::export_to(folder.path()).expect("exported");
    let path = folder.path().join("plans.toml");
    let plans = std::fs::read_to_string(&path).expect("read");
    let club = "subscription_ids = [1644]\nperiod_ids = [1547]\n";
    assert!(plans.contains(club), "{plans}");
    let club_sold = "subscription_ids = [1644]\nproduct_ids = [456]\nshop_ids = [731]\ndays = 30\n";
    let plus_sold = "subscription_ids = [1700]\nproduct_ids = [457]\nrank = 2\n";
    let plans = plans
        .replace(club, club_sold)
        .replace("rank = 2\n", plus_sold);
    std::fs::write(&path, plans + GUEST).expect("written");
    folder
}

/// A plan that only the owner gives.
const GUEST: &str = r#"
[[plan]]
id = "guest"
title = { ru = "Гость", en = "Guest" }
description = { ru = "Гость.", en = "A guest." }
price_label = { ru = "даром", en = "free" }
link = "https://t.me/tribute/app?startapp=sGuest"
rank = 1
name_words = ["гость"]
"#;

/// The end of one source of access.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Access {
    pub plan: String,
    /// In seconds since 1970; `None` is for ever.
    pub until: Option<i64>,
    pub renews: bool,
    pub basis: &'static str,
    pub price: i64,
}

pub struct Person {
    pub id: i64,
    payer: String,
    /// Whether events may say which Telegram id it is.
    is_known: bool,
    /// Whether anything says in the end who the payer is: such an event, or the owner, who is asked about access.
    is_told: bool,
    /// When money came by the payer's name, in events that nobody waits for.
    paid_by_name: Vec<i64>,
    pub access: BTreeMap<String, Access>,
    /// Months that were bought and not given back: since when, in seconds, and the source of access.
    month_passes: Vec<(i64, String)>,
    /// When money came that did not go back, in microseconds.
    pub first_paid: Option<i64>,
}

pub struct Event {
    body: Value,
    /// One of `people`.
    person: usize,
    pub outcome: &'static str,
}

pub struct World {
    pub people: Vec<Person>,
    /// By `created_at`, which no two events share here.
    pub events: BTreeMap<String, Event>,
    rng: fastrand::Rng,
    /// Moments that are used up, in microseconds.
    used: i64,
    /// Whatever may happen does.
    is_crowded: bool,
}

fn moment(seconds: i64) -> String {
    Timestamp::from_second(seconds)
        .expect("a moment")
        .to_string()
}

impl World {
    pub fn new(seed: u64, size: usize) -> Self {
        let mut world = Self {
            people: Vec::new(),
            events: BTreeMap::new(),
            rng: fastrand::Rng::with_seed(seed),
            used: 0,
            is_crowded: false,
        };
        while world.events.len() < size {
            let number = world.people.len();
            world.is_born(number);
            world.lives(number);
        }
        world.settled()
    }

    /// A few people to whom much happens.
    pub fn crowded(seed: u64, people: usize) -> Self {
        let mut world = Self::new(seed, 0);
        world.is_crowded = true;
        for number in 0..people {
            world.is_born(number);
            world.lives(number);
        }
        world.settled()
    }

    fn is_born(&mut self, number: usize) {
        let is_known = !number.is_multiple_of(7);
        let letter = if is_known { "T" } else { "W" };
        self.people.push(Person {
            id: FIRST_PERSON + i64::try_from(number).expect("few"),
            payer: format!("{letter}-{}", 1 + number),
            is_known,
            is_told: false,
            paid_by_name: Vec::new(),
            access: BTreeMap::new(),
            month_passes: Vec::new(),
            first_paid: None,
        });
    }

    /// Of those who are known in the end, all payments are theirs.
    fn settled(mut self) -> Self {
        for person in &mut self.people {
            let by_name = std::mem::take(&mut person.paid_by_name).into_iter();
            let by_name = by_name.filter(|_| person.is_told);
            person.first_paid = person.first_paid.into_iter().chain(by_name).min();
        }
        self
    }

    /// Somebody's access that the owner gave.
    pub fn is_given(&mut self, person: usize, source: &str, access: Access) {
        self.people[person].access.insert(source.to_owned(), access);
    }

    /// A person whom a body is about.
    pub fn whose(&self, body: &str) -> i64 {
        let body: Value = serde_json::from_str(body).expect("JSON");
        let at = body["created_at"].as_str().expect("a moment");
        self.people[self.events[at].person].id
    }

    /// All that is sent: the events, almost a third of them twice, a tenth more forged, in any order.
    pub fn deliveries(&self, key: &str) -> Vec<Delivery> {
        let mut rng = self.rng.clone();
        let mut all = Vec::new();
        let authentic = |body: String| Delivery {
            signature: Some(sign(key, body.as_bytes())),
            body,
            key: Some(key.to_owned()),
        };
        for event in self.events.values() {
            let body = event.body.to_string();
            if rng.u8(..100) < 30 {
                let mut again = event.body.clone();
                again["sent_at"] = json!(format!("2026-11-01T00:00:{:02}Z", rng.u8(..60)));
                all.push(authentic(again.to_string()));
            }
            if rng.u8(..100) < 10 {
                all.push(forged(&mut rng, key, event));
            }
            all.push(authentic(body));
        }
        rng.shuffle(&mut all);
        all
    }

    /// Whose an event is in the end.
    pub fn owner(&self, event: &Event) -> Option<i64> {
        let person = &self.people[event.person];
        let payload = &event.body["payload"];
        let is_theirs = match payload["anonymously"] == json!(true) {
            true => false,
            false => person.is_told || payload.get("uuid").is_some(),
        };
        is_theirs.then_some(person.id)
    }
}

/// What somebody sends who does not know the key: another body, another key, or no signature.
fn forged(rng: &mut fastrand::Rng, key: &str, event: &Event) -> Delivery {
    let real = event.body.to_string();
    let mut body = event.body.clone();
    body["payload"]["telegram_user_id"] = json!(FIRST_PERSON - 1);
    body["created_at"] = json!("2026-11-11T11:11:11Z");
    let (body, signature) = match rng.u8(..4) {
        0 => (body.to_string(), Some(sign(key, real.as_bytes()))),
        1 => (
            body.to_string(),
            Some(sign("trbt_guessed", body.to_string().as_bytes())),
        ),
        2 => (real.clone(), Some(sign("", real.as_bytes()))),
        _ => (body.to_string(), None),
    };
    Delivery {
        body,
        signature,
        key: None,
    }
}
