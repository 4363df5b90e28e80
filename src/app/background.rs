//! What goes on beside requests.

use std::time::Duration;

use tokio::task::JoinHandle;

/// How long work in the background of a service waits after its start. On a platform that scales to zero somebody's press started the
/// service, and connections for work that nobody waits for would be opened at the same moment as theirs.
pub const HEAD_START: Duration = Duration::from_millis(100);

/// Begins work that can wait so long.
pub(super) fn afterwards<T: Send + 'static>(
    wait: Duration,
    work: impl Future<Output = T> + Send + 'static,
) -> JoinHandle<T> {
    tokio::spawn(async move {
        tokio::time::sleep(wait).await;
        work.await
    })
}
