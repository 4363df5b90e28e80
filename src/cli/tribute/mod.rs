//! `tribute check`.

mod check;

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
}

/// Does it, and says how the process is to end.
pub(super) async fn run(action: Action) -> Result<ExitCode, Failure> {
    match action {
        Action::Check { json } => Ok(check::run(json).await),
    }
}
