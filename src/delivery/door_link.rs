//! Links into private channels and groups, made just before they are sent: one person, one hour. The person's link before
//! lets nobody in any more.

use jiff::SignedDuration;
use serde_json::Value;

use super::{
    Deliverer, deliverer::Settled, payload::addressed, policy, policy::Next, workshop::Ready,
};
use crate::{
    clock,
    store::Claim,
    telegram::{UserId, calls::DoorLink},
};

/// How long a link lets somebody in.
const VALID: SignedDuration = SignedDuration::from_hours(1);
/// What the admins of the chat see beside the link.
const NAME: &str = "one person, one hour";

/// A message that waits for its link.
#[derive(Debug)]
pub(super) struct Wish {
    params: Value,
    link: DoorLink,
}

/// The link that a message waits for; `None` for all other messages.
pub(super) fn of(claim: &Claim) -> Option<serde_json::Result<Wish>> {
    if !claim.payload.contains("door_link") {
        return None;
    }
    let mut params: Value = serde_json::from_str(&addressed(claim)).ok()?;
    let link = DoorLink::take(&mut params)?;
    Some(link.map(|link| Wish { params, link }))
}

impl Deliverer {
    /// Makes the link and sends it. When Telegram gives none, the person gets a word, and the bot's rights are looked at.
    pub(super) async fn deliver_link(&self, claim: &Claim, wish: Wish) -> Settled {
        let Wish { params, link } = wish;
        let now = clock::now();
        let until = now.saturating_add(VALID).unwrap_or(now);
        let made = self.api.one_time_link(link.door, NAME, until).await;
        let ready = match made {
            Ok(url) => {
                let person = UserId(claim.chat_id.0);
                let kept = self
                    .store()
                    .keep_door_link(link.door, person, &url, until, now)
                    .await;
                match kept {
                    Ok(Some(before)) => {
                        // It ends within the hour in any case.
                        let _ = self.api.revoke_link(link.door, &before).await;
                    }
                    Ok(None) => {}
                    Err(error) => self.saved(Err(error)),
                }
                link.with(params, &url)
            }
            Err(error) => match policy::next(&error, claim.attempts, fastrand::f64()) {
                // These are not about the chat that the link leads to.
                Next::Pause(_) | Next::Retry(_) => return self.settle(claim, &error, now).await,
                _ => {
                    tracing::warn!(door = %link.door, %error, "Telegram gives no link into a door");
                    self.saved(self.store().look_at_door(link.door, now).await);
                    link.without(params)
                }
            },
        };
        match self.attempt(claim, Ready::Json(ready.to_string())).await {
            Ok(()) => self.close(claim).await,
            Err(error) => self.settle(claim, &error, now).await,
        }
    }
}
