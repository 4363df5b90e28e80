//! Questions to the assistant: taken by one, closed once, whatever happens in between.

use std::{sync::Arc, time::Duration};

use five_keys_bot::{
    assistant::{
        Assistant,
        client::{OpenAi, Settings},
    },
    bot::{
        assistant::Asked,
        effects::Change,
        report::{Query, Report, Wants},
        state::{Advisor, Recommendation},
    },
    clock,
    content::{Content, Edition, Locale},
    delivery::{Deliverer, Marks},
    store::Question,
    telegram::client::BotApi,
    telemetry::Metrics,
};

use super::*;
use crate::support::{
    assistant::{Answer, KEY, PretendAi},
    on_both,
};

async fn ask(store: &Store, key: &str, person: i64, question: &str, now: Timestamp) {
    let effects = Effects {
        changes: vec![Change::Ask {
            question: question.into(),
            locale: Locale::Ru,
        }],
        ..Effects::default()
    };
    update(store, key, &profile(person), now, |_| handled(effects))
        .await
        .expect("stored");
}

async fn take(store: &Store, second: i64) -> Vec<Question> {
    let taken = store.claim_questions(10, at(second), at(second + 90));
    taken.await.expect("an answer")
}

async fn close(store: &Store, question: &Question, outcome: &str, words: &[&str]) -> bool {
    let messages: Vec<Outgoing> = words
        .iter()
        .map(|words| outgoing(question.user.0, words, Lane::Answer))
        .collect();
    let closed = store.close_question(question, outcome, &messages, at(50));
    closed.await.expect("an answer")
}

/// The questions that count for the person's next one.
async fn counted(store: &Store, key: &str, person: i64, since: Timestamp) -> Vec<Asked> {
    let profile = profile(person);
    let received = Received {
        key: InboxKey {
            source: "telegram",
            key,
        },
        origin: "telegram:test",
        profile: Some(&profile),
        speaks: true,
        now: at(60),
        claim_until: at(80),
    };
    let query = Query::Questions(UserId(person), since);
    let mut seen = None;
    let decide = |state: &ChatState| {
        seen.clone_from(&state.report);
        handled(Effects::default())
    };
    let stored = store.telegram_update(&received, |_| Wants::Report(query), decide);
    stored.await.expect("stored");
    match seen {
        Some(Report::Questions(asked)) => asked,
        other => panic!("{other:?}"),
    }
}

/// Longer than any answer that comes.
const PATIENT: Duration = Duration::from_secs(30);

/// A worker over a store, with nobody to send to, that waits so long for an answer.
fn worker(store: &Store, api: Option<&PretendAi>, time_limit: Duration) -> Assistant {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let metrics = Arc::new(Metrics::new(Vec::new()));
    let bot = BotApi::new("http://127.0.0.1:1", "1:x", None, Arc::new(|_, _, _| {}));
    let (marks, _) = Marks::start(store.clone());
    let deliverer = Deliverer::new(
        store.clone(),
        bot.expect("a client"),
        marks,
        Arc::clone(&metrics),
    );
    let edition = Edition {
        content: Arc::new(Content::embedded().expect("the embedded pack")),
        loaded_at: clock::now(),
        folder: None,
        problems: None,
    };
    let (_, edition) = tokio::sync::watch::channel(edition);
    let api = api.map(|api| {
        OpenAi::new(Settings {
            base: api.base.clone(),
            key: KEY.into(),
            model: "pretend-1".into(),
            proxy_url: None,
            time_limit,
            pause: Duration::ZERO,
        })
        .expect("a client")
    });
    let lease = SignedDuration::from_secs(90);
    Assistant::new(
        store.clone(),
        Arc::new(deliverer),
        edition,
        metrics,
        api,
        lease,
    )
}

async fn outcomes(database: &TestDatabase) -> Vec<String> {
    let sql = "SELECT outcome FROM assistant_questions ORDER BY id";
    database.query(sql).await.concat()
}

/// What is queued, by its words.
async fn queued(database: &TestDatabase) -> Vec<String> {
    let rows = database
        .query("SELECT payload FROM outbox ORDER BY id")
        .await;
    let words = rows.concat().into_iter().map(|payload| {
        let payload: serde_json::Value = serde_json::from_str(&payload).expect("JSON");
        payload["text"].as_str().expect("a text").to_owned()
    });
    words.collect()
}

on_both! {
    async fn a_question_is_taken_by_one_and_after_its_lease_by_another_and_closed_once(backend) {
        let database = TestDatabase::create(backend).await;
        let (one, other) = two_stores(&database).await;
        let made = Recommendation { advisor: Advisor::Quiz("energy".into()), band: "low".into(), points: 4, made_at: at(0) };
        let effects = Effects { changes: vec![Change::Recommended(made.clone())], ..Effects::default() };
        update(&one, "0", &profile(5), at(0), |_| handled(effects)).await.expect("stored");
        ask(&one, "1", 5, "Как уснуть?", at(1)).await;
        ask(&one, "2", 6, "Что пить?", at(2)).await;
        let taken = take(&one, 10).await;
        let words: Vec<(i64, &str, i32)> = taken.iter().map(|one| (one.user.0, one.question.as_str(), one.attempts)).collect();
        assert_eq!(words, [(5, "Как уснуть?", 1), (6, "Что пить?", 1)]);
        assert_eq!((taken[0].locale.as_str(), taken[0].asked_at), ("ru", at(1)));
        assert_eq!((&taken[0].recommendation, &taken[1].recommendation), (&Some(made), &None));
        assert_eq!(take(&other, 20).await, [], "while the lease lasts");
        let again = take(&other, 101).await;
        assert_eq!(again.iter().map(|one| one.attempts).collect::<Vec<_>>(), [2, 2]);

        assert!(close(&other, &again[0], "answered", &["one", "two"]).await);
        assert!(!close(&one, &taken[0], "answered", &["late"]).await, "the first taker comes late");
        assert_eq!(queued(&database).await, ["one", "two"]);
        let row = "SELECT q.question, q.outcome, q.claimed_until, o.origin FROM assistant_questions q, outbox o WHERE q.user_id = 5 AND o.chat_id = 5 ORDER BY o.id";
        let closed = vec![String::new(), "answered".into(), "NULL".into(), format!("assistant:{}", again[0].id)];
        assert_eq!(database.query(row).await, [closed.clone(), closed], "the words are gone");
        one.give_back_question(again[1].id).await.expect("given back");
        one.give_back_question(again[0].id).await.expect("nothing to give back");
        assert_eq!(take(&one, 102).await.iter().map(|one| (one.id, one.attempts)).collect::<Vec<_>>(), [(again[1].id, 2)]);
    }

    async fn many_takers_at_once_take_each_question_once(backend) {
        let database = TestDatabase::create(backend).await;
        let (one, other) = two_stores(&database).await;
        for person in 1..=12 {
            ask(&one, &format!("{person}"), person, "?", at(person)).await;
        }
        let takers = [&one, &other, &one, &other].map(|store| async move {
            store.claim_questions(5, at(20), at(110)).await.expect("an answer")
        });
        let taken = futures_util::future::join_all(takers).await.concat();
        let mut ids: Vec<i64> = taken.iter().map(|one| one.id).collect();
        ids.extend(take(&one, 21).await.iter().map(|one| one.id));
        ids.sort_unstable();
        let all: Vec<i64> = (1..=12).collect();
        assert_eq!(ids, all);
        let answers = [&one, &other, &one, &other].map(|store| close(store, &taken[0], "answered", &["once"]));
        let closed = futures_util::future::join_all(answers).await;
        assert_eq!(closed.iter().filter(|closed| **closed).count(), 1);
        assert_eq!(queued(&database).await, ["once"]);
    }

    async fn only_answered_and_open_questions_of_the_person_count(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        assert_eq!(counted(&store, "a", 5, at(0)).await, []);
        for (key, second) in [("1", 1), ("2", 2), ("3", 3), ("4", 4)] {
            ask(&store, key, 5, "?", at(second)).await;
        }
        ask(&store, "5", 6, "?", at(5)).await;
        let taken = take(&store, 10).await;
        for (question, outcome) in taken.iter().zip(["answered", "answered", "timeout"]) {
            assert!(close(&store, question, outcome, &[]).await);
        }
        let open = |second, open| Asked { at: at(second), open };
        assert_eq!(counted(&store, "b", 5, at(2)).await, [open(4, true), open(2, false)]);
        assert_eq!(counted(&store, "c", 5, at(9)).await, [open(4, true)], "an open one is never too old");
        store.forget(UserId(5)).await.expect("forgotten");
        assert!(!close(&store, &taken[3], "answered", &["to nobody"]).await);
        assert_eq!(queued(&database).await, Vec::<String>::new());
    }

    async fn every_failure_is_told_once_and_what_may_pass_is_tried_twice(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        let status = |code, body: &str| Answer::Status(code, body.into());
        let cases = [
            (vec![Answer::Silence, Answer::Silence], "timeout"),
            (vec![Answer::Silence], "answered"),
            (vec![status(500, "secret"), status(502, "<html>")], "unavailable"),
            (vec![Answer::Limited(0)], "answered"),
            (vec![Answer::Limited(0), Answer::Limited(0)], "limited"),
            (vec![Answer::Garbage("<html>".into()), Answer::Garbage("{}".into())], "unreadable"),
            (vec![Answer::Words("\u{200b}".into())], "unreadable"),
            (vec![Answer::Garbage("x".repeat(600_000)), Answer::Words("Short.".into())], "answered"),
            (vec![status(307, "")], "answered"),
            // No second try for these: the next answer in line must not be theirs.
            (vec![Answer::Limited(600)], "limited"),
            (vec![status(401, "")], "unauthorized"),
            (vec![status(404, r#"{"error":{"code":"model_not_found"}}"#)], "refused"),
            (vec![status(400, r#"{"error":{"param":"max_tokens"}}"#)], "answered"),
        ];
        let api = PretendAi::start([]).await;
        for (number, (answers, expected)) in cases.iter().enumerate() {
            // Time enough for the question to arrive, and where an answer follows, for that as well.
            let time_limit = match answers[..] {
                [Answer::Silence, Answer::Silence] => Duration::from_secs(1),
                [Answer::Silence] => Duration::from_secs(3),
                _ => PATIENT,
            };
            let worker = worker(&store, Some(&api), time_limit);
            let calls = api.calls().len();
            api.will_answer(answers.clone());
            ask(&store, &number.to_string(), 5, "Как уснуть?", clock::now()).await;
            assert_eq!(worker.sweep().await.expect("an answer"), 1);
            assert_eq!(outcomes(&database).await.last().map(String::as_str), Some(*expected), "{answers:?}");
            let tries = api.calls().len() - calls;
            assert_eq!(tries, answers.len() + usize::from(*expected == "answered" && !matches!(answers[..], [_, Answer::Words(_)])), "{answers:?}");
            assert_eq!(worker.sweep().await.expect("an answer"), 0, "nothing is left");
        }
        let told = queued(&database).await;
        let failed = cases.iter().filter(|(_, outcome)| *outcome != "answered").count();
        assert_eq!(told.len(), cases.len());
        assert_eq!(told.iter().filter(|text| text.contains("Не получилось ответить")).count(), failed);
        let calls = api.calls();
        assert_eq!(calls[0].body["max_tokens"], 700);
        assert_eq!(calls.last().expect("a call").body["max_completion_tokens"], 700, "the other name was learnt");
        assert_eq!(calls.last().expect("a call").body["max_tokens"], serde_json::Value::Null);
    }

    async fn a_process_that_dies_with_a_question_leaves_it_to_the_next_and_three_times_is_enough(backend) {
        let database = TestDatabase::create(backend).await;
        let (one, other) = two_stores(&database).await;
        let api = PretendAi::start([]).await;
        let now = clock::now();
        ask(&one, "1", 5, "Как уснуть?", now).await;
        let lapsed = now - SignedDuration::from_secs(1);
        let died = one.claim_questions(10, now, lapsed).await.expect("taken");
        let next = worker(&other, Some(&api), PATIENT);
        assert_eq!(next.sweep().await.expect("an answer"), 1);
        assert!(!close(&one, &died[0], "answered", &["twice"]).await, "the dead one was only slow");
        assert_eq!(queued(&database).await.len(), 1);
        assert!(queued(&database).await[0].starts_with("A few words.\n\n"));

        ask(&one, "2", 5, "Ядовитый?", now).await;
        for attempt in 1..=3 {
            let taken = one.claim_questions(10, now, lapsed).await.expect("taken");
            assert_eq!(taken[0].attempts, attempt);
        }
        assert_eq!(next.sweep().await.expect("an answer"), 1);
        ask(&one, "3", 5, "Старый?", now - SignedDuration::from_hours(25)).await;
        assert_eq!(next.sweep().await.expect("an answer"), 1);
        assert_eq!(outcomes(&database).await, ["answered", "given_up", "given_up"]);
        assert_eq!(api.calls().len(), 1, "nobody is asked for these");
        assert!(queued(&database).await[1..].iter().all(|text| text.contains("Не получилось ответить")));
    }

    async fn without_a_key_what_was_left_open_is_closed_with_a_word(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        ask(&store, "1", 5, "Как уснуть?", clock::now()).await;
        assert_eq!(worker(&store, None, PATIENT).sweep().await.expect("an answer"), 1);
        assert_eq!(outcomes(&database).await, ["off"]);
        assert!(queued(&database).await[0].contains("Не получилось ответить"));
    }

    async fn a_worker_that_stops_gives_its_questions_back_at_once(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        let api = PretendAi::start([Answer::Silence]).await;
        ask(&store, "1", 5, "Как уснуть?", clock::now()).await;
        let stopping = Arc::new(worker(&store, Some(&api), PATIENT));
        let sweep = tokio::spawn({ let worker = Arc::clone(&stopping); async move { worker.sweep().await } });
        while api.calls().is_empty() {
            tokio::task::yield_now().await;
        }
        stopping.stop();
        assert_eq!(sweep.await.expect("no panic").expect("an answer"), 1);
        let left = "SELECT attempts, claimed_until FROM assistant_questions WHERE answered_at IS NULL";
        assert_eq!(database.query(left).await, [["0", "NULL"]]);
        assert_eq!(worker(&store, Some(&api), PATIENT).sweep().await.expect("an answer"), 1);
        assert_eq!(outcomes(&database).await, ["answered"]);
    }
}
