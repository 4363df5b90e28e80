//! Limits that all replicas keep together, in Redis. Nothing that matters is there: without an answer each replica keeps
//! to its own share, and asks again a second later.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use redis::{
    Client, Script,
    aio::{ConnectionManager, ConnectionManagerConfig},
};

use crate::{clock, telemetry::Metrics};

/// An answer that takes longer is no answer: an update waits for it.
const PATIENCE: Duration = Duration::from_millis(200);
/// A new connection may take longer, because it makes one update wait, not each.
const CONNECT: Duration = Duration::from_millis(500);
/// How long Redis is left alone after it did not answer, in milliseconds.
const AWAY: i64 = 1_000;

/// How fast something may go.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// One each such time.
    pub interval: Duration,
    /// So many at once after a silence.
    pub burst: u32,
}

/// What may be done of something that is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leave {
    /// So many were free before anything was taken.
    pub free: i64,
    /// What was taken may be used after this time. Beyond the longest wait that was named, nothing was taken.
    pub wait: Duration,
}

/// The shared limits of one bot.
pub struct Quota {
    script: Script,
    connection: ConnectionManager,
    /// Bots may share a Redis.
    prefix: String,
    /// Not asked before this moment, in milliseconds since 1970.
    away_until: AtomicI64,
    metrics: Arc<Metrics>,
}

impl std::fmt::Debug for Quota {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Quota").finish_non_exhaustive()
    }
}

impl Quota {
    /// Connects when it is first needed.
    ///
    /// # Errors
    /// The address cannot be one of a Redis; the sentence does not repeat it.
    pub fn new(url: &str, bot: i64, metrics: Arc<Metrics>) -> Result<Self, String> {
        Ok(Self {
            script: Script::new(include_str!("quota.lua")),
            connection: connection(url)?,
            prefix: format!("five-keys-bot:{bot}"),
            away_until: AtomicI64::new(0),
            metrics,
        })
    }

    /// Takes `count` of what `name` limits, unless that meant to wait longer than `patience`. `None`: Redis does not answer.
    pub async fn take(
        &self,
        name: &str,
        rate: Rate,
        count: u32,
        patience: Duration,
    ) -> Option<Leave> {
        let now = clock::now().as_millisecond();
        let away_until = self.away_until.load(Ordering::Relaxed);
        if now < away_until {
            return None;
        }
        let mut connection = self.connection.clone();
        let mut call = self.script.key(format!("{}:{name}", self.prefix));
        call.arg(micros(rate.interval))
            .arg(rate.burst)
            .arg(count)
            .arg(micros(patience));
        let asked = call.invoke_async::<(i64, i64)>(&mut connection);
        match tokio::time::timeout(PATIENCE + CONNECT, asked).await {
            Ok(Ok((free, wait))) => {
                if away_until != 0 {
                    self.away_until.store(0, Ordering::Relaxed);
                    self.metrics.redis_away(false);
                    tracing::info!("Redis answers again: limits are shared");
                }
                let wait = Duration::from_micros(u64::try_from(wait).unwrap_or_default());
                Some(Leave { free, wait })
            }
            failed => {
                let now = clock::now().as_millisecond();
                self.away_until.store(now + AWAY, Ordering::Relaxed);
                self.metrics.redis_failed();
                self.metrics.redis_away(true);
                if away_until == 0 {
                    let error = reason(failed.map(Result::err));
                    tracing::warn!(
                        error,
                        "Redis does not answer: each replica keeps to its own share"
                    );
                }
                None
            }
        }
    }
}

/// Asks a Redis whether it answers.
///
/// # Errors
/// Why it does not, without its address.
pub async fn ping(url: &str, patience: Duration) -> Result<(), String> {
    let mut connection = connection(url)?;
    let ping = redis::cmd("PING");
    let asked = ping.query_async::<String>(&mut connection);
    match tokio::time::timeout(patience, asked).await {
        Ok(Ok(_)) => Ok(()),
        failed => Err(reason(failed.map(Result::err))),
    }
}

fn connection(url: &str) -> Result<ConnectionManager, String> {
    let client = Client::open(url).map_err(|error| error.category().to_owned())?;
    let config = ConnectionManagerConfig::new()
        .set_response_timeout(Some(PATIENCE))
        .set_connection_timeout(Some(CONNECT))
        .set_number_of_retries(0);
    ConnectionManager::new_lazy_with_config(client, config)
        .map_err(|error| error.category().to_owned())
}

/// The kind of the error only: its text may hold the address, and with it the password.
fn reason<E>(failed: Result<Option<redis::RedisError>, E>) -> String {
    match failed {
        Ok(Some(error)) if error.is_timeout() => "timed out".to_owned(),
        Ok(Some(error)) => error.category().to_owned(),
        Ok(None) | Err(_) => "timed out".to_owned(),
    }
}

fn micros(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}
