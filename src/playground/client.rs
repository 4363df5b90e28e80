//! The HTTP client for deliveries and for Tribute.

use std::time::Duration;

/// Builds a client that goes straight to where it is told: no proxy, no redirects, Telegram's 60 seconds.
///
/// `idle` is how many idle connections it keeps per host. Connections belong to the runtime that opened them, so a client used
/// from several runtimes must keep none.
pub(super) fn build(idle: usize) -> std::io::Result<reqwest::Client> {
    // The webhook is plain HTTP on this machine, yet the client wants to know its cryptography before it is built.
    // An error means that somebody installed one before, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .no_proxy()
        // Everything here is plain HTTP: do without the system's certificates.
        .tls_certs_only([])
        .redirect(reqwest::redirect::Policy::none())
        .http1_only()
        .timeout(Duration::from_secs(60))
        .pool_max_idle_per_host(idle)
        .build()
        .map_err(std::io::Error::other)
}
