//! Taking messages from the outbox, for one taker each, who may rewrite them.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, QueryDsl, QueryResult,
    SelectableHelper, dsl::sql, sql_types::Bool, update,
};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::super::{Conn, Owned};
use crate::store::{cached::Cached, moment::At, rows::OutboxRow, schema::outbox, types::Claim};

/// Takes the first due message of each chat. Two takers at once never get the same row: the second finds it
/// claimed. Two statements, because PostgreSQL may run a limited subquery of an update once for each row.
pub(in crate::store) async fn claim(
    conn: &mut Owned,
    lane: i16,
    limit: i64,
    now: Timestamp,
    until: Timestamp,
) -> QueryResult<Vec<Claim>> {
    let heads = heads(again!(conn), lane, limit, now).await?;
    if heads.is_empty() {
        return Ok(Vec::new());
    }
    // Everything about these rows may have changed since they were seen: another taker, a stopped chat, a retry.
    let due = outbox::table
        .filter(outbox::id.eq_any(heads))
        // By these words none of the indexes of what waits is taken for the way to them: see `lanes.rs`.
        .filter(sql::<Bool>("COALESCE(held_at, dead_at) IS NULL"))
        .filter(outbox::not_before.le(At(now)))
        .filter(
            outbox::claimed_until
                .is_null()
                .or(outbox::claimed_until.lt(At(now))),
        );
    let take = update(due)
        .set(outbox::claimed_until.eq(At(until)))
        .returning(OutboxRow::as_returning());
    let mut rows: Vec<OutboxRow> = take.get_results(on!(conn)).await?;
    rows.sort_by_key(|row| row.id);
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The due messages before which nothing stands in their chats. A message waits while an earlier one of its chat
/// (or one of a lane before its own) still stands, claimed or not: that is the order inside a chat.
async fn heads(conn: Conn<'_>, lane: i16, limit: i64, now: Timestamp) -> QueryResult<Vec<i64>> {
    let (head, first) = diesel::alias!(outbox as head, outbox as first);
    // Read off the chat's own index: `lanes.rs` has why it is said so.
    let first = first
        .filter(sql::<Bool>(
            "(first.chat_id, first.lane, first.id) >= (head.chat_id, 0, 0)",
        ))
        .filter(first.field(outbox::held_at).is_null())
        .filter(first.field(outbox::dead_at).is_null())
        .order((
            first.field(outbox::chat_id),
            first.field(outbox::lane),
            first.field(outbox::id),
        ))
        .select(first.field(outbox::id));
    let heads = head
        .filter(head.field(outbox::lane).eq(lane))
        // With these words, the index of lanes: see its migration.
        .filter(sql::<Bool>("head.lane >= 0"))
        .filter(head.field(outbox::held_at).is_null())
        .filter(head.field(outbox::dead_at).is_null())
        .filter(head.field(outbox::not_before).le(At(now)))
        .filter(
            head.field(outbox::claimed_until)
                .is_null()
                .or(head.field(outbox::claimed_until).lt(At(now))),
        )
        .filter(head.field(outbox::id).nullable().eq(first.single_value()))
        .order(head.field(outbox::id))
        .limit(limit)
        .select(head.field(outbox::id));
    Cached(heads).load(on!(conn)).await
}

/// Puts another message in the place of one, which keeps its turn.
pub(in crate::store) async fn rewrite(
    conn: &mut Owned,
    id: i64,
    method: &str,
    payload: &str,
) -> QueryResult<()> {
    update(outbox::table.find(id))
        .set((outbox::method.eq(method), outbox::payload.eq(payload)))
        .execute(on!(conn))
        .await
        .map(|_| ())
}
