//! Scheduled work that is done once for all replicas: each has a row, and whoever does it claims the row.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, QueryResult,
    insert_into, update,
};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::super::{Conn, Owned};
use crate::store::{moment::At, schema::tasks, types::Turn};

/// Takes the turn, until `until` at most.
pub(in crate::store) async fn take_turn(
    conn: &mut Owned,
    name: &str,
    now: Timestamp,
    until: Timestamp,
) -> QueryResult<Turn> {
    if take(again!(conn), name, now, until).await? {
        return Ok(Turn::Mine);
    }
    let known: Option<At> = tasks::table
        .find(name)
        .select(tasks::next_run_at)
        .first(on!(conn))
        .await
        .optional()?;
    match known {
        Some(At(next)) if next > now => Ok(Turn::Later),
        Some(_) => Ok(Turn::Busy),
        None => {
            add(again!(conn), name, now).await?;
            let mine = take(again!(conn), name, now, until).await?;
            Ok(if mine { Turn::Mine } else { Turn::Busy })
        }
    }
}

async fn take(conn: Conn<'_>, name: &str, now: Timestamp, until: Timestamp) -> QueryResult<bool> {
    let due = tasks::table
        .find(name)
        .filter(tasks::next_run_at.le(At(now)));
    let free = tasks::claimed_until
        .is_null()
        .or(tasks::claimed_until.le(At(now)));
    let taken = update(due.filter(free))
        .set(tasks::claimed_until.eq(At(until)))
        .execute(on!(conn))
        .await?;
    Ok(taken > 0)
}

/// Gives the turn back: done, and due again at `next`, or not done, and still due.
pub(in crate::store) async fn end_turn(
    conn: &mut Owned,
    name: &str,
    until: Timestamp,
    next: Option<Timestamp>,
) -> QueryResult<()> {
    // A claim that ran out may be somebody else's by now.
    let mine = tasks::table
        .find(name)
        .filter(tasks::claimed_until.eq(At(until)));
    if let Some(next) = next {
        update(mine)
            .set(tasks::next_run_at.eq(At(next)))
            .execute(on!(conn))
            .await?;
    }
    update(mine)
        .set(tasks::claimed_until.eq(None::<At>))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

/// Notes the settings; says whether they are others than before.
pub(super) async fn set_settings(
    conn: Conn<'_>,
    name: &str,
    settings: &str,
    now: Timestamp,
) -> QueryResult<bool> {
    add(again!(conn), name, now).await?;
    let others = tasks::settings.is_null().or(tasks::settings.ne(settings));
    let changed = update(tasks::table.find(name).filter(others))
        .set(tasks::settings.eq(settings))
        .execute(on!(conn))
        .await?;
    Ok(changed > 0)
}

/// A process that is gone holds nothing.
pub(super) async fn release_all(conn: Conn<'_>) -> QueryResult<()> {
    update(tasks::table.filter(tasks::claimed_until.is_not_null()))
        .set(tasks::claimed_until.eq(None::<At>))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

async fn add(conn: Conn<'_>, name: &str, now: Timestamp) -> QueryResult<()> {
    insert_into(tasks::table)
        .values((tasks::name.eq(name), tasks::next_run_at.eq(At(now))))
        .on_conflict_do_nothing()
        .execute(on!(conn))
        .await
        .map(|_| ())
}
