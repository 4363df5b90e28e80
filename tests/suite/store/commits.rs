//! The commit of an update travels behind its last writes to PostgreSQL, before any of them was answered. So what fails has
//! to take everything back, and a commit must never overtake a statement that its connection is still to learn.

use five_keys_bot::bot::effects::EventName;

use super::*;

/// Somebody known, and a table that takes no message with the word "poison".
async fn picky(database: &TestDatabase) -> Store {
    let store = locks::store(database).await;
    for sql in [
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$",
        "CREATE TRIGGER picky BEFORE INSERT ON outbox FOR EACH ROW WHEN (NEW.payload LIKE '%poison%') EXECUTE FUNCTION refuse()",
        "INSERT INTO users (id, created_at, last_seen_at) VALUES (5, now(), now())",
    ] {
        database.query(sql).await;
    }
    store
}

/// A fact, a dialogue and a message: each a statement of its own.
async fn say(store: &Store, key: u32, word: &str) -> Result<Outcome, StoreError> {
    update(store, &key.to_string(), &profile(5), at(0), |_| {
        let mut effects = Effects::default();
        effects.note(EventName::QuizStarted, None);
        effects.send(text(5, word));
        handled(effects)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_fails_takes_back_what_went_before_it_though_the_commit_was_under_way() {
    let database = TestDatabase::create(Backend::Postgres).await;
    let store = picky(&database).await;
    // The first of each kind meets connections that have prepared nothing, the later ones such as have.
    for round in 0..4 {
        for part in 0..2 {
            let key = round * 10 + part;
            let ended = say(&store, key, "poison").await;
            assert!(ended.is_err(), "{ended:?}");
            assert_eq!(database.count("inbox").await, i64::from(round));
            assert_eq!(database.count("events").await, i64::from(round));
        }
        let ended = say(&store, round * 10, "medicine").await;
        assert!(matches!(ended, Ok(Outcome::Committed(_))), "{ended:?}");
        let repeated = say(&store, round * 10, "medicine").await;
        assert!(matches!(repeated, Ok(Outcome::Duplicate)), "{repeated:?}");
        for table in ["inbox", "events", "outbox"] {
            assert_eq!(database.count(table).await, i64::from(round) + 1, "{table}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_queued_in_the_order_in_which_they_were_asked_for() {
    let database = TestDatabase::create(Backend::Postgres).await;
    let store = locks::store(&database).await;
    let words = ["one", "two", "three", "four", "five"];
    for person in 1..5 {
        let (key, who) = (person.to_string(), profile(person));
        let ended = update(&store, &key, &who, at(0), |_| {
            let mut effects = Effects::default();
            for word in words {
                effects.send(text(person, word));
            }
            handled(effects)
        });
        let Ok(Outcome::Committed(committed)) = ended.await else {
            panic!("not stored");
        };
        assert!(committed.claims.is_sorted_by_key(|claim| claim.id));
        let claimed: Vec<String> = self::words(&committed.claims);
        assert_eq!(claimed, words);
        let queued = format!(
            "SELECT payload::json ->> 'text' FROM outbox WHERE chat_id = {person} ORDER BY id"
        );
        let queued: Vec<String> = database.query(&queued).await.concat();
        assert_eq!(queued, words);
    }
}
