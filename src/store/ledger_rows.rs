//! Rows about money and access, and their way to and from the pure types.

use diesel::{
    pg::Pg,
    prelude::{AsChangeset, Insertable, Queryable, Selectable},
    sqlite::Sqlite,
};
use jiff::Timestamp;

use super::{
    moment::At,
    schema::{journal, subscriptions, tribute_events},
};
use crate::{
    bot::{
        access::{Basis, Subscription},
        ledger::{Action, LedgerEvent, LedgerRuling, Ruling},
    },
    telegram::{MessageId, UserId},
};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = subscriptions, treat_none_as_null = true, check_for_backend(Pg, Sqlite))]
pub(super) struct SubscriptionRow {
    pub(super) user_id: i64,
    pub(super) source: String,
    pub(super) plan: String,
    pub(super) name: String,
    pub(super) access_until: At,
    pub(super) auto_renew: bool,
    pub(super) basis: String,
    pub(super) known_at: At,
    pub(super) price_minor: i64,
    pub(super) currency: String,
    pub(super) notice_at: Option<At>,
    pub(super) notice: Option<String>,
    pub(super) updated_at: At,
}

impl SubscriptionRow {
    pub(super) fn new(user: UserId, subscription: &Subscription, now: Timestamp) -> Self {
        Self {
            user_id: user.0,
            source: subscription.source.clone(),
            plan: subscription.plan.clone(),
            name: subscription.name.clone(),
            access_until: At(subscription.access_until),
            auto_renew: subscription.auto_renew,
            basis: subscription.basis.as_str().to_owned(),
            known_at: At(subscription.known_at),
            price_minor: subscription.price_minor,
            currency: subscription.currency.clone(),
            // What was to be said may be untrue now: it is planned anew at the next look at the clock.
            notice_at: Some(At(now)),
            notice: None,
            updated_at: At(now),
        }
    }
}

impl From<SubscriptionRow> for Subscription {
    fn from(row: SubscriptionRow) -> Self {
        Self {
            source: row.source,
            plan: row.plan,
            name: row.name,
            access_until: row.access_until.0,
            auto_renew: row.auto_renew,
            basis: Basis::parse(&row.basis),
            known_at: row.known_at.0,
            price_minor: row.price_minor,
            currency: row.currency,
        }
    }
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = tribute_events, check_for_backend(Pg, Sqlite))]
pub(super) struct EventRow {
    pub(super) id: i64,
    pub(super) body: String,
    pub(super) plan: Option<String>,
    pub(super) by_hand: bool,
    pub(super) received_at: At,
}

impl From<EventRow> for LedgerEvent {
    fn from(row: EventRow) -> Self {
        Self {
            id: row.id,
            body: row.body,
            plan: row.plan,
            by_hand: row.by_hand,
            received_at: row.received_at.0,
        }
    }
}

/// What is kept with a decision that was made on a card.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct OnCard {
    pub(super) card: MessageId,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = journal, check_for_backend(Pg, Sqlite))]
pub(super) struct RulingRow {
    pub(super) id: i64,
    pub(super) made_at: At,
    pub(super) made_by: i64,
    pub(super) action: String,
    pub(super) user_id: Option<i64>,
    pub(super) event_id: Option<i64>,
    pub(super) plan: Option<String>,
    pub(super) ends_at: Option<At>,
    pub(super) days: Option<i32>,
    pub(super) reason: String,
    pub(super) details: Option<String>,
}

impl RulingRow {
    /// The decision; `None` when a newer version wrote one that this one does not know.
    pub(super) fn ruling(self) -> Option<LedgerRuling> {
        let details = self.details.as_deref();
        let card = details.and_then(|text| serde_json::from_str(text).ok());
        Some(LedgerRuling {
            id: self.id,
            made_at: self.made_at.0,
            ruling: Ruling {
                action: Action::parse(&self.action)?,
                user: self.user_id.map(UserId),
                event: self.event_id,
                plan: self.plan,
                until: self.ends_at.map(|at| at.0),
                days: self.days,
                reason: self.reason,
                kept: details.and_then(|kept| serde_json::from_str(kept).ok()),
                card: card.map(|OnCard { card }| card),
            },
        })
    }
}
