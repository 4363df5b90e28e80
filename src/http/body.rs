//! A webhook's body, bounded in size and in time.

use std::time::Duration;

use actix_web::{HttpResponse, web};

/// Telegram's updates and Tribute's events are a few KiB.
const LARGEST: usize = 1024 * 1024;
/// The server has no limit of its own for a body that trickles in.
const LONGEST: Duration = Duration::from_secs(15);

/// Reads the whole body, or gives the answer that refuses it.
pub(super) async fn read(payload: web::Payload) -> Result<web::Bytes, HttpResponse> {
    match tokio::time::timeout(LONGEST, payload.to_bytes_limited(LARGEST)).await {
        Ok(Ok(Ok(body))) => Ok(body),
        Ok(Ok(Err(_))) => Err(super::refused(HttpResponse::BadRequest(), "broken_body")),
        Ok(Err(_)) => Err(super::refused(HttpResponse::PayloadTooLarge(), "too_large")),
        Err(_) => Err(super::refused(HttpResponse::RequestTimeout(), "too_slow")),
    }
}
