//! All of it, one table after the other, as Markdown for BENCHMARKS.md. A run that fails leaves its words in its
//! row, and the others go on.

mod compared;
mod growing;
mod scenarios;
mod table;
mod trips;

use std::time::Instant;

use crate::Result;
use crate::once::{self, Figures};
use crate::options::{Kind, Mode, Options};
use crate::overload;
use crate::scenario::Scenario;

pub(crate) const DATABASES: [Kind; 2] = [Kind::Postgres, Kind::Sqlite];

pub(crate) struct Suite {
    /// What all runs have in common.
    base: Options,
    failures: usize,
}

pub(crate) async fn run(options: &Options) -> Result<()> {
    let started = Instant::now();
    let base = Options {
        mode: Mode::Once,
        floor: std::time::Duration::ZERO,
        ..options.clone()
    };
    let mut suite = Suite { base, failures: 0 };
    println!(
        "{} s after {} s for each row; {} cores; Bot API 0 ms and closed loop with 32 connections unless said.",
        options.measured.as_secs(),
        options.warmup.as_secs(),
        std::thread::available_parallelism()?
    );
    compared::run(&mut suite, options).await;
    scenarios::run(&mut suite).await;
    trips::run(&mut suite).await;
    growing::with_people(&mut suite).await;
    growing::with_connections(&mut suite).await;
    growing::with_replicas(&mut suite).await;
    suite.overload().await;
    let minutes = started.elapsed().as_secs_f64() / 60.0;
    println!("\nThe suite took {minutes:.1} minutes.");
    match suite.failures {
        0 => Ok(()),
        failures => Err(format!("{failures} run(s) failed").into()),
    }
}

impl Suite {
    /// The usual run with some things changed.
    fn options(&self, change: impl FnOnce(&mut Options)) -> Options {
        let mut options = self.base.clone();
        change(&mut options);
        options
    }

    /// Figures, or a row that says what went wrong.
    async fn figures(&mut self, label: &str, options: &Options) -> Option<Figures> {
        match once::run(options).await {
            Ok(figures) => Some(figures),
            Err(error) => {
                self.failed(label, &error.to_string());
                None
            }
        }
    }

    /// One run, one row.
    async fn row(&mut self, label: &str, options: &Options) {
        if let Some(figures) = self.figures(label, options).await {
            table::row(label, &figures);
        }
    }

    fn failed(&mut self, label: &str, error: &str) {
        self.failures += 1;
        println!("| {label} | failed: {} |", error.replace('\n', " "));
    }

    async fn overload(&mut self) {
        println!("\n### Overload\n");
        overload::print_head();
        let mut ends = Vec::new();
        for kind in DATABASES {
            let options = self.options(|options| {
                options.database = kind;
                options.scenario = Scenario::Quiz;
                options.connections = 400;
            });
            match overload::phases(&options, &format!("{kind}: ")).await {
                Ok(end) => ends.push(end),
                Err(error) => self.failed("overload", &error.to_string()),
            }
        }
        println!("\n{}.", ends.join("; "));
    }
}
