//! `tribute check`, `tribute unmatched`, `tribute replay`.

mod check;
mod replay;
mod unmatched;

use std::process::ExitCode;

use clap::Subcommand;

use super::Failure;

/// What to do about Tribute.
#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// Ask Tribute what it sells and which orders are paid, and tell what does not fit the pack and the payments that came
    ///
    /// Ends with 0 when everything fits together or there are only hints, 1 when something does not fit, 2 when it could not be found out
    Check {
        /// Write the report as JSON, for tools
        #[arg(long)]
        json: bool,
    },
    /// List the events that wait for the owner: whose they are or for what is not known
    Unmatched {
        /// Write the list as JSON, for tools
        #[arg(long)]
        json: bool,
    },
    /// Work access out anew from the stored events and decisions, and store what differs; may run beside the service
    ///
    /// People are told nothing. Ends with 0 when nothing differs or all is stored, and a dry run that finds something with 1
    Replay(replay::Options),
}

/// Does it, and says how the process is to end.
pub(super) async fn run(action: Action) -> Result<ExitCode, Failure> {
    match action {
        Action::Check { json } => Ok(check::run(json).await),
        Action::Unmatched { json } => unmatched::run(json).await.map(|()| ExitCode::SUCCESS),
        Action::Replay(options) => replay::run(&options).await,
    }
}
