//! PostgreSQL: the pool, and what differs from SQLite.

use std::time::Duration;

use diesel::{ConnectionError, ConnectionResult, QueryResult};
use diesel_async::{
    AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection, TransactionManager,
    pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod, bb8},
};
use futures_util::FutureExt;
use tokio_postgres::{Config, NoTls, config::SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{PoolSettings, StoreError};

pub(super) type Owned = AsyncPgConnection;
/// Shared, so that several queries may be under way on it: they travel together.
pub(super) type Conn<'a> = &'a Owned;
/// Connections to PostgreSQL.
#[derive(Clone)]
pub struct Pool {
    connections: bb8::Pool<Owned>,
    /// What one unit of work may take.
    pub(super) limit: Duration,
}

impl Pool {
    pub(super) async fn get(&self) -> Result<bb8::PooledConnection<'_, Owned>, bb8::RunError> {
        self.connections.get().await
    }

    pub(super) fn state(&self) -> ::bb8::State {
        self.connections.state()
    }
}

/// Lets the pool throw this connection away: what is still under way on it may never end.
pub(super) fn give_up(conn: &mut Owned) {
    <Owned as AsyncConnection>::TransactionManager::transaction_manager_status_mut(conn)
        .set_in_error();
}

/// The connection as diesel takes it for one query.
macro_rules! on {
    ($conn:expr) => {
        &mut &*$conn
    };
}

/// The connection for one more function.
macro_rules! again {
    ($conn:expr) => {
        &*$conn
    };
}

/// Several functions whose queries do not depend on each other: one round trip.
macro_rules! flight {
    ($conn:expr; $( $($f:ident)::+ ( $($arg:expr),* $(,)? ) ),+ $(,)?) => {
        futures_util::try_join!($( $($f)::+(&*$conn, $($arg),*) ),+)?
    };
}

/// One transaction.
macro_rules! atomically {
    ($conn:expr, $body:expr) => {
        diesel_async::AsyncConnection::transaction($conn, $body).await
    };
}

// `column ~ pattern`: a regular expression somewhere in the text.
diesel::infix_operator!(Fits, " ~ ", backend: diesel::pg::Pg);

/// A pattern for [`Fits`]: these characters one after the other, each in any of its forms. Written out, because what
/// the server takes for the same letter depends on its locale.
pub(super) fn pattern(letters: &[Vec<char>]) -> String {
    let mut pattern = String::new();
    for forms in letters {
        match forms.as_slice() {
            [only] if only.is_alphanumeric() || !only.is_ascii() => pattern.push(*only),
            [only] => pattern.extend(['\\', *only]),
            several => {
                pattern.push('[');
                pattern.extend(several);
                pattern.push(']');
            }
        }
    }
    pattern
}

/// The number of a column's quarter of an hour since 1970, as SQL.
macro_rules! quarter {
    ($column:literal) => {
        concat!(
            "CAST(FLOOR(EXTRACT(EPOCH FROM ",
            $column,
            ") / 900) AS BIGINT)"
        )
    };
}

/// The size of the database in bytes, as SQL.
pub(super) const SIZE: &str = "pg_database_size(current_database())";

#[path = "queries/mod.rs"]
#[allow(
    clippy::duplicate_mod,
    reason = "each query is written once and compiled for both back ends"
)]
pub(super) mod queries;

pub(super) mod bulk;

diesel::define_sql_function! {
    /// Waits until no other transaction holds this number; held until the end of the transaction.
    fn pg_advisory_xact_lock(key: diesel::sql_types::BigInt);
}

/// Holds a number until the end of the transaction, across all processes on this database.
pub(super) async fn lock(conn: Conn<'_>, key: i64) -> QueryResult<()> {
    diesel::select(pg_advisory_xact_lock(key))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

/// People whose reminder is due, locked. Who is busy is left out: nobody waits for anybody here, so nobody can wait in a
/// circle, and two replicas take different people.
pub(super) async fn due_people(
    conn: Conn<'_>,
    limit: i64,
    now: jiff::Timestamp,
) -> QueryResult<Vec<i64>> {
    use diesel::{ExpressionMethods, QueryDsl};

    use super::{moment::At, schema::users};
    users::table
        .filter(users::next_reminder_at.le(At(now)))
        .order((users::next_reminder_at, users::id))
        .limit(limit)
        .select(users::id)
        .for_no_key_update()
        .skip_locked()
        .load(on!(conn))
        .await
}

/// Makes the pool; connections live at most half an hour and are checked without a round trip.
pub(super) async fn open(url: &str, settings: PoolSettings) -> Result<Pool, StoreError> {
    let connector = Connector::new(url)?;
    let mut config = ManagerConfig::default();
    config.recycling_method = RecyclingMethod::Fast;
    config.custom_setup = Box::new(move |_| {
        let connector = connector.clone();
        async move { connector.connect().await }.boxed()
    });
    let manager = AsyncDieselConnectionManager::new_with_config(String::new(), config);
    let connections = bb8::Pool::builder()
        .max_size(settings.size.max(2))
        .connection_timeout(settings.wait)
        .max_lifetime(Some(Duration::from_secs(30 * 60)))
        .idle_timeout(Some(Duration::from_secs(10 * 60)))
        .build_unchecked(manager);
    Ok(Pool {
        connections,
        limit: settings.limit,
    })
}

/// A connection of its own, outside the pool.
pub(super) async fn connect(url: &str) -> Result<Owned, StoreError> {
    Connector::new(url)?
        .connect()
        .await
        .map_err(|error| StoreError::Open(error.to_string()))
}

/// No statement and no forgotten transaction may hold a person's lock for long. Every query here looks up by
/// key, so a plan made anew for each set of values is never better, and costs more than the query.
const SESSION: &str = "SET statement_timeout = '10s'; \
    SET idle_in_transaction_session_timeout = '15s'; \
    SET plan_cache_mode = 'force_generic_plan'";

/// How long a new connection may take until it can be used: a server far away needs a few round trips.
const READY_WITHIN: Duration = Duration::from_secs(10);

#[derive(Clone)]
struct Connector {
    config: Config,
    tls: Option<MakeRustlsConnect>,
}

impl Connector {
    fn new(url: &str) -> Result<Self, StoreError> {
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
    async fn connect(&self) -> ConnectionResult<Owned> {
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
