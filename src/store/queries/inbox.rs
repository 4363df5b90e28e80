//! Seen updates: the key goes in first, and a conflict means "handled before".

use diesel::{ExpressionMethods, QueryDsl, QueryResult, insert_into, update};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::super::Conn;
use crate::store::{cached::Cached, moment::At, schema::inbox, types::InboxKey};

/// The word for an update that took the usual way.
pub(in crate::store) const HANDLED: &str = "handled";

/// True when the key is new. Waits for another transaction that is inserting the same key.
pub(in crate::store) async fn insert(
    conn: Conn<'_>,
    key: InboxKey<'_>,
    outcome: &str,
    now: Timestamp,
) -> QueryResult<bool> {
    let row = (
        inbox::source.eq(key.source),
        inbox::key.eq(key.key),
        inbox::outcome.eq(outcome),
        inbox::received_at.eq(At(now)),
    );
    let insert = insert_into(inbox::table)
        .values(row)
        .on_conflict_do_nothing();
    Ok(Cached(insert).execute(on!(conn)).await? > 0)
}

/// Notes an update that did not take the usual way.
pub(in crate::store) async fn set_outcome(
    conn: Conn<'_>,
    key: InboxKey<'_>,
    outcome: &str,
) -> QueryResult<()> {
    let row = inbox::table.find((key.source, key.key));
    update(row)
        .set(inbox::outcome.eq(outcome))
        .execute(on!(conn))
        .await
        .map(|_| ())
}
