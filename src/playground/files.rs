//! The page's own files, and those that the bot sent.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder, web};

use super::handle::Playground;

/// Nothing but this page's own files, no frames around it, no forms to elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Pairs of a name and the file of that name.
macro_rules! parts {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("page/", $name)))),+]
    };
}

/// Everything that the page loads, by name.
pub(super) const PARTS: &[(&str, &str)] = parts![
    "base.css",
    "chat.css",
    "panels.css",
    "behind.js",
    "bubble.js",
    "compose.js",
    "content.js",
    "dialogs.js",
    "dom.js",
    "en.js",
    "groups.js",
    "inspector.js",
    "json.js",
    "log.js",
    "page.js",
    "people.js",
    "rich.js",
    "ru.js",
    "sent.js",
    "store.js",
    "tabs.js",
    "tribute.js",
    "weather.js",
    "words.js",
];

/// The page.
pub(super) async fn page() -> HttpResponse {
    let mut page = asset("text/html; charset=utf-8", include_str!("page/index.html"));
    // Scripts name one another; without this a browser would ask for them in four rounds.
    let scripts = PARTS.iter().filter(|(name, _)| name.ends_with(".js"));
    let links = scripts.map(|(name, _)| format!("</playground/{name}>; rel=modulepreload"));
    if let Ok(links) = HeaderValue::from_str(&links.collect::<Vec<_>>().join(", ")) {
        page.headers_mut().insert(header::LINK, links);
    }
    page
}

/// The style and the scripts of the page.
pub(super) async fn part(name: web::Path<String>) -> HttpResponse {
    match PARTS.iter().find(|(part, _)| *part == name.as_str()) {
        Some((part, body)) if part.ends_with(".css") => asset("text/css; charset=utf-8", body),
        Some((_, body)) => asset("text/javascript; charset=utf-8", body),
        None => HttpResponse::NotFound().finish(),
    }
}

/// A file for the page: pictures are shown, PDFs open, everything else is only saved, because it would share the page's origin.
pub(super) async fn file(playground: web::Data<Playground>, id: web::Path<String>) -> HttpResponse {
    let Some(file) = playground.read(|world| world.files.get(id.as_str()).cloned()) else {
        return HttpResponse::NotFound().finish();
    };
    let shown = [
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
        "application/pdf",
    ];
    let kind = match () {
        () if file.bytes.starts_with(b"\x89PNG") => "image/png",
        () if file.bytes.starts_with(b"\xff\xd8") => "image/jpeg",
        () => shown
            .into_iter()
            .find(|kind| *kind == file.mime)
            .unwrap_or("application/octet-stream"),
    };
    let mut response = HttpResponse::Ok();
    if kind == "application/octet-stream" {
        let name = url::form_urlencoded::byte_serialize(file.name.as_bytes()).collect::<String>();
        let value = format!("attachment; filename*=UTF-8''{}", name.replace('+', "%20"));
        response.insert_header((header::CONTENT_DISPOSITION, value));
    }
    with_policy(
        &mut response,
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'",
    );
    response.content_type(kind).body(file.bytes)
}

fn asset(kind: &'static str, body: &'static str) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    with_policy(&mut response, POLICY);
    response.content_type(kind).body(body)
}

/// What a browser may do with an answer.
pub(super) fn with_policy(response: &mut HttpResponseBuilder, policy: &'static str) {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        response.insert_header((name, HeaderValue::from_static(value)));
    }
}
