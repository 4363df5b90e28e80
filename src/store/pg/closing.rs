//! The last flight of a transaction: its writes, and the commit right behind them.
//!
//! A commit that follows a statement which failed takes everything back, so it need not wait for their answers. It must not
//! overtake them, though: a statement that this connection has not prepared yet leaves only after it was.

use std::{cell::Cell, future::poll_fn, pin::pin, task::Poll};

use diesel::{
    QueryResult,
    connection::{Instrumentation, InstrumentationEvent},
    result::{DatabaseErrorKind::UniqueViolation, Error},
    sql_query,
    sql_types::Text,
};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use jiff::Timestamp;
use tokio::task::unconstrained;

use super::Conn;
use crate::store::{InboxKey, cached::Cached, moment::At, schema::sql_types::Moment};

thread_local! {
    /// How many statements were prepared by whatever ran on this thread. Preparing begins within a poll, and a poll stays
    /// on its thread.
    static PREPARED: Cell<u64> = const { Cell::new(0) };
}

/// Notices on a connection that a statement is about to be prepared.
pub(super) fn notices_preparing() -> impl Instrumentation {
    |event: InstrumentationEvent<'_>| {
        if matches!(event, InstrumentationEvent::CacheQuery { .. }) {
            PREPARED.set(PREPARED.get().wrapping_add(1));
        }
    }
}

/// Does these writes, each one statement, and commits in the same flight if all of them are on their way. Tells what
/// became of them, and whether the transaction is over: committed if they went well, and taken back otherwise.
pub(in crate::store) async fn close<T>(
    conn: Conn<'_>,
    writes: impl Future<Output = QueryResult<T>>,
) -> (QueryResult<T>, bool) {
    // Unconstrained, because a task that has done much in its turn is told to wait where it need not.
    let mut writes = pin!(unconstrained(writes));
    let (first, all_sent) = poll_fn(|context| {
        let before = PREPARED.get();
        let first = writes.as_mut().poll(context);
        Poll::Ready((first, before == PREPARED.get()))
    })
    .await;
    match first {
        Poll::Ready(written) => (written, false),
        Poll::Pending if !all_sent => (writes.await, false),
        Poll::Pending => {
            let mut conn = conn;
            let (written, committed) = futures_util::join!(writes, conn.batch_execute("COMMIT"));
            match committed {
                Ok(()) => (written, true),
                Err(error) => (written.and(Err(error)), false),
            }
        }
    }
}

/// Records a new update with how it was handled. A key that is there already fails the transaction, so that a commit which
/// is on its way takes everything back.
pub(in crate::store) async fn record(
    conn: Conn<'_>,
    key: InboxKey<'_>,
    outcome: &str,
    now: Timestamp,
) -> QueryResult<()> {
    let insert =
        sql_query("INSERT INTO inbox (source, key, outcome, received_at) VALUES ($1, $2, $3, $4)")
            .bind::<Text, _>(key.source)
            .bind::<Text, _>(key.key)
            .bind::<Text, _>(outcome)
            .bind::<Moment, _>(At(now));
    match Cached(insert).execute(on!(conn)).await {
        // The same number with another person in it: whoever came first is right.
        Err(Error::DatabaseError(UniqueViolation, _)) => Err(Error::RollbackTransaction),
        ended => ended.map(|_| ()),
    }
}
