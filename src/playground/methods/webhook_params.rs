//! The parameters of `setWebhook`.

use std::net::{IpAddr, Ipv4Addr};

use serde_json::Value;

use crate::playground::kinds::UPDATE_KINDS;
use crate::playground::params::Params;
use crate::playground::refusal::Refusal;

const DEFAULT_CONNECTIONS: i64 = 40;
const PORTS: [u16; 4] = [443, 80, 88, 8443];
const MAX_CERTIFICATE_BYTES: usize = 3 << 20;

/// HTTPS on Telegram's ports; on this machine also HTTP and any port, as a local server allows.
pub(super) fn checked_url(text: &str) -> Result<String, Refusal> {
    let bad = |why: &str| Refusal::bad(format_args!("bad webhook: {why}"));
    let url = url::Url::parse(text).map_err(|_| Refusal::bad("invalid webhook URL specified"))?;
    let is_here = match url.host() {
        None => return Err(bad("URL host is empty")),
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
    };
    match url.scheme() {
        "http" if is_here => return Ok(text.to_owned()),
        "https" => {}
        _ => return Err(bad("An HTTPS URL must be provided for webhook")),
    }
    let port = url.port_or_known_default().unwrap_or(443);
    match is_here || PORTS.contains(&port) {
        true => Ok(text.to_owned()),
        false => Err(bad(
            "Webhook can be set up only on ports 80, 88, 443 or 8443",
        )),
    }
}

pub(super) fn secret_token(params: &Params) -> Result<Option<String>, Refusal> {
    let Some(token) = params
        .text("secret_token")
        .filter(|token| !token.is_empty())
    else {
        return Ok(None);
    };
    if token.len() > 256 {
        return Err(Refusal::bad("secret token is too long"));
    }
    let is_allowed = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
    match token.chars().all(is_allowed) {
        true => Ok(Some(token)),
        false => Err(Refusal::bad("secret token contains unallowed characters")),
    }
}

/// Unknown words are ignored, and a list of nothing else means the default.
pub(super) fn allowed_updates(list: &Value) -> Result<Vec<String>, Refusal> {
    let list = list
        .as_array()
        .ok_or_else(|| Refusal::bad("can't parse allowed updates: expected an Array of String"))?;
    let known = list
        .iter()
        .filter_map(Value::as_str)
        .filter(|name| UPDATE_KINDS.contains(name));
    Ok(known.map(str::to_owned).collect())
}

pub(super) fn max_connections(params: &Params) -> u32 {
    let asked = params
        .integer("max_connections")
        .unwrap_or(DEFAULT_CONNECTIONS);
    u32::try_from(asked.clamp(1, 100)).unwrap_or(40)
}

/// A fixed address: IPv4 only, and not a reserved one but this machine.
pub(super) fn ip_address(params: &Params) -> Result<Option<String>, Refusal> {
    let Some(text) = params.text("ip_address").filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let bad = |why: &str| Refusal::bad(format_args!("bad webhook: {why}"));
    match text.parse() {
        Err(_) => Err(bad("Invalid IP address specified")),
        Ok(IpAddr::V6(_)) => Err(bad("IPv6-only addresses are not allowed")),
        Ok(IpAddr::V4(ip)) if is_reserved(ip) => Err(bad(&format!("IP address {ip} is reserved"))),
        Ok(IpAddr::V4(ip)) => Ok(Some(ip.to_string())),
    }
}

fn is_reserved(ip: Ipv4Addr) -> bool {
    let is_carriers = ip.octets().starts_with(&[100]) && (64..128).contains(&ip.octets()[1]);
    ip.is_private()
        || ip.is_link_local()
        || ip.is_unspecified()
        || ip.is_documentation()
        || ip.is_multicast()
        || ip.octets()[0] >= 240
        || is_carriers
}

/// Whether a certificate was uploaded. It is not looked at: there is no TLS here.
pub(super) fn has_certificate(params: &Params) -> Result<bool, Refusal> {
    match params.file("certificate") {
        Some(file) if file.bytes.len() > MAX_CERTIFICATE_BYTES => {
            Err(Refusal::bad("bad webhook: certificate size is too big"))
        }
        Some(_) => Ok(true),
        None => Ok(false),
    }
}
