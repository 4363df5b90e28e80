//! Removing delivered messages from the outbox, many at a time under load and at once when idle: while one
//! removal is under way, the next ones gather.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::{mpsc, oneshot};

use crate::store::Store;

/// How many at most in one statement.
const BATCH: usize = 256;
/// How many removed messages are remembered: a transaction that is under way may have seen them in the outbox
/// before they left it.
const REMEMBERED: usize = 4_096;
/// How long to wait before trying again when the database does not answer.
const NAP: Duration = Duration::from_millis(200);

type Mark = (i64, oneshot::Sender<()>);

/// What was delivered and is about to leave the outbox, or has just left it.
#[derive(Debug, Clone)]
pub struct Marks {
    queue: mpsc::UnboundedSender<Mark>,
    delivered: Arc<Mutex<Delivered>>,
}

#[derive(Debug, Default)]
struct Delivered {
    ids: HashSet<i64>,
    /// Those of them that have left the outbox, oldest first.
    removed: VecDeque<i64>,
}

impl Delivered {
    fn forget_oldest(&mut self, removed: &[i64]) {
        self.removed.extend(removed);
        while self.removed.len() > REMEMBERED {
            if let Some(oldest) = self.removed.pop_front() {
                self.ids.remove(&oldest);
            }
        }
    }
}

impl Marks {
    /// Starts the remover. It ends when the last copy of the marks is gone and everything is removed.
    #[must_use]
    pub fn start(store: Store) -> (Self, tokio::task::JoinHandle<()>) {
        let (queue, waiting) = mpsc::unbounded_channel();
        let marks = Self {
            queue,
            delivered: Arc::default(),
        };
        let task = tokio::spawn(remove(store, waiting, Arc::clone(&marks.delivered)));
        (marks, task)
    }

    /// Notes a delivered message; the receiver hears when it has left the outbox.
    pub fn delivered(&self, id: i64) -> oneshot::Receiver<()> {
        let (gone, heard) = oneshot::channel();
        lock(&self.delivered).ids.insert(id);
        // The remover outlives every sender; without it the row would be sent again after its lease.
        let _ = self.queue.send((id, gone));
        heard
    }

    /// Whether all of these were delivered by this process, so that nothing waits for them.
    #[must_use]
    pub fn contains_all(&self, ids: &[i64]) -> bool {
        if ids.is_empty() {
            return true;
        }
        let delivered = lock(&self.delivered);
        ids.iter().all(|id| delivered.ids.contains(id))
    }
}

fn lock(delivered: &Mutex<Delivered>) -> MutexGuard<'_, Delivered> {
    delivered.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn remove(
    store: Store,
    mut waiting: mpsc::UnboundedReceiver<Mark>,
    delivered: Arc<Mutex<Delivered>>,
) {
    let mut batch: Vec<Mark> = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        let ids: Vec<i64> = batch.iter().map(|(id, _)| *id).collect();
        while let Err(error) = store.remove(&ids).await {
            tracing::warn!(%error, count = ids.len(), "delivered messages cannot be removed yet");
            tokio::time::sleep(NAP).await;
        }
        lock(&delivered).forget_oldest(&ids);
        for (_, gone) in batch.drain(..) {
            let _ = gone.send(());
        }
    }
}
