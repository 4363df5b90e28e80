//! One run: a database, a program on it, a scenario, and what it is compared with.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::Result;
use crate::database::Database;
use crate::floor::{self, Floor};
use crate::options::Options;
use crate::outcome::{self, Outcome};
use crate::peer;
use crate::running::{Running, Starts};
use crate::service::Program;
use crate::wire::{self, Counts, Traffic};

/// All that is known after a run.
pub(crate) struct Figures {
    pub(crate) outcome: Outcome,
    pub(crate) starts: Starts,
    pub(crate) stopped: Duration,
    /// In KiB, of all processes.
    pub(crate) idle: Option<u64>,
    pub(crate) peak: Option<u64>,
    /// In bytes; a bot in Python is no single file.
    pub(crate) binary: Option<u64>,
    /// Of the whole measured time, preparation and starts left out.
    pub(crate) counts: Option<Counts>,
    pub(crate) floor: Option<Floor>,
    pub(crate) peer: Option<Box<Figures>>,
}

pub(crate) async fn run(options: &Options) -> Result<Figures> {
    let folder = tempfile::tempdir()?;
    // Before anything is measured: it may have to be fetched.
    let peer = match options.peer {
        0 => None,
        _ => Some(peer::install()?),
    };
    let mut database = Database::open(options, folder.path()).await?;
    let measured = all(options, peer, &mut database, folder.path()).await;
    database.close().await?;
    measured
}

async fn all(
    options: &Options,
    peer: Option<Program>,
    database: &mut Database,
    folder: &Path,
) -> Result<Figures> {
    let program = Program::service(&options.binary);
    let url = database.url().to_owned();
    let mut figures = one(options, &program, database, &url, folder).await?;
    figures.binary = std::fs::metadata(&options.binary)
        .ok()
        .map(|file| file.len());
    figures.floor = floor::measure(options, database).await?;
    if let Some(program) = peer
        && let Some(url) = database.create_beside("peer").await?
    {
        let options = Options {
            replicas: options.peer,
            ..options.clone()
        };
        let peer = one(&options, &program, database, &url, folder).await?;
        figures.peer = Some(Box::new(peer));
    }
    Ok(figures)
}

async fn one(
    options: &Options,
    program: &Program,
    database: &Database,
    url: &str,
    folder: &Path,
) -> Result<Figures> {
    let traffic = Arc::new(Traffic::default());
    let tapped = match options.round_trips {
        true => wire::tap(url, Arc::clone(&traffic)).await?,
        false => url.to_owned(),
    };
    let mut running = Running::start(options, program, database, &tapped, folder).await?;
    running.tap(traffic);
    let outcome = outcome::measure(&mut running, options, database).await?;
    Ok(Figures {
        starts: running.starts,
        idle: running.idle,
        peak: running.memory_kib("VmHWM"),
        counts: options.round_trips.then_some(outcome.usage.counts),
        outcome,
        stopped: running.stop().await?,
        binary: None,
        floor: None,
        peer: None,
    })
}
