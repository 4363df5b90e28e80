//! `setWebhook`, `deleteWebhook`, `getWebhookInfo`, and why `getUpdates` is refused.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Success;
use crate::playground::fact::{Fact, WebhookInfo};
use crate::playground::kinds::UPDATE_KINDS;
use crate::playground::params::Params;
use crate::playground::refusal::Refusal;
use crate::playground::world::World;

const DEFAULT_CONNECTIONS: i64 = 40;
const PORTS: [u16; 4] = [443, 80, 88, 8443];

impl World {
    pub(super) fn set_webhook(&mut self, params: &Params) -> Result<Success, Refusal> {
        let url = params.text("url").unwrap_or_default();
        if url.is_empty() {
            return Ok(self.delete_webhook(params));
        }
        let webhook = WebhookInfo {
            url: checked_url(&url)?,
            secret_token: secret_token(params)?,
            allowed_updates: match params.json("allowed_updates", "allowed updates")? {
                Some(list) => allowed_updates(&list)?,
                None => self.webhook.allowed_updates.clone(),
            },
            max_connections: max_connections(params),
        };
        self.pace()?;
        if params.flag("drop_pending_updates") {
            self.drop_pending();
        }
        let description = match webhook == self.webhook {
            true => Some("Webhook is already set"),
            false => Some("Webhook was set"),
        };
        self.last_error = None;
        self.record(Fact::Webhook(webhook));
        Ok(Success {
            result: json!(true),
            description,
        })
    }

    pub(super) fn delete_webhook(&mut self, params: &Params) -> Success {
        if params.flag("drop_pending_updates") {
            self.drop_pending();
        }
        let was_set = !self.webhook.url.is_empty();
        let allowed_updates = self.webhook.allowed_updates.clone();
        self.last_error = None;
        self.record(Fact::Webhook(WebhookInfo {
            allowed_updates,
            ..WebhookInfo::default()
        }));
        Success {
            result: json!(true),
            description: match was_set {
                true => Some("Webhook was deleted"),
                false => Some("Webhook is already deleted"),
            },
        }
    }

    pub(super) fn get_webhook_info(&self) -> Value {
        let mut info = json!({
            "url": self.webhook.url,
            "has_custom_certificate": false,
            "pending_update_count": self.queues.waiting(),
        });
        let Some(fields) = info.as_object_mut() else {
            return info;
        };
        if !self.webhook.url.is_empty() {
            fields.insert(
                "max_connections".to_owned(),
                json!(self.webhook.max_connections),
            );
            fields.insert("ip_address".to_owned(), json!("127.0.0.1"));
        }
        if !self.webhook.allowed_updates.is_empty() {
            fields.insert(
                "allowed_updates".to_owned(),
                json!(self.webhook.allowed_updates),
            );
        }
        if let Some((date, message)) = &self.last_error {
            fields.insert("last_error_date".to_owned(), json!(date));
            fields.insert("last_error_message".to_owned(), json!(message));
        }
        info
    }

    pub(super) fn get_updates(&self) -> Refusal {
        match self.webhook.url.is_empty() {
            true => Refusal::no_such_method(),
            false => Refusal::new(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            ),
        }
    }

    fn pace(&mut self) -> Result<(), Refusal> {
        let last = self.webhook_set_at.filter(|_| self.pace_set_webhook);
        if last.is_some_and(|at| at.elapsed() < Duration::from_secs(1)) {
            return Err(Refusal::too_many(1));
        }
        self.webhook_set_at = Some(Instant::now());
        Ok(())
    }

    fn drop_pending(&mut self) {
        for (key, update_id) in self.queues.undelivered() {
            self.record(Fact::Done {
                update_id,
                key,
                given_up: true,
            });
        }
    }
}

/// HTTPS on Telegram's ports; on this machine also HTTP and any port, as a local server allows.
fn checked_url(text: &str) -> Result<String, Refusal> {
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

fn secret_token(params: &Params) -> Result<Option<String>, Refusal> {
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
fn allowed_updates(list: &Value) -> Result<Vec<String>, Refusal> {
    let list = list
        .as_array()
        .ok_or_else(|| Refusal::bad("can't parse allowed updates: expected an Array of String"))?;
    let known = list
        .iter()
        .filter_map(Value::as_str)
        .filter(|name| UPDATE_KINDS.contains(name));
    Ok(known.map(str::to_owned).collect())
}

fn max_connections(params: &Params) -> u32 {
    let asked = params
        .integer("max_connections")
        .unwrap_or(DEFAULT_CONNECTIONS);
    u32::try_from(asked.clamp(1, 100)).unwrap_or(40)
}
