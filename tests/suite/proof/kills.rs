//! kill -9 at any moment, a hundred times, under people, newcomers and payments, with everything repeated that was not
//! answered: nothing is lost, nothing counts twice, every chat stays in order.
//!
//! A SQLite file belongs to one process (docs/replicas.md), so there is no fourth of these.

use std::time::Duration;

use super::{
    ground::{Ground, Load},
    seed,
};
use crate::{
    processes::storm::setting,
    support::database::{Backend, TestDatabase},
};

const PEOPLE: i64 = 32;
/// Payments for each kill, repetitions not counted.
const EVENTS: usize = 12;
/// Milliseconds that a process lives: from the middle of its start to well at work.
const LIFE: std::ops::Range<u64> = 60..2_400;
/// What one kill may send twice: what is under way, at most one to a chat and 48 of the sender, and one batch of marks.
const IN_DOUBT: usize = 48 + 256;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn sqlite_one_process() {
    killed(Backend::Sqlite, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn postgres_one_process() {
    killed(Backend::Postgres, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn postgres_two_processes() {
    killed(Backend::Postgres, 2).await;
}

async fn killed(backend: Backend, processes: usize) {
    let seed = seed(&format!("kill -9, {backend:?}, processes: {processes}"));
    let mut rng = fastrand::Rng::with_seed(seed);
    let kills = usize::try_from(setting("PROOF_KILLS", 100)).expect("a number");
    let database = TestDatabase::create(backend).await;
    let mut ground = Ground::lay(
        database,
        processes,
        &[("RUST_LOG", "warn,five_keys_bot::app=info")],
    )
    .await;
    let mut load = Load::begins(&ground, seed, PEOPLE, kills * EVENTS);
    let (mut done, mut starting) = (0, 0);
    while done < kills {
        // The moment is what is random here: nothing is waited for.
        tokio::time::sleep(Duration::from_millis(rng.u64(LIFE))).await;
        let all = rng.u8(..4) == 0;
        let one = rng.usize(..processes);
        for which in (0..processes).filter(|which| all || *which == one) {
            let log = ground.kill(which);
            assert!(!log.contains("panicked"), "{log}");
            starting += usize::from(!log.contains("listening port="));
            ground.up(which);
            done += 1;
        }
        load.goes_on(&ground, done.min(kills), kills);
    }
    for which in 0..processes {
        ground.listens(which).await;
    }
    let seen = load.ends(&ground, 0).await;
    println!(
        "  {done} kills ({starting} during the start): {} updates, {} of them repeated; {} messages asked for, {} received ({} twice); outbox empty",
        seen.updates,
        seen.repeated,
        seen.asked,
        seen.received,
        seen.doubled()
    );
    assert!(seen.repeated > 0, "the kills hit nothing");
    assert!(
        seen.doubled() <= done * IN_DOUBT,
        "more was sent twice than kills explain"
    );
}
