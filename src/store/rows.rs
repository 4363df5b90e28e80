//! Rows as the tables have them, and their way to and from the pure types.

use diesel::{
    pg::Pg,
    prelude::{AsChangeset, Insertable, Queryable, QueryableByName, Selectable},
    sqlite::Sqlite,
};

use super::{
    moment::At,
    schema::{assistant_questions, dialogues, leads, outbox, recommendations, users},
    types::Claim,
};
use crate::{
    bot::{
        lead::Lead,
        state::{Advisor, Person, Recommendation, Reminders},
    },
    telegram::{ChatId, UserId},
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(Pg, Sqlite))]
pub(super) struct UserRow {
    pub(super) id: i64,
    pub(super) first_name: String,
    pub(super) username: Option<String>,
    pub(super) language_code: Option<String>,
    pub(super) source: Option<String>,
    pub(super) started_at: Option<At>,
    pub(super) last_seen_at: Option<At>,
    pub(super) unreachable_at: Option<At>,
    pub(super) first_paid_at: Option<At>,
    pub(super) zone: Option<String>,
    pub(super) reminders_asked_at: Option<At>,
    pub(super) next_reminder_at: Option<At>,
    pub(super) last_reminded_on: Option<String>,
    pub(super) reminders_seen: String,
    pub(super) locale: Option<String>,
    pub(super) forgotten_at: Option<At>,
}

impl From<UserRow> for Person {
    fn from(row: UserRow) -> Self {
        Self {
            id: UserId(row.id),
            first_name: row.first_name,
            username: row.username,
            language_code: row.language_code,
            source: row.source,
            started: row.started_at.is_some(),
            first_paid_at: row.first_paid_at.map(|at| at.0),
            unreachable: row.unreachable_at.is_some(),
            last_seen_at: row.last_seen_at.map(|at| at.0),
            zone: row.zone,
            reminders: Reminders {
                asked: row.reminders_asked_at.is_some(),
                next_at: row.next_reminder_at.map(|at| at.0),
                last_on: row.last_reminded_on.and_then(|day| day.parse().ok()),
                seen: row.reminders_seen,
            },
            locale: row.locale,
            forgotten: row.forgotten_at.is_some(),
        }
    }
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = dialogues, check_for_backend(Pg, Sqlite))]
pub(super) struct DialogueRow {
    pub(super) state: String,
}

#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = recommendations, treat_none_as_null = true, check_for_backend(Pg, Sqlite))]
pub(super) struct RecommendationRow {
    pub(super) user_id: i64,
    pub(super) quiz: String,
    pub(super) band: String,
    pub(super) points: i32,
    pub(super) made_at: At,
    pub(super) kind: String,
    pub(super) products: Option<String>,
}

impl From<RecommendationRow> for Recommendation {
    fn from(row: RecommendationRow) -> Self {
        let products = row.products.unwrap_or_default();
        let advisor = match row.kind.as_str() {
            "calculator" => Advisor::Calculator(row.quiz),
            "picker" => Advisor::Picker(products.split_whitespace().map(str::to_owned).collect()),
            _ => Advisor::Quiz(row.quiz),
        };
        Self {
            advisor,
            band: row.band,
            points: u32::try_from(row.points).unwrap_or_default(),
            made_at: row.made_at.0,
        }
    }
}

impl RecommendationRow {
    pub(super) fn new(user: UserId, made: &Recommendation) -> Self {
        Self {
            user_id: user.0,
            quiz: made.advisor.id().to_owned(),
            band: made.band.clone(),
            points: i32::try_from(made.points).unwrap_or(i32::MAX),
            made_at: At(made.made_at),
            kind: made.advisor.kind().to_owned(),
            products: match &made.advisor {
                Advisor::Picker(products) => Some(products.join(" ")),
                Advisor::Quiz(_) | Advisor::Calculator(_) => None,
            },
        }
    }
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = leads, check_for_backend(Pg, Sqlite))]
pub(super) struct LeadRow {
    pub(super) user_id: i64,
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) comment: Option<String>,
    pub(super) status: String,
    pub(super) created_at: At,
    pub(super) source: Option<String>,
}

impl LeadRow {
    /// The status of a lead that the owner is done with.
    pub(super) const DONE: &str = "done";

    /// The lead that this row is about.
    pub(super) fn lead(self, key: i64, username: Option<String>) -> Lead {
        Lead {
            key,
            user: UserId(self.user_id),
            username,
            name: self.name,
            phone: self.phone,
            comment: self.comment,
            source: self.source.unwrap_or_default(),
            created_at: self.created_at.0,
            done: self.status == Self::DONE,
        }
    }
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = assistant_questions, check_for_backend(Pg, Sqlite))]
pub(super) struct QuestionRow {
    pub(super) id: i64,
    pub(super) user_id: i64,
    pub(super) question: String,
    pub(super) locale: String,
    pub(super) asked_at: At,
    pub(super) attempts: i32,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = outbox, check_for_backend(Pg, Sqlite))]
pub(super) struct OutboxRow {
    pub(super) id: i64,
    pub(super) chat_id: i64,
    pub(super) lane: i16,
    pub(super) method: String,
    pub(super) payload: String,
    pub(super) origin: String,
    pub(super) keep_for_unreachable: bool,
    pub(super) attempts: i32,
}

impl From<OutboxRow> for Claim {
    fn from(row: OutboxRow) -> Self {
        Self {
            id: row.id,
            chat_id: ChatId(row.chat_id),
            method: row.method,
            payload: row.payload,
            origin: row.origin,
            keep_for_unreachable: row.keep_for_unreachable,
            attempts: row.attempts,
            bulk: row.lane > 0,
        }
    }
}

/// The number that a message got.
#[derive(Debug, QueryableByName)]
pub(super) struct Queued {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub(super) id: i64,
}
