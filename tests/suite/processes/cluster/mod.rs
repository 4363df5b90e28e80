//! Three services behind nginx, while everything around them is restarted: nothing is lost, nothing counts twice, and
//! every chat stays in order.

pub mod nginx;
pub mod people;

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use five_keys_bot::playground::{Call, Playground};
use futures_util::future::join_all;

use crate::support::{
    app::{PATIENCE, pretend},
    client,
    database::{Backend, TestDatabase},
    in_time,
    process::Service,
    redis::Redis,
};
use nginx::{Nginx, free_port};
use people::Crowd;

const PEOPLE: i64 = 16;
const FIRST: i64 = 7_001;
/// Answers between two events: everybody is in the middle of something.
const A_WHILE: usize = 60;

pub struct Cluster {
    pub telegram: Playground,
    pub database: TestDatabase,
    pub redis: Redis,
    pub ports: Vec<u16>,
    services: Vec<Option<Service>>,
    pub nginx: Nginx,
    restarts: usize,
}

impl Cluster {
    pub async fn start() -> Self {
        let database = TestDatabase::create(Backend::Postgres).await;
        let ports = vec![free_port(), free_port(), free_port()];
        let nginx = Nginx::start(database.folder(), &ports).await;
        let mut cluster = Self {
            telegram: pretend().await,
            database,
            redis: Redis::start().await,
            services: ports.iter().map(|_| None).collect(),
            ports,
            nginx,
            restarts: 0,
        };
        for replica in 0..3 {
            cluster.up(replica).await;
        }
        cluster
    }

    /// Starts a replica at its own port.
    pub async fn up(&mut self, replica: usize) {
        self.restarts += 1;
        let (port, redis) = (self.ports[replica].to_string(), self.redis.url());
        let public = format!("http://127.0.0.1:{}", self.nginx.port);
        let more = [
            ("WEB_PORT", port.as_str()),
            ("PUBLIC_URL", &public),
            ("REDIS_URL", &redis),
            ("DATABASE_POOL_SIZE", "8"),
            ("TASKS_TOKEN", "cron"),
        ];
        let name = format!("replica{replica}-{}", self.restarts);
        let service = Service::start(&name, &self.telegram, &self.database, &more).await;
        self.services[replica] = Some(service);
    }

    /// A rolling update of one: SIGTERM, the end, the next version.
    async fn roll(&mut self, replica: usize) {
        let mut old = self.services[replica].take().expect("it runs");
        old.process.terminate();
        let ended = old.process.ended(Duration::from_secs(40)).await;
        assert!(ended.success(), "{ended:?}:\n{}", old.process.log());
        self.up(replica).await;
    }

    /// SIGKILL: no chance to finish anything.
    pub fn kill(&mut self, replica: usize) {
        let mut service = self.services[replica].take().expect("it runs");
        service.process.kill();
    }

    /// Every session of the database ends, and none begins.
    pub async fn database_goes(&self) {
        self.allow_connections(false).await;
        self.database.disconnect_everybody().await;
    }

    pub async fn database_comes_back(&self) {
        self.allow_connections(true).await;
    }

    async fn allow_connections(&self, yes: bool) {
        let name = self.database.name();
        let allow = format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS {yes}");
        self.database.on_server(&allow).await;
    }

    /// What happens to a database that is restarted, as seen from outside; somebody notices.
    async fn database_restarts(&self) {
        self.database_goes().await;
        let noticed = tokio::time::timeout(PATIENCE, async {
            while self.ping_fails().await == 0 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        assert!(noticed.await.is_ok(), "nobody notices");
        self.database_comes_back().await;
    }

    /// What cron does.
    pub async fn run_tasks(&self) -> u16 {
        let url = format!("http://127.0.0.1:{}/tasks/run", self.ports[0]);
        let answer = client().post(url).bearer_auth("cron").send().await;
        answer.map_or(0, |answer| answer.status().as_u16())
    }

    /// Has the figures counted that are not counted at every scrape.
    pub async fn measure(&self) {
        let due = "UPDATE tasks SET next_run_at = '2026-01-01' WHERE name = 'measuring'";
        self.database.query(due).await;
        assert_eq!(self.run_tasks().await, 200);
    }

    /// How many of the three say that their database does not answer.
    async fn ping_fails(&self) -> usize {
        let http = client();
        let pings = self.ports.iter().map(|port| {
            let ping = http.get(format!("http://127.0.0.1:{port}/ping")).send();
            async move { ping.await.is_ok_and(|answer| answer.status() == 503) }
        });
        join_all(pings)
            .await
            .into_iter()
            .filter(|fails| *fails)
            .count()
    }

    /// A counter of each replica.
    async fn each(&self, series: &str) -> Vec<f64> {
        let http = client();
        let mut values = Vec::new();
        for port in &self.ports {
            let text = http.get(format!("http://127.0.0.1:{port}/metrics")).send();
            let text = text.await.expect("an answer").text().await.expect("a text");
            let line = text.lines().find_map(|line| line.strip_prefix(series));
            values.push(
                line.and_then(|value| value.trim().parse().ok())
                    .unwrap_or(-1.0),
            );
        }
        values
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_restarted_nothing_is_lost_or_doubled_and_every_chat_stays_in_order() {
    in_time(whatever_is_restarted()).await;
}

async fn whatever_is_restarted() {
    let mut cluster = Cluster::start().await;
    let crowd = Arc::new(Crowd::of(&cluster.telegram));
    let people: Vec<_> = (FIRST..FIRST + PEOPLE)
        .map(|person| {
            let crowd = Arc::clone(&crowd);
            tokio::spawn(async move { (person, crowd.person(person).await) })
        })
        .collect();

    crowd.moves_on(A_WHILE).await;
    for replica in 0..3 {
        cluster.roll(replica).await;
        crowd.moves_on(A_WHILE).await;
    }
    cluster.kill(1);
    crowd.moves_on(A_WHILE).await;
    cluster.up(1).await;
    crowd.moves_on(A_WHILE).await;
    cluster.database_restarts().await;
    crowd.moves_on(A_WHILE).await;
    cluster.redis.down();
    crowd.moves_on(A_WHILE).await;
    // All three have work by now; the load balancer leaves nobody out.
    let work = cluster.each("bot_update_latency_seconds_count ").await;
    assert!(work.iter().all(|updates| *updates > 0.0), "{work:?}");
    crowd.enough.store(true, Ordering::Relaxed);

    let mut journeys = 0;
    for person in people {
        let (person, own) = person.await.expect("they come to the end");
        journeys += own;
        // Only a process that dies between a message and its mark may send it twice.
        let mut questions = crowd.questions(person);
        questions.dedup();
        let expected: Vec<u8> = (0..own).flat_map(|_| 1..=5).collect();
        assert_eq!(questions, expected, "person {person}");
    }
    assert!(cluster.telegram.settle(PATIENCE).await, "updates are left");
    let events = async |name: &str| {
        let count = format!("SELECT count(*) FROM events WHERE name = '{name}'");
        cluster.database.value(&count).await
    };
    assert_eq!(events("quiz_finished").await, journeys.to_string());
    assert_eq!(events("quiz_started").await, journeys.to_string());
    assert_eq!(events("started").await, PEOPLE.to_string());
    let sent = tokio::time::timeout(PATIENCE, async {
        while cluster.database.count("outbox").await > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    assert!(sent.await.is_ok(), "messages are left in the outbox");
    // A screen that is sent once more, because the process died before it was sure, is the same already.
    let other = |call: &Call| {
        let why = call.description.as_deref().unwrap_or_default();
        call.refused && !why.contains("message is not modified")
    };
    let refused: Vec<Call> = cluster.telegram.calls().into_iter().filter(other).collect();
    assert!(refused.is_empty(), "{refused:#?}");
}
