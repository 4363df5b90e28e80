//! The weather as the page, or a script, asks for it.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use super::forecast::Coming;
use super::weather::{Fault, Weather};

/// The longest slowness that can be asked for: Telegram itself waits no longer for an answer.
const SLOWEST: u64 = 60_000;

/// A fault in JSON: `{"kind": "slow", "ms": 2000}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum FaultForm {
    TooManyRequests { retry_after: u32 },
    Refuse { status: u16, description: String },
    Blocked,
    ServerError { status: u16 },
    GatewayPage { status: u16 },
    DropBefore,
    DropAfter,
    Slow { ms: u64 },
    LoseWebhookAnswer,
    DuplicateDelivery,
    TwinDelivery,
}

const BLOCKED: &str = "Forbidden: bot was blocked by the user";

impl FaultForm {
    /// The fault, or what is wrong with it.
    fn fault(self) -> Result<Fault, &'static str> {
        let is_failure = |status: u16| (500..=599).contains(&status);
        Ok(match self {
            Self::TooManyRequests { retry_after } => Fault::TooManyRequests { retry_after },
            Self::Refuse { status, .. } if !(400..=499).contains(&status) => {
                return Err("a refusal has a status from 400 to 499");
            }
            Self::Refuse {
                status,
                description,
            } => Fault::Refuse {
                status,
                description,
            },
            Self::Blocked => Fault::Refuse {
                status: 403,
                description: BLOCKED.to_owned(),
            },
            Self::ServerError { status } | Self::GatewayPage { status } if !is_failure(status) => {
                return Err("a server's failure has a status from 500 to 599");
            }
            Self::ServerError { status } => Fault::ServerError(status),
            Self::GatewayPage { status } => Fault::GatewayPage(status),
            Self::DropBefore => Fault::DropBefore,
            Self::DropAfter => Fault::DropAfter,
            Self::Slow { ms } if ms > SLOWEST => return Err("slow is at most 60000 ms"),
            Self::Slow { ms } => Fault::Slow(Duration::from_millis(ms)),
            Self::LoseWebhookAnswer => Fault::LoseWebhookAnswer,
            Self::DuplicateDelivery => Fault::DuplicateDelivery,
            Self::TwinDelivery => Fault::TwinDelivery,
        })
    }

    fn of(fault: &Fault) -> Self {
        match fault.clone() {
            Fault::TooManyRequests { retry_after } => Self::TooManyRequests { retry_after },
            Fault::Refuse {
                status: 403,
                description,
            } if description == BLOCKED => Self::Blocked,
            Fault::Refuse {
                status,
                description,
            } => Self::Refuse {
                status,
                description,
            },
            Fault::ServerError(status) => Self::ServerError { status },
            Fault::GatewayPage(status) => Self::GatewayPage { status },
            Fault::DropBefore => Self::DropBefore,
            Fault::DropAfter => Self::DropAfter,
            Fault::Slow(time) => Self::Slow {
                ms: u64::try_from(time.as_millis()).unwrap_or(u64::MAX),
            },
            Fault::LoseWebhookAnswer => Self::LoseWebhookAnswer,
            Fault::DuplicateDelivery => Self::DuplicateDelivery,
            Fault::TwinDelivery => Self::TwinDelivery,
        }
    }
}

/// What is asked for.
#[derive(Debug, Deserialize)]
pub(super) struct WeatherForm {
    fault: FaultForm,
    /// Absent means once, `null` until cleared.
    #[serde(default = "once", deserialize_with = "given")]
    times: Option<u32>,
    method: Option<String>,
    user: Option<i64>,
}

fn once() -> Option<u32> {
    Some(1)
}

/// Tells an absent value from `null`: only this one is called for `null`.
fn given<'de, D: Deserializer<'de>>(value: D) -> Result<Option<u32>, D::Error> {
    Option::deserialize(value)
}

impl WeatherForm {
    /// The weather, and whether it stays until it is cleared.
    pub(super) fn weather(self) -> Result<(Weather, bool), &'static str> {
        if self.times == Some(0) {
            return Err("times is at least 1, or null for \"until cleared\"");
        }
        let weather = Weather {
            fault: self.fault.fault()?,
            times: self.times.unwrap_or(1),
            method: self.method.filter(|method| !method.trim().is_empty()),
            chat_id: self.user,
        };
        Ok((weather, self.times.is_none()))
    }
}

/// What is still to come, for the page.
pub(super) fn shown(coming: &Coming) -> Value {
    json!({
        "number": coming.number,
        "fault": FaultForm::of(&coming.weather.fault),
        "times": coming.left,
        "method": coming.weather.method,
        "user": coming.weather.chat_id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(form: Value) -> Result<(Weather, bool), &'static str> {
        let form: WeatherForm = serde_json::from_value(form).unwrap();
        form.weather()
    }

    #[test]
    fn every_fault_reads_back_as_it_is_shown() {
        for form in [
            json!({ "kind": "too_many_requests", "retry_after": 3 }),
            json!({ "kind": "refuse", "status": 400, "description": "Bad Request: chat not found" }),
            json!({ "kind": "blocked" }),
            json!({ "kind": "server_error", "status": 500 }),
            json!({ "kind": "gateway_page", "status": 502 }),
            json!({ "kind": "drop_before" }),
            json!({ "kind": "drop_after" }),
            json!({ "kind": "slow", "ms": 2000 }),
            json!({ "kind": "lose_webhook_answer" }),
            json!({ "kind": "duplicate_delivery" }),
            json!({ "kind": "twin_delivery" }),
        ] {
            let (weather, stays) = read(json!({ "fault": form })).unwrap();
            assert_eq!((weather.times, stays), (1, false), "{form}");
            assert_eq!(json!(FaultForm::of(&weather.fault)), form);
        }
    }

    #[test]
    fn null_times_means_until_cleared() {
        let form = json!({ "fault": { "kind": "drop_after" }, "times": null, "user": 5 });
        let (weather, stays) = read(form).unwrap();
        assert!(stays);
        assert_eq!(weather.chat_id, Some(5));
    }

    #[test]
    fn weather_that_cannot_be_is_refused_with_a_sentence() {
        for (fault, times) in [
            (json!({ "kind": "server_error", "status": 200 }), 1),
            (json!({ "kind": "gateway_page", "status": 404 }), 1),
            (
                json!({ "kind": "refuse", "status": 500, "description": "x" }),
                1,
            ),
            (json!({ "kind": "slow", "ms": 60_001 }), 1),
            (json!({ "kind": "drop_after" }), 0),
        ] {
            assert!(read(json!({ "fault": fault, "times": times })).is_err());
        }
    }
}
