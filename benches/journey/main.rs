//! The benchmark: people use the bot, and the real service answers over HTTP.
//!
//! `cargo bench --bench journey -- --help` lists the options, BENCHMARKS.md explains them. Everything runs on this
//! machine: the service, its durable database, the load ([`load`], [`scenario`]) and a pretend Bot API
//! ([`telegram`]), so trust ratios more than figures. Beside the service run a floor ([`floor`]: pgbench with the
//! statements of one update) and a peer ([`peer`]: an aiogram bot that does the same).
#![expect(
    clippy::print_stdout,
    reason = "a benchmark reports on standard output"
)]

mod calls;
mod database;
mod floor;
mod help;
mod http;
mod load;
mod once;
mod options;
mod outcome;
mod overload;
mod pace;
mod peer;
mod person;
mod procfs;
mod replies;
mod report;
mod rows;
mod running;
mod scenario;
mod service;
mod shipped;
mod soak;
mod suite;
mod tally;
mod telegram;
mod usage;
mod wire;

use std::error::Error;

use options::{Mode, Options};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// One thread carries load and pretend Bot API: the other core is the service's and the database's.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let Some(mut options) = Options::from_args(std::env::args().skip(1))? else {
        println!("{}", help::HELP);
        return Ok(());
    };
    options.binary = shipped::program()?;
    match options.mode {
        Mode::Once => {
            let figures = once::run(&options).await?;
            println!("{options}");
            report::run(&figures);
            Ok(())
        }
        Mode::Suite => suite::run(&options).await,
        Mode::Soak(stretches) => soak::run(&options, stretches).await,
        Mode::Overload => overload::run(&options).await,
    }
}
