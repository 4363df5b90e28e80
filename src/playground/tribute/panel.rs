//! What the page asks of the cabinet.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::json;

use super::book::{TributeEntry, TributeSending};
use crate::playground::answers::{json_answer, missing, wrong};
use crate::playground::handle::Playground;

#[derive(Deserialize)]
pub(in crate::playground) struct EventForm {
    #[serde(deserialize_with = "crate::playground::answers::person_id")]
    user: i64,
    event: String,
    plan: usize,
}

#[derive(Deserialize)]
pub(in crate::playground) struct DraftForm {
    #[serde(deserialize_with = "crate::playground::answers::person_id")]
    user: i64,
    event: String,
    product: usize,
    #[serde(rename = "type")]
    kind: Option<String>,
}

#[derive(Deserialize)]
pub(in crate::playground) struct Numbered {
    number: u64,
}

/// Builds an event about a plan and sends it.
pub(in crate::playground) async fn event(
    playground: web::Data<Playground>,
    form: web::Json<EventForm>,
) -> HttpResponse {
    let Some(plan) = playground.plan(form.plan) else {
        return wrong("there is no plan of this index; the state lists them, from 0");
    };
    let body = playground.next_event(&form.event, form.user, &plan);
    playground.change(|world| world.cabinet.drafted(&body));
    let sending = TributeSending {
        user: form.user,
        body,
        ..TributeSending::default()
    };
    let entry = playground.tribute_post(sending).await;
    let first = entry.attempts.first();
    json_answer(&json!({
        "status": first.map_or(0, |attempt| attempt.status),
        "body": first.map_or("", |attempt| attempt.body.as_str()),
        "number": entry.number,
    }))
}

/// The next event about a product, to be looked at and changed.
pub(in crate::playground) async fn draft(
    playground: web::Data<Playground>,
    form: web::Json<DraftForm>,
) -> HttpResponse {
    let kind = form.kind.as_deref();
    match playground.tribute_draft(form.user, &form.event, form.product, kind) {
        Ok(body) => json_answer(&json!({ "body": body })),
        Err(error) => wrong(error),
    }
}

/// Sends, or holds, a body as it is.
pub(in crate::playground) async fn send(
    playground: web::Data<Playground>,
    form: web::Json<TributeSending>,
) -> HttpResponse {
    if form.times.is_some_and(|times| !(1..=5).contains(&times)) {
        return wrong("times is how often it is sent: a number from 1 to 5");
    }
    json_answer(&json!(playground.tribute_post(form.into_inner()).await))
}

/// Sends an entry once more.
pub(in crate::playground) async fn resend(
    playground: web::Data<Playground>,
    form: web::Json<Numbered>,
) -> HttpResponse {
    found(playground.tribute_resend(form.number).await)
}

/// An entry with its body.
pub(in crate::playground) async fn sent(
    playground: web::Data<Playground>,
    asked: web::Query<Numbered>,
) -> HttpResponse {
    found(playground.tribute_entry(asked.number))
}

fn found(entry: Option<TributeEntry>) -> HttpResponse {
    match entry {
        Some(entry) => json_answer(&json!(entry)),
        None => missing("there is no entry of this number; the state lists them as tribute.sent"),
    }
}
