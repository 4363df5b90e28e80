//! `GET /ping`: alive, and the database answers.

use std::time::Duration;

use actix_web::{HttpResponse, web};
use serde_json::json;

use super::Shared;

/// The answer comes within 3 s (design 2.1), whatever the database does.
const PATIENCE: Duration = Duration::from_millis(2_500);

pub(super) async fn get(shared: web::Data<Shared>) -> HttpResponse {
    let store = shared.intake.store.clone();
    let asked = shared.on_main(async move { tokio::time::timeout(PATIENCE, store.ping()).await });
    let detail = match asked.await {
        Some(Ok(Ok(()))) => {
            let version = env!("CARGO_PKG_VERSION");
            return HttpResponse::Ok().json(json!({ "status": "ok", "version": version }));
        }
        Some(Ok(Err(error))) => {
            tracing::warn!(%error, "the database does not answer");
            "the database does not answer"
        }
        Some(Err(_)) => "the database does not answer in time",
        None => "stopping",
    };
    HttpResponse::ServiceUnavailable().json(json!({ "status": "error", "detail": detail }))
}
