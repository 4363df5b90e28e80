//! How the pretend Bot API says no.

use serde_json::{Value, json};

/// A refused call, with Telegram's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// HTTP status and `error_code`.
    pub(super) status: u16,
    /// What the caller reads.
    pub(super) description: String,
    /// Seconds to wait, with a 429.
    pub(super) retry_after: Option<u32>,
    /// The new id of a group that became a supergroup.
    pub(super) migrate_to_chat_id: Option<i64>,
}

impl Refusal {
    /// A refusal with the given status and full text.
    pub(super) fn new(status: u16, description: impl Into<String>) -> Self {
        Self {
            status,
            description: description.into(),
            retry_after: None,
            migrate_to_chat_id: None,
        }
    }

    /// 400; the prefix is added here.
    pub(super) fn bad(what: impl std::fmt::Display) -> Self {
        Self::new(400, format!("Bad Request: {what}"))
    }

    /// 403; the prefix is added here.
    pub(super) fn forbidden(what: impl std::fmt::Display) -> Self {
        Self::new(403, format!("Forbidden: {what}"))
    }

    /// 401 for a wrong token.
    pub(super) fn unauthorized() -> Self {
        Self::new(401, "Unauthorized")
    }

    /// 404 for a method that does not exist here.
    pub(super) fn no_such_method() -> Self {
        Self::new(404, "Not Found: method not found")
    }

    /// 429.
    pub(super) fn too_many(retry_after: u32) -> Self {
        let description = format!("Too Many Requests: retry after {retry_after}");
        Self {
            retry_after: Some(retry_after),
            ..Self::new(429, description)
        }
    }

    /// 400 for a group that has another id now.
    pub(super) fn upgraded(migrate_to_chat_id: i64) -> Self {
        Self {
            migrate_to_chat_id: Some(migrate_to_chat_id),
            ..Self::bad("group chat was upgraded to a supergroup chat")
        }
    }

    /// The JSON body of the answer.
    pub(super) fn body(&self) -> Value {
        let mut body = json!({
            "ok": false,
            "error_code": self.status,
            "description": self.description,
        });
        let parameters = match (self.retry_after, self.migrate_to_chat_id) {
            (Some(seconds), _) => json!({ "retry_after": seconds }),
            (None, Some(chat_id)) => json!({ "migrate_to_chat_id": chat_id }),
            (None, None) => return body,
        };
        if let Some(fields) = body.as_object_mut() {
            fields.insert("parameters".to_owned(), parameters);
        }
        body
    }
}
