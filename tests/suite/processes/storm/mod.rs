//! Thousands of payments, repeated, shuffled and forged, sent by fifty connections while processes are killed: in the
//! end everything is as if each had come once and in order.
//!
//! `STORM_EVENTS=20000` makes it as large as it was meant to be; `STORM_SEED` makes it another one.

mod api;
pub mod expected;
pub mod sender;
pub mod world;

use std::time::{Duration, Instant};

use five_keys_bot::{
    bot::ledger::{Action, Ruling},
    content::Content,
    store::Store,
    telegram::UserId,
};
use jiff::Timestamp;

use crate::support::{
    app::pretend,
    client,
    database::{Backend, TestDatabase},
    in_time, on_both,
    process::Service,
};
use sender::{Delivery, Storm};
use world::{Access, SOLD, World};

/// How many events there are, repetitions and forgeries not counted. The whole size takes minutes.
const EVENTS: usize = 3_000;
const CONNECTIONS: usize = 50;
const SEED: u64 = 20_261_125;
/// Nothing takes so long; when it does, something hangs.
const HANGS: Duration = Duration::from_secs(1_500);
pub const TASKS: &str = "storm-tasks";

pub fn setting(name: &str, otherwise: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(otherwise, |text| text.parse().expect("a number"))
}

on_both! {
    async fn a_storm_of_payments_ends_in_the_state_of_the_model(backend) {
        let seed = setting("STORM_SEED", SEED);
        let size = usize::try_from(setting("STORM_EVENTS", EVENTS as u64)).expect("a size");
        let world = World::new(seed, size);
        eprintln!("STORM_SEED={seed} STORM_EVENTS={size}: {} events of {} people", world.events.len(), world.people.len());

        let (telegram, database) = (pretend().await, TestDatabase::create(backend).await);
        let (api, pack) = (api::answer_everything().await, world::pack());
        let content = Content::load_dir(pack.path()).expect("a sound pack");
        let folder = pack.path().to_string_lossy().into_owned();
        let more = [("TELEGRAM_API_URL", api.as_str()), ("CONTENT_DIR", &folder), ("TASKS_TOKEN", TASKS), ("RUST_LOG", "warn,five_keys_bot::app=info,five_keys_bot::web=info")];
        let names: &[&str] = match backend {
            Backend::Sqlite => &["one"],
            Backend::Postgres => &["one", "other"],
        };
        let mut running = Vec::new();
        for name in names {
            running.push(Service::start(name, &telegram, &database, &more).await);
        }
        let ports = |running: &[Service]| running.iter().map(|service| service.port).collect::<Vec<_>>();
        let storm = Storm::new(world.deliveries(&telegram.settings().tribute_key));
        let all = storm.len();
        storm.lead_to(ports(&running));

        let begun = Instant::now();
        let (early, late, further) = (all / 4, all * 3 / 5, all / 10);
        storm.may_go_to(early + further);
        let senders: Vec<_> = (0..CONNECTIONS).map(|_| tokio::spawn(storm.clone().send())).collect();
        let store = database.store().await;
        for (kill, (handled, most, victims)) in [(early, late + further, 1), (late, all, names.len())].into_iter().enumerate() {
            storm.until_handled(handled, HANGS).await;
            // The owner is at work while it rains, and may be slow: the kill is to hit what is under way.
            names_what_waits(&world, &database, &store).await;
            storm.may_go_to(most);
            storm.until_handled(handled + further + CONNECTIONS, HANGS).await;
            let mut killed: Vec<Service> = running.drain(..victims).collect();
            for victim in &mut killed {
                victim.process.kill();
            }
            storm.lead_to(ports(&running));
            for victim in 0..victims {
                let name = format!("after kill {kill} {victim}");
                running.push(Service::start(&name, &telegram, &database, &more).await);
            }
            storm.lead_to(ports(&running));
        }
        for sender in senders {
            sender.await.expect("every delivery was answered as it must be");
        }
        let sent = begun.elapsed();
        // What a dead process had begun is begun again when its time is up, which is not waited for here.
        database.query("UPDATE tasks SET claimed_until = NULL").await;
        // A plan may be asked for only when it is known whose the event is.
        while names_what_waits(&world, &database, &store).await > 0 {
            runs_tasks(&running[0]).await;
        }
        expected::check(&world, &database, &content).await;
        let drained = Instant::now();
        while database.count("outbox").await > 0 {
            assert!(drained.elapsed() < HANGS, "messages were left: {:?}", database.query("SELECT id, chat_id, held_at, dead_at, last_error FROM outbox LIMIT 5").await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let refused = storm.refused_attempts();
        assert!(refused > 0, "the kills hit nothing");
        eprintln!("{backend:?}: {all} deliveries in {sent:.1?} ({:.0} a second), {refused} attempts repeated, all told {:.1?}",
            all as f64 / sent.as_secs_f64(), begun.elapsed());
    }
}

/// Twenty connections, two processes, three people, every event three times, and the owner decides meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_about_one_person_at_once_in_two_processes_ends_in_the_state_of_the_model() {
    in_time(crowded()).await;
}

async fn crowded() {
    let seed = setting("STORM_SEED", SEED);
    eprintln!("STORM_SEED={seed}");
    let mut world = World::crowded(seed, 3);
    let (telegram, database) = (
        pretend().await,
        TestDatabase::create(Backend::Postgres).await,
    );
    let (api, pack) = (api::answer_everything().await, world::pack());
    let content = Content::load_dir(pack.path()).expect("a sound pack");
    let folder = pack.path().to_string_lossy().into_owned();
    let more = [
        ("TELEGRAM_API_URL", api.as_str()),
        ("CONTENT_DIR", &folder),
        ("TASKS_TOKEN", TASKS),
    ];
    let one = Service::start("one", &telegram, &database, &more).await;
    let other = Service::start("other", &telegram, &database, &more).await;
    let deliveries = || world.deliveries(&telegram.settings().tribute_key);
    let three_times = [deliveries(), deliveries(), deliveries()];
    let storm = Storm::new(three_times.into_iter().flatten().collect());
    storm.lead_to(vec![one.port, other.port]);
    let senders: Vec<_> = (0..20)
        .map(|_| tokio::spawn(storm.clone().send()))
        .collect();

    let store = database.store().await;
    let at = |second: i64| Timestamp::from_second(1_780_000_000 + second).expect("a moment");
    for person in 0..world.people.len() {
        let user = UserId(world.people[person].id);
        let given = [
            (Action::Grant, 0, Some(at(1_000_000_000))),
            (Action::Extend, 1, Some(at(1_100_000_000))),
            (Action::Revoke, 2, None),
            (Action::Grant, 3, Some(at(1_200_000_000))),
        ];
        for (action, second, until) in given {
            let ruling = Ruling {
                until,
                ..Ruling::about_person(action, user, "guest")
            };
            let ruled = store.rule(UserId(9_000_001), &ruling, at(second)).await;
            ruled.expect("it is in the journal");
            tokio::join!(runs_tasks(&one), runs_tasks(&other));
        }
        let access = Access {
            plan: "guest".to_owned(),
            until: Some(at(1_200_000_000).as_second()),
            renews: false,
            basis: "hand",
            price: 0,
        };
        world.is_given(person, "hand:guest", access);
        names_what_waits(&world, &database, &store).await;
    }
    for sender in senders {
        sender
            .await
            .expect("every delivery was answered as it must be");
    }
    while names_what_waits(&world, &database, &store).await > 0 {
        tokio::join!(runs_tasks(&one), runs_tasks(&other));
    }
    expected::check(&world, &database, &content).await;
    let refused = "SELECT action, outcome FROM journal WHERE user_id IS NOT NULL AND action IN ('grant', 'extend', 'revoke') AND outcome <> 'done'";
    assert!(database.query(refused).await.is_empty());
}

/// The owner says whose and about what everything is that waits, and how much that was.
pub async fn names_what_waits(world: &World, database: &TestDatabase, store: &Store) -> usize {
    let waiting =
        "SELECT id, outcome, body FROM tribute_events WHERE outcome IN ('unmatched', 'unplanned')";
    let waiting = database.query(waiting).await;
    for row in &waiting {
        let id = row[0].parse().expect("a number");
        let ruling = match row[1].as_str() {
            "unmatched" => Ruling {
                user: Some(UserId(world.whose(&row[2]))),
                ..Ruling::about_event(Action::Give, id)
            },
            _ => Ruling {
                plan: Some(SOLD[2].1.to_owned()),
                ..Ruling::about_event(Action::Plan, id)
            },
        };
        // From outside, beside fifty writers: of a SQLite file there is one at a time, and this one may starve.
        let begun = Instant::now();
        let owner = UserId(9_000_001);
        while let Err(error) = store.rule(owner, &ruling, Timestamp::now()).await {
            assert!(begun.elapsed() < HANGS, "{error:?}");
        }
    }
    waiting.len()
}

/// Runs what is due, until no decision waits.
async fn runs_tasks(service: &Service) {
    runs_tasks_at(&service.url("/tasks/run")).await;
}

pub async fn runs_tasks_at(url: &str) {
    let request = client().post(url).bearer_auth(TASKS);
    // At the whole size thousands of decisions wait.
    let request = request.timeout(HANGS);
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
}
