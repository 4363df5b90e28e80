//! One delivery of Tribute.

use super::{Intake, IntakeError, TributeError, decided, now};
use crate::{
    delivery::lease,
    store::{Outcome, TributeDecision, TributeReceived, TributeState},
    tribute::{
        self,
        event::{Delivery, Event},
    },
};

impl Intake {
    /// Verifies, stores and applies a delivery.
    ///
    /// # Errors
    /// It is not to be trusted, not JSON, or could not be stored.
    pub async fn tribute(&self, signature: Option<&[u8]>, body: &[u8]) -> Result<(), TributeError> {
        let key = self
            .tribute_keys
            .verify(signature, body)
            .inspect_err(|error| {
                // Nothing of the body: whoever sent it is not Tribute.
                tracing::warn!(%error, "a delivery that is not Tribute's was refused");
                self.metrics.refused("signature");
                self.metrics.tribute_event("unknown", "refused");
            })?;
        if key > 0 {
            tracing::info!("Tribute still signs with the previous key");
        }
        let body = std::str::from_utf8(body).map_err(|_| TributeError::InvalidJson)?;
        match tribute::event::parse(body).map_err(|_| TributeError::InvalidJson)? {
            Delivery::Ping => {
                self.metrics.tribute_event("unknown", "ping");
                tracing::info!("Tribute's test event arrived");
                Ok(())
            }
            Delivery::Event(event) => Ok(self.event(&event, body).await.inspect_err(|error| {
                self.metrics.store_failed();
                tracing::error!(%error, "a payment event could not be stored; Tribute will repeat it");
            })?),
        }
    }

    async fn event(&self, event: &Event, body: &str) -> Result<(), IntakeError> {
        let slot = self.slot()?;
        let gate = match event.buyer {
            Some(buyer) => self.gate(buyer.private_chat()).await,
            None => None,
        };
        let now = now();
        let origin = format!("tribute:{}", event.label());
        let sealed_key = self.code_key.seal(&event.key);
        let received = TributeReceived {
            key: &event.key,
            sealed_key: &sealed_key,
            name: &event.name,
            body,
            origin: &origin,
            buyer: event.buyer,
            tribute_user_id: event.tribute_user.as_deref(),
            now,
            claim_until: lease(now),
        };
        let mut outcome = "duplicate";
        let decide = |state: &TributeState| {
            let decision = self.decide_event(event, state, now);
            outcome = decision.outcome;
            decision
        };
        let stored = self.store.tribute_event(&received, decide).await?;
        self.metrics.tribute_event(event.label(), outcome);
        tracing::info!(event = event.label(), outcome, "a payment event is stored");
        if let Outcome::Committed(committed) = stored {
            self.deliver(committed, (gate, slot)).await;
        }
        Ok(())
    }

    fn decide_event(
        &self,
        event: &Event,
        state: &TributeState,
        now: jiff::Timestamp,
    ) -> TributeDecision {
        let content = self.content();
        let context = self.context(&content, now);
        let verdict =
            decided(|| tribute::decide(event, state.buyer, &state.chat, &state.parked, &context));
        let Some(tribute::Verdict {
            effects,
            outcome,
            reason,
        }) = verdict
        else {
            tracing::error!(
                event = event.label(),
                "a payment event made its handler panic; it is kept"
            );
            return TributeDecision {
                outcome: "poison",
                ..TributeDecision::default()
            };
        };
        TributeDecision {
            effects,
            outcome,
            reason,
        }
    }
}
