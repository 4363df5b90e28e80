//! HTTP clients for calls to the outside, all made alike: no proxy but ours, no redirects, no repeats behind our back,
//! and no address in an error.

use std::time::Duration;

use reqwest::{Client, Proxy, redirect};

/// How long a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// A client for the service at `url`; each call takes at most `time_limit`.
///
/// # Errors
/// The proxy's address is wrong.
pub fn client(url: &str, proxy_url: Option<&str>, time_limit: Duration) -> Result<Client, String> {
    // Only the proxy that is configured here: a shell's HTTP_PROXY must not redirect the playground.
    let mut builder = Client::builder()
        .no_proxy()
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(time_limit)
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .user_agent(concat!("five-keys-bot/", env!("CARGO_PKG_VERSION")));
    if let Some(proxy) = proxy_url {
        let proxy = Proxy::all(proxy).map_err(|error| format!("proxy: {}", error.without_url()))?;
        builder = builder.proxy(proxy);
    }
    if url.starts_with("http://") && proxy_url.is_none() {
        // No TLS ahead: do without the system's certificates, which a bare machine may not have.
        builder = builder.tls_certs_only([]);
    }
    builder
        .build()
        .map_err(|error| format!("HTTP client: {}", error.without_url()))
}

/// The error without the address, with its innermost cause.
#[must_use]
pub fn describe(error: reqwest::Error) -> String {
    let error = error.without_url();
    if error.is_timeout() {
        return "timed out".into();
    }
    let mut cause: &dyn std::error::Error = &error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
