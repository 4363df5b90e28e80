//! Backups, restoring them, and copying one database into another: value by value, on both databases, in all directions.

mod backup;
mod changes;
mod copying;
mod files;
mod killed;
mod restore;
mod rows;

use std::ops::ControlFlow;

use crate::support::database::Backend;

/// Both kinds, for the end that `on_both!` does not choose.
const KINDS: [Backend; 2] = [Backend::Sqlite, Backend::Postgres];

/// Lets everything go on.
fn on(_table: &'static str, _rows: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Waits inside a function that cannot.
fn now<T>(future: impl Future<Output = T>) -> T {
    tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(future))
}
