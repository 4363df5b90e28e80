//! A connection to PostgreSQL, from its URL to the first statement.

use std::time::Duration;

use diesel::{ConnectionError, ConnectionResult};
use diesel_async::{AsyncConnection, SimpleAsyncConnection};
use tokio_postgres::{Config, NoTls, config::SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{Owned, closing::notices_preparing};
use crate::store::StoreError;

/// No statement and no forgotten transaction may hold a person's lock for long. Every query here looks up by
/// key, so a plan made anew for each set of values is never better, and costs more than the query. Such a plan is kept until the
/// next ANALYZE, and the outbox is empty whenever that looks: reading all of it costs nothing then, and everything a moment
/// later, when ten thousand messages wait or left their traces. So a table is read from end to end only where no index helps;
/// that counts as a dear plan, which is no reason to compile it.
const SESSION: &str = "SET statement_timeout = '10s'; \
    SET idle_in_transaction_session_timeout = '15s'; \
    SET plan_cache_mode = 'force_generic_plan'; \
    SET enable_seqscan = off; \
    SET jit = off";

/// How long a new connection may take until it can be used: a server far away needs a few round trips.
const READY_WITHIN: Duration = Duration::from_secs(10);

#[derive(Clone)]
pub(super) struct Connector {
    config: Config,
    tls: Option<MakeRustlsConnect>,
}

impl Connector {
    pub(super) fn new(url: &str) -> Result<Self, StoreError> {
        let mut config: Config = without_verify_modes(url)
            .parse()
            .map_err(|error: tokio_postgres::Error| StoreError::Open(error.to_string()))?;
        config
            .connect_timeout(Duration::from_secs(3))
            .keepalives_idle(Duration::from_secs(30));
        config.application_name("five-keys-bot");
        #[cfg(target_os = "linux")]
        config.tcp_user_timeout(Duration::from_secs(15));
        let tls = match config.get_ssl_mode() {
            SslMode::Disable => None,
            SslMode::Prefer if is_local(&config) => None,
            _ => Some(tls()?),
        };
        if tls.is_none() {
            config.ssl_mode(SslMode::Disable);
        }
        Ok(Self { config, tls })
    }

    /// A server that is frozen still takes the connection, and never says that it is ready.
    pub(super) async fn connect(&self) -> ConnectionResult<Owned> {
        let made = tokio::time::timeout(READY_WITHIN, self.connect_patiently()).await;
        made.unwrap_or_else(|_| {
            let silent = "the server does not say that it is ready";
            Err(ConnectionError::BadConnection(silent.to_owned()))
        })
    }

    async fn connect_patiently(&self) -> ConnectionResult<Owned> {
        let bad = |error: tokio_postgres::Error| {
            let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
            ConnectionError::BadConnection(format!("{error}{}", cause.unwrap_or_default()))
        };
        let mut conn = match &self.tls {
            Some(tls) => {
                let (client, driver) = self.config.connect(tls.clone()).await.map_err(bad)?;
                Owned::try_from_client_and_connection(client, driver).await?
            }
            None => {
                let (client, driver) = self.config.connect(NoTls).await.map_err(bad)?;
                Owned::try_from_client_and_connection(client, driver).await?
            }
        };
        conn.set_instrumentation(notices_preparing());
        conn.batch_execute(SESSION)
            .await
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(conn)
    }
}

/// Loopback and Unix sockets need no TLS unless the URL asks for it.
fn is_local(config: &Config) -> bool {
    config.get_hosts().iter().all(|host| match host {
        tokio_postgres::config::Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse()
                    .is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
        }
        #[cfg(unix)]
        tokio_postgres::config::Host::Unix(_) => true,
    })
}

/// Made once for all connections: reading the system's certificates takes milliseconds.
fn tls() -> Result<MakeRustlsConnect, StoreError> {
    use rustls_platform_verifier::ConfigVerifierExt;
    rustls::ClientConfig::with_platform_verifier()
        .map(MakeRustlsConnect::new)
        .map_err(|error| StoreError::Open(error.to_string()))
}

/// The driver knows no `verify-ca` and `verify-full`; with rustls every connection is verified like
/// `verify-full`, so `require` says the same.
fn without_verify_modes(url: &str) -> String {
    url.replace("sslmode=verify-full", "sslmode=require")
        .replace("sslmode=verify-ca", "sslmode=require")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn managed_servers_get_tls_and_loopback_does_not() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let uses_tls = |url: &str| Connector::new(url).expect(url).tls.is_some();
        assert!(uses_tls("postgres://u:p@db.example.com/x"));
        assert!(uses_tls(
            "postgres://u:p@db.example.com/x?sslmode=verify-full"
        ));
        assert!(uses_tls("postgres://u:p@127.0.0.1/x?sslmode=require"));
        assert!(!uses_tls("postgres://u:p@127.0.0.1/x"));
        assert!(!uses_tls("postgres://u:p@db.example.com/x?sslmode=disable"));
    }
}
