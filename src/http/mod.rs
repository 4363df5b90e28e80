//! The whole HTTP surface, grouped by who calls it. Handlers only check and hand over: the work is done on the
//! main runtime, because a connection belongs to the runtime that opened it and each worker here has its own.

mod body;
mod index;
mod metrics;
mod ping;
mod tasks;
mod telegram_webhook;
mod tribute_webhook;

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, http::header, web};
use tokio::runtime::Handle;

use crate::{config::Secret, intake::Intake, telegram::secret_token::SecretToken};

/// What the handlers share.
#[derive(Debug, Clone)]
pub struct Shared {
    /// Does the work.
    pub intake: Arc<Intake>,
    /// The main runtime.
    pub main: Handle,
    /// Proves a delivery of Telegram.
    pub telegram_secret: SecretToken,
    /// Guards `/metrics` when it is set.
    pub metrics_token: Option<Secret>,
    /// Guards `/tasks/run`, which does not exist without it.
    pub tasks_token: Option<Secret>,
}

/// Where the webhooks are.
#[derive(Debug, Clone)]
pub struct Paths {
    /// `TELEGRAM_WEBHOOK_PATH`
    pub telegram: String,
    /// `TRIBUTE_WEBHOOK_PATH`
    pub tribute: String,
}

/// The route table. Other paths are 404, other methods 405.
pub fn routes(config: &mut web::ServiceConfig, paths: &Paths) {
    config
        // Telegram and Tribute
        .service(
            web::resource(paths.telegram.as_str()).route(web::post().to(telegram_webhook::post)),
        )
        .service(web::resource(paths.tribute.as_str()).route(web::post().to(tribute_webhook::post)))
        // The container platform and its cron
        .service(web::resource("/ping").route(web::get().to(ping::get)))
        .service(web::resource("/tasks/run").route(web::post().to(tasks::post)))
        // Prometheus and Telegraf
        .service(web::resource("/metrics").route(web::get().to(metrics::get)))
        // A person
        .service(web::resource("/").route(web::get().to(index::get)));
}

impl Shared {
    /// Runs work on the main runtime and waits for it. `None` when it panicked or the runtime is going down.
    async fn on_main<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Option<T> {
        match self.main.spawn(work).await {
            Ok(done) => Some(done),
            Err(error) => {
                tracing::error!(%error, "a request's work was lost");
                None
            }
        }
    }
}

/// Whether a request carries this bearer token.
fn has_bearer(request: &HttpRequest, token: &Secret) -> bool {
    let value = request
        .headers()
        .get(header::AUTHORIZATION)
        .map(header::HeaderValue::as_bytes);
    value
        .and_then(|value| value.strip_prefix(b"Bearer "))
        .is_some_and(|presented| token.verify(presented.trim_ascii()))
}

/// "Come again": for what could not be stored.
fn unavailable(reason: &str) -> HttpResponse {
    HttpResponse::ServiceUnavailable()
        .insert_header((header::RETRY_AFTER, "1"))
        .json(serde_json::json!({ "ok": false, "reason": reason }))
}

fn refused(mut answer: actix_web::HttpResponseBuilder, reason: &str) -> HttpResponse {
    answer.json(serde_json::json!({ "ok": false, "reason": reason }))
}
