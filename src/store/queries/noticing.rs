//! Notices about the end of access: whose subscriptions are to be looked at, and what comes of it.

use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, QueryResult, delete, update};
use diesel_async::RunQueryDsl;
use futures_util::{FutureExt, future::BoxFuture};
use jiff::Timestamp;

use super::{
    super::{Conn, Owned, lock},
    outbox as queue, unit,
};
use crate::{
    bot::{
        effects::Lane,
        notices::{Due, Notice, Noticed},
    },
    store::{
        moment::At,
        schema::{outbox, subscriptions},
        types::Notify,
    },
    telegram::UserId,
};

/// The origin of notices in the outbox.
pub(super) const ORIGIN: &str = "notices";

pub(in crate::store) async fn people(
    conn: &mut Owned,
    limit: i64,
    now: Timestamp,
) -> QueryResult<Vec<UserId>> {
    let mut people: Vec<i64> = subscriptions::table
        .filter(subscriptions::notice_at.le(At(now)))
        .order((subscriptions::notice_at, subscriptions::user_id))
        .limit(limit)
        .select(subscriptions::user_id)
        .load(on!(conn))
        .await?;
    people.dedup();
    Ok(people.into_iter().map(UserId).collect())
}

/// One person, one transaction: whoever dies in the middle has done nothing, and whoever comes later finds nothing to
/// look at.
pub(in crate::store) fn notify(
    conn: &mut Owned,
    person: UserId,
    now: Timestamp,
    decide: Notify,
) -> BoxFuture<'_, QueryResult<Vec<Noticed>>> {
    // Boxed here for the reason that `oblivion` gives.
    async move {
        atomically!(conn, async move |conn: &mut Owned| {
            lock(again!(conn), person.0).await?;
            let due = due(again!(conn), person, now).await?;
            if due.is_empty() {
                return Ok(Vec::new());
            }
            let (state, _) = unit::load(again!(conn), person).await?;
            let noticed = decide(&state, &due);
            for one in &noticed {
                settle(again!(conn), person, one, now).await?;
            }
            Ok(noticed)
        })
    }
    .boxed()
}

async fn due(conn: Conn<'_>, person: UserId, now: Timestamp) -> QueryResult<Vec<Due>> {
    let rows: Vec<(String, Option<String>)> = subscriptions::table
        .filter(subscriptions::user_id.eq(person.0))
        .filter(subscriptions::notice_at.le(At(now)))
        .order((subscriptions::notice_at, subscriptions::source))
        .select((subscriptions::source, subscriptions::notice))
        .load(on!(conn))
        .await?;
    let due = rows.into_iter().map(|(source, word)| Due {
        source,
        planned: word.as_deref().and_then(Notice::parse),
    });
    Ok(due.collect())
}

async fn settle(
    conn: Conn<'_>,
    person: UserId,
    noticed: &Noticed,
    now: Timestamp,
) -> QueryResult<()> {
    if let Some(message) = &noticed.message {
        let payload = message.call.to_json().to_string();
        queue::queue(again!(conn), message, &payload, ORIGIN, now, None).await?;
    }
    let notice = noticed.next.and_then(|next| next.notice);
    update(subscriptions::table.find((person.0, noticed.source.as_str())))
        .set((
            subscriptions::notice_at.eq(noticed.next.map(|next| At(next.at))),
            subscriptions::notice.eq(notice.map(Notice::as_str)),
        ))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

/// Those that are kept for whoever cannot be reached stay true.
pub(in crate::store) async fn withdraw_stale(
    conn: &mut Owned,
    before: Timestamp,
) -> QueryResult<()> {
    let stale = outbox::table
        .filter(outbox::lane.eq(Lane::Bulk.number()))
        .filter(outbox::origin.eq(ORIGIN))
        .filter(outbox::keep_for_unreachable.eq(false))
        .filter(outbox::created_at.lt(At(before)))
        .filter(
            outbox::claimed_until
                .is_null()
                .or(outbox::claimed_until.lt(At(before))),
        )
        .filter(outbox::dead_at.is_null());
    delete(stale).execute(on!(conn)).await.map(|_| ())
}
