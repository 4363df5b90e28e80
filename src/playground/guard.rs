//! Who may use the page. There is no password, so only this machine (or the network, when told so), and only the page
//! itself.
//!
//! A site whose name is made to point here sends its own name as `Host`; no site can make a browser send an IP address or
//! a name that its owner chose. So those are let in, and other names are not.

use std::net::IpAddr;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, web};

use super::handle::Playground;
use super::settings::Settings;

/// Refuses what does not come from the page itself.
pub(super) async fn own_origin(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let playground = request.app_data::<web::Data<Playground>>();
    let settings = playground.map(|playground| playground.settings());
    // The page itself says nothing secret, so a link from elsewhere may lead to it.
    let is_page = request.path() == "/";
    if settings.is_some_and(|settings| is_own(request.headers(), settings, is_page))
        && is_simple_or_json(request.method(), request.headers())
    {
        return next
            .call(request)
            .await
            .map(ServiceResponse::map_into_boxed_body);
    }
    let words = "This page answers only to this machine: open it as http://localhost or http://127.0.0.1. For another name, start the playground with --host NAME.";
    let response = HttpResponse::Forbidden()
        .content_type("text/plain; charset=utf-8")
        .body(words);
    Ok(request.into_response(response))
}

/// Whether a call of the Bot API is not another site's: its token is no secret, and a browser sends forms and pictures'
/// addresses anywhere without asking first.
pub(super) fn is_no_strangers(headers: &HeaderMap, settings: &Settings) -> bool {
    is_own(headers, settings, false)
}

/// Whether the host is this machine and the origin, if there is one, is that host.
fn is_own(headers: &HeaderMap, settings: &Settings, may_be_linked: bool) -> bool {
    let text = |name| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    let Some(host) = text(header::HOST) else {
        return false;
    };
    if !is_here(host, settings) {
        return false;
    }
    let origin_fits = text(header::ORIGIN).is_none_or(|origin| {
        origin
            .split_once("://")
            .is_some_and(|(_, origin)| origin.eq_ignore_ascii_case(host))
    });
    let site = headers
        .get("sec-fetch-site")
        .map(|value| value.to_str().unwrap_or_default());
    origin_fits
        && (may_be_linked || site.is_none_or(|site| ["same-origin", "none"].contains(&site)))
}

/// A name that another site's DNS cannot point here: a loopback name, a chosen one, the very address it listens on, or,
/// when opened to the network, any address.
fn is_here(host: &str, settings: &Settings) -> bool {
    let Ok(url) = url::Url::parse(&format!("http://{host}/")) else {
        return false;
    };
    let ip = match url.host() {
        Some(url::Host::Domain(name)) => {
            let chosen = |host: &String| host.eq_ignore_ascii_case(name);
            return name == "localhost"
                || name.ends_with(".localhost")
                || settings.hosts.iter().any(chosen);
        }
        Some(url::Host::Ipv4(ip)) => IpAddr::V4(ip),
        Some(url::Host::Ipv6(ip)) => IpAddr::V6(ip),
        None => return false,
    };
    let own = settings.listen.ip();
    ip.is_loopback() || settings.open_to_network || (own == ip && !own.is_unspecified())
}

/// A form of another site can post text, but not JSON, without asking first.
fn is_simple_or_json(method: &Method, headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    method != Method::POST || kind.starts_with("application/json")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pairs: &[(&'static str, &'static str)], expected: bool) {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            let name = header::HeaderName::from_static(name);
            headers.insert(name, header::HeaderValue::from_static(value));
        }
        let settings = Settings {
            listen: ([10, 0, 0, 5], 8081).into(),
            hosts: vec!["bot.home.example".to_owned()],
            ..Settings::default()
        };
        assert_eq!(is_own(&headers, &settings, false), expected, "{pairs:?}");
        let open = Settings {
            open_to_network: true,
            ..settings
        };
        let by_address = pairs == [("host", "10.0.0.6:8081")];
        assert_eq!(
            is_own(&headers, &open, false),
            expected || by_address,
            "opened to the network: {pairs:?}"
        );
    }

    #[test]
    fn only_this_machine_and_only_the_page_itself_get_in() {
        check(&[], false);
        check(&[("host", "127.0.0.1:8081")], true);
        check(&[("host", "localhost:8081")], true);
        check(&[("host", "[::1]:8081")], true);
        check(&[("host", "10.0.0.5:8081")], true);
        check(&[("host", "10.0.0.6:8081")], false);
        check(&[("host", "rebound.example:8081")], false);
        check(&[("host", "Bot.Home.Example:8081")], true);
        check(&[("host", "bot.home.example")], true);
        check(&[("host", "other.home.example:8081")], false);
        check(&[("host", "localhost.example:8081")], false);
        check(
            &[
                ("host", "localhost:8081"),
                ("origin", "http://localhost:8081"),
            ],
            true,
        );
        check(
            &[
                ("host", "localhost:8081"),
                ("origin", "http://localhost:9000"),
            ],
            false,
        );
        check(&[("host", "localhost:8081"), ("origin", "null")], false);
        check(
            &[("host", "localhost:8081"), ("sec-fetch-site", "cross-site")],
            false,
        );
        check(
            &[
                ("host", "localhost:8081"),
                ("sec-fetch-site", "same-origin"),
            ],
            true,
        );
    }
}
