//! Access worked out anew from all that it follows from, for one person after the other.

use diesel::{ExpressionMethods, QueryDsl, QueryResult};
use diesel_async::RunQueryDsl;
use futures_util::{FutureExt, future::BoxFuture};
use jiff::Timestamp;

use super::{
    super::{Conn, Owned, lock},
    changes::{self, Scene},
    ledger, people, unit,
};
use crate::{
    bot::effects::Effects,
    store::{
        schema::{journal, subscriptions, tribute_events},
        types::{Refold, Refolded},
    },
    telegram::UserId,
};

/// Stands where other effects name the update that they follow from.
const ORIGIN: &str = "replay";

/// So many people after this one of whom something is known that access may follow from, or has followed from.
pub(in crate::store) async fn people_after(
    conn: &mut Owned,
    after: i64,
    limit: i64,
) -> QueryResult<Vec<i64>> {
    let (subscribed, paid, ruled) = flight!(
        conn;
        subscribed(after, limit),
        paid(after, limit),
        ruled(after, limit)
    );
    // Each list has its smallest: so the smallest of all are among them.
    let mut all: Vec<i64> = subscribed;
    all.extend(paid.into_iter().chain(ruled).flatten());
    all.sort_unstable();
    all.dedup();
    all.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(all)
}

async fn subscribed(conn: Conn<'_>, after: i64, limit: i64) -> QueryResult<Vec<i64>> {
    subscriptions::table
        .filter(subscriptions::user_id.gt(after))
        .order(subscriptions::user_id)
        .limit(limit)
        .select(subscriptions::user_id)
        .distinct()
        .load(on!(conn))
        .await
}

async fn paid(conn: Conn<'_>, after: i64, limit: i64) -> QueryResult<Vec<Option<i64>>> {
    tribute_events::table
        .filter(tribute_events::user_id.gt(after))
        .order(tribute_events::user_id)
        .limit(limit)
        .select(tribute_events::user_id)
        .distinct()
        .load(on!(conn))
        .await
}

async fn ruled(conn: Conn<'_>, after: i64, limit: i64) -> QueryResult<Vec<Option<i64>>> {
    journal::table
        .filter(journal::user_id.gt(after))
        .order(journal::user_id)
        .limit(limit)
        .select(journal::user_id)
        .distinct()
        .load(on!(conn))
        .await
}

/// One person, under their lock; what differs is stored, or only told.
pub(in crate::store) fn refold(
    conn: &mut Owned,
    person: UserId,
    fold: Refold,
    stores: bool,
    now: Timestamp,
) -> BoxFuture<'_, QueryResult<Refolded>> {
    // Boxed here for the reason that `oblivion` gives.
    async move {
        atomically!(conn, async move |conn: &mut Owned| {
            lock(again!(conn), person.0).await?;
            let ((chat, _), ledger) = flight!(conn; unit::load(person), ledger::load(person));
            let changes = fold(&chat, &ledger);
            if stores && !changes.is_empty() {
                people::ensure(again!(conn), person, now).await?;
                let scene = Scene {
                    person,
                    forgotten: chat.person.is_some_and(|person| person.forgotten),
                    origin: ORIGIN,
                    now,
                    claim_until: now,
                };
                // Nothing is said about it: what people were told was true when it was said.
                let effects = Effects {
                    changes: changes.clone(),
                    ..Effects::default()
                };
                changes::save(again!(conn), &scene, effects).await?;
            }
            Ok(Refolded {
                before: chat.subscriptions,
                changes,
            })
        })
    }
    .boxed()
}
