//! `GET /`: what answers here, for a person who opens the address.

use actix_web::HttpResponse;

const PAGE: &str = concat!(
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">",
    "<meta name=\"viewport\" content=\"width=device-width\"><title>five-keys-bot</title>",
    "<style>body{font:1.1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem;",
    "color-scheme:light dark}</style>",
    "<h1>five-keys-bot</h1><p>Version ",
    env!("CARGO_PKG_VERSION"),
    ". A Telegram bot for people who sell knowledge and membership through Tribute. ",
    "It answers in Telegram; nothing is to be done here.</p>",
    "<p><a href=\"/ping\">Health</a> · <a href=\"/metrics\">Metrics</a></p></html>"
);

pub(super) async fn get() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'",
        ))
        .body(PAGE)
}
