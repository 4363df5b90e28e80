//! `healthcheck`: asks the service beside us, for Docker's `HEALTHCHECK`.

use std::{net::IpAddr, time::Duration};

use super::Failure;
use crate::config::Config;

/// Longer than the 3 s within which `/ping` answers.
const PATIENCE: Duration = Duration::from_secs(4);

/// Succeeds when `/ping` says 200.
pub(super) async fn run() -> Result<(), Failure> {
    let config = Config::from_env().map_err(|mistakes| Failure(mistakes.to_string()))?;
    let host = match config.web_host {
        host if !host.is_unspecified() => host,
        IpAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
    };
    let url = format!(
        "http://{}/ping",
        std::net::SocketAddr::new(host, config.web_port)
    );
    let failed = |error: reqwest::Error| Failure(format!("{url} does not answer: {error}"));
    let client = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([])
        .timeout(PATIENCE)
        .build()
        .map_err(failed)?;
    let status = client.get(&url).send().await.map_err(failed)?.status();
    if status.is_success() {
        Ok(())
    } else {
        Err(Failure(format!("{url} answers {status}")))
    }
}
