//! SQLite: the pool, and what differs from PostgreSQL.

use std::{
    path::Path,
    sync::{Mutex, PoisonError},
};

use diesel::{
    ConnectionError, ConnectionResult, QueryResult, connection::SimpleConnection,
    sqlite::SqliteConnection,
};
use diesel_async::{
    AsyncConnection, SimpleAsyncConnection,
    pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod, bb8},
    sync_connection_wrapper::SyncConnectionWrapper,
};
use futures_util::FutureExt;
use jiff::Timestamp;

use super::{InboxKey, PoolSettings, StoreError, line::Line};
use crate::{bot::state::ChatState, telegram::UserId};

pub(super) type Owned = SyncConnectionWrapper<SqliteConnection, SameThread>;
/// Exclusive: one query after the other.
pub(super) type Conn<'a> = &'a mut Owned;
/// The connection to the file.
pub(super) type Pool = Line<AsyncDieselConnectionManager<Owned>>;

/// One statement each, the waiting time first (it governs the others). FULL, because a payment that was
/// acknowledged must survive a power cut.
const PRAGMAS: [&str; 4] = [
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
];

/// The connection as diesel takes it for one query.
macro_rules! on {
    ($conn:expr) => {
        &mut *$conn
    };
}

/// The connection for one more function.
macro_rules! again {
    ($conn:expr) => {
        &mut *$conn
    };
}

/// Several functions whose queries do not depend on each other: here one after the other.
macro_rules! flight {
    ($conn:expr; $( $($f:ident)::+ ( $($arg:expr),* $(,)? ) ),+ $(,)?) => {
        ($( $($f)::+(&mut *$conn, $($arg),*).await? ),+)
    };
}

/// The same for each of a list; what they gave comes back.
macro_rules! each {
    ($conn:expr; $item:ident in $items:expr; $f:ident ( $($arg:expr),* $(,)? )) => {{
        let mut gave = Vec::with_capacity($items.len());
        for $item in $items {
            gave.push($f(&mut *$conn, $($arg),*).await?);
        }
        gave
    }};
}

/// One transaction.
macro_rules! atomically {
    ($conn:expr, $body:expr) => {{
        $crate::store::sqlite::same_thread::begin($conn).await?;
        let body = $body;
        let ended = body($conn).await;
        $crate::store::sqlite::same_thread::end($conn, ended).await
    }};
}

/// The same: a transaction is alone in the file anyway.
macro_rules! holding {
    ($conn:expr, $body:expr) => {
        atomically!($conn, $body)
    };
}

/// The last writes of such a transaction; it ends behind them.
macro_rules! closing {
    ($conn:expr; $($write:tt)+) => {
        flight!($conn; $($write)+)
    };
}

// `column GLOB pattern`: unlike LIKE it knows sets of characters.
diesel::infix_operator!(Fits, " GLOB ", backend: diesel::sqlite::Sqlite);

/// A pattern for [`Fits`]: these characters somewhere in the text, each in any of its forms. SQLite's own LIKE and
/// LOWER know the case of ASCII only.
pub(super) fn pattern(letters: &[Vec<char>]) -> String {
    let mut pattern = String::from("*");
    for forms in letters {
        match forms.as_slice() {
            [only] if !['*', '?', '['].contains(only) => pattern.push(*only),
            several => {
                pattern.push('[');
                pattern.extend(several);
                pattern.push(']');
            }
        }
    }
    pattern.push('*');
    pattern
}

/// The number of a column's quarter of an hour since 1970, as SQL.
macro_rules! quarter {
    ($column:literal) => {
        concat!("CAST(strftime('%s', ", $column, ") AS INTEGER) / 900")
    };
}

/// The size of the database in bytes, as SQL.
pub(super) const SIZE: &str =
    "(SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size())";

#[path = "queries/mod.rs"]
#[allow(
    clippy::duplicate_mod,
    reason = "each query is written once and compiled for both back ends"
)]
pub(super) mod queries;

pub(super) mod bulk;
mod same_thread;

pub(super) use same_thread::{SameThread, give_way, on_this_thread};

/// Nothing to do: an immediate transaction is alone in the file.
#[allow(clippy::unused_async, reason = "the same form as on PostgreSQL")]
pub(super) async fn lock(_conn: Conn<'_>, _key: i64) -> QueryResult<()> {
    Ok(())
}

/// What is known of the person of a new update, and what still waits for them; nothing when it was handled before. Nothing
/// can be written outside the transaction here, so the update is recorded first.
pub(super) async fn meet(
    conn: Conn<'_>,
    key: InboxKey<'_>,
    person: UserId,
    now: Timestamp,
) -> QueryResult<Option<(ChatState, Vec<i64>)>> {
    if !queries::inbox::insert(again!(conn), key, queries::inbox::HANDLED, now).await? {
        return Ok(None);
    }
    queries::unit::load(conn, person).await.map(Some)
}

/// Notes how a new update was handled, when that was not the usual way.
pub(super) async fn record(
    conn: Conn<'_>,
    key: InboxKey<'_>,
    outcome: &str,
    _now: Timestamp,
) -> QueryResult<()> {
    if outcome == queries::inbox::HANDLED {
        return Ok(());
    }
    queries::inbox::set_outcome(conn, key, outcome).await
}

/// People whose reminder is due. Nobody else can change them: an immediate transaction is alone in the file.
pub(super) async fn due_people(
    conn: Conn<'_>,
    limit: i64,
    now: Timestamp,
) -> QueryResult<Vec<i64>> {
    use diesel::{ExpressionMethods, QueryDsl};
    use diesel_async::RunQueryDsl;

    use super::{moment::At, schema::users};
    users::table
        .filter(users::next_reminder_at.le(At(now)))
        .order((users::next_reminder_at, users::id))
        .limit(limit)
        .select(users::id)
        .load(on!(conn))
        .await
}

/// Makes the pool, of one connection: the one that is there already, or one to be opened.
pub(super) fn open(path: &Path, settings: PoolSettings, first: Option<Owned>) -> Pool {
    let mut config = ManagerConfig::default();
    config.recycling_method = RecyclingMethod::Fast;
    let first = Mutex::new(first);
    config.custom_setup = Box::new(move |path| {
        let first = first.lock().unwrap_or_else(PoisonError::into_inner).take();
        async move {
            if let Some(conn) = first {
                return Ok(conn);
            }
            let mut conn = Owned::establish(path).await?;
            for pragma in PRAGMAS {
                conn.batch_execute(pragma)
                    .await
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
            }
            Ok(conn)
        }
        .boxed()
    });
    let manager = AsyncDieselConnectionManager::new_with_config(path.to_string_lossy(), config);
    let connections = bb8::Pool::builder()
        .max_size(1)
        .connection_timeout(settings.wait)
        .max_lifetime(None)
        .idle_timeout(None)
        .build_unchecked(manager);
    Line::new(connections, 1, settings.wait)
}

/// A connection of its own, outside the pool, with these pragmas instead of the pool's.
pub(super) async fn connect_alone(path: &str, pragmas: &[&str]) -> ConnectionResult<Owned> {
    let mut conn = Owned::establish(path).await?;
    for pragma in pragmas {
        conn.batch_execute(pragma)
            .await
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
    }
    Ok(conn)
}

/// How long a migration waits for another process's: turns are not taken in order, so somebody may lose many of them.
const MIGRATION_WAIT: &str = "PRAGMA busy_timeout = 300000";

/// A plain connection for migrations; blocks.
pub(super) fn connect(path: &Path) -> ConnectionResult<SqliteConnection> {
    let mut conn = <SqliteConnection as diesel::Connection>::establish(&path.to_string_lossy())?;
    let [_, others @ ..] = PRAGMAS;
    for pragma in [MIGRATION_WAIT].into_iter().chain(others) {
        patiently(&mut conn, pragma).map_err(ConnectionError::CouldntSetupConfiguration)?;
    }
    Ok(conn)
}

/// A connection for the pool that may be the first to touch the file; blocks.
pub(super) fn connect_first(path: &Path) -> Result<Owned, StoreError> {
    let mut conn = connect(path).map_err(|error| cannot_open(path, &error))?;
    let [wait, ..] = PRAGMAS;
    conn.batch_execute(wait)?;
    Ok(SyncConnectionWrapper::with_runtime(conn, SameThread))
}

pub(super) fn cannot_open(path: &Path, error: &ConnectionError) -> StoreError {
    StoreError::Open(format!("SQLite file {}: {error}", path.display()))
}

/// Of two that turn a new file to WAL at the same time, SQLite refuses one at once, whatever its waiting time: both hold what
/// the other waits for.
fn patiently(conn: &mut SqliteConnection, pragma: &str) -> QueryResult<()> {
    let mut tries = 0;
    loop {
        match conn.batch_execute(pragma) {
            Err(error) if tries < 100 && error.to_string().contains("locked") => {
                tries += 1;
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            ended => return ended,
        }
    }
}
