//! Replicas that share their limits by Redis, and go on without it.

use std::{sync::Arc, time::Duration};

use five_keys_bot::{
    playground::Playground,
    quota::{Quota, Rate},
    telemetry::Metrics,
};
use futures_util::future::join_all;

use crate::support::{
    app::{PATIENCE, SECRET, pretend},
    client,
    database::{Backend, TestDatabase},
    process::{Service, run},
    redis::Redis,
    updates::message,
};

const ANNA: i64 = 5;

struct Two {
    telegram: Playground,
    services: Vec<Service>,
    http: reqwest::Client,
    database: TestDatabase,
}

impl Two {
    async fn start(redis: &Redis) -> Self {
        let (telegram, database) = (
            pretend().await,
            TestDatabase::create(Backend::Postgres).await,
        );
        let url = redis.url();
        let more = [("REDIS_URL", url.as_str())];
        let mut services = Vec::new();
        for name in ["one", "other"] {
            services.push(Service::start(name, &telegram, &database, &more).await);
        }
        telegram.send_text(ANNA, "/start");
        Self {
            telegram,
            services,
            http: client(),
            database,
        }
    }

    /// Delivers so many updates of one person at once, to each of the two in turn.
    async fn posts(&self, from: i64, count: i64) {
        let post = async |number: i64| {
            let service = &self.services[usize::try_from(number % 2).expect("0 or 1")];
            let request = self
                .http
                .post(service.url("/telegram/webhook"))
                .header("X-Telegram-Bot-Api-Secret-Token", SECRET)
                .json(&message(number, ANNA, "/help"));
            assert_eq!(request.send().await.expect("an answer").status(), 200);
        };
        join_all((from..from + count).map(post)).await;
    }

    /// The sum of a metric over both.
    async fn sum(&self, series: &str) -> f64 {
        let mut sum = 0.0;
        for service in &self.services {
            let text = self.http.get(service.url("/metrics")).send().await;
            let text = text.expect("an answer").text().await.expect("a text");
            let line = text.lines().find_map(|line| line.strip_prefix(series));
            let value = line.unwrap_or_else(|| panic!("{series} is not in\n{text}"));
            sum += value.trim().parse::<f64>().expect("a number");
        }
        sum
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_floods_two_replicas_is_slowed_as_at_one() {
    let redis = Redis::start().await;
    let two = Two::start(&redis).await;
    // Each sees no more than it lets pass at once; together it is nearly twice that.
    two.posts(1_000, 58).await;
    assert!(two.sum("bot_updates_slowed_total ").await > 0.0);
    assert_eq!(two.sum("bot_redis_away ").await, 0.0);
    assert_eq!(two.database.count("inbox").await, 58, "and nothing is lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_redis_is_away_each_replica_goes_on_by_itself_and_says_so() {
    let mut redis = Redis::start().await;
    let two = Two::start(&redis).await;
    two.posts(1_000, 4).await;
    assert_eq!(two.sum("bot_redis_failures_total ").await, 0.0);

    redis.down();
    two.posts(2_000, 20).await;
    assert_eq!(two.sum("bot_redis_away ").await, 2.0);
    assert!(two.sum("bot_redis_failures_total ").await >= 2.0);
    assert_eq!(two.database.count("inbox").await, 24);
    let log = two.services[0].process.log();
    assert!(log.contains("Redis does not answer"), "{log}");
    assert!(!log.contains("secret@"), "{log}");

    redis.up().await;
    let shared_again = tokio::time::timeout(PATIENCE, async {
        let mut number = 3_000;
        while two.sum("bot_redis_away ").await > 0.0 {
            two.posts(number, 2).await;
            number += 2;
        }
    });
    shared_again.await.expect("it is used again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_starts_and_answers_without_the_redis_that_it_was_promised() {
    let mut redis = Redis::start().await;
    redis.down();
    let two = Two::start(&redis).await;
    two.posts(1_000, 2).await;
    assert_eq!(two.sum("bot_redis_away ").await, 2.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_replica_took_of_a_shared_limit_the_other_does_not_get() {
    let redis = Redis::start().await;
    let quota = |bot| {
        let metrics = Arc::new(Metrics::new(Vec::new()));
        Quota::new(&redis.url(), bot, metrics).expect("an address")
    };
    let (one, other, stranger) = (quota(1), quota(1), quota(2));
    // So slow that nothing comes back while the test runs.
    let rate = Rate {
        interval: Duration::from_secs(20),
        burst: 3,
    };
    let none = Duration::ZERO;
    let free = async |quota: &Quota| {
        quota
            .take("bulk", rate, 0, none)
            .await
            .expect("an answer")
            .free
    };
    assert_eq!((free(&one).await, free(&other).await), (3, 3));
    let taken = one.take("bulk", rate, 2, none).await.expect("an answer");
    assert_eq!((taken.free, taken.wait), (3, none));
    assert_eq!((free(&one).await, free(&other).await), (1, 1));
    assert_eq!(free(&stranger).await, 3, "another bot has its own");
    // More than there is: not taken when that would mean to wait, noted when it has left already.
    let refused = other.take("bulk", rate, 2, none).await.expect("an answer");
    assert!(refused.wait > none);
    assert_eq!(free(&one).await, 1);
    let ever = Duration::from_secs(3_600);
    let noted = other.take("bulk", rate, 2, ever).await.expect("an answer");
    assert!(noted.wait > none && noted.wait <= ever);
    assert_eq!(free(&one).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_says_whether_redis_answers_and_not_its_password() {
    let mut redis = Redis::start().await;
    let (telegram, database) = (pretend().await, TestDatabase::create(Backend::Sqlite).await);
    let (api, url) = (telegram.api_url(), redis.url());
    let settings = [
        ("BOT_TOKEN", telegram.settings().bot_token.as_str()),
        ("TELEGRAM_API_URL", &api),
        ("DATABASE_URL", &database.url),
        ("REDIS_URL", &url),
    ];
    let line = async || {
        let ended = run(database.folder(), &["doctor"], &settings).await;
        let said = format!("{}{}", ended.said, ended.complained);
        assert!(!said.contains("secret"), "{said}");
        let line = said.lines().find(|line| line.contains("Redis"));
        line.unwrap_or_else(|| panic!("{said}")).to_owned()
    };
    assert!(line().await.contains("replicas keep the limits together"));
    redis.down();
    let away = line().await;
    assert!(away.contains("does not answer"), "{away}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_address_of_redis_is_refused_at_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = [
        ("BOT_TOKEN", "123456:TEST"),
        ("REDIS_URL", "redis://user:hunter2@host:port"),
        ("WEB_PORT", "0"),
    ];
    let complained = run(folder.path(), &["serve"], &settings).await.failure();
    assert!(
        complained.contains("REDIS_URL") && !complained.contains("hunter2"),
        "{complained}"
    );
}
