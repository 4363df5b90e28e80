//! The Bot API over HTTP, weather included.

use std::time::Instant;

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpRequest, HttpResponse, web};

use super::guard;
use super::handle::Playground;
use super::methods::{Success, spelled};
use super::params::Params;
use super::refusal::Refusal;
use super::shown::Call;
use super::weather::Fault;

/// `GET` or `POST /bot<token>/<method>`.
pub(super) async fn call(
    playground: web::Data<Playground>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
    body: Result<web::Bytes, actix_web::Error>,
) -> HttpResponse {
    let received = Instant::now();
    if let Some(response) = strange(&playground, &request) {
        return response;
    }
    let (token, method) = path.into_inner();
    if token != playground.settings().bot_token {
        return refused(&Refusal::unauthorized());
    }
    // Only too large a body cannot be read.
    let Ok(body) = body else {
        return refused(&Refusal::new(413, "Request Entity Too Large"));
    };
    let content_type = request.headers().get(CONTENT_TYPE);
    let content_type = content_type
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let params = match Params::read(content_type, request.query_string(), &body) {
        Ok(params) => params,
        Err(refusal) => return refused(&refusal),
    };
    let method = spelled(&method);
    let chat_id = params.integer("chat_id");
    let fault = playground.change_quietly(|world| world.forecast.for_call(&method, chat_id));
    match fault {
        None => answer(&playground, &method, &params, received),
        Some(Fault::Slow(time)) => {
            tokio::time::sleep(time).await;
            answer(&playground, &method, &params, received)
        }
        Some(Fault::DropAfter) => {
            drop(answer(&playground, &method, &params, received));
            dropped()
        }
        Some(Fault::DropBefore) => {
            unanswered(&playground, &method, &params, 0, received);
            dropped()
        }
        Some(Fault::GatewayPage(status)) => {
            unanswered(&playground, &method, &params, status, received);
            HttpResponse::build(code(status))
                .content_type("text/html")
                .body("<html><head><title>Bad Gateway</title></head><body><center>nginx</center></body></html>")
        }
        Some(fault) => {
            let refusal = match fault {
                Fault::TooManyRequests { retry_after } => Refusal::too_many(retry_after),
                Fault::Refuse {
                    status,
                    description,
                } => Refusal::new(status, description),
                Fault::ServerError(status) => Refusal::new(status, "Internal Server Error"),
                other => Refusal::new(500, format!("Internal Server Error: {other:?}")),
            };
            let response = refused(&refusal);
            let outcome = Err(refusal);
            playground.change(|world| {
                world.remember_outcome(&method, &params, &outcome, false);
                world.inspector.answered(received);
            });
            response
        }
    }
}

/// `GET /file/bot<token>/<file_id>`.
pub(super) async fn file(
    playground: web::Data<Playground>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> HttpResponse {
    if let Some(response) = strange(&playground, &request) {
        return response;
    }
    let (token, file_id) = path.into_inner();
    if token != playground.settings().bot_token {
        return refused(&Refusal::unauthorized());
    }
    match playground.file(&file_id) {
        Some(bytes) => HttpResponse::Ok()
            .content_type("application/octet-stream")
            .body(bytes),
        None => refused(&Refusal::new(404, "Not Found")),
    }
}

/// The refusal of a request that another site made a browser send.
fn strange(playground: &Playground, request: &HttpRequest) -> Option<HttpResponse> {
    let words = "this Bot API answers only to this machine and to no other site; for another name, start the playground with --host NAME";
    let is_ours = guard::is_no_strangers(request.headers(), playground.settings());
    (!is_ours).then(|| refused(&Refusal::bad(words)))
}

fn answer(
    playground: &Playground,
    method: &str,
    params: &Params,
    received: Instant,
) -> HttpResponse {
    let outcome = playground.change(|world| {
        let outcome = world.call(method, params, false);
        world.inspector.answered(received);
        outcome
    });
    match outcome {
        Ok(success) => HttpResponse::Ok().json(Success::body(&success)),
        Err(refusal) => refused(&refusal),
    }
}

fn refused(refusal: &Refusal) -> HttpResponse {
    HttpResponse::build(code(refusal.status)).json(refusal.body())
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn unanswered(
    playground: &Playground,
    method: &str,
    params: &Params,
    status: u16,
    received: Instant,
) {
    playground.change(|world| {
        world.remember(Call {
            at: jiff::Timestamp::now(),
            method: method.to_owned(),
            params: params.shown(),
            chat_id: params.integer("chat_id"),
            status,
            description: None,
            result: None,
            refused: true,
            in_webhook_answer: false,
        });
        world.inspector.answered(received);
    });
}

/// A response whose body fails at once: the server gives up the connection before anything of it is sent.
fn dropped() -> HttpResponse {
    let broken = futures_util::stream::once(async {
        Err::<web::Bytes, _>(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
    });
    HttpResponse::Ok().streaming(broken)
}
