//! Connections go to whoever asked first.
//!
//! bb8 wakes those who wait in their order too, but whoever comes meanwhile takes the connection away, and who was woken in
//! vain stands at the end again. So under load some waited for many turns, and with SQLite's one connection somebody with much
//! to do kept everybody else out.

use std::{
    ops::{Deref, DerefMut},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use bb8::{ManageConnection, Pool, PooledConnection, RunError};
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};

use super::PoolState;

/// A pool with a line in front of it, in which as many are served at once as the pool has connections.
pub struct Line<M: ManageConnection> {
    connections: Pool<M>,
    places: Arc<Semaphore>,
    counts: Arc<Counts>,
    /// The longest wait for a connection.
    wait: Duration,
}

#[derive(Debug, Default)]
struct Counts {
    waits: AtomicU64,
    timeouts: AtomicU64,
}

/// A connection while it is somebody's.
pub(super) struct Held<'a, M: ManageConnection> {
    // Goes back before the place does.
    conn: PooledConnection<'a, M>,
    _place: Option<SemaphorePermit<'a>>,
}

impl<M: ManageConnection> Line<M> {
    /// A line for this pool, which opens `size` connections at most and has the same patience.
    pub(super) fn new(connections: Pool<M>, size: u32, wait: Duration) -> Self {
        Self {
            connections,
            places: Arc::new(Semaphore::new(size as usize)),
            counts: Arc::default(),
            wait,
        }
    }

    /// A connection, for whoever's turn it is.
    pub(super) async fn get(&self) -> Result<Held<'_, M>, RunError<M::Error>> {
        let held = async {
            let place = match self.places.try_acquire() {
                Ok(place) => Some(place),
                Err(_) => {
                    self.counts.waits.fetch_add(1, Ordering::Relaxed);
                    // It is never closed.
                    self.places.acquire().await.ok()
                }
            };
            let conn = self.connections.get().await?;
            Ok(Held {
                conn,
                _place: place,
            })
        };
        timeout(self.wait, held).await.unwrap_or_else(|_| {
            self.counts.timeouts.fetch_add(1, Ordering::Relaxed);
            Err(RunError::TimedOut)
        })
    }

    pub(super) fn state(&self) -> PoolState {
        let state = self.connections.state();
        PoolState {
            open: state.connections,
            idle: state.idle_connections,
            waits: self.counts.waits.load(Ordering::Relaxed) + state.statistics.get_waited,
            timeouts: self.counts.timeouts.load(Ordering::Relaxed) + state.statistics.get_timed_out,
        }
    }
}

impl<M: ManageConnection> Clone for Line<M> {
    fn clone(&self) -> Self {
        Self {
            connections: self.connections.clone(),
            places: Arc::clone(&self.places),
            counts: Arc::clone(&self.counts),
            wait: self.wait,
        }
    }
}

impl<M: ManageConnection> Deref for Held<'_, M> {
    type Target = M::Connection;

    fn deref(&self) -> &Self::Target {
        &self.conn
    }
}

impl<M: ManageConnection> DerefMut for Held<'_, M> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.conn
    }
}
