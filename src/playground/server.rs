//! The HTTP surface on one screen.

use std::net::TcpListener;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::{App, HttpResponse, HttpServer, web};

use super::handle::Playground;
use super::{
    answers, backstage, bot_api, files, groups, guard, panel, panel_weather, script, tribute,
};

/// The largest request: a file of 50 MB and the form around it.
const MAX_BODY: usize = 51 << 20;

/// A server on the listener, not yet awaited.
pub(super) fn build(playground: &Playground, listener: TcpListener) -> std::io::Result<Server> {
    let data = web::Data::new(playground.clone());
    let server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .app_data(web::PayloadConfig::new(MAX_BODY))
            .app_data(answers::json_config())
            .app_data(answers::query_config())
            .route("/bot{token}/{method}", web::get().to(bot_api::call))
            .route("/bot{token}/{method}", web::post().to(bot_api::call))
            .route(
                "/file/bot{token}/{file_id:.*}",
                web::get().to(bot_api::file),
            )
            .service(web::scope("/tribute/api/v1").configure(tribute::rest::routes))
            .service(
                web::scope("/playground")
                    .wrap(actix_web::middleware::from_fn(guard::own_origin))
                    .route("/state", web::get().to(panel::state))
                    .route("/file/{file_id}", web::get().to(files::file))
                    .route("/person", web::post().to(panel::person))
                    .route("/text", web::post().to(panel::text))
                    .route("/press", web::post().to(panel::press))
                    .route("/contact", web::post().to(panel::contact))
                    .route("/block", web::post().to(panel::block))
                    .route("/inspect", web::get().to(backstage::inspect))
                    .route("/person", web::get().to(backstage::person))
                    .route("/restart_chat", web::post().to(backstage::restart_chat))
                    .route("/clean", web::post().to(backstage::clean))
                    .route("/tribute", web::post().to(tribute::panel::event))
                    .route("/tribute/draft", web::post().to(tribute::panel::draft))
                    .route("/tribute/send", web::post().to(tribute::panel::send))
                    .route("/tribute/resend", web::post().to(tribute::panel::resend))
                    .route("/tribute/sent", web::get().to(tribute::panel::sent))
                    .route("/weather", web::post().to(panel_weather::add))
                    .route("/weather/clear", web::post().to(panel_weather::clear))
                    .route("/crowd", web::post().to(panel_weather::crowd))
                    .route("/group", web::post().to(groups::make))
                    .route("/join", web::post().to(groups::join))
                    .route("/stand", web::post().to(groups::stand))
                    .route("/chat", web::get().to(script::chat))
                    .route("/conversation", web::get().to(script::conversation))
                    .route("/settle", web::post().to(script::settle))
                    .route("/{part}", web::get().to(files::part)),
            )
            .service(
                web::resource("/")
                    .wrap(actix_web::middleware::from_fn(guard::own_origin))
                    .route(web::get().to(files::page)),
            )
            .default_service(web::to(|| async {
                let body = super::refusal::Refusal::new(404, "Not Found").body();
                HttpResponse::NotFound().json(body)
            }))
    });
    // Like Telegram's servers, it keeps idle connections longer than its callers do, and says nothing on one that was opened in
    // advance: a caller would take that for the answer to its next request.
    let server = server
        .workers(1)
        .disable_signals()
        .keep_alive(Duration::from_secs(75))
        .client_request_timeout(Duration::ZERO)
        .shutdown_timeout(1)
        .listen(listener)?;
    Ok(server.run())
}
