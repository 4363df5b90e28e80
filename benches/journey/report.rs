//! The figures, as a person reads them.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::database::Database;
use crate::floor::Floor;
use crate::load::Tally;
use crate::service::Service;
use crate::telegram::BotApi;

/// What was used up to a moment, or between two.
pub(crate) struct Usage {
    service_cpu: Option<f64>,
    database_cpu: Option<f64>,
    calls: BTreeMap<String, u64>,
}

impl Usage {
    pub(crate) fn now(service: &Service, database: &Database, api: &BotApi) -> Self {
        Self {
            service_cpu: service.cpu_seconds(),
            database_cpu: database.cpu_seconds(),
            calls: api.calls(),
        }
    }

    pub(crate) fn since(mut self, earlier: &Self) -> Self {
        for (method, count) in &mut self.calls {
            *count -= earlier.calls.get(method).copied().unwrap_or_default();
        }
        self.calls.retain(|_, count| *count > 0);
        let between = |to: Option<f64>, from: Option<f64>| Some(to? - from?);
        Self {
            service_cpu: between(self.service_cpu, earlier.service_cpu),
            database_cpu: between(self.database_cpu, earlier.database_cpu),
            calls: self.calls,
        }
    }
}

pub(crate) fn load(tally: &Tally, used: &Usage) {
    let updates = tally.latencies.len() as f64;
    let per_thousand =
        |seconds: Option<f64>| figure(seconds.map(|seconds| seconds / updates * 1_000.0), 3, "s");
    row(
        "updates",
        &format!(
            "{:.0}/s ({updates} in {:.1} s)",
            tally.per_second(),
            tally.elapsed.as_secs_f64()
        ),
    );
    let (p50, p90, p99) = (
        tally.percentile(0.5),
        tally.percentile(0.9),
        tally.percentile(0.99),
    );
    row(
        "webhook p50 / p90 / p99 / max",
        &format!(
            "{p50:.2} / {p90:.2} / {p99:.2} / {:.2} ms",
            tally.percentile(1.0)
        ),
    );
    row(
        "service CPU per 1,000 updates",
        &per_thousand(used.service_cpu),
    );
    row(
        "database CPU per 1,000 updates",
        &per_thousand(used.database_cpu),
    );
    let calls: u64 = used.calls.values().sum();
    row(
        "Bot API calls per update",
        &format!("{:.3}", calls as f64 / updates),
    );
    for (method, count) in &used.calls {
        row("", &format!("{:.3} {method}", *count as f64 / updates));
    }
    row("errors", &tally.errors.values().sum::<u64>().to_string());
    for (error, count) in &tally.errors {
        row("", &format!("{count} x {error}"));
    }
}

pub(crate) fn memory(peak: Option<u64>, idle: Option<u64>) {
    let mebibytes = |kib: Option<u64>| figure(kib.map(|kib| kib as f64 / 1024.0), 1, "MiB");
    row(
        "memory peak / idle",
        &format!("{} / {}", mebibytes(peak), mebibytes(idle)),
    );
}

pub(crate) fn starts(fresh: Duration, migrated: Duration, stopped: Duration) {
    let millis = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1_000.0);
    row(
        "cold start fresh / migrated",
        &format!("{} / {}", millis(fresh), millis(migrated)),
    );
    row("stop", &millis(stopped));
}

pub(crate) fn floor(floor: &Floor, tally: &Tally) {
    row(
        "pgbench, the same statements",
        &format!("{:.0}/s", floor.per_second),
    );
    row(
        "its database CPU per 1,000",
        &figure(floor.database_cpu, 3, "s"),
    );
    row(
        "ratio to pgbench",
        &format!("{:.2}", tally.per_second() / floor.per_second),
    );
}

fn figure(value: Option<f64>, digits: usize, unit: &str) -> String {
    value.map_or("unknown".to_owned(), |value| {
        format!("{value:.digits$} {unit}")
    })
}

fn row(name: &str, value: &str) {
    println!("{name:<32}{value}");
}
