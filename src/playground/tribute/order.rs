//! What an event is about.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::playground::settings::TributePlan;

/// What an event is about. Start from [`TributeOrder::new`] and change what the test is about.
#[derive(Clone, Debug, PartialEq)]
pub struct TributeOrder {
    /// The plan.
    pub plan: TributePlan,
    /// The buyer's Telegram id; none for a buyer who came by email.
    pub telegram_user_id: Option<i64>,
    /// The buyer's user name, without `@`.
    pub telegram_username: Option<String>,
    /// Tribute's own id of the buyer.
    pub trb_user_id: Option<String>,
    /// The buyer's email.
    pub email: Option<String>,
    /// `regular`, `gift` or `trial`; leaves the key out when none, as old deliveries do.
    pub kind: Option<String>,
    /// When the event happened; the same in every repetition.
    pub created_at: Timestamp,
    /// When this attempt is sent.
    pub sent_at: Timestamp,
    /// The end of the paid period.
    pub expires_at: Timestamp,
    /// Why it was cancelled; only in a cancel.
    pub cancel_reason: String,
    /// The number of a single purchase or order; also what the ids of a shop order are made of.
    pub purchase_id: i64,
    /// What was said before about the same purchase or order, which this event continues; empty for a new one.
    pub previous: Map<String, Value>,
    /// Keys to add to the payload, or to replace in it; null removes one.
    pub also: Map<String, Value>,
}

impl TributeOrder {
    /// A regular order of a plan by a person, now, for one period.
    pub fn new(plan: &TributePlan, user_id: i64) -> Self {
        Self::at(Timestamp::now(), plan, user_id)
    }

    /// The same at another moment.
    pub(super) fn at(now: Timestamp, plan: &TributePlan, user_id: i64) -> Self {
        Self {
            plan: plan.clone(),
            telegram_user_id: Some(user_id),
            telegram_username: None,
            trb_user_id: Some(format!("T-{user_id}")),
            email: None,
            kind: Some("regular".to_owned()),
            created_at: now,
            sent_at: now,
            expires_at: after_period(now, &plan.period),
            cancel_reason: String::new(),
            purchase_id: now.as_microsecond(),
            previous: Map::new(),
            also: Map::new(),
        }
    }

    /// With another end of the paid period.
    #[must_use]
    pub fn expiring(mut self, at: Timestamp) -> Self {
        self.expires_at = at;
        self
    }

    /// What is paid for it now.
    pub(super) fn price(&self) -> i64 {
        match self.kind.as_deref() {
            Some("gift" | "trial") => 0,
            _ => self.plan.price,
        }
    }

    /// A value of the event before, or this one.
    pub(super) fn continued(&self, key: &str, otherwise: impl Into<Value>) -> Value {
        let before = self.previous.get(key).filter(|value| !value.is_null());
        before.cloned().unwrap_or_else(|| otherwise.into())
    }
}

/// The end of a period that begins now; a month when the word is unknown.
pub(super) fn after_period(from: Timestamp, period: &str) -> Timestamp {
    let span = match period {
        "weekly" | "trial" => jiff::Span::new().days(7),
        "quarterly" => jiff::Span::new().months(3),
        "halfyearly" => jiff::Span::new().months(6),
        "yearly" => jiff::Span::new().years(1),
        "onetime" => jiff::Span::new().years(100),
        _ => jiff::Span::new().months(1),
    };
    let zoned = from.to_zoned(jiff::tz::TimeZone::UTC);
    zoned.checked_add(span).map_or(from, |end| end.timestamp())
}
