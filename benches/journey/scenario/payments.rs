//! Tribute's webhooks: buyers subscribe and renew, each event new and signed.

use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use sha2::Sha256;

use super::{Delivery, Next, Source};
use crate::telegram::BotApi;

pub(crate) const API_KEY: &str = "benchmark-tribute-key";

/// Everybody of a list pays in turn: a subscription first, then its renewals.
pub(crate) struct Payments {
    buyers: Vec<i64>,
    paid: usize,
    /// How often the list is gone through; `None` for ever.
    rounds: Option<usize>,
}

impl Payments {
    pub(crate) fn endless(buyers: Vec<i64>) -> Self {
        Self {
            buyers,
            paid: 0,
            rounds: None,
        }
    }

    /// One payment of each.
    pub(crate) fn once(buyers: &[i64]) -> Self {
        Self {
            buyers: buyers.to_vec(),
            paid: 0,
            rounds: Some(1),
        }
    }

    pub(crate) fn delivery(&mut self) -> Option<Delivery> {
        let round = self.paid.checked_div(self.buyers.len())?;
        if self.rounds.is_some_and(|rounds| round >= rounds) {
            return None;
        }
        let buyer = *self.buyers.get(self.paid % self.buyers.len())?;
        self.paid += 1;
        let body = event(buyer, round);
        Some(Delivery {
            chat_id: buyer,
            signature: sign(body.as_bytes()),
            body,
        })
    }
}

impl Source for Payments {
    fn next(&mut self, _update_id: i64, _api: &BotApi) -> Next {
        self.delivery().map_or(Next::Finished, Next::Delivery)
    }

    fn done(&mut self, _chat_id: i64, _accepted: bool) {}
}

/// A payment for the embedded pack's club, each time for a month more.
fn event(buyer: i64, round: usize) -> String {
    let now = Timestamp::now();
    let months = i64::try_from(round).unwrap_or(i64::MAX).saturating_add(1);
    let expires_at = now + SignedDuration::from_hours(24 * 30 * months.min(1_000));
    let name = match round {
        0 => "new_subscription",
        _ => "renewed_subscription",
    };
    json!({
        "name": name, "created_at": now.to_string(), "sent_at": now.to_string(),
        "payload": {
            "subscription_name": "Клуб «Пять ключей»", "subscription_id": 1644, "period_id": 1547, "period": "monthly",
            "type": "regular", "price": 49_900, "amount": 44_910, "currency": "rub", "channel_id": 614,
            "channel_name": "Клуб", "trb_user_id": format!("T-{buyer}"), "telegram_user_id": buyer,
            "expires_at": expires_at.to_string(),
        },
    })
    .to_string()
}

fn sign(body: &[u8]) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(API_KEY.as_bytes()).ok()?;
    mac.update(body);
    Some(hex::encode(mac.finalize().into_bytes()))
}
