//! SQLite on the thread that asks it. A statement is a few microseconds of work in the same process; handing each to another
//! thread and waiting for it costs several times that.

use std::error::Error;

use diesel::{QueryResult, connection::AnsiTransactionManager};
use diesel_async::{AsyncConnection, TransactionManager, sync_connection_wrapper::SpawnBlocking};
use futures_util::{FutureExt, future::BoxFuture};
use tokio::runtime::{Handle, RuntimeFlavor};

use super::Owned;

type Transactions = <Owned as AsyncConnection>::TransactionManager;

/// What diesel asks to run its statements: they are run at once, here.
#[derive(Debug, Clone, Copy)]
pub struct SameThread;

impl SpawnBlocking for SameThread {
    fn spawn_blocking<'a, R>(
        &mut self,
        task: impl FnOnce() -> R + Send + 'static,
    ) -> BoxFuture<'a, Result<R, Box<dyn Error + Send + Sync + 'static>>>
    where
        R: Send + 'static,
    {
        std::future::ready(Ok(task())).boxed()
    }

    fn get_runtime() -> Self {
        Self
    }
}

/// A whole unit of work. It may wait for another process's write or for the disk, so the runtime is told to go on elsewhere.
pub(in crate::store) async fn on_this_thread<T>(work: impl Future<Output = T>) -> T {
    let runtime = Handle::current();
    match runtime.runtime_flavor() {
        RuntimeFlavor::MultiThread => tokio::task::block_in_place(|| runtime.block_on(work)),
        // A small test's: there is no elsewhere.
        _ => work.await,
    }
}

/// Lets others go on, after the connection was given back. Nothing here ever waits by itself: somebody with many units of work
/// could not even be stopped between two of them.
pub(in crate::store) async fn give_way() {
    tokio::task::yield_now().await;
}

/// Begins a transaction that writes from its first statement on: a read that turns into a write could fail.
pub(in crate::store) async fn begin(conn: &mut Owned) -> QueryResult<()> {
    conn.spawn_blocking(|file| {
        AnsiTransactionManager::begin_transaction_sql(file, "BEGIN IMMEDIATE")
    })
    .await
}

/// Ends it as its body ended.
pub(in crate::store) async fn end<T>(conn: &mut Owned, ended: QueryResult<T>) -> QueryResult<T> {
    let ended = match ended {
        Ok(value) => Transactions::commit_transaction(conn).await.map(|()| value),
        Err(error) => Err(error),
    };
    if ended.is_err() {
        // A full disk refuses a commit and may have taken everything back itself. Where nothing helps, the pool gives up
        // the connection: it still counts as inside.
        let _ = Transactions::rollback_transaction(conn).await;
    }
    ended
}
