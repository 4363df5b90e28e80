//! Figures for the metrics: true for all replicas together, because they are read here.

use diesel::{
    ExpressionMethods, QueryDsl, QueryResult,
    dsl::{count_star, min},
};
use diesel_async::RunQueryDsl;
use jiff::{SignedDuration, Timestamp};

use super::{
    super::{Conn, Owned},
    measuring, parked,
};
use crate::store::{
    moment::At,
    schema::{outbox, subscriptions, users},
    types::Figures,
};

/// The window of `bot_active_users` (design 2.4).
const ACTIVE: SignedDuration = SignedDuration::from_mins(5);

pub(in crate::store) async fn ping(conn: &mut Owned) -> QueryResult<()> {
    diesel::select(diesel::dsl::sql::<diesel::sql_types::Integer>("1"))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

pub(in crate::store) async fn figures(conn: &mut Owned, now: Timestamp) -> QueryResult<Figures> {
    let (
        active_users,
        (outbox_depth, outbox_oldest_at),
        dead_letters,
        (unmatched, unmatched_oldest_at),
        subscriptions,
        doors_without_rights,
        (measured, doctor),
    ) = flight!(
        conn;
        active_users(now),
        pending(),
        dead_letters(),
        parked::count(),
        active_subscriptions(now),
        super::doors::chats::troubled(),
        measuring::measured()
    );
    Ok(Figures {
        active_users,
        outbox_depth,
        outbox_oldest_at,
        dead_letters,
        unmatched,
        unmatched_oldest_at,
        subscriptions,
        doors_without_rights,
        measured,
        doctor,
    })
}

async fn active_users(conn: Conn<'_>, now: Timestamp) -> QueryResult<i64> {
    users::table
        .filter(users::last_seen_at.gt(At(now.saturating_sub(ACTIVE).unwrap_or(now))))
        .select(count_star())
        .first(on!(conn))
        .await
}

async fn pending(conn: Conn<'_>) -> QueryResult<(i64, Option<Timestamp>)> {
    let (count, oldest): (i64, Option<At>) = outbox::table
        .filter(outbox::held_at.is_null())
        .filter(outbox::dead_at.is_null())
        .select((count_star(), min(outbox::created_at)))
        .first(on!(conn))
        .await?;
    Ok((count, oldest.map(|at| at.0)))
}

async fn dead_letters(conn: Conn<'_>) -> QueryResult<i64> {
    let dead = outbox::table.filter(outbox::dead_at.is_not_null());
    dead.select(count_star()).first(on!(conn)).await
}

pub(super) async fn active_subscriptions(
    conn: Conn<'_>,
    now: Timestamp,
) -> QueryResult<Vec<(String, i64)>> {
    subscriptions::table
        .filter(subscriptions::access_until.gt(At(now)))
        .group_by(subscriptions::plan)
        .select((subscriptions::plan, count_star()))
        .load(on!(conn))
        .await
}
