//! The clock steps: a day ahead, and back by an hour.

use std::{path::Path, time::Duration};

use super::{super::ground::Ground, Sky};
use crate::support::database::{Backend, TestDatabase};

const HOUR: i64 = 60 * 60;

/// Lets a process believe that it is so many seconds later, by a library that `tests/proof/run` fetches.
fn steps(file: &Path, seconds: i64) {
    let new = file.with_extension("new");
    std::fs::write(&new, format!("{seconds:+}\n")).expect("written");
    // At once: it is read at every look at the clock.
    std::fs::rename(&new, file).expect("in its place");
}

async fn a_step_ahead_and_back(backend: Backend) {
    let library = std::env::var("FAKETIME_LIBRARY").unwrap_or_default();
    assert!(
        Path::new(&library).exists(),
        "FAKETIME_LIBRARY names libfaketime.so.1: `tests/proof/run` fetches it"
    );
    let database = TestDatabase::create(backend).await;
    let file = database.folder().join("clock");
    steps(&file, 0);
    let name = file.to_string_lossy().into_owned();
    let more = [
        ("LD_PRELOAD", library.as_str()),
        ("FAKETIME_TIMESTAMP_FILE", &name),
        ("FAKETIME_NO_CACHE", "1"),
        // Timers do not follow the clock of the wall.
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ("RUST_LOG", "error,five_keys_bot::app=info"),
    ];
    let ground = Ground::lay(database, 1, &more).await;
    let mut sky = Sky::over(&format!("the clock steps, {backend:?}"), ground).await;
    for seconds in [24 * HOUR, 23 * HOUR, 47 * HOUR, 46 * HOUR] {
        println!("  the clock is {} h ahead", seconds / HOUR);
        steps(&file, seconds);
        sky.accepts(Duration::from_secs(9)).await;
        sky.recovers(Vec::new()).await;
    }
    sky.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn sqlite() {
    a_step_ahead_and_back(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn postgres() {
    a_step_ahead_and_back(Backend::Postgres).await;
}
