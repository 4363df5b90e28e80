//! The benchmark: people walk through a quiz, and the real service answers over HTTP.
//!
//! `cargo bench --bench journey -- --help` lists the options. Everything runs on this machine: the service, its
//! durable database, the load ([`load`]) and a pretend Bot API ([`telegram`]), so trust ratios more than figures.
//! Beside the service runs a floor, [`floor`]: pgbench with the statements of one update on the same cluster.
#![expect(
    clippy::print_stdout,
    reason = "a benchmark reports on standard output"
)]

mod database;
mod floor;
mod http;
mod load;
mod options;
mod person;
mod procfs;
mod report;
mod service;
mod telegram;

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use database::Database;
use load::Load;
use options::Options;
use report::Usage;
use telegram::BotApi;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// How often the start on a migrated database is measured; the median counts.
const STARTS: usize = 5;

/// One thread carries load and pretend Bot API: the other core is the service's and the database's.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let Some(options) = Options::from_args(std::env::args().skip(1))? else {
        println!("{}", options::HELP);
        return Ok(());
    };
    let folder = tempfile::tempdir()?;
    let database = Database::open(&options, folder.path()).await?;
    let outcome = measure(&options, &database, folder.path()).await;
    database.close().await?;
    outcome
}

async fn measure(options: &Options, database: &Database, folder: &std::path::Path) -> Result<()> {
    let api = Arc::new(BotApi::new(options.api_latency));
    let api_url = telegram::serve(Arc::clone(&api)).await?;
    let launch = service::Launch::new(options, database.url(), &api_url, folder);

    let (service, fresh) = launch.start().await?;
    service.stop().await?;
    let mut starts = Vec::new();
    let service = loop {
        let (service, start) = launch.start().await?;
        starts.push(start);
        if starts.len() == STARTS {
            break service;
        }
        service.stop().await?;
    };
    starts.sort_unstable();
    let migrated = starts.get(STARTS / 2).copied().unwrap_or_default();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let idle = service.memory_kib("VmRSS");

    let load = Arc::new(Load::new(options, service.port(), Arc::clone(&api)));
    load.run(options.warmup).await?;
    if options.trace {
        api.print_trace();
    }
    let before = Usage::now(&service, database, &api);
    let tally = load.run(options.measured).await?;
    let used = Usage::now(&service, database, &api).since(&before);
    let peak = service.memory_kib("VmHWM");
    let stopped = service.stop().await?;

    println!("{options}");
    report::load(&tally, &used);
    report::memory(peak, idle);
    report::starts(fresh, migrated, stopped);
    if let Some(floor) = floor::measure(options, database).await? {
        report::floor(&floor, &tally);
    }
    Ok(())
}
