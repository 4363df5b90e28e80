//! A long run, stretch by stretch: what grows, and what gets slower.

use std::time::Duration;

use crate::Result;
use crate::database::Database;
use crate::options::Options;
use crate::outcome;
use crate::report::mebibytes;
use crate::running::Running;
use crate::service::Program;

pub(crate) async fn run(options: &Options, stretches: u32) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let database = Database::open(options, folder.path()).await?;
    let soaked = soak(options, stretches, &database, folder.path()).await;
    database.close().await?;
    soaked
}

async fn soak(
    options: &Options,
    stretches: u32,
    database: &Database,
    folder: &std::path::Path,
) -> Result<()> {
    let program = Program::service(&options.binary);
    let url = database.url();
    let running = Running::start(options, &program, database, url, folder).await?;
    let source = outcome::prepare(&running, options).await?;
    let (warmup, stretch) = (options.pace(options.warmup), options.pace(options.measured));
    let connections = options.connections;
    running.load.run(&source, warmup, connections).await?;
    println!("{options}\n");
    println!(
        "| after | updates/s | webhook p50 / p99, ms | reply p50 / p99, ms | memory, MiB | database sessions \
         | open files | refused | errors |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    );
    let mut after = Duration::ZERO;
    for _ in 0..stretches {
        let tally = running.load.run(&source, stretch, connections).await?;
        after += tally.elapsed;
        let (webhook, reply) = (&tally.webhook, &tally.reply);
        let sessions = database.sessions().await?;
        println!(
            "| {:.0} s | {:.0} | {:.1} / {:.1} | {:.1} / {:.1} | {} | {} | {} | {} | {} |",
            after.as_secs_f64(),
            tally.per_second(),
            webhook.percentile(0.5),
            webhook.percentile(0.99),
            reply.percentile(0.5),
            reply.percentile(0.99),
            mebibytes(running.memory_kib("VmRSS")),
            sessions.map_or("-".to_owned(), |count| count.to_string()),
            running.open_files().unwrap_or_default(),
            tally.refused,
            tally.failures(),
        );
    }
    running.stop().await?;
    Ok(())
}
