//! Messages to others that name a person: what an owner has not read yet.

use diesel::{ExpressionMethods, QueryDsl, QueryResult, TextExpressionMethods};
use diesel_async::RunQueryDsl;

use super::super::Conn;
use crate::store::{
    mentions,
    schema::{leads, outbox},
};

/// The messages about somebody, in whatever chat they wait: of their leads, and those that carry one of their numbers.
pub(super) async fn about(conn: Conn<'_>, id: i64, payers: &[String]) -> QueryResult<Vec<i64>> {
    let keys: Vec<Option<i64>> = leads::table
        .filter(leads::user_id.eq(id))
        .select(leads::update_id)
        .load(on!(conn))
        .await?;
    let origins = keys.into_iter().flatten();
    let origins: Vec<String> = origins.map(|key| format!("telegram:{key}")).collect();
    let mut found: Vec<i64> = outbox::table
        .filter(outbox::origin.eq_any(origins))
        .select(outbox::id)
        .load(on!(conn))
        .await?;
    for number in mentions::numbers(id, payers) {
        let rows: Vec<(i64, String)> = outbox::table
            .filter(outbox::payload.like(mentions::pattern(&number)))
            .select((outbox::id, outbox::payload))
            .load(on!(conn))
            .await?;
        let named = rows
            .into_iter()
            .filter(|(_, payload)| mentions::names(payload, &number));
        found.extend(named.map(|(row, _)| row));
    }
    Ok(found)
}
