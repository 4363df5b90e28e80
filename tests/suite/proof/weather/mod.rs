//! Trouble around a service under load. While it lasts, the webhooks refuse what they cannot keep, and say when to come
//! again; afterwards the service is well by itself within seconds, and nothing was lost or counted twice.

mod bot_api;
mod clock;
mod database;
mod disk;
mod memory;

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use futures_util::future::join_all;

use super::{
    account::Seen,
    ground::{Ground, Load},
    seed,
};
use crate::support::{app::SECRET, updates::message};

/// Whose updates are posted by hand, to see what is answered: each by another of them.
const ASKERS: std::ops::Range<i64> = 6_900..6_924;
/// The service is to be well again so soon after what is around it.
const SECONDS: Duration = Duration::from_secs(10);
const PEOPLE: i64 = 16;
const EVENTS: usize = 150;
/// Answers between two happenings: everybody is in the middle of something.
const A_WHILE: usize = 60;
/// Updates at once.
const MANY: i64 = 24;

/// What shows trouble in `/metrics`.
const TELLING: [&str; 8] = [
    "bot_store_failures",
    "bot_update_errors",
    "bot_update_duplicates",
    "bot_pool_timeouts",
    "bot_pool_waits",
    "bot_webhook_refusals",
    "bot_sends",
    "bot_api_calls",
];

/// A service under load, and what was seen of it.
pub struct Sky {
    pub ground: Ground,
    pub load: Load,
    before: BTreeMap<String, f64>,
    asked: i64,
    begun: Instant,
}

/// What was answered to a number of updates.
#[derive(Debug)]
struct Answers {
    /// By status; zero is no answer at all.
    statuses: BTreeMap<u16, usize>,
    refused: Vec<i64>,
    slowest: Duration,
}

impl Sky {
    pub async fn over(name: &str, ground: Ground) -> Self {
        let seed = seed(name);
        for asker in ASKERS {
            ground.telegram.send_text(asker, "/start");
        }
        let mut load = Load::begins(&ground, seed, PEOPLE, EVENTS);
        load.goes_on(&ground, 1, 3);
        load.crowd.moves_on(A_WHILE).await;
        let before = telling(&ground).await;
        Self {
            ground,
            load,
            before,
            asked: 900_000_000,
            begun: Instant::now(),
        }
    }

    /// Newcomers and payments come while the trouble lasts.
    pub fn goes_on(&mut self) {
        self.load.goes_on(&self.ground, 2, 3);
    }

    /// Posts so many new updates at once; nothing but 200 or "come again" may be answered.
    async fn asks(&mut self, count: i64) -> Answers {
        let numbers = self.asked..self.asked + count;
        self.asked = numbers.end;
        self.ground.by_hand.extend(numbers.clone());
        let asked = join_all(numbers.map(|number| ask(&self.ground, number))).await;
        let mut answers = Answers {
            statuses: BTreeMap::new(),
            refused: Vec::new(),
            slowest: Duration::ZERO,
        };
        for (number, status, took) in asked {
            *answers.statuses.entry(status).or_default() += 1;
            answers.slowest = answers.slowest.max(took);
            if status != 200 {
                answers.refused.push(number);
            }
        }
        answers
    }

    /// Every update is refused, in time, with a word on when to come again; `/ping` says why, `/metrics` answers.
    pub async fn refuses(&mut self, within: Duration) -> Vec<i64> {
        self.goes_on();
        let ping = Instant::now();
        let status = status(&self.ground, "/ping").await;
        let ping = ping.elapsed();
        let metrics = status_of_metrics(&self.ground).await;
        let answers = self.asks(MANY).await;
        println!(
            "  meanwhile: updates {:?}, the slowest after {:.1?}; /ping {status} after {ping:.1?}; /metrics {metrics}",
            answers.statuses, answers.slowest
        );
        assert_eq!((status, metrics), (503, 200));
        assert!(ping < Duration::from_secs(3), "{ping:?}");
        assert_eq!(answers.statuses.keys().copied().collect::<Vec<_>>(), [503]);
        assert!(answers.slowest < within, "{:?}", answers.slowest);
        answers.refused
    }

    /// Every update is taken, however long it takes.
    pub async fn accepts(&mut self, within: Duration) {
        self.goes_on();
        let answers = self.asks(MANY).await;
        println!(
            "  meanwhile: updates {:?}, the slowest after {:.1?}",
            answers.statuses, answers.slowest
        );
        assert_eq!(answers.statuses.keys().copied().collect::<Vec<_>>(), [200]);
        assert!(answers.slowest < within, "{:?}", answers.slowest);
    }

    /// Asks again until the answer is 200, from the moment when the trouble is over; then everybody goes on.
    pub async fn recovers(&mut self, refused: Vec<i64>) {
        self.recovers_within(SECONDS, refused).await;
    }

    async fn recovers_within(&mut self, within: Duration, refused: Vec<i64>) {
        let over = Instant::now();
        let mut first = self.asked;
        self.asked += 1;
        self.ground.by_hand.push(first);
        loop {
            let (number, status, _) = ask(&self.ground, first).await;
            if status == 200 {
                break;
            }
            assert!(
                over.elapsed() < within,
                "{status} {:?} after the trouble",
                over.elapsed()
            );
            first = number;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let (recovered, aim) = (over.elapsed(), self.load.crowd.answers_so_far());
        let again = join_all(refused.into_iter().map(|number| ask(&self.ground, number))).await;
        assert!(
            again.iter().all(|(_, status, _)| *status == 200),
            "{again:?}"
        );
        self.load.crowd.moves_on(A_WHILE).await;
        println!(
            "  an update was taken {recovered:.2?} after the end of it; {} answers {:.1?} after",
            self.load.crowd.answers_so_far() - aim,
            over.elapsed()
        );
    }

    /// These moved.
    pub async fn tells(&self, series: &[&str]) {
        let after = telling(&self.ground).await;
        let moved = |name: &String, value: &f64| value - self.before.get(name).unwrap_or(&0.0);
        let moved: BTreeMap<&String, f64> = after
            .iter()
            .map(|(name, value)| (name, moved(name, value)))
            .filter(|(_, by)| *by > 0.0)
            .collect();
        for (name, by) in &moved {
            if !name.contains("\"ok\"") && !name.contains("delivered") {
                println!("    {name} +{by}");
            }
        }
        for wanted in series {
            assert!(
                moved.keys().any(|name| name.starts_with(wanted)),
                "{wanted} did not move: {moved:#?}"
            );
        }
    }

    /// Everything comes to its end; what was received more often than asked for.
    pub async fn ends(self) -> Seen {
        let begun = self.begun;
        let seen = self.load.ends(&self.ground, ASKERS.count()).await;
        println!(
            "  in the end: {} updates, {} of them repeated; {} messages asked for, {} twice; {:.0?}",
            seen.updates,
            seen.repeated,
            seen.asked,
            seen.doubled(),
            begun.elapsed()
        );
        for service in self.ground.services.iter().flatten() {
            let log = service.log();
            assert!(!log.contains("panicked"), "{log}");
        }
        seen
    }
}

/// One update, as Telegram would deliver it; a refusal must say when to come again.
async fn ask(ground: &Ground, number: i64) -> (i64, u16, Duration) {
    let begun = Instant::now();
    let asker = ASKERS.start + number % (ASKERS.end - ASKERS.start);
    let request = ground
        .http
        .post(ground.url(0, "/telegram/webhook"))
        .header("X-Telegram-Bot-Api-Secret-Token", SECRET);
    let answer = request.json(&message(number, asker, "/help")).send().await;
    let status = answer.map_or(0, |answer| {
        let again = answer.headers().get("Retry-After");
        assert!(answer.status() != 503 || again.is_some(), "no Retry-After");
        answer.status().as_u16()
    });
    (number, status, begun.elapsed())
}

async fn status(ground: &Ground, path: &str) -> u16 {
    let answer = ground.http.get(ground.url(0, path)).send().await;
    answer.map_or(0, |answer| answer.status().as_u16())
}

async fn status_of_metrics(ground: &Ground) -> u16 {
    status(ground, "/metrics").await
}

/// The counters that show trouble.
async fn telling(ground: &Ground) -> BTreeMap<String, f64> {
    let text = ground.http.get(ground.url(0, "/metrics")).send().await;
    let text = text.expect("an answer").text().await.expect("a text");
    let lines = text
        .lines()
        .filter(|line| TELLING.iter().any(|name| line.starts_with(name)));
    let pairs = lines.filter_map(|line| line.rsplit_once(' '));
    pairs
        .map(|(name, value)| (name.to_owned(), value.parse().expect("a number")))
        .collect()
}
