//! One request to the webhook.

use std::time::Duration;

use serde::Serialize;

use super::fact::TributeFact;
use crate::playground::fact::Fact;
use crate::playground::handle::Playground;
use crate::playground::world::World;

/// How long Tribute waits for an answer. Its real patience is not documented.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the receiver answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TributeAnswer {
    /// The HTTP status; 0 when there was no answer.
    pub status: u16,
    /// The body, or why there is none.
    pub body: String,
}

impl TributeAnswer {
    fn none(why: &str) -> Self {
        Self {
            status: 0,
            body: why.to_owned(),
        }
    }
}

/// Posts these bytes with this signature to where events go now.
pub(super) async fn post(
    playground: &Playground,
    body: &str,
    signature: Option<&str>,
) -> TributeAnswer {
    let Some(url) = playground.read(|world| world.tribute_webhook_url.clone()) else {
        return TributeAnswer::none("no webhook address is set");
    };
    let mut request = playground
        .tribute_client()
        .post(url)
        .timeout(PATIENCE)
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
        Err(_) => TributeAnswer::none("the webhook did not answer"),
    }
}

impl World {
    /// Tells the person's story that these bytes are about to be posted.
    pub(super) fn post_begins(&mut self, user_id: i64, body: &str, is_badly_signed: bool) {
        let at = Some(self.now());
        self.record(Fact::Tribute(TributeFact::Posted {
            user_id,
            body: body.to_owned(),
            is_badly_signed,
            at,
        }));
    }
}

/// More of a name is not shown; the longest real one has half as many characters.
const LONGEST_NAME: usize = 64;

/// What an event is called in lists; none when it is not JSON or has no name.
pub(super) fn name_of(body: &str) -> Option<String> {
    let body: serde_json::Value = serde_json::from_str(body).ok()?;
    let name = body.get("name").and_then(|name| name.as_str());
    let ping = body.get("test_event").map(|_| "test_event");
    let name = name.or(ping)?;
    Some(name.chars().take(LONGEST_NAME).collect())
}

/// The Telegram id of whoever an event is about, where it has one.
pub(super) fn buyer_of(body: &str) -> Option<i64> {
    let body: serde_json::Value = serde_json::from_str(body).ok()?;
    body.pointer("/payload/telegram_user_id")?.as_i64()
}
