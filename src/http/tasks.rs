//! `POST /tasks/run`: scheduled work, for platforms that give time only to requests.

use actix_web::{HttpRequest, HttpResponse, web};

use super::Shared;
use crate::jobs;

pub(super) async fn post(request: HttpRequest, shared: web::Data<Shared>) -> HttpResponse {
    let Some(token) = &shared.tasks_token else {
        return HttpResponse::NotFound().finish();
    };
    if !super::has_bearer(&request, token) {
        return super::refused(HttpResponse::Unauthorized(), "unauthorized");
    }
    let intake = shared.intake.clone();
    match shared
        .on_main(async move { jobs::run_due(&intake).await })
        .await
    {
        Some(Ok(summary)) => HttpResponse::Ok().json(summary),
        Some(Err(error)) => {
            tracing::error!(%error, "scheduled work could not be done");
            super::unavailable("unavailable")
        }
        None => super::unavailable("unavailable"),
    }
}
