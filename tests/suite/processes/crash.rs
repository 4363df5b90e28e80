//! SIGKILL in the middle of two thousand updates, twice: nothing is lost, nothing is applied twice.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use five_keys_bot::playground::Playground;

use crate::support::{
    app::{PATIENCE, pretend},
    database::{Backend, TestDatabase},
    door::Door,
    on_both,
    process::Service,
};

const PEOPLE: i64 = 200;
const UPDATES_EACH: usize = 10;
const ALL: usize = 200 * UPDATES_EACH;
/// Messages of a dead process are taken over when its lease ends: 15 s after each of the two kills.
const TAKEN_OVER: Duration = Duration::from_secs(60);
/// What may be sent twice at one kill: a delivery for each connection of Telegram, and one batch of marks.
const IN_DOUBT: usize = 100 + 256;

fn person(number: i64) -> i64 {
    5_000_000_000 + number
}

/// The answer of a person to a question, and the points that it is worth.
fn answer(number: i64, question: i64) -> (i64, i64) {
    let answer = (number + question * question) % 3;
    (answer, answer * 2)
}

/// Everything that a person does, queued at once: Telegram delivers it as fast as it is taken, in order.
fn live(telegram: &Playground, number: i64) {
    let user = person(number);
    telegram.add_person(user, "Anna", Some("en"));
    telegram.send_text(user, &format!("/start source{number}"));
    telegram.send_text(user, "/subscription");
    let run = telegram.press(user, 2, "quiz:energy:start");
    for question in 0..5 {
        telegram.press(
            user,
            2,
            &format!("qa:energy:{run}:{question}:{}", answer(number, question).0),
        );
    }
    telegram.press(user, 2, "home");
    telegram.press(user, 2, "quiz:energy");
}

/// Which of the screens of the pressing this is.
fn screen(text: &str) -> Option<usize> {
    let levels = ["Well charged", "Power-saving mode", "Time to recharge"];
    let question = (1..=5).find(|number| text.contains(&format!("{number} of 5")));
    match question {
        Some(number) => Some(number - 1),
        None if levels.iter().any(|level| text.contains(level)) => Some(5),
        None if text.contains("Main menu") => Some(6),
        None if text.contains("about two minutes.") => Some(7),
        None => None,
    }
}

async fn until_handled(telegram: &Playground, count: usize) {
    let begun = Instant::now();
    while telegram
        .deliveries()
        .iter()
        .filter(|delivery| delivery.done)
        .count()
        < count
    {
        assert!(begun.elapsed() < PATIENCE, "the updates are not handled");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// The state of the database as if every update had been applied exactly once.
async fn check_state(database: &TestDatabase) {
    let count = ALL.to_string();
    assert_eq!(
        database
            .value("SELECT count(*) FROM inbox WHERE outcome = 'handled'")
            .await,
        count
    );
    assert_eq!(database.count("inbox").await.to_string(), count);
    let people = "SELECT u.id, u.source, d.state, r.quiz, r.points FROM users u \
                  JOIN dialogues d ON d.user_id = u.id JOIN recommendations r ON r.user_id = u.id ORDER BY u.id";
    let expected: Vec<Vec<String>> = (1..=PEOPLE)
        .map(|number| {
            let points: i64 = (0..5).map(|question| answer(number, question).1).sum();
            let texts = [
                person(number).to_string(),
                format!("source{number}"),
                "{\"at\":\"idle\"}".into(),
                "energy".into(),
            ];
            texts.into_iter().chain([points.to_string()]).collect()
        })
        .collect();
    assert_eq!(database.query(people).await, expected);
    let events = database.query("SELECT name, count(*), count(DISTINCT user_id) FROM events GROUP BY name ORDER BY name").await;
    let people = PEOPLE.to_string();
    let once = |name: &str| vec![name.to_owned(), people.clone(), people.clone()];
    assert_eq!(
        events,
        [once("quiz_finished"), once("quiz_started"), once("started")]
    );
}

/// What people saw: every screen, first shown in order, with the newest at the end.
fn check_messages(telegram: &Playground) {
    let mut chats: HashMap<i64, Vec<String>> = HashMap::new();
    for call in telegram.calls().into_iter().filter(|call| !call.refused) {
        if let (Some(chat), Some(text)) = (call.chat_id, call.params["text"].as_str()) {
            chats.entry(chat).or_default().push(text.to_owned());
        }
    }
    assert_eq!(chats.len(), 200);
    for (chat, texts) in &chats {
        let screens: Vec<usize> = texts.iter().filter_map(|text| screen(text)).collect();
        let mut first = screens.clone();
        first.retain({
            let mut seen = std::collections::HashSet::new();
            move |screen| seen.insert(*screen)
        });
        assert_eq!(
            first,
            (0..8).collect::<Vec<_>>(),
            "chat {chat}: {screens:?}"
        );
        assert_eq!(screens.last(), Some(&7), "chat {chat}: {screens:?}");
        for words in ["Hello, Anna", "Subscription"] {
            assert!(
                texts.iter().any(|text| text.contains(words)),
                "chat {chat}: no {words:?} in {texts:#?}"
            );
        }
    }
    let total: usize = chats.values().map(Vec::len).sum();
    assert!(
        total <= ALL + 2 * IN_DOUBT,
        "{} messages too many",
        total - ALL
    );
}

on_both! {
    async fn two_thousand_updates_survive_two_kills(backend) {
        let (telegram, database) = (pretend().await, TestDatabase::create(backend).await);
        let door = Door::open().await;
        let more = [("PUBLIC_URL", door.url.as_str())];
        // PostgreSQL: two processes, of which the first kill takes one and the second both.
        let names: &[&str] = match backend {
            Backend::Sqlite => &["one"],
            Backend::Postgres => &["one", "other"],
        };
        let mut running = Vec::new();
        for name in names {
            running.push(Service::start(name, &telegram, &database, &more).await);
        }
        door.lead_to(&running.iter().map(|service| service.port).collect::<Vec<_>>());
        for number in 1..=PEOPLE {
            live(&telegram, number);
        }
        for (kill, (handled, victims)) in [(ALL / 4, 1), (ALL * 3 / 5, names.len())].into_iter().enumerate() {
            until_handled(&telegram, handled).await;
            for mut victim in running.drain(..victims) {
                victim.process.kill();
            }
            door.lead_to(&running.iter().map(|service| service.port).collect::<Vec<_>>());
            for victim in 0..victims {
                let name = format!("after kill {kill} {victim}");
                running.push(Service::start(&name, &telegram, &database, &more).await);
            }
            door.lead_to(&running.iter().map(|service| service.port).collect::<Vec<_>>());
        }
        assert!(telegram.settle(PATIENCE).await, "not everything was delivered");
        let repeated = telegram.deliveries().iter().filter(|delivery| delivery.attempts > 1).count();
        assert!(repeated > 0, "the kills hit nothing");
        let begun = Instant::now();
        while database.count("outbox").await > 0 {
            assert!(begun.elapsed() < TAKEN_OVER, "messages were left: {:?}", database.query("SELECT id, chat_id, dead_at, last_error FROM outbox").await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        check_state(&database).await;
        check_messages(&telegram);
    }
}
