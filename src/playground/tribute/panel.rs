//! What the page asks of the cabinet.

use actix_web::{HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::book::TributeSending;
use crate::playground::files::with_policy;
use crate::playground::handle::Playground;

/// A form, or why it is none.
type Form<T> = Result<web::Json<T>, actix_web::Error>;

#[derive(Deserialize)]
pub(in crate::playground) struct EventForm {
    user: i64,
    event: String,
    plan: usize,
}

#[derive(Deserialize)]
pub(in crate::playground) struct DraftForm {
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
    form: Form<EventForm>,
) -> HttpResponse {
    let form = match form {
        Ok(form) => form,
        Err(error) => return refused(&error.to_string()),
    };
    let Some(plan) = playground.settings().plans.get(form.plan) else {
        return refused("There is no plan of this index.");
    };
    let body = playground.next_event(&form.event, form.user, plan);
    playground.change(|world| world.cabinet.drafted(&body));
    let sending = TributeSending {
        user: form.user,
        body,
        ..TributeSending::default()
    };
    let entry = playground.tribute_post(sending).await;
    let first = entry.attempts.first();
    answer(&json!({
        "status": first.map_or(0, |attempt| attempt.status),
        "body": first.map_or("", |attempt| attempt.body.as_str()),
        "number": entry.number,
    }))
}

/// The next event about a product, to be looked at and changed.
pub(in crate::playground) async fn draft(
    playground: web::Data<Playground>,
    form: Form<DraftForm>,
) -> HttpResponse {
    let form = match form {
        Ok(form) => form,
        Err(error) => return refused(&error.to_string()),
    };
    let kind = form.kind.as_deref();
    match playground.tribute_draft(form.user, &form.event, form.product, kind) {
        Ok(body) => answer(&json!({ "body": body })),
        Err(error) => refused(&error),
    }
}

/// Sends, or holds, a body as it is.
pub(in crate::playground) async fn send(
    playground: web::Data<Playground>,
    form: Form<TributeSending>,
) -> HttpResponse {
    match form {
        Ok(form) if form.times.is_some_and(|times| !(1..=5).contains(&times)) => {
            refused("times is how often it is sent: a number from 1 to 5.")
        }
        Ok(form) => answer(&playground.tribute_post(form.into_inner()).await),
        Err(error) => refused(&error.to_string()),
    }
}

/// Sends an entry once more.
pub(in crate::playground) async fn resend(
    playground: web::Data<Playground>,
    form: Form<Numbered>,
) -> HttpResponse {
    match form {
        Ok(form) => found(playground.tribute_resend(form.number).await),
        Err(error) => refused(&error.to_string()),
    }
}

/// An entry with its body.
pub(in crate::playground) async fn sent(
    playground: web::Data<Playground>,
    asked: Result<web::Query<Numbered>, actix_web::Error>,
) -> HttpResponse {
    match asked {
        Ok(asked) => found(playground.tribute_entry(asked.number)),
        Err(error) => refused(&error.to_string()),
    }
}

fn found(entry: Option<super::TributeEntry>) -> HttpResponse {
    match entry {
        Some(entry) => answer(&entry),
        None => json_answer(
            StatusCode::NOT_FOUND,
            &json!({ "error": "There is no entry of this number: see tribute.sent in the state." }),
        ),
    }
}

fn refused(error: &str) -> HttpResponse {
    json_answer(StatusCode::BAD_REQUEST, &json!({ "error": error }))
}

fn answer(value: &impl Serialize) -> HttpResponse {
    json_answer(StatusCode::OK, value)
}

fn json_answer(status: StatusCode, value: &impl Serialize) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    with_policy(&mut response, "default-src 'none'");
    response.json(value)
}
