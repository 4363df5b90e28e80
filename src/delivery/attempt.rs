//! The call for a message, and the second try in another form where that helps.

use serde_json::Value;

use super::{
    Deliverer,
    payload::{without, without_in},
    policy,
    policy::Next,
    workshop::Ready,
};
use crate::{
    store::Claim,
    telegram::{api_error::ApiError, client::Upload},
};

impl Deliverer {
    /// The call, and the second try in another form where that helps.
    pub(super) async fn attempt(&self, claim: &Claim, ready: Ready) -> Result<(), ApiError> {
        match ready {
            Ready::Json(payload) => self.send(claim, &claim.method, payload).await,
            Ready::File(params, file) => self.upload(claim, params, file).await,
        }
    }

    /// A call without files.
    pub(super) async fn send(
        &self,
        claim: &Claim,
        method: &str,
        payload: String,
    ) -> Result<(), ApiError> {
        let error = match self.api.send(method, payload.clone()).await {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        match policy::next(&error, claim.attempts, 0.0) {
            Next::SendAsNew => match without(&payload, "message_id") {
                Some(payload) => self.api.send("sendMessage", payload).await,
                None => Err(error),
            },
            Next::SendPlain => {
                tracing::error!(origin = %claim.origin, %error, "a text has broken markup; its words are sent");
                match without(&payload, "parse_mode") {
                    Some(payload) => self.api.send(method, payload).await,
                    None => Err(error),
                }
            }
            _ => Err(error),
        }
    }

    async fn upload(&self, claim: &Claim, params: Value, file: Upload) -> Result<(), ApiError> {
        let sent = self
            .api
            .upload(&claim.method, &params, vec![file.clone()])
            .await;
        match (sent, without_in(params, "parse_mode")) {
            (Err(error @ ApiError::BrokenMarkup(_)), Some(plain)) => {
                tracing::error!(origin = %claim.origin, %error, "a caption has broken markup; its words are sent");
                self.api.upload(&claim.method, &plain, vec![file]).await
            }
            (sent, _) => sent,
        }
    }
}
