//! Rows of Markdown.

use crate::floor::Floor;
use crate::once::Figures;
use crate::procfs::Cpu;
use crate::report::{cpu, mebibytes, millis, percentiles};

/// A heading, and the head of a table whose rows are runs.
pub(crate) fn head(title: &str) {
    println!("\n### {title}\n");
    println!(
        "| Run | updates/s | webhook p50 / p90 / p99 / max, ms | reply p50 / p90 / p99 / max, ms \
         | service CPU, s per 1,000 (user + system) | database CPU | memory peak / idle, MiB | remarks |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
}

pub(crate) fn row(label: &str, figures: &Figures) {
    row_with(label, figures, &[]);
}

/// With something to say beside what the run says itself.
pub(crate) fn row_with(label: &str, figures: &Figures, remarks: &[String]) {
    let tally = &figures.outcome.tally;
    let usage = &figures.outcome.usage;
    let cost = |used: Option<Cpu>| cpu(used.map(|used| used.per_thousand(tally.webhook.len())));
    let mut all: Vec<String> = remarks.to_vec();
    let said = figures.outcome.said.iter();
    all.extend(said.map(|(name, value)| format!("{name}: {value}")));
    let wrong = [
        (tally.unseen, "shown nothing"),
        (tally.refused, "refused with Retry-After"),
        (tally.failures(), "errors"),
    ];
    let wrong = wrong.iter().filter(|(count, _)| *count > 0);
    all.extend(wrong.map(|(count, what)| format!("{count} {what}")));
    println!(
        "| {label} | {:.0} | {} | {} | {} | {} | {} / {} | {} |",
        tally.per_second(),
        percentiles(&tally.webhook),
        percentiles(&tally.reply),
        cost(usage.service),
        cost(usage.database),
        mebibytes(figures.peak),
        mebibytes(figures.idle),
        all.join("; "),
    );
}

pub(crate) fn floor(floor: &Floor, ratio: f64) {
    println!(
        "| pgbench, the statements of one answer | {:.0} | - | - | - | {} | - | the service makes {ratio:.2} of it |",
        floor.per_second,
        cpu(floor.database_cpu),
    );
}

pub(crate) fn start_head() {
    println!("\n### Start, stop, size\n");
    println!(
        "| Program | fresh, ms | on an existing database, ms | stop, ms | idle, MiB | binary, MB |"
    );
    println!("| --- | --- | --- | --- | --- | --- |");
}

pub(crate) fn start(label: &str, figures: &Figures) {
    let binary = figures.binary.map(|bytes| bytes as f64 / 1e6);
    println!(
        "| {label} | {} | {} | {} | {} | {} |",
        millis(figures.starts.fresh),
        millis(figures.starts.migrated),
        millis(figures.stopped),
        mebibytes(figures.idle),
        binary.map_or("-".to_owned(), |megabytes| format!("{megabytes:.1}")),
    );
}
