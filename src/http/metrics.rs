//! `GET /metrics`: the text exposition, with the database's figures as of now.

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, http::header, web};

use super::Shared;
use crate::{clock, telemetry::exposition};

/// Scrapers give up after 10 s; without the database the process's own figures still go out.
const PATIENCE: Duration = Duration::from_secs(2);

pub(super) async fn get(request: HttpRequest, shared: web::Data<Shared>) -> HttpResponse {
    if shared
        .metrics_token
        .as_ref()
        .is_some_and(|token| !super::has_bearer(&request, token))
    {
        return HttpResponse::Unauthorized()
            .insert_header((header::WWW_AUTHENTICATE, "Bearer"))
            .json(serde_json::json!({ "ok": false, "reason": "unauthorized" }));
    }
    let metrics = &shared.intake.metrics;
    let store = shared.intake.store.clone();
    let asked = shared.on_main(async move {
        let now = clock::now();
        (
            tokio::time::timeout(PATIENCE, store.figures(now)).await,
            store.pool_state(),
            now,
        )
    });
    match asked.await {
        Some((Ok(Ok(figures)), pool, now)) => {
            metrics.set_figures(&figures, now);
            metrics.set_pool(pool);
        }
        Some((_, pool, _)) => {
            metrics.store_failed();
            metrics.set_pool(pool);
        }
        None => {}
    }
    let accept = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    match metrics.encode() {
        Ok(text) if exposition::wants_openmetrics(accept) => HttpResponse::Ok()
            .content_type(exposition::OPENMETRICS)
            .body(text),
        Ok(text) => HttpResponse::Ok()
            .content_type(exposition::CLASSIC)
            .body(exposition::to_classic(&text)),
        Err(_) => super::unavailable("unavailable"),
    }
}
