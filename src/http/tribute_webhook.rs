//! `POST /tribute/webhook`: Tribute's deliveries. 200 only after the commit.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use super::{Shared, body};
use crate::{
    intake::TributeError,
    tribute::signature::{HEADER, SignatureError},
};

pub(super) async fn post(
    request: HttpRequest,
    payload: web::Payload,
    shared: web::Data<Shared>,
) -> HttpResponse {
    if shared.intake.tribute_keys.is_empty() {
        return super::unavailable("not_configured");
    }
    let signature = request
        .headers()
        .get(HEADER)
        .map(|value| value.as_bytes().to_vec());
    let body = match body::read(payload).await {
        Ok(body) => body,
        Err(refusal) => {
            shared.intake.metrics.refused("bad_body");
            return refusal;
        }
    };
    let intake = shared.intake.clone();
    let work = async move { intake.tribute(signature.as_deref(), &body).await };
    match shared.on_main(work).await {
        Some(Ok(())) => HttpResponse::Ok().json(json!({ "ok": true })),
        Some(Err(TributeError::Signature(SignatureError::NotConfigured))) => {
            super::unavailable("not_configured")
        }
        Some(Err(TributeError::Signature(error))) => {
            super::refused(HttpResponse::Unauthorized(), &error.to_string())
        }
        Some(Err(TributeError::InvalidJson)) => {
            super::refused(HttpResponse::BadRequest(), "invalid_json")
        }
        Some(Err(TributeError::Unavailable(_))) | None => super::unavailable("unavailable"),
    }
}
