//! What a bot tells Telegram about itself: webhook and commands.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    UserId, api_error::ApiError, client::BotApi, secret_token::SecretToken, update::ALLOWED,
};

/// The bot's own account.
#[derive(Debug, Clone, Deserialize)]
pub struct Me {
    /// Its id.
    pub id: UserId,
    /// Without the `@`.
    #[serde(default)]
    pub username: String,
}

/// What `getWebhookInfo` tells.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct WebhookInfo {
    /// Empty when no webhook is set.
    pub url: String,
    /// Updates that wait for delivery.
    pub pending_update_count: i64,
    /// Unix time of the last failed delivery; later successes do not clear it.
    pub last_error_date: Option<i64>,
    /// What failed.
    pub last_error_message: Option<String>,
    /// Parallel deliveries at most.
    pub max_connections: Option<u32>,
    /// Kinds of updates; absent for Telegram's default.
    pub allowed_updates: Option<Vec<String>>,
}

/// One entry of the commands menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BotCommand {
    /// Without the slash.
    pub command: &'static str,
    /// At most 256 characters.
    pub description: String,
}

impl BotApi {
    /// Who this token belongs to.
    ///
    /// # Errors
    /// [`ApiError::Unauthorized`] for a wrong token, and whatever a call may meet.
    pub async fn get_me(&self) -> Result<Me, ApiError> {
        self.call("getMe", &json!({})).await
    }

    /// Registers the webhook with every parameter: Telegram resets those that are left out, the secret among
    /// them.
    ///
    /// # Errors
    /// What Telegram refused.
    pub async fn set_webhook(
        &self,
        url: &str,
        secret: &SecretToken,
        max_connections: u32,
    ) -> Result<(), ApiError> {
        let params = json!({
            "url": url,
            "secret_token": secret.reveal(),
            "max_connections": max_connections,
            "allowed_updates": ALLOWED,
            "drop_pending_updates": false,
        });
        self.send("setWebhook", params.to_string()).await
    }

    /// Removes the webhook; waiting updates are kept by Telegram.
    ///
    /// # Errors
    /// What Telegram refused.
    pub async fn delete_webhook(&self) -> Result<(), ApiError> {
        self.send(
            "deleteWebhook",
            json!({ "drop_pending_updates": false }).to_string(),
        )
        .await
    }

    /// How the webhook fares.
    ///
    /// # Errors
    /// What Telegram refused.
    pub async fn webhook_info(&self) -> Result<WebhookInfo, ApiError> {
        self.call("getWebhookInfo", &json!({})).await
    }

    /// Sets the commands menu, for one language or (without one) for everybody else; in one person's chat, or in all.
    ///
    /// # Errors
    /// What Telegram refused.
    pub async fn set_commands(
        &self,
        person: Option<UserId>,
        language_code: Option<&str>,
        commands: &[BotCommand],
    ) -> Result<(), ApiError> {
        let mut params = json!({ "commands": commands });
        if let (Some(object), Some(code)) = (params.as_object_mut(), language_code) {
            object.insert("language_code".into(), Value::from(code));
        }
        if let (Some(object), Some(person)) = (params.as_object_mut(), person) {
            let scope = json!({ "type": "chat", "chat_id": person.private_chat() });
            object.insert("scope".into(), scope);
        }
        self.send("setMyCommands", params.to_string()).await
    }
}
