//! More than the service can do: what it refuses, what it needs meanwhile, and how soon all is as before.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::Result;
use crate::database::Database;
use crate::options::Options;
use crate::outcome;
use crate::pace::Pace;
use crate::report::mebibytes;
use crate::running::Running;
use crate::scenario::Deliveries;
use crate::service::Program;
use crate::tally::Tally;

/// Beyond any machine with two cores.
const RATE: u32 = 20_000;
/// The load of ordinary times.
const ORDINARY: usize = 16;
/// As before: the median of a short look is at most this much slower.
const AS_BEFORE: f64 = 1.25;
const LOOK: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) async fn run(options: &Options) -> Result<()> {
    println!("{options}\n");
    print_head();
    let recovered = phases(options, "").await?;
    println!("\n{recovered}");
    Ok(())
}

pub(crate) fn print_head() {
    println!(
        "| phase | updates/s | webhook p50 / p99 from due, ms | p50 / p99 from sent, ms | refused with Retry-After \
         | errors | memory, MiB |\n| --- | --- | --- | --- | --- | --- | --- |"
    );
}

/// Prints a row for each phase; returns a sentence about the recovery.
pub(crate) async fn phases(options: &Options, label: &str) -> Result<String> {
    let folder = tempfile::tempdir()?;
    let database = Database::open(options, folder.path()).await?;
    let done = overload(options, label, &database, folder.path()).await;
    database.close().await?;
    done
}

async fn overload(
    options: &Options,
    label: &str,
    database: &Database,
    folder: &Path,
) -> Result<String> {
    let program = Program::service(&options.binary);
    let url = database.url();
    let running = Running::start(options, &program, database, url, folder).await?;
    let source = outcome::prepare(&running, options).await?;
    let load = &running.load;
    let ordinary = Pace::Closed(options.measured);
    let warmup = Pace::Closed(options.warmup);
    load.run(&source, warmup, ORDINARY).await?;
    let row = |phase: &str, tally: &Tally| {
        let memory = mebibytes(running.memory_kib("VmRSS"));
        let peak = mebibytes(running.memory_kib("VmHWM"));
        print_row(
            &format!("{label}{phase}"),
            tally,
            &format!("{memory}, peak {peak}"),
        );
    };
    let before = load.run(&source, ordinary, ORDINARY).await?;
    row("before", &before);
    let rate = options.rate.unwrap_or(RATE);
    let too_much = Pace::Open {
        rate,
        duration: options.measured,
        // What is not sent in time is no matter of the service.
        grace: Duration::ZERO,
    };
    let during = load.run(&source, too_much, options.connections).await?;
    let due = format!("{rate}/s due");
    row(&due, &during);
    let recovered = recovery(&running, &source, &before).await?;
    let after = load.run(&source, ordinary, ORDINARY).await?;
    row("after", &after);
    running.stop().await?;
    Ok(match recovered {
        Some(after) => format!("{label}recovered after {} ms", after.as_millis()),
        None => format!("{label}not recovered in {} s", PATIENCE.as_secs()),
    })
}

/// The time until the end of the first look that finds all as it was.
async fn recovery(
    running: &Running,
    source: &Deliveries,
    before: &Tally,
) -> Result<Option<Duration>> {
    let since = Instant::now();
    while since.elapsed() < PATIENCE {
        let look = Pace::Closed(LOOK);
        let tally = running.load.run(source, look, ORDINARY).await?;
        let limit = before.webhook.percentile(0.5) * AS_BEFORE;
        let quiet = tally.failures() + tally.refused == 0;
        if quiet && tally.webhook.len() > 0 && tally.webhook.percentile(0.5) <= limit {
            return Ok(Some(since.elapsed()));
        }
    }
    Ok(None)
}

fn print_row(phase: &str, tally: &Tally, memory: &str) {
    const UNSENT: &str = "not sent: the service fell behind";
    let unsent = tally.errors.get(UNSENT).copied().unwrap_or_default();
    println!(
        "| {phase} | {:.0} | {:.1} / {:.1} | {:.1} / {:.1} | {} | {} | {memory} |",
        tally.per_second(),
        tally.webhook.percentile(0.5),
        tally.webhook.percentile(0.99),
        tally.sent.percentile(0.5),
        tally.sent.percentile(0.99),
        tally.refused,
        tally.failures() - unsent,
    );
}
