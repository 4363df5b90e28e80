//! The socket and the HTTP server on it.

use std::net::{SocketAddr, TcpListener};

use actix_web::{App, HttpServer, dev::Server, web};

use super::{DRAIN_SECONDS, KEEP_ALIVE, StartError};
use crate::{
    config::Config,
    http::{self, Paths, Shared},
};

pub(super) fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    let listener =
        TcpListener::bind(address).map_err(|error| StartError::Listen(address, error))?;
    listener
        .set_nonblocking(true)
        .map_err(|error| StartError::Listen(address, error))?;
    Ok(listener)
}

pub(super) fn serve(
    listener: TcpListener,
    shared: Shared,
    config: &Config,
) -> Result<Server, StartError> {
    let shared = web::Data::new(shared);
    let paths = Paths {
        telegram: config.telegram_webhook_path.clone(),
        tribute: config.tribute_webhook_path.clone(),
    };
    let app = move || {
        App::new()
            .app_data(shared.clone())
            .configure(|routes| http::routes(routes, &paths))
    };
    let server = HttpServer::new(app)
        .workers(workers())
        .keep_alive(KEEP_ALIVE)
        .shutdown_timeout(DRAIN_SECONDS)
        .disable_signals()
        .listen(listener)
        .map_err(StartError::Server)?;
    Ok(server.run())
}

/// Workers only read requests and write answers; the work is done on the main runtime, which has a thread for
/// each core already.
fn workers() -> usize {
    std::thread::available_parallelism()
        .map_or(1, |cores| usize::from(cores) / 2)
        .clamp(1, 4)
}
