//! The commands of the one binary.

mod content;
mod doctor;
mod healthcheck;
mod map;
mod migrate;
mod moving;
mod playground;
mod tribute;
mod webhook;

use std::{io::Write, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{
    app::{Application, HEAD_START, StartError},
    config::Config,
};

/// A self-hosted Telegram bot for people who sell knowledge and membership through Tribute
#[derive(Debug, Parser)]
#[command(version, about, long_about = None, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the service (what happens without a command)
    Serve,
    /// Try the bot in a browser, with a pretend Telegram and a pretend Tribute; needs no token
    Playground(playground::Options),
    /// Apply the pending migrations of the database
    Migrate {
        /// Only list the migrations, applied and pending
        #[arg(long, conflicts_with = "revert")]
        status: bool,
        /// Take back the last applied migration
        #[arg(long)]
        revert: bool,
    },
    /// Write everything in the database into a new file, while the bot runs
    Backup(moving::Backup),
    /// Put a backup's file back into an empty database
    Restore(moving::Restore),
    /// Copy everything from one database into another, SQLite or PostgreSQL; goes on where it was interrupted
    CopyDatabase(moving::CopyDatabase),
    /// The webhook's registration with Telegram
    #[command(subcommand)]
    Webhook(webhook::Action),
    /// What Tribute knows, and what the bot knows of it
    #[command(subcommand)]
    Tribute(tribute::Action),
    /// The content pack
    #[command(subcommand)]
    Content(ContentCommand),
    /// Ask the running service's /ping; for Docker
    Healthcheck,
    /// Look at everything around the bot and say what is wrong, and what to do
    Doctor {
        /// Write the report as JSON, for tools
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
enum ContentCommand {
    /// Try a pack out and report every problem, with file and line
    Check {
        /// The pack's folder; CONTENT_DIR or the embedded pack without one
        folder: Option<PathBuf>,
        /// Write the report as JSON, for tools
        #[arg(long)]
        json: bool,
    },
    /// Print a map of the whole conversation that a pack makes: every screen and every button, as Markdown
    Map {
        /// The pack's folder; the embedded pack without one
        folder: Option<PathBuf>,
    },
    /// Write the embedded pack into a folder, to start from
    Export {
        /// Where to; files that exist are not overwritten
        folder: PathBuf,
    },
}

/// Why a command failed: one clear sentence, perhaps with a list.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failure(pub String);

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        Self(error.to_string())
    }
}

impl Cli {
    /// Runs the command that was given, and says how the process is to end.
    ///
    /// # Errors
    /// The command failed; the message says why and what to do.
    pub async fn run(self) -> Result<ExitCode, Failure> {
        let ended = match self.command.unwrap_or(Command::Serve) {
            Command::Serve => serve().await,
            Command::Playground(options) => playground::run(options).await,
            Command::Migrate { status, revert } => migrate::run(status, revert).await,
            Command::Backup(options) => moving::backup(options).await,
            Command::Restore(options) => moving::restore(options).await,
            Command::CopyDatabase(options) => moving::copy_database(options).await,
            Command::Webhook(action) => webhook::run(action).await,
            Command::Tribute(action) => return tribute::run(action).await,
            Command::Content(ContentCommand::Check { folder, json }) => {
                content::check(folder, json)
            }
            Command::Content(ContentCommand::Map { folder }) => map::run(folder),
            Command::Content(ContentCommand::Export { folder }) => content::export(&folder),
            Command::Healthcheck => healthcheck::run().await,
            Command::Doctor { json } => return Ok(doctor::run(json).await),
        };
        ended.map(|()| ExitCode::SUCCESS)
    }
}

/// The settings, with logging started as they say.
fn settings() -> Result<Config, Failure> {
    let config = Config::from_env()
        .map_err(|mistakes| Failure(format!("the settings have mistakes:\n{mistakes}")))?;
    crate::telemetry::logging::start(&config.rust_log, config.log_format);
    Ok(config)
}

async fn serve() -> Result<(), Failure> {
    let config = settings()?;
    let mut stop = std::pin::pin!(stop_signal());
    let mut application = tokio::select! {
        built = Application::build(&config) => built?,
        () = &mut stop => {
            tracing::info!("stopped before anything was accepted");
            return Ok(());
        }
    };
    application.set_head_start(HEAD_START);
    Ok(application.run_until_stopped(stop).await?)
}

/// SIGTERM (containers) or SIGINT (Ctrl-C), caught from this call on: a service that is told to stop while it
/// starts has perhaps accepted something already.
#[cfg(unix)]
fn stop_signal() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (terminate, interrupt) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    );
    async move {
        let heard = async |caught: std::io::Result<tokio::signal::unix::Signal>| match caught {
            Ok(mut signal) => drop(signal.recv().await),
            // Then the signal ends the process by itself.
            Err(_) => std::future::pending().await,
        };
        tokio::select! {
            () = heard(terminate) => {}
            () = heard(interrupt) => {}
        }
    }
}

/// Ctrl-C.
#[cfg(not(unix))]
async fn stop_signal() {
    drop(tokio::signal::ctrl_c().await);
}

/// Prints the result of a command.
fn say(line: impl std::fmt::Display) {
    // Whoever reads only the first lines, as `head` does, is no reason to panic.
    let _ = writeln!(std::io::stdout(), "{line}");
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_defined_without_contradictions() {
        super::Cli::command().debug_assert();
    }
}
