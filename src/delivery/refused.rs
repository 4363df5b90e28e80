//! What becomes of a message that Telegram did not take.

use jiff::Timestamp;

use super::{
    Deliverer,
    deliverer::{Settled, later},
    policy,
    policy::Next,
};
use crate::{clock, store::Claim, telegram::api_error::ApiError};

impl Deliverer {
    /// Stores what follows from the refusal of a call that was begun then.
    pub(super) async fn settle(
        &self,
        claim: &Claim,
        error: &ApiError,
        begun: Timestamp,
    ) -> Settled {
        tracing::debug!(origin = %claim.origin, method = %claim.method, %error, "a message was not taken");
        let now = clock::now();
        match policy::next(error, claim.attempts, fastrand::f64()) {
            Next::Done => self.close(claim).await,
            Next::Pause(wait) => self.pause(claim, wait, now).await,
            Next::Retry(wait) => {
                if *error == ApiError::Unauthorized {
                    tracing::error!(
                        "Telegram refuses BOT_TOKEN; nothing can be sent until it is mended"
                    );
                }
                self.metrics.sent("retried");
                self.wait(claim, later(now, wait), Some(&error.to_string()))
                    .await
            }
            Next::StopChat(reason) => self.stop(claim, &reason, begun, now).await,
            Next::MoveChat(chat) if chat == claim.chat_id => {
                self.bury(claim, &error.to_string(), now).await
            }
            Next::MoveChat(chat) => {
                tracing::warn!(origin = %claim.origin, "a group has a new id");
                self.saved(self.store().move_chat(claim.chat_id, chat).await);
                self.wake.notify_one();
                Settled::Stopped
            }
            // The other form was tried already.
            Next::SendAsNew | Next::SendPlain => self.bury(claim, &error.to_string(), now).await,
            Next::Bury(reason) => self.bury(claim, &reason, now).await,
        }
    }

    /// Nobody to send to. Somebody who has appeared while the call was under way gets the message soon.
    async fn stop(&self, claim: &Claim, reason: &str, begun: Timestamp, now: Timestamp) -> Settled {
        let stopped = self
            .store()
            .stop_chat(claim.chat_id, claim.id, begun, now, reason)
            .await;
        let outcome = match stopped {
            Ok(false) => {
                self.metrics.sent("retried");
                let wait = policy::backoff(claim.attempts, fastrand::f64());
                return self.wait(claim, later(now, wait), Some(reason)).await;
            }
            Ok(true) if claim.keep_for_unreachable => "kept",
            Ok(true) => "dead",
            Err(error) => {
                self.saved(Err(error));
                return Settled::Stopped;
            }
        };
        self.metrics.sent(outcome);
        Settled::Stopped
    }
}
