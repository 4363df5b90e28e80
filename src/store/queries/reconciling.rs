//! The ledger's side of the check with Tribute, and what scheduled work remembers between two runs.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, update};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::{
    super::{Conn, Owned},
    outbox,
};
use crate::{
    bot::{effects::Outgoing, report::StoredEvent},
    store::{
        moment::At,
        schema::{tasks, tribute_events},
    },
};

/// Events that say whether an order is paid.
const ABOUT_ORDERS: [&str; 2] = ["shop_order", "shop_order_refunded"];

pub(in crate::store) async fn shop_events(
    conn: &mut Owned,
    since: Timestamp,
) -> QueryResult<Vec<StoredEvent>> {
    let rows: Vec<(String, String, At)> = tribute_events::table
        .filter(tribute_events::name.eq_any(ABOUT_ORDERS))
        .filter(tribute_events::received_at.ge(At(since)))
        .order(tribute_events::id)
        .select((
            tribute_events::name,
            tribute_events::body,
            tribute_events::received_at,
        ))
        .load(on!(conn))
        .await?;
    let event = |(name, body, at): (String, String, At)| StoredEvent {
        name,
        body,
        received_at: at.0,
    };
    Ok(rows.into_iter().map(event).collect())
}

pub(in crate::store) async fn remembered(
    conn: &mut Owned,
    task: &str,
) -> QueryResult<Option<String>> {
    let found: Option<Option<String>> = tasks::table
        .find(task)
        .select(tasks::settings)
        .first(on!(conn))
        .await
        .optional()?;
    Ok(found.flatten())
}

/// The row is there: whoever remembers something has its turn.
pub(in crate::store) async fn remember(
    conn: &mut Owned,
    task: &str,
    before: Option<&str>,
    after: &str,
    messages: &[Outgoing],
    now: Timestamp,
) -> QueryResult<bool> {
    let origin = format!("task:{task}");
    atomically!(conn, async move |conn: &mut Owned| {
        if !replace(again!(conn), task, before, after).await? {
            return Ok(false);
        }
        for message in messages {
            outbox::enqueue(conn, message, &origin, now).await?;
        }
        Ok(true)
    })
}

async fn replace(
    conn: Conn<'_>,
    task: &str,
    before: Option<&str>,
    after: &str,
) -> QueryResult<bool> {
    let row = tasks::table.find(task);
    let after = tasks::settings.eq(after);
    let replaced = match before {
        Some(before) => {
            let same = row.filter(tasks::settings.eq(before));
            update(same).set(after).execute(on!(conn)).await?
        }
        None => {
            let same = row.filter(tasks::settings.is_null());
            update(same).set(after).execute(on!(conn)).await?
        }
    };
    Ok(replaced > 0)
}
