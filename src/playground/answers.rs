//! How the page and scripts are answered: JSON, and a sentence when something is wrong.

use actix_web::error::InternalError;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::files::with_policy;

/// The largest form: an event of Tribute edited by hand, a long text.
const MAX_FORM: usize = 1 << 20;

/// 200 with a value.
pub(super) fn json_answer(value: &Value) -> HttpResponse {
    answer(StatusCode::OK, value)
}

/// 200 with nothing to tell.
pub(super) fn done() -> HttpResponse {
    json_answer(&json!({ "ok": true }))
}

/// 400: what was sent makes no sense, and how it would.
pub(super) fn wrong(sentence: impl Into<String>) -> HttpResponse {
    refused(StatusCode::BAD_REQUEST, sentence)
}

/// 404: what was named is not there, and what is.
pub(super) fn missing(sentence: impl Into<String>) -> HttpResponse {
    refused(StatusCode::NOT_FOUND, sentence)
}

/// Another refusal.
pub(super) fn refused(status: StatusCode, sentence: impl Into<String>) -> HttpResponse {
    answer(status, &json!({ "error": sentence.into() }))
}

fn answer(status: StatusCode, value: &Value) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    with_policy(&mut response, "default-src 'none'");
    response.json(value)
}

/// A body that is not the JSON it should be gets a sentence too.
pub(super) fn json_config() -> web::JsonConfig {
    web::JsonConfig::default()
        .limit(MAX_FORM)
        .error_handler(|error, _| {
            let response = wrong(format!("the body cannot be read: {error}"));
            InternalError::from_response(error, response).into()
        })
}

/// So does a query.
pub(super) fn query_config() -> web::QueryConfig {
    web::QueryConfig::default().error_handler(|error, _| {
        let response = wrong(format!("the address cannot be read: {error}"));
        InternalError::from_response(error, response).into()
    })
}

/// The id of a person, who is made when first named; those of groups are below zero.
pub(super) fn person_id<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    let id = i64::deserialize(from)?;
    match id > 0 {
        true => Ok(id),
        false => Err(D::Error::custom("the id of a person is above zero")),
    }
}
