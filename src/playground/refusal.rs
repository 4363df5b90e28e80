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
}

impl Refusal {
    /// A refusal with the given status and full text.
    pub(super) fn new(status: u16, description: impl Into<String>) -> Self {
        Self {
            status,
            description: description.into(),
            retry_after: None,
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
        Self {
            status: 429,
            description: format!("Too Many Requests: retry after {retry_after}"),
            retry_after: Some(retry_after),
        }
    }

    /// The JSON body of the answer.
    pub(super) fn body(&self) -> Value {
        let mut body = json!({
            "ok": false,
            "error_code": self.status,
            "description": self.description,
        });
        if let (Some(seconds), Some(fields)) = (self.retry_after, body.as_object_mut()) {
            fields.insert("parameters".to_owned(), json!({ "retry_after": seconds }));
        }
        body
    }
}
