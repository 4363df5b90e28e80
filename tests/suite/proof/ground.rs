//! Where the proofs take place: services that come and go at fixed ports, behind one door, with people and payments.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use five_keys_bot::{content::Content, playground::Playground};
use tempfile::TempDir;
use tokio::task::JoinHandle;

use super::account;
use crate::{
    processes::{
        cluster::people::Crowd,
        storm::{
            TASKS, expected, names_what_waits, runs_tasks_at,
            sender::Storm,
            world::{World, pack},
        },
    },
    support::{
        app::{PATIENCE, pretend},
        client,
        database::TestDatabase,
        door::Door,
        process::{Process, Service, kept_port},
    },
};

/// The first of the people who take quizzes.
const FIRST: i64 = 7_001;
/// Connections of Tribute.
const CONNECTIONS: usize = 8;
/// Messages of a dead process are taken over when its lease ends, and what failed waits up to a minute and a quarter.
pub const TAKEN_OVER: Duration = Duration::from_secs(150);

pub struct Ground {
    pub telegram: Playground,
    pub database: TestDatabase,
    pub ports: Vec<u16>,
    /// By the place of its port; none while it is dead.
    pub services: Vec<Option<Process>>,
    pub starts: usize,
    /// Updates that were posted beside the pretend Telegram.
    pub by_hand: Vec<i64>,
    /// Makes of one takes a while, in which nobody sends anything.
    pub http: reqwest::Client,
    door: Door,
    pack: TempDir,
    more: Vec<(String, String)>,
}

impl Ground {
    /// So many services on this database, which is counted from now on.
    pub async fn lay(database: TestDatabase, services: usize, more: &[(&str, &str)]) -> Self {
        Self::lay_beside(pretend().await, database, services, more).await
    }

    /// The same beside a pretend Telegram that is there already.
    pub async fn lay_beside(
        telegram: Playground,
        database: TestDatabase,
        services: usize,
        more: &[(&str, &str)],
    ) -> Self {
        database.url().migrate().await.expect("migrations apply");
        account::open(&database).await;
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let mut ground = Self {
            telegram,
            database,
            ports: (0..services).map(|_| kept_port()).collect(),
            services: (0..services).map(|_| None).collect(),
            starts: 0,
            by_hand: Vec::new(),
            http: client(),
            door: Door::open().await,
            pack: pack(),
            more: more.iter().map(owned).collect(),
        };
        ground.door.lead_to(&ground.ports);
        for which in 0..services {
            ground.up(which);
        }
        for which in 0..services {
            ground.listens(which).await;
        }
        ground
    }

    /// Starts a service and does not wait for it.
    pub fn up(&mut self, which: usize) {
        self.starts += 1;
        let (port, pack) = (
            self.ports[which].to_string(),
            self.pack.path().to_string_lossy(),
        );
        let own = [
            ("WEB_PORT", port.as_str()),
            ("PUBLIC_URL", &self.door.url),
            ("CONTENT_DIR", &pack),
            ("TASKS_TOKEN", TASKS),
            ("DATABASE_POOL_SIZE", "8"),
        ];
        let more = self.more.iter();
        let more = more.map(|(name, value)| (name.as_str(), value.as_str()));
        let all: Vec<_> = own.into_iter().chain(more).collect();
        let name = format!("service{which}-{}", self.starts);
        let process = Service::spawn(&name, &self.telegram, &self.database, &all);
        self.services[which] = Some(process);
    }

    pub async fn listens(&mut self, which: usize) {
        let service = self.services[which].as_mut().expect("it was started");
        let said = |process: &Process| process.log().contains("listening port=").then_some(());
        service.wrote("address", said).await;
    }

    /// SIGKILL; what it had logged.
    pub fn kill(&mut self, which: usize) -> String {
        let mut service = self.services[which].take().expect("it runs");
        service.kill();
        service.log()
    }

    pub fn url(&self, which: usize, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.ports[which])
    }

    pub fn content(&self) -> Content {
        Content::load_dir(self.pack.path()).expect("a sound pack")
    }
}

/// People in the middle of something, and payments that come meanwhile.
pub struct Load {
    pub crowd: Arc<Crowd>,
    people: Vec<JoinHandle<(i64, usize)>>,
    pub world: World,
    pub storm: Storm,
    payments: Vec<JoinHandle<()>>,
    /// Of the world's people, how many have come.
    come: usize,
}

impl Load {
    pub fn begins(ground: &Ground, seed: u64, people: i64, events: usize) -> Self {
        let crowd = Arc::new(Crowd::of(&ground.telegram));
        let person = |person| {
            let crowd = Arc::clone(&crowd);
            tokio::spawn(async move { (person, crowd.person(person).await) })
        };
        let people = (FIRST..FIRST + people).map(person).collect();
        let world = World::new(seed, events);
        let storm = Storm::new(world.deliveries(&ground.telegram.settings().tribute_key));
        storm.lead_to(ground.ports.clone());
        storm.may_go_to(0);
        let payments = (0..CONNECTIONS).map(|_| tokio::spawn(storm.clone().send()));
        Self {
            payments: payments.collect(),
            people,
            crowd,
            world,
            storm,
            come: 0,
        }
    }

    /// Lets payments and new people come, up to this part of them all.
    pub fn goes_on(&mut self, ground: &Ground, part: usize, of: usize) {
        self.storm.may_go_to(self.storm.len() * part / of);
        let most = self.world.people.len() * part / of;
        for person in &self.world.people[self.come.min(most)..most] {
            ground.telegram.send_text(person.id, "/start");
        }
        self.come = self.come.max(most);
    }

    /// Everything comes to its end and is counted. There are `others` who said no more than that they are here.
    pub async fn ends(mut self, ground: &Ground, others: usize) -> account::Seen {
        self.goes_on(ground, 1, 1);
        self.crowd.enough.store(true, Ordering::Relaxed);
        for sender in self.payments {
            sender
                .await
                .expect("every payment was answered as it must be");
        }
        let (mut journeys, mut people) = (0, self.world.people.len() + others);
        for person in self.people {
            // What they were shown, and in which order, is counted below with everything else.
            let (_, own) = person.await.expect("they come to the end");
            journeys += own;
            people += 1;
        }
        let rest = ground.telegram.settle(PATIENCE).await;
        assert!(
            rest,
            "updates are left: {:?}",
            ground.telegram.deliveries().iter().rfind(|one| !one.done)
        );
        // What a dead process had begun is begun again when its time is up, which is not waited for here.
        ground
            .database
            .query("UPDATE tasks SET claimed_until = NULL")
            .await;
        let store = ground.database.store().await;
        while names_what_waits(&self.world, &ground.database, &store).await > 0 {
            runs_tasks_at(&ground.url(0, "/tasks/run")).await;
        }
        expected::check(&self.world, &ground.database, &ground.content()).await;
        account::check_facts(&ground.database, people, journeys).await;
        account::until_sent(&ground.database).await;
        let seen = account::check(&ground.telegram, &ground.database, &ground.by_hand).await;
        println!(
            "  {journeys} quizzes of {} people, {} newcomers, {} payments in {} deliveries ({} attempts repeated)",
            people - self.world.people.len() - others,
            self.world.people.len(),
            self.world.events.len(),
            self.storm.len(),
            self.storm.refused_attempts()
        );
        seen
    }
}
