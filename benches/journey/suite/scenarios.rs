//! Every scenario on both databases; then the quiz at a fixed rate and with a Bot API that takes its time.

use std::time::Duration;

use super::{DATABASES, Suite, table};
use crate::options::{Kind, Options};
use crate::scenario::Scenario;

/// As far away as Telegram is from Europe.
const API_LATENCY: Duration = Duration::from_millis(40);

pub(crate) async fn run(suite: &mut Suite) {
    for kind in DATABASES {
        table::head(&format!("Scenarios on {kind}"));
        for scenario in [
            Scenario::Start,
            Scenario::Quiz,
            Scenario::Mixed,
            Scenario::ReadOnly,
        ] {
            let options = suite.options(|options| {
                options.database = kind;
                options.scenario = scenario;
            });
            suite.row(scenario.name(), &options).await;
        }
        for (label, options) in quizzes(suite, kind) {
            suite.row(&label, &options).await;
        }
        for connections in [32, 100] {
            let options = suite.options(|options| {
                options.database = kind;
                options.scenario = Scenario::Backlog;
                options.connections = connections;
            });
            let updates = options.updates;
            let label = format!("backlog of {updates}, {connections} connections");
            suite.row(&label, &options).await;
        }
        let burst = suite.options(|options| {
            options.database = kind;
            options.scenario = Scenario::Burst;
            options.connections = 100;
        });
        let label = format!("burst of {}, 100 connections", burst.people);
        suite.row(&label, &burst).await;
    }
}

fn quizzes(suite: &Suite, kind: Kind) -> [(String, Options); 3] {
    // SQLite has one writer.
    let rate = match kind {
        Kind::Postgres => 1_000,
        Kind::Sqlite => 500,
    };
    let quiz = |latency: Duration, rate: Option<u32>| {
        suite.options(|options| {
            options.database = kind;
            options.api_latency = latency;
            options.rate = rate;
        })
    };
    [
        (
            format!("quiz, open loop, {rate}/s"),
            quiz(Duration::ZERO, Some(rate)),
        ),
        (
            "quiz, open loop, 200/s, Bot API 40 ms".to_owned(),
            quiz(API_LATENCY, Some(200)),
        ),
        ("quiz, Bot API 40 ms".to_owned(), quiz(API_LATENCY, None)),
    ]
}
