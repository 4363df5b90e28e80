//! The pretend Tribute: signs events and sends them.

use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::Sha256;

use super::fact::Fact;
use super::handle::Playground;
use super::settings::TributePlan;
use super::tribute_body::{TributeOrder, after_period, tribute_body};

/// What the receiver answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TributeAnswer {
    /// The HTTP status; 0 when there was no answer.
    pub status: u16,
    /// The body, or why there is none.
    pub body: String,
}

impl Playground {
    /// The body of an event; see [`tribute_body`].
    pub fn tribute_body(event: &str, order: &TributeOrder) -> String {
        tribute_body(event, order)
    }

    /// Sends these bytes, signed with the key of the settings.
    pub async fn tribute_send(&self, body: &str) -> TributeAnswer {
        let signature = sign(&self.settings().tribute_key, body.as_bytes());
        self.tribute_send_signed_as(body, Some(&signature)).await
    }

    /// Sends these bytes with this signature, or without one.
    pub async fn tribute_send_signed_as(
        &self,
        body: &str,
        signature: Option<&str>,
    ) -> TributeAnswer {
        let answer = match self.read(|world| world.tribute_webhook_url.clone()) {
            Some(url) => {
                let mut request = self
                    .tribute_client()
                    .post(url)
                    .header("Content-Type", "application/json")
                    .body(body.to_owned());
                if let Some(signature) = signature {
                    request = request.header("trbt-signature", signature);
                }
                match request.send().await {
                    Ok(answer) => TributeAnswer {
                        status: answer.status().as_u16(),
                        body: answer.text().await.unwrap_or_default(),
                    },
                    Err(_) => no_answer("the webhook did not answer"),
                }
            }
            None => no_answer("no webhook address is set"),
        };
        let name = serde_json::from_str::<serde_json::Value>(body).ok();
        let name = name.as_ref().and_then(|body| body.get("name")?.as_str());
        let name = name.unwrap_or("test_event").to_owned();
        self.change(|world| world.tribute_answers.push((name, answer.clone())));
        answer
    }

    /// The person buys a plan: `new_subscription`.
    pub async fn pay(&self, user_id: i64, plan: &TributePlan) -> TributeAnswer {
        self.subscription_event("new_subscription", user_id, plan)
            .await
    }

    /// The next period is paid: `renewed_subscription`, from the end of the period before.
    pub async fn renew(&self, user_id: i64, plan: &TributePlan) -> TributeAnswer {
        self.subscription_event("renewed_subscription", user_id, plan)
            .await
    }

    /// The person cancels: `cancelled_subscription`; the period paid for stays.
    pub async fn cancel(&self, user_id: i64, plan: &TributePlan) -> TributeAnswer {
        self.subscription_event("cancelled_subscription", user_id, plan)
            .await
    }

    /// Sends an event about a person's plan and remembers when the plan ends.
    pub(super) async fn subscription_event(
        &self,
        event: &str,
        user_id: i64,
        plan: &TributePlan,
    ) -> TributeAnswer {
        let mut order = TributeOrder::new(plan, user_id);
        let key = (user_id, plan.subscription_id);
        let paid_until = self.read(|world| world.subscriptions.get(&key).copied());
        match (event, paid_until) {
            ("renewed_subscription", Some(end)) => {
                order.expires_at = after_period(end.max(order.created_at), &plan.period);
            }
            ("cancelled_subscription", Some(end)) => order.expires_at = end,
            _ => {}
        }
        if event == "cancelled_subscription" {
            order.cancel_reason = "Cancel by User".to_owned();
        }
        if event.ends_with("_subscription") {
            let expires_at = order.expires_at;
            self.change(|world| {
                world.record(Fact::Subscribed {
                    user_id,
                    subscription_id: plan.subscription_id,
                    expires_at,
                });
            });
        }
        self.tribute_send(&tribute_body(event, &order)).await
    }
}

fn no_answer(why: &str) -> TributeAnswer {
    TributeAnswer {
        status: 0,
        body: why.to_owned(),
    }
}

/// The signature of a body: lower-case hex of HMAC-SHA256 over the raw bytes.
pub(super) fn sign(key: &str, body: &[u8]) -> String {
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else {
        return String::new();
    };
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}
