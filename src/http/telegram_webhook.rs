//! `POST /telegram/webhook`: Telegram's deliveries. 200 only after the commit, never 500.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{Shared, body};
use crate::{
    intake::IntakeError,
    telegram::{secret_token, update},
};

pub(super) async fn post(
    request: HttpRequest,
    payload: web::Payload,
    shared: web::Data<Shared>,
) -> HttpResponse {
    let presented = request.headers().get(secret_token::HEADER);
    if !presented.is_some_and(|token| shared.telegram_secret.verify(token.as_bytes())) {
        shared.intake.metrics.refused("secret");
        return super::refused(HttpResponse::Unauthorized(), "invalid_secret_token");
    }
    let body = match body::read(payload).await {
        Ok(body) => body,
        Err(refusal) => {
            shared.intake.metrics.refused("bad_body");
            return refusal;
        }
    };
    let Ok(parsed) = update::parse(&body) else {
        shared.intake.metrics.refused("not_an_update");
        return super::refused(HttpResponse::BadRequest(), "not_an_update");
    };
    let intake = shared.intake.clone();
    match shared
        .on_main(async move { intake.telegram(parsed).await })
        .await
    {
        Some(Ok(None)) => HttpResponse::Ok().json(serde_json::json!({ "ok": true })),
        Some(Ok(Some(answer))) => HttpResponse::Ok().json(answer.to_webhook_answer()),
        Some(Err(IntakeError::Overloaded)) => {
            shared.intake.metrics.refused("overload");
            super::unavailable("overloaded")
        }
        Some(Err(IntakeError::Flood)) => {
            shared.intake.metrics.refused("flood");
            super::unavailable("flood")
        }
        Some(Err(IntakeError::Store(_))) | None => super::unavailable("unavailable"),
    }
}
