//! The binary: settings from `.env` in development, the TLS provider, the runtime, one command.

use std::process::ExitCode;

use clap::Parser;
use five_keys_bot::cli::Cli;

fn main() -> ExitCode {
    let cli = Cli::parse();
    // Before any thread starts: it changes the process's environment. A missing file is no mistake.
    if let Err(error) = dotenvy::dotenv()
        && !error.not_found()
    {
        return fail(format_args!(
            "the .env file cannot be read: check its quotes and lines"
        ));
    }
    // Two providers are compiled nowhere; the one that is has to be named.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(format_args!("cannot start: {error}")),
    };
    match runtime.block_on(cli.run()) {
        Ok(code) => code,
        Err(failure) => fail(failure),
    }
}

fn fail(message: impl std::fmt::Display) -> ExitCode {
    eprintln!("five-keys-bot: {message}");
    ExitCode::FAILURE
}
