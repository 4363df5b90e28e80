//! One delivery of Tribute.

use std::sync::Arc;

use super::{Intake, IntakeError, TributeError, decided, now};
use crate::{
    bot::ledger::{EventOutcome, POISON, Settled},
    content::Content,
    delivery::lease,
    store::{Outcome, RulingState, StoreError, TributeDecision, TributeReceived, TributeState},
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
        self.metrics.tribute_signed(key);
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
        let received = TributeReceived {
            key: &event.key,
            code_key: &self.code_key,
            name: &event.name,
            body,
            origin: &origin,
            buyer: event.buyer,
            payer: event.payer.as_deref(),
            happened_at: event.happened_at,
            now,
            claim_until: lease(now),
        };
        let mut outcome = "duplicate";
        let decide = |state: &TributeState| {
            let decision = self.decide_event(event, state, now);
            outcome = decision.ruled.word;
            decision
        };
        let stored = self.store.tribute_event(&received, decide).await?;
        self.metrics.tribute_event(event.label(), outcome);
        tracing::info!(event = event.label(), outcome, "a payment event is stored");
        if let Outcome::Committed(committed) = stored {
            self.deliver(committed, (gate, slot)).await;
            self.access_changed().await;
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
        let case = tribute::Case {
            event,
            kept: &state.kept,
            buyer: state.buyer,
            chat: &state.chat,
            ledger: &state.ledger,
            parked: &state.parked,
            is_new: true,
        };
        let verdict = decided(|| tribute::decide(&case, &context)).or_else(|| {
            tracing::error!(
                event = event.label(),
                "a payment event made its handler panic; it is kept"
            );
            decided(|| tribute::poisoned(&case, &context))
        });
        let Some(verdict) = verdict else {
            // Not even its card can be written; it is kept all the same, and listed.
            return TributeDecision {
                ruled: EventOutcome {
                    word: POISON,
                    ..EventOutcome::default()
                },
                ..TributeDecision::default()
            };
        };
        TributeDecision {
            effects: verdict.effects,
            ruled: verdict.ruled,
            freed: verdict.freed,
        }
    }

    /// The same right after a decision was stored. What fails waits for the scheduled work.
    pub(super) async fn settle_now(self: &Arc<Self>) {
        if let Err(error) = self.settle().await {
            tracing::warn!(%error, "a decision waits to take effect");
        }
    }

    /// Lets decisions take effect that wait in the journal, and says how many.
    ///
    /// # Errors
    /// The database does not answer: they still wait.
    pub async fn settle(self: &Arc<Self>) -> Result<usize, StoreError> {
        let mut count = 0;
        loop {
            let now = now();
            let content = self.content();
            let intake = Arc::clone(self);
            let decide = move |state: &RulingState| intake.settled(state, &content, now);
            let settled = self
                .store
                .settle_next(Arc::new(decide), &self.code_key, now, lease(now))
                .await?;
            let Some(committed) = settled else {
                if count > 0 {
                    self.access_changed().await;
                }
                return Ok(count);
            };
            count += 1;
            self.deliver(committed, ()).await;
        }
    }

    fn settled(&self, state: &RulingState, content: &Content, now: jiff::Timestamp) -> Settled {
        let context = self.context(content, now);
        let case = tribute::Settling {
            ruling: &state.ruling,
            made_by: state.made_by,
            event: state
                .event
                .as_ref()
                .map(|(kept, word)| (kept, word.as_str())),
            person: state.person,
            chat: &state.chat,
            ledger: &state.ledger,
            parked: &state.parked,
            shown: state.shown.as_ref(),
            maker: &state.maker,
        };
        decided(|| tribute::settle(&case, &context)).unwrap_or_else(|| {
            tracing::error!("a decision made its handler panic; it is left out");
            Settled {
                word: POISON,
                ..Settled::default()
            }
        })
    }
}
