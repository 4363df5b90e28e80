//! A transaction that begins in the same round trip as its first reads.
//!
//! diesel's own takes the connection for itself while it begins. This one leaves it shared, and tells diesel's bookkeeping only
//! what the pool has to know: whether the connection is fit for others.

use diesel::{QueryResult, connection::TransactionManagerStatus};
use diesel_async::{AnsiTransactionManager, SimpleAsyncConnection, TransactionManager};

use super::{Conn, Owned};

/// Begins a transaction and waits for a number. Needs no preparing, so it is under way as soon as it is asked for the first
/// time, before anything that is asked after it.
pub(in crate::store) async fn begin_holding(mut conn: Conn<'_>, key: i64) -> QueryResult<()> {
    // The level by name: what is read next must not be older than the wait.
    let begin =
        format!("BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock({key})");
    conn.batch_execute(&begin).await
}

/// Lets the pool throw the connection away when it comes back, unless [`end`] says otherwise: whoever gets lost in a
/// transaction must not hand it on.
pub(in crate::store) fn counts_as_broken(conn: &mut Owned) {
    AnsiTransactionManager::transaction_manager_status_mut(conn).set_in_error();
}

/// The transaction is over already: its commit travelled with its last writes.
pub(in crate::store) fn is_over(conn: &mut Owned) {
    *AnsiTransactionManager::transaction_manager_status_mut(conn) = Default::default();
}

/// Ends what [`begin_holding`] has begun, as the body ended, unless it [`is_over`]. Without an answer the connection goes
/// on counting as broken.
pub(in crate::store) async fn end<T>(conn: &mut Owned, ended: QueryResult<T>) -> QueryResult<T> {
    let status = AnsiTransactionManager::transaction_manager_status_mut(conn);
    if matches!(status, TransactionManagerStatus::Valid(_)) {
        return ended;
    }
    let end = if ended.is_ok() { "COMMIT" } else { "ROLLBACK" };
    let answered = conn.batch_execute(end).await;
    if answered.is_ok() {
        is_over(conn);
    }
    let value = ended?;
    answered.map(|()| value)
}
