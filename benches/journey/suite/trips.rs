//! What goes to the database, counted apart from all measurements.

use std::time::Duration;

use super::Suite;
use crate::once::Figures;
use crate::scenario::Scenario;

/// Enough to count; time is not looked at.
const SECONDS: Duration = Duration::from_secs(3);

pub(crate) async fn run(suite: &mut Suite) {
    println!("\n### Round trips and statements per update (PostgreSQL)\n");
    println!(
        "| Run | round trips | statements | of them parsed anew | Sync messages | Bot API calls |"
    );
    println!("| --- | --- | --- | --- | --- | --- |");
    for scenario in [
        Scenario::Start,
        Scenario::Quiz,
        Scenario::Mixed,
        Scenario::ReadOnly,
    ] {
        let options = suite.options(|options| {
            options.scenario = scenario;
            options.round_trips = true;
            options.measured = SECONDS;
            options.warmup = SECONDS;
            options.peer = usize::from(scenario == Scenario::Quiz);
        });
        let name = scenario.name();
        if let Some(figures) = suite.figures(name, &options).await {
            row(&format!("five-keys-bot, {name}"), &figures);
            if let Some(peer) = &figures.peer {
                row(&format!("aiogram, {name}"), peer);
            }
        }
    }
}

fn row(label: &str, figures: &Figures) {
    let updates = figures.outcome.tally.webhook.len() as f64;
    let each = |count: u64| count as f64 / updates;
    let counts = figures.outcome.usage.counts;
    let calls: u64 = figures.outcome.usage.calls.values().sum();
    println!(
        "| {label} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} |",
        each(counts.round_trips),
        each(counts.statements),
        each(counts.parses),
        each(counts.syncs),
        each(calls),
    );
}
