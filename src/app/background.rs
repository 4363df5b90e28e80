//! What goes on beside requests.

use std::time::Duration;

use tokio::task::JoinHandle;

/// How long work in the background waits after a start. On a platform that scales to zero somebody's press started the
/// service, and connections for work that nobody waits for would be opened at the same moment as theirs.
const HEAD_START: Duration = Duration::from_millis(100);

/// Begins work that can wait for whoever is there already.
pub(super) fn afterwards<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> JoinHandle<T> {
    tokio::spawn(async move {
        tokio::time::sleep(HEAD_START).await;
        work.await
    })
}
