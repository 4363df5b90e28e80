//! PostgreSQL: the pool, and what differs from SQLite.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use diesel::QueryResult;
use diesel_async::{
    AsyncPgConnection, RunQueryDsl,
    pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod, bb8},
};
use futures_util::FutureExt;

use connector::Connector;

use super::{PoolSettings, StoreError, line::Line};

pub(super) type Owned = AsyncPgConnection;
/// Shared, so that several queries may be under way on it: they travel together.
pub(super) type Conn<'a> = &'a Owned;
/// Connections to PostgreSQL.
#[derive(Clone)]
pub struct Pool {
    pub(super) line: Line<AsyncDieselConnectionManager<Owned>>,
    /// What one unit of work may take.
    pub(super) limit: Duration,
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

/// The same for each of a list; what they gave comes back.
macro_rules! each {
    ($conn:expr; $item:ident in $items:expr; $f:ident ( $($arg:expr),* $(,)? )) => {
        futures_util::future::try_join_all($items.iter().map(|$item| $f(&*$conn, $($arg),*))).await?
    };
}

/// One transaction.
macro_rules! atomically {
    ($conn:expr, $body:expr) => {
        diesel_async::AsyncConnection::transaction($conn, $body).await
    };
}

/// One transaction that holds a number. Its body begins it: [`meet`].
macro_rules! holding {
    ($conn:expr, $body:expr) => {{
        $crate::store::pg::transaction::counts_as_broken($conn);
        let body = $body;
        let ended = body($conn).await;
        $crate::store::pg::transaction::end($conn, ended).await
    }};
}

/// The last writes of such a transaction, each one statement: with its commit, in one round trip, if that can be.
macro_rules! closing {
    ($conn:expr; $( $($f:ident)::+ ( $($arg:expr),* $(,)? ) ),+ $(,)?) => {{
        let (written, is_over) = $crate::store::pg::closing::close(&*$conn, async {
            futures_util::try_join!($( $($f)::+(&*$conn, $($arg),*) ),+)
        })
        .await;
        if is_over {
            $crate::store::pg::transaction::is_over($conn);
        }
        written?
    }};
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
pub(super) mod closing;
mod connector;
mod meeting;
pub(super) mod transaction;

pub(super) use closing::record;
pub(super) use meeting::meet;

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

/// Makes the pool, with the connection that is there already; connections live at most half an hour and are checked without
/// a round trip.
pub(super) fn open(
    url: &str,
    settings: PoolSettings,
    first: Option<Owned>,
) -> Result<Pool, StoreError> {
    let connector = Connector::new(url)?;
    let first = Mutex::new(first);
    let mut config = ManagerConfig::default();
    config.recycling_method = RecyclingMethod::Fast;
    config.custom_setup = Box::new(move |_| {
        let first = first.lock().unwrap_or_else(PoisonError::into_inner).take();
        let connector = connector.clone();
        async move {
            match first {
                Some(conn) => Ok(conn),
                None => connector.connect().await,
            }
        }
        .boxed()
    });
    let manager = AsyncDieselConnectionManager::new_with_config(String::new(), config);
    let size = settings.size.max(2);
    let connections = bb8::Pool::builder()
        .max_size(size)
        .connection_timeout(settings.wait)
        .max_lifetime(Some(Duration::from_secs(30 * 60)))
        .idle_timeout(Some(Duration::from_secs(10 * 60)))
        .build_unchecked(manager);
    Ok(Pool {
        line: Line::new(connections, size, settings.wait),
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
