//! Cleaning by age, in batches small enough that nobody waits for one.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, delete,
};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::super::{Conn, Owned};
use crate::store::{
    keeping::Stale,
    moment::At,
    schema::{assistant_questions, events, inbox, outbox},
};

/// The one source of updates that are kept by key.
const TELEGRAM: &str = "telegram";

pub(in crate::store) async fn clean(
    conn: &mut Owned,
    kind: Stale,
    before: Timestamp,
    limit: i64,
) -> QueryResult<usize> {
    match kind {
        Stale::Inbox => keys(conn, before, limit).await,
        Stale::DeadLetters => {
            let dead = outbox::table.filter(outbox::dead_at.lt(At(before)));
            let ids = dead.select(outbox::id).limit(limit).load(on!(conn)).await?;
            messages(conn, ids).await
        }
        Stale::Held => {
            let held = outbox::table
                .filter(outbox::held_at.lt(At(before)))
                .filter(outbox::dead_at.is_null());
            let ids = held.select(outbox::id).limit(limit).load(on!(conn)).await?;
            messages(conn, ids).await
        }
        Stale::Facts => facts(conn, before, limit).await,
        Stale::Questions => questions(conn, before, limit).await,
    }
}

async fn keys(conn: Conn<'_>, before: Timestamp, limit: i64) -> QueryResult<usize> {
    let keys: Vec<String> = inbox::table
        .filter(inbox::source.eq(TELEGRAM))
        .filter(inbox::received_at.lt(At(before)))
        .select(inbox::key)
        .limit(limit)
        .load(on!(conn))
        .await?;
    let old = inbox::source.eq(TELEGRAM).and(inbox::key.eq_any(keys));
    delete(inbox::table.filter(old)).execute(on!(conn)).await
}

/// By id alone: somebody who appears meanwhile has released what was held, and gets it.
async fn messages(conn: Conn<'_>, ids: Vec<i64>) -> QueryResult<usize> {
    let resting = outbox::held_at
        .is_not_null()
        .or(outbox::dead_at.is_not_null());
    delete(outbox::table.filter(outbox::id.eq_any(ids)).filter(resting))
        .execute(on!(conn))
        .await
}

/// Facts are written as they happen, so the smallest ids are the oldest, and no index of times is needed.
async fn facts(conn: Conn<'_>, before: Timestamp, limit: i64) -> QueryResult<usize> {
    let first: Option<i64> = events::table
        .order(events::id)
        .select(events::id)
        .first(on!(conn))
        .await
        .optional()?;
    let Some(first) = first else { return Ok(0) };
    let oldest = events::id.lt(first.saturating_add(limit));
    let old = events::table.filter(oldest.and(events::happened_at.lt(At(before))));
    delete(old).execute(on!(conn)).await
}

/// The same of questions; one that nobody has answered yet stays.
async fn questions(conn: Conn<'_>, before: Timestamp, limit: i64) -> QueryResult<usize> {
    let old = assistant_questions::answered_at
        .is_not_null()
        .and(assistant_questions::asked_at.lt(At(before)));
    let ids: Vec<i64> = assistant_questions::table
        .filter(old)
        .select(assistant_questions::id)
        .limit(limit)
        .load(on!(conn))
        .await?;
    delete(assistant_questions::table.filter(assistant_questions::id.eq_any(ids)))
        .execute(on!(conn))
        .await
}
