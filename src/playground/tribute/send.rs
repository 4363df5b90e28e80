//! Sending at once, from Rust: one attempt, not in the book.

use super::body::tribute_body;
use super::order::TributeOrder;
use super::post::{TributeAnswer, buyer_of, name_of, post};
use super::sign::TributeSignature;
use crate::playground::handle::Playground;
use crate::playground::settings::TributePlan;

impl Playground {
    /// The body of an event; see [`tribute_body`].
    pub fn tribute_body(event: &str, order: &TributeOrder) -> String {
        tribute_body(event, order)
    }

    /// Sends these bytes, signed with the key of the settings.
    pub async fn tribute_send(&self, body: &str) -> TributeAnswer {
        let signature = TributeSignature::Right.of(body.as_bytes(), self.settings());
        self.tribute_send_signed_as(body, signature.as_deref())
            .await
    }

    /// Sends these bytes with this signature, or without one.
    pub async fn tribute_send_signed_as(
        &self,
        body: &str,
        signature: Option<&str>,
    ) -> TributeAnswer {
        let name = name_of(body).unwrap_or_else(|| "test_event".to_owned());
        let number =
            self.change(|world| world.inspector.unbooked_event_sent(&name, buyer_of(body)));
        let answer = post(self, body, signature).await;
        self.change(|world| {
            world.inspector.event_landed(number);
            world.remember_answer(name, answer.clone());
        });
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
    async fn subscription_event(
        &self,
        event: &str,
        user_id: i64,
        plan: &TributePlan,
    ) -> TributeAnswer {
        let body = self.next_event(event, user_id, plan);
        self.change(|world| {
            world.learn_purchase(user_id, &body);
            world.post_begins(user_id, &body, false);
        });
        self.tribute_send(&body).await
    }

    /// The next event of this name about a plan, written down.
    pub(super) fn next_event(&self, event: &str, user_id: i64, plan: &TributePlan) -> String {
        let order = self.read(|world| world.tribute_order(user_id, event, plan, "regular"));
        tribute_body(event, &order)
    }
}
