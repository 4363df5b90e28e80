//! What the tests share: a fresh database, the real service beside the pretend Telegram and Tribute.

pub mod app;
pub mod assistant;
pub mod database;
pub mod door;
pub mod payments;
pub mod postgres;
pub mod process;
pub mod redis;
pub mod steps;
pub mod updates;
pub mod wire;

use std::time::Duration;

/// The longest a test may take, the storm at its whole size on a busy machine included.
const HANGS: Duration = Duration::from_secs(900);

/// Lets a test that hangs fail under its name, instead of holding up the whole run.
pub async fn in_time(test: impl Future<Output = ()>) {
    let ended = tokio::time::timeout(HANGS, Box::pin(test)).await;
    ended.expect("the test hangs");
}

/// A client for the tests themselves.
pub fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .no_proxy()
        // A port of a process that was killed may belong to somebody else by now, who says nothing.
        .timeout(Duration::from_secs(60))
        .build()
        .expect("a client")
}

/// Makes of one test body two tests, one for each back end.
///
/// `on_both!(async fn name(backend) { .. });` inside a module gives `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($($(#[$attribute:meta])* async fn $name:ident($backend:ident) $body:block)+) => {$(
        $(#[$attribute])*
        mod $name {
            #[allow(unused_imports, reason = "a body may need nothing of its module")]
            use super::*;

            async fn body($backend: crate::support::database::Backend) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                crate::support::in_time(body(crate::support::database::Backend::Sqlite)).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                crate::support::in_time(body(crate::support::database::Backend::Postgres)).await;
            }
        }
    )+};
}
pub(crate) use on_both;
