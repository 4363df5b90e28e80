//! One update, one transaction: once, alone with its person, whole or not at all.

use std::sync::Arc;

use five_keys_bot::bot::{
    dialogue::{Dialogue, QuizRun},
    effects::{Change, EventName},
};
use futures_util::future::join_all;

use super::*;
use crate::support::on_both;

fn answers(state: &ChatState) -> Vec<u8> {
    state
        .dialogue
        .quiz_run()
        .map(|run| run.answers.clone())
        .unwrap_or_default()
}

/// Everything that an update can change.
fn much(mut answers: Vec<u8>, next: u8) -> Effects {
    answers.push(next);
    let run = QuizRun {
        quiz: "energy".into(),
        run: 1,
        answers,
    };
    let mut effects = Effects {
        dialogue: Some(Dialogue::Quiz(run)),
        ..Effects::default()
    };
    effects.changes.push(Change::Started {
        source: Some("instagram".into()),
    });
    effects.note(EventName::Started, None);
    effects.send(text(5, "hello"));
    effects
}

async fn rows(database: &TestDatabase) -> Vec<i64> {
    let mut counts = Vec::new();
    for table in ["inbox", "users", "dialogues", "outbox", "events"] {
        counts.push(database.count(table).await);
    }
    counts
}

on_both! {
    async fn the_same_update_at_the_same_time_in_two_processes_is_decided_once(backend) {
        let database = TestDatabase::create(backend).await;
        let (one, other) = two_stores(&database).await;
        let decided = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let tries = (0..20).map(|number| {
            let store = if number % 2 == 0 { one.clone() } else { other.clone() };
            let decided = Arc::clone(&decided);
            tokio::spawn(async move {
                update(&store, "41", &profile(5), at(0), |state| {
                    decided.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    handled(much(answers(state), 0))
                })
                .await
            })
        });
        let ended = join_all(tries).await.into_iter().map(|ended| ended.expect("no panic").expect("stored"));
        let committed = ended.filter(|outcome| matches!(outcome, Outcome::Committed(_))).count();
        assert_eq!((committed, decided.load(std::sync::atomic::Ordering::Relaxed)), (1, 1));
        assert_eq!(rows(&database).await, [1, 1, 1, 1, 1]);
    }

    async fn updates_of_one_person_in_two_processes_each_see_what_the_one_before_wrote(backend) {
        let database = TestDatabase::create(backend).await;
        let (one, other) = two_stores(&database).await;
        let updates = (0..30_u8).map(|number| {
            let store = if number % 2 == 0 { one.clone() } else { other.clone() };
            tokio::spawn(async move {
                let decide = |state: &ChatState| handled(much(answers(state), number));
                update(&store, &number.to_string(), &profile(5), at(0), decide).await
            })
        });
        for ended in join_all(updates).await {
            ended.expect("no panic").expect("stored");
        }
        let mut seen = Vec::new();
        update(&one, "last", &profile(5), at(1), |state| {
            seen = answers(state);
            handled(Effects::default())
        }).await.expect("stored");
        seen.sort_unstable();
        assert_eq!(seen, (0..30).collect::<Vec<u8>>(), "an update wrote over another one");
    }

    async fn a_unit_that_fails_stores_nothing_and_can_be_repeated(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        let anna = profile(5);
        let run = || update(&store, "41", &anna, at(0), |state| handled(much(answers(state), 0)));
        for table in ["events", "outbox", "dialogues"] {
            database.query(&format!("ALTER TABLE {table} RENAME TO away")).await;
            assert!(run().await.is_err(), "{table} was not needed");
            database.query(&format!("ALTER TABLE away RENAME TO {table}")).await;
            assert_eq!(rows(&database).await, [0, 0, 0, 0, 0], "without {table}");
        }
        assert!(matches!(run().await.expect("stored"), Outcome::Committed(_)));
        assert_eq!(rows(&database).await, [1, 1, 1, 1, 1]);
    }

    async fn an_update_without_effects_keeps_its_outcome_and_is_not_decided_again(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        let poison = |_: &ChatState| Decision { outcome: "poison", ..Decision::default() };
        update(&store, "41", &profile(5), at(0), poison).await.expect("stored");
        let again = update(&store, "41", &profile(5), at(1), |_| panic!("decided again")).await;
        assert!(matches!(again.expect("stored"), Outcome::Duplicate));
        assert_eq!(database.value("SELECT outcome FROM inbox WHERE key = '41'").await, "poison");
        assert_eq!(rows(&database).await, [1, 1, 0, 0, 0]);
    }

    async fn an_update_of_nobody_keeps_its_key_and_its_outcome(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        let key = InboxKey { source: "telegram", key: "41" };
        let received = Received { key, origin: "telegram:41", profile: None, speaks: false, now: at(0), claim_until: at(20) };
        let unreadable = |_: &ChatState| Decision { outcome: "unreadable", ..Decision::default() };
        store.telegram_update(&received, |_| Wants::Nothing, unreadable).await.expect("stored");
        let again = store.telegram_update(&received, |_| Wants::Nothing, |_| panic!("decided again")).await;
        assert!(matches!(again.expect("stored"), Outcome::Duplicate));
        assert_eq!(database.value("SELECT outcome FROM inbox").await, "unreadable");
    }

    async fn a_dialogue_of_a_newer_version_starts_over(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        update(&store, "1", &profile(5), at(0), |_| handled(much(vec![], 0))).await.expect("stored");
        database.query("UPDATE dialogues SET state = '{\"at\":\"hologram\",\"depth\":3}'").await;
        let mut seen = None;
        update(&store, "2", &profile(5), at(1), |state| {
            seen = Some(state.clone());
            handled(much(answers(state), 1))
        }).await.expect("stored");
        let seen = seen.expect("decided");
        assert_eq!(seen.dialogue, Dialogue::Idle);
        assert_eq!(seen.person.expect("known").source.as_deref(), Some("instagram"));
        assert!(database.value("SELECT state FROM dialogues").await.contains("\"answers\":[1]"));
    }
}
