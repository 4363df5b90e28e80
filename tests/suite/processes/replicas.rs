//! Several processes on one PostgreSQL database behave as one.

use std::time::Instant;

use five_keys_bot::playground::{Call, Playground};
use futures_util::future::{join, join_all};
use serde_json::Value;

use crate::support::{
    app::{PATIENCE, SECRET, pretend},
    client,
    database::{Backend, TestDatabase},
    process::Service,
    updates::{message, press},
};

/// Two processes; nobody but the test delivers to them.
struct Two {
    telegram: Playground,
    database: TestDatabase,
    services: [Service; 2],
    http: reqwest::Client,
}

impl Two {
    async fn start() -> Self {
        let (telegram, database) = (
            pretend().await,
            TestDatabase::create(Backend::Postgres).await,
        );
        let one = Service::start("one", &telegram, &database, &[]).await;
        let other = Service::start("other", &telegram, &database, &[]).await;
        let http = client();
        Self {
            telegram,
            database,
            services: [one, other],
            http,
        }
    }

    /// Delivers an update to one of the two; the answer's body, which must come with a 200.
    async fn post(&self, service: usize, update: &Value) -> Value {
        let request = self
            .http
            .post(self.services[service].url("/telegram/webhook"));
        let request = request
            .header("X-Telegram-Bot-Api-Secret-Token", SECRET)
            .json(update);
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        answer.json().await.expect("JSON")
    }

    /// Somebody whom the bot may write to.
    fn meet(&self, user: i64) {
        self.telegram.send_text(user, "/start");
    }

    /// What the person was sent, in order.
    fn sent(&self, user: i64) -> Vec<String> {
        let mine = |call: &Call| call.chat_id == Some(user) && !call.refused;
        let calls = self.telegram.calls().into_iter().filter(mine);
        calls
            .map(|call| call.params["text"].as_str().unwrap_or_default().to_owned())
            .collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_update_fifty_times_at_once_has_one_effect_and_one_answer() {
    let two = Two::start().await;
    two.meet(5);
    let update = message(41, 5, "/start instagram");
    join_all((0..50).map(|number| two.post(number % 2, &update))).await;
    assert_eq!(two.database.count("inbox").await, 1);
    assert_eq!(two.database.count("events").await, 1);
    // The welcome, and the question about reminders.
    assert_eq!(two.sent(5).len(), 2, "{:?}", two.sent(5));
}

/// Two presses of one question at the same time, one in each process: which answer counted.
async fn race(two: &Two, user: i64, run: i64, question: i64) -> i64 {
    let answer = |answer: i64| {
        let update_id = run + 1 + question * 2 + answer / 2;
        press(
            update_id,
            user,
            &format!("qa:energy:{run}:{question}:{answer}"),
        )
    };
    let (best, worst) = (answer(0), answer(2));
    let (best, worst) = join(two.post(0, &best), two.post(1, &worst)).await;
    let counted = |body: &Value| body.get("text").is_none();
    assert!(
        counted(&best) != counted(&worst),
        "question {question}: {best} {worst}"
    );
    if counted(&best) { 0 } else { 2 }
}

/// One person in both processes at once, from the first word to the result.
async fn journey(two: &Two, user: i64) {
    let first = user * 1_000;
    two.meet(user);
    let (one, other) = (
        message(first, user, "/start"),
        message(first + 1, user, "/start"),
    );
    join(two.post(0, &one), two.post(1, &other)).await;
    let run = first + 2;
    two.post(0, &press(run, user, "quiz:energy:start")).await;
    let mut points = 0;
    for question in 0..5 {
        points += 2 * race(two, user, run, question).await;
    }
    let stored = format!("SELECT points FROM recommendations WHERE user_id = {user}");
    assert_eq!(two.database.value(&stored).await, points.to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn updates_of_one_person_in_two_processes_are_handled_one_after_the_other() {
    let two = Two::start().await;
    join_all((1..=12).map(|user| journey(&two, user))).await;
    // What one process could not send because the other was at it follows soon.
    let begun = Instant::now();
    while two.database.count("outbox").await > 0 {
        let left = "SELECT id, chat_id, held_at, dead_at, last_error FROM outbox LIMIT 5";
        let is_late = begun.elapsed() > PATIENCE;
        assert!(!is_late, "left: {:?}", two.database.query(left).await);
        tokio::task::yield_now().await;
    }
    for user in 1..=12 {
        let sent = two.sent(user);
        let said = |words: &str| sent.iter().filter(|text| text.contains(words)).count();
        assert_eq!(
            (said("Здравствуйте"), said("С возвращением")),
            (1, 1),
            "{sent:#?}"
        );
        assert!(
            sent[0].contains("Здравствуйте"),
            "in the order of the commits: {sent:#?}"
        );
        let steps: Vec<usize> = sent
            .iter()
            .filter_map(|text| (1..=5).find(|step| text.contains(&format!("{step} из 5"))))
            .collect();
        assert!(
            steps.is_sorted(),
            "an older screen came after a newer one: {steps:?}"
        );
    }
    let finished = "SELECT count(*) FROM events WHERE name = 'quiz_finished'";
    assert_eq!(two.database.value(finished).await, "12");
}

#[tokio::test(flavor = "multi_thread")]
async fn three_processes_start_at_once_on_an_empty_database() {
    let (telegram, database) = (
        pretend().await,
        TestDatabase::create(Backend::Postgres).await,
    );
    let services =
        ["one", "two", "three"].map(|name| Service::start(name, &telegram, &database, &[]));
    let services = join_all(services).await;
    let http = client();
    for service in &services {
        let answer = http
            .get(service.url("/ping"))
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 200);
    }
    let logs: String = services
        .iter()
        .map(|service| service.process.log())
        .collect();
    let total = database
        .url()
        .migration_status()
        .await
        .expect("a status")
        .len();
    assert_eq!(logs.matches("migration applied").count(), total, "{logs}");
    assert!(!logs.contains("ERROR") && !logs.contains("WARN"), "{logs}");
    let catalogue = database.count("products").await;
    assert!(
        catalogue > 0
            && database
                .value("SELECT count(*) FROM products WHERE active")
                .await
                == catalogue.to_string()
    );
}
