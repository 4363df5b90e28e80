//! `playground`: the very same service on SQLite, beside a pretend Telegram and a pretend Tribute.

mod backstage;
mod plans;
mod replay;
mod safety;
mod stage;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use clap::Args;

use super::{Failure, say, stop_signal};
use stage::Stage;

/// Where the playground lives.
#[derive(Debug, Clone, Args)]
pub(super) struct Options {
    /// Where the page is served
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// Let other machines in; there is no password
    #[arg(long)]
    open_to_network: bool,
    /// A name by which the page may be opened beside localhost, for instance behind a proxy; may be repeated
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// The database, as in DATABASE_URL; the page can empty it
    #[arg(long, default_value = "sqlite:playground.db")]
    database: String,
    /// The file that keeps the pretend Telegram's chats
    #[arg(long, default_value = "playground.telegram.jsonl")]
    chats: PathBuf,
    /// A content pack to try instead of the embedded one; changes of its files are taken up at once
    #[arg(long)]
    content: Option<PathBuf>,
    /// Play a saved conversation against an empty database, tell the first difference, and end; may be given several times
    #[arg(long, value_name = "FILE")]
    replay: Vec<PathBuf>,
    /// Write into the files given with --replay what is seen now, instead of telling the difference; `git diff` shows what changed
    #[arg(long, requires = "replay")]
    accept: bool,
}

/// Starts both, tells the address, and plays until Ctrl-C.
pub(super) async fn run(options: Options) -> Result<(), Failure> {
    safety::check(&options, |name| std::env::var_os(name))?;
    if !options.replay.is_empty() {
        return replay::run(&options).await;
    }
    let stage = stage::start(&options, None).await?;
    greet(&stage, &options);
    let Stage {
        playground,
        application,
        ..
    } = stage;
    application.run_until_stopped(stop_signal()).await?;
    playground.settle(Duration::ZERO).await;
    playground.stop().await;
    Ok(())
}

/// What the person at the terminal reads.
fn greet(stage: &Stage, options: &Options) {
    let (page, service) = (stage.playground.api_url(), &stage.service);
    say(format_args!("\n  Open  {page}/  and talk to the bot.\n"));
    say(format_args!(
        "  Nothing leaves this machine: Telegram and Tribute are pretend, no money moves."
    ));
    if let Some(api) = &stage.assistant {
        say(format_args!(
            "  Except for questions to the assistant: they go to {api} with your OPENAI_API_KEY."
        ));
    }
    if options.open_to_network {
        say(format_args!(
            "  WARNING: it is open to the network. Whoever reaches {} can write as anybody and empty the database.",
            stage.playground.address()
        ));
    }
    if let Some(folder) = &options.content {
        say(format_args!(
            "  It speaks from {}: edit a file there and go on talking.",
            folder.display()
        ));
    }
    say(format_args!(
        "  The bot itself answers at {service} (/ping, /metrics)."
    ));
    say(format_args!(
        "  Its memory is {}; Ctrl-C stops it.\n",
        stage.memory
    ));
}
