//! `setWebhook`, `deleteWebhook`, `getWebhookInfo`, and why `getUpdates` is refused.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::dispatch::Success;
use super::webhook_params::{
    allowed_updates, checked_url, has_certificate, ip_address, max_connections, secret_token,
};
use crate::playground::fact::{Fact, WebhookInfo};
use crate::playground::params::Params;
use crate::playground::refusal::Refusal;
use crate::playground::schedule::Health;
use crate::playground::world::World;

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
            ip_address: ip_address(params)?,
            has_custom_certificate: has_certificate(params)?,
        };
        self.pace()?;
        if params.flag("drop_pending_updates") {
            self.drop_waiting(None);
        }
        let description = match webhook == self.webhook {
            true => Some("Webhook is already set"),
            false => Some("Webhook was set"),
        };
        self.change_webhook(webhook);
        Ok(Success {
            result: json!(true),
            description,
        })
    }

    pub(super) fn delete_webhook(&mut self, params: &Params) -> Success {
        if params.flag("drop_pending_updates") {
            self.drop_waiting(None);
        }
        let was_set = !self.webhook.url.is_empty();
        self.forget_webhook();
        Success {
            result: json!(true),
            description: match was_set {
                true => Some("Webhook was deleted"),
                false => Some("Webhook is already deleted"),
            },
        }
    }

    /// From now on there is no webhook; the kinds that were wanted stay as they were.
    pub(in crate::playground) fn forget_webhook(&mut self) {
        let allowed_updates = self.webhook.allowed_updates.clone();
        self.change_webhook(WebhookInfo {
            allowed_updates,
            ..WebhookInfo::default()
        });
    }

    fn change_webhook(&mut self, webhook: WebhookInfo) {
        if webhook != self.webhook {
            self.webhook_health = Health::unknown(self.now());
            self.webhook_changed.notify_waiters();
        }
        self.last_error = None;
        self.record(Fact::Webhook(webhook));
    }

    pub(super) fn get_webhook_info(&self) -> Value {
        let mut info = json!({
            "url": self.webhook.url,
            "has_custom_certificate": self.webhook.has_custom_certificate,
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
            let address = self.webhook.ip_address.as_deref().unwrap_or("127.0.0.1");
            fields.insert("ip_address".to_owned(), json!(address));
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
}
