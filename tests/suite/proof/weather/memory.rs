//! The service has 128 MB and no more.

use std::{path::PathBuf, time::Instant};

use super::{super::ground::Ground, Sky};
use crate::support::database::{Backend, TestDatabase};

const LIMIT: u64 = 128 * 1_024 * 1_024;

/// A control group of its own, of the second version or of the first; it goes when it is dropped.
struct Group(PathBuf);

impl Group {
    /// None where groups may not be made.
    fn with_limit() -> Option<Self> {
        let name = format!("five-keys-proof-{}", std::process::id());
        for (root, sign, file) in [
            ("/sys/fs/cgroup", "cgroup.controllers", "memory.max"),
            (
                "/sys/fs/cgroup/memory",
                "cgroup.procs",
                "memory.limit_in_bytes",
            ),
        ] {
            let (root, folder) = (PathBuf::from(root), PathBuf::from(root).join(&name));
            if !root.join(sign).exists() || std::fs::create_dir(&folder).is_err() {
                continue;
            }
            let group = Self(folder);
            if std::fs::write(group.0.join(file), LIMIT.to_string()).is_ok() {
                return Some(group);
            }
        }
        None
    }

    fn takes(&self, process: u32) {
        std::fs::write(self.0.join("cgroup.procs"), process.to_string()).expect("it moves");
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir(&self.0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn no_more_than_128_mb() {
    let database = TestDatabase::create(Backend::Postgres).await;
    let ground = Ground::lay(
        database,
        1,
        &[("RUST_LOG", "error,five_keys_bot::app=info")],
    )
    .await;
    let process = ground.services[0].as_ref().expect("it runs").id();
    let group = Group::with_limit();
    match &group {
        Some(group) => group.takes(process),
        None => println!("  no control group can be made here: the memory is only measured"),
    }
    let mut sky = Sky::over("the service has 128 MB", ground).await;
    let (begun, answers) = (Instant::now(), 2_000);
    sky.goes_on();
    sky.load.crowd.moves_on(answers).await;
    println!("  {answers} answers in {:.0?}", begun.elapsed());
    sky.recovers(Vec::new()).await;
    let peak = peak(process);
    println!(
        "  most memory at once: {} MB (unoptimised build)",
        peak / 1_024 / 1_024
    );
    assert!(peak < LIMIT, "{peak}");
    // Were it killed for its memory, nobody would start it again here.
    sky.ends().await;
    drop(group);
}

/// The most that a process ever held, in bytes.
fn peak(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: u64 = line
        .and_then(|line| line.split_whitespace().next()?.parse().ok())
        .expect("a number");
    kilobytes * 1_024
}
