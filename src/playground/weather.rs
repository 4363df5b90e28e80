//! What goes wrong on purpose.

use std::time::Duration;

/// One kind of trouble.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The call is refused with 429.
    TooManyRequests {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// The call is refused with this status and text, in Telegram's JSON.
    Refuse {
        /// HTTP status and `error_code`.
        status: u16,
        /// The whole description.
        description: String,
    },
    /// The call fails with this status and Telegram's JSON, nothing is done.
    ServerError(u16),
    /// The call fails with this status and a page that is not JSON, nothing is done.
    GatewayPage(u16),
    /// The connection closes without an answer and nothing is done.
    DropBefore,
    /// The call is carried out, then the connection closes without an answer.
    DropAfter,
    /// The call is carried out after this time.
    Slow(Duration),
    /// The bot's answer to a delivery gets lost: Telegram sends the update again.
    LoseWebhookAnswer,
    /// An accepted update is delivered once more.
    DuplicateDelivery,
    /// An update is delivered twice at the same time.
    TwinDelivery,
}

impl Fault {
    /// Whether it concerns deliveries, not calls.
    fn is_about_deliveries(&self) -> bool {
        matches!(
            self,
            Self::LoseWebhookAnswer | Self::DuplicateDelivery | Self::TwinDelivery
        )
    }
}

/// A fault that hits the next calls or deliveries that match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weather {
    /// What happens.
    pub fault: Fault,
    /// How many times.
    pub times: u32,
    /// Only calls of this method, in any case.
    pub method: Option<String>,
    /// Only calls about this chat, or deliveries of this queue key.
    pub chat_id: Option<i64>,
}

impl Weather {
    /// The fault hits the next call, or delivery, once.
    pub fn next(fault: Fault) -> Self {
        Self {
            fault,
            times: 1,
            method: None,
            chat_id: None,
        }
    }

    /// This many times.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// Only for this method.
    #[must_use]
    pub fn on(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    /// Only for this chat.
    #[must_use]
    pub fn in_chat(mut self, chat_id: i64) -> Self {
        self.chat_id = Some(chat_id);
        self
    }

    pub(super) fn matches_call(&self, method: &str, chat_id: Option<i64>) -> bool {
        !self.fault.is_about_deliveries()
            && self
                .method
                .as_deref()
                .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && (self.chat_id.is_none() || self.chat_id == chat_id)
    }

    pub(super) fn matches_delivery(&self, key: i64) -> bool {
        self.fault.is_about_deliveries() && self.chat_id.is_none_or(|wanted| wanted == key)
    }
}
