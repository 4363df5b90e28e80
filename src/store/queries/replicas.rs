//! Who serves this bot now.

use diesel::{
    ExpressionMethods, QueryDsl, QueryResult, delete, dsl::count_star, insert_into,
    upsert::excluded,
};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::super::Owned;
use crate::store::{moment::At, schema::replicas};

/// Notes that one is there, forgets those that were not seen for a while, and counts the rest.
pub(in crate::store) async fn count(
    conn: &mut Owned,
    id: &str,
    now: Timestamp,
    until: Timestamp,
) -> QueryResult<i64> {
    insert_into(replicas::table)
        .values((replicas::id.eq(id), replicas::seen_until.eq(At(until))))
        .on_conflict(replicas::id)
        .do_update()
        .set(replicas::seen_until.eq(excluded(replicas::seen_until)))
        .execute(on!(conn))
        .await?;
    delete(replicas::table.filter(replicas::seen_until.le(At(now))))
        .execute(on!(conn))
        .await?;
    replicas::table.select(count_star()).first(on!(conn)).await
}

pub(in crate::store) async fn leave(conn: &mut Owned, id: &str) -> QueryResult<()> {
    delete(replicas::table.find(id))
        .execute(on!(conn))
        .await
        .map(|_| ())
}
