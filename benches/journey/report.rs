//! The figures of one run, as a person reads them.

use std::time::Duration;

use crate::once::Figures;
use crate::procfs::Cpu;
use crate::tally::{Latencies, Tally};
use crate::usage::Usage;

pub(crate) fn run(figures: &Figures) {
    load(figures);
    for (name, value) in &figures.outcome.said {
        row(name, value);
    }
    row(
        "memory peak / idle",
        &format!(
            "{} / {} MiB",
            mebibytes(figures.peak),
            mebibytes(figures.idle)
        ),
    );
    let (fresh, migrated) = (figures.starts.fresh, figures.starts.migrated);
    row(
        "cold start fresh / migrated",
        &format!("{} / {} ms", millis(fresh), millis(migrated)),
    );
    row("stop", &format!("{} ms", millis(figures.stopped)));
    if let Some(bytes) = figures.binary {
        row("binary", &format!("{:.1} MB", bytes as f64 / 1e6));
    }
    let own = figures.outcome.tally.per_second();
    if let Some(floor) = &figures.floor {
        let count = format!("{:.0}/s", floor.per_second);
        row("pgbench, the same statements", &count);
        row("its database CPU per 1,000", &cpu(floor.database_cpu));
        let ratio = format!("{:.2}", own / floor.per_second);
        row("ratio to pgbench", &ratio);
    }
    if let Some(peer) = &figures.peer {
        println!("\nThe peer, on the same server:");
        run(peer);
        let ratio = format!("{:.2}", own / peer.outcome.tally.per_second());
        row("ratio to the peer", &ratio);
    }
}

fn load(figures: &Figures) {
    let (tally, usage) = (&figures.outcome.tally, &figures.outcome.usage);
    let updates = tally.webhook.len();
    let seconds = tally.elapsed.as_secs_f64();
    row(
        "updates",
        &format!("{:.0}/s ({updates} in {seconds:.1} s)", tally.per_second()),
    );
    let webhook = format!("{} ms", percentiles(&tally.webhook));
    row("webhook p50 / p90 / p99 / max", &webhook);
    let reply = format!("{} ms", percentiles(&tally.reply));
    row("reply p50 / p90 / p99 / max", &reply);
    let cost = |used: Option<Cpu>| cpu(used.map(|used| used.per_thousand(updates)));
    row("service CPU per 1,000 updates", &cost(usage.service));
    row("database CPU per 1,000 updates", &cost(usage.database));
    if let Some(counts) = figures.counts {
        let each = |count: u64| format!("{:.2}", count as f64 / updates as f64);
        row("round trips per update", &each(counts.round_trips));
        row("statements per update", &each(counts.statements));
        row("of them parsed anew", &each(counts.parses));
        row("Sync messages per update", &each(counts.syncs));
    }
    calls(usage, updates as f64);
    errors(tally);
}

fn calls(usage: &Usage, updates: f64) {
    let all: u64 = usage.calls.values().sum();
    let each = format!("{:.3}", all as f64 / updates);
    row("Bot API calls per update", &each);
    for (method, count) in &usage.calls {
        row("", &format!("{:.3} {method}", *count as f64 / updates));
    }
}

fn errors(tally: &Tally) {
    row("shown nothing", &tally.unseen.to_string());
    row("refused with Retry-After", &tally.refused.to_string());
    row("errors", &tally.failures().to_string());
    for (error, count) in &tally.errors {
        row("", &format!("{count} x {error}"));
    }
}

pub(crate) fn percentiles(latencies: &Latencies) -> String {
    let shares = [0.5, 0.9, 0.99, 1.0];
    let texts = shares.map(|share| format!("{:.1}", latencies.percentile(share)));
    texts.join(" / ")
}

/// Seconds, user and system.
pub(crate) fn cpu(used: Option<Cpu>) -> String {
    used.map_or("unknown".to_owned(), |used| {
        format!(
            "{:.3} ({:.3} + {:.3})",
            used.total(),
            used.user,
            used.system
        )
    })
}

pub(crate) fn mebibytes(kib: Option<u64>) -> String {
    kib.map_or("unknown".to_owned(), |kib| {
        format!("{:.1}", kib as f64 / 1024.0)
    })
}

pub(crate) fn millis(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1_000.0)
}

fn row(name: &str, value: &str) {
    println!("{name:<32}{value}");
}
