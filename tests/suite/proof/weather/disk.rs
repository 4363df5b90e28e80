//! The disk of a SQLite file is full.

use std::{path::Path, process::Command, time::Duration};

use tempfile::TempDir;

use super::{super::ground::Ground, MANY, Sky};
use crate::support::database::TestDatabase;

/// Room for the file and what is being written, not for much more.
const SIZE: &str = "size=24m";

/// A small disk; it goes when it is dropped.
struct Disk(TempDir);

impl Disk {
    fn mount() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", SIZE, "tmpfs"])
            .arg(folder.path());
        let mounted = mount.status().is_ok_and(|status| status.success());
        assert!(
            mounted,
            "a disk that can be full has to be mounted, which takes root: run this proof as root"
        );
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Takes all the room that is left.
    fn fill(&self) {
        use std::io::Write;
        let mut ballast = std::fs::File::create(self.path().join("ballast")).expect("a file");
        while ballast.write_all(&[1; 4_096]).is_ok() {}
    }

    fn empty(&self) {
        std::fs::remove_file(self.path().join("ballast")).expect("removed");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // By force: a service that is dropped later still has its file open.
        let _ = Command::new("umount")
            .arg("--lazy")
            .arg(self.path())
            .status();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; tests/proof/run"]
async fn full() {
    let disk = Disk::mount();
    let database = TestDatabase::at(&disk.path().join("bot.db"));
    let more = [("RUST_LOG", "error,five_keys_bot::app=info")];
    let ground = Ground::lay(database, 1, &more).await;
    let mut sky = Sky::over("the disk of a SQLite file is full", ground).await;
    for _ in 0..3 {
        disk.fill();
        sky.goes_on();
        // What was written before and is not needed any more is written over first, so it may take a moment.
        let mut refused = Vec::new();
        while refused.len() < 10 {
            let answers = sky.asks(MANY).await;
            println!(
                "  meanwhile: updates {:?}, the slowest after {:.1?}",
                answers.statuses, answers.slowest
            );
            assert!(
                answers
                    .statuses
                    .keys()
                    .all(|status| matches!(status, 200 | 503)),
                "{answers:?}"
            );
            assert!(answers.slowest < Duration::from_secs(20), "{answers:?}");
            refused.extend(answers.refused);
            disk.fill();
        }
        disk.empty();
        sky.recovers(refused).await;
    }
    sky.tells(&["bot_store_failures_total", "bot_update_errors_total"])
        .await;
    sky.ends().await;
}
