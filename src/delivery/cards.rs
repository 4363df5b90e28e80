//! Sending cards, step by step. After each step the outbox holds what is left to do.

use std::time::{Duration, Instant};

use super::{
    Deliverer, Settled,
    deck::{Deck, Hand, Taken},
    policy,
};
use crate::{clock, store::Claim, telegram::api_error::ApiError};

/// How long one turn may go on. What is left after that belongs to the sender: a slow chat must not hold an update.
const TURN: Duration = Duration::from_secs(5);

impl Deliverer {
    /// Sends cards in the form that Telegram takes, and stores what became of them.
    pub(super) async fn deliver_cards(&self, claim: &Claim, mut deck: Deck) -> Settled {
        let (begun, since) = (Instant::now(), clock::now());
        loop {
            let sent = match deck.next(&self.pictures) {
                Some(hand) => self.play(claim, hand).await,
                None => Err(gone()),
            };
            let taken = match &sent {
                Ok(()) => Taken::Yes,
                Err(error) if policy::is_about_form(error) => Taken::No,
                Err(error) => return self.settle(claim, error, since).await,
            };
            if let Err(error) = &sent {
                tracing::warn!(origin = %claim.origin, method = deck.method(), %error, "a picture was not taken");
            }
            deck = deck.after(taken);
            if deck.is_empty() {
                return match sent {
                    Ok(()) => self.close(claim).await,
                    Err(error) => self.bury(claim, &error.to_string(), clock::now()).await,
                };
            }
            let (method, payload) = (deck.method(), deck.to_payload());
            self.saved(self.store().rewrite(claim.id, method, &payload).await);
            if begun.elapsed() >= TURN {
                return self.wait(claim, clock::now(), None).await;
            }
        }
    }

    async fn play(&self, claim: &Claim, hand: Hand) -> Result<(), ApiError> {
        if hand.files.is_empty() {
            let words = hand.params.to_string();
            return self.send(claim, hand.method, words).await;
        }
        self.api.upload(hand.method, &hand.params, hand.files).await
    }
}

/// As if Telegram had refused it.
fn gone() -> ApiError {
    ApiError::Rejected {
        code: 400,
        description: "the picture is not in the content pack any more".to_owned(),
    }
}
