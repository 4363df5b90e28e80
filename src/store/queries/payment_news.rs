//! How admins want to hear of payments, and the digests of those who want one a day.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, QueryResult,
    insert_into, update, upsert::excluded,
};
use diesel_async::RunQueryDsl;
use jiff::{Timestamp, civil::Date};

use super::{
    super::{Conn, Owned},
    outbox, parked,
};
use crate::{
    bot::{effects::Outgoing, payment_news::News, report::StoredEvent},
    store::{
        moment::At,
        schema::{payment_news, tribute_events},
    },
    telegram::UserId,
};

/// On the messages of the digest.
const ORIGIN: &str = "payment_digest";

/// What every admin chose who chose anything: a handful of rows.
pub(super) async fn all(conn: Conn<'_>) -> QueryResult<Vec<(UserId, News)>> {
    let rows: Vec<(i64, String)> = payment_news::table
        .select((payment_news::admin_id, payment_news::mode))
        .load(on!(conn))
        .await?;
    let chosen = |(id, mode): (i64, String)| Some((UserId(id), News::parse(&mode)?));
    Ok(rows.into_iter().filter_map(chosen).collect())
}

/// What one admin chose.
pub(super) async fn of(conn: Conn<'_>, admin: UserId) -> QueryResult<News> {
    let mode: Option<String> = payment_news::table
        .find(admin.0)
        .select(payment_news::mode)
        .first(on!(conn))
        .await
        .optional()?;
    Ok(mode.and_then(|mode| News::parse(&mode)).unwrap_or_default())
}

/// An admin chose something; the first digest covers this day.
pub(super) async fn choose(
    conn: Conn<'_>,
    admin: UserId,
    news: News,
    today: Date,
) -> QueryResult<()> {
    let row = (
        payment_news::admin_id.eq(admin.0),
        payment_news::mode.eq(news.as_str()),
        payment_news::told_on.eq(today.to_string()),
    );
    insert_into(payment_news::table)
        .values(row)
        .on_conflict(payment_news::admin_id)
        .do_update()
        .set((
            payment_news::mode.eq(excluded(payment_news::mode)),
            payment_news::told_on.eq(excluded(payment_news::told_on)),
        ))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

/// Admins who are due a digest on this day, and the day that it begins with.
pub(in crate::store) async fn due(
    conn: &mut Owned,
    today: Date,
) -> QueryResult<Vec<(UserId, Date)>> {
    let rows: Vec<(i64, String)> = payment_news::table
        .filter(payment_news::mode.eq(News::Daily.as_str()))
        .filter(payment_news::told_on.lt(today.to_string()))
        .order(payment_news::admin_id)
        .select((payment_news::admin_id, payment_news::told_on))
        .load(on!(conn))
        .await?;
    let due = |(id, since): (i64, String)| Some((UserId(id), since.parse().ok()?));
    Ok(rows.into_iter().filter_map(due).collect())
}

/// What came in from then until then, and how many events wait for the owner now.
pub(in crate::store) async fn told_between(
    conn: &mut Owned,
    from: Timestamp,
    to: Timestamp,
) -> QueryResult<(Vec<StoredEvent>, i64)> {
    let (events, waiting) = flight!(conn; between(from, to), parked::count());
    Ok((events, waiting.0))
}

async fn between(conn: Conn<'_>, from: Timestamp, to: Timestamp) -> QueryResult<Vec<StoredEvent>> {
    let rows: Vec<(String, String, At)> = tribute_events::table
        .filter(tribute_events::received_at.ge(At(from)))
        .filter(tribute_events::received_at.lt(At(to)))
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

/// So many events from then until then in the order in which they came, after the one that came at this moment with this
/// number.
pub(in crate::store) async fn told_next(
    conn: &mut Owned,
    (from, to): (Timestamp, Timestamp),
    after: Option<(Timestamp, i64)>,
    limit: u32,
) -> QueryResult<Vec<(i64, StoredEvent)>> {
    let (at, id) = after.unwrap_or((from, 0));
    let later = tribute_events::received_at
        .gt(At(at))
        .or(tribute_events::id.gt(id));
    let rows: Vec<(i64, String, String, At)> = tribute_events::table
        .filter(tribute_events::received_at.ge(At(at)))
        .filter(tribute_events::received_at.lt(At(to)))
        .filter(later)
        .order((tribute_events::received_at, tribute_events::id))
        .limit(i64::from(limit))
        .select((
            tribute_events::id,
            tribute_events::name,
            tribute_events::body,
            tribute_events::received_at,
        ))
        .load(on!(conn))
        .await?;
    let event = |(id, name, body, at): (i64, String, String, At)| {
        let received_at = at.0;
        let event = StoredEvent {
            name,
            body,
            received_at,
        };
        (id, event)
    };
    Ok(rows.into_iter().map(event).collect())
}

/// Queues the digest of an admin, once a day; without a message the day only counts as told. False when somebody else
/// was faster, or the admin has chosen another way meanwhile.
pub(in crate::store) async fn tell(
    conn: &mut Owned,
    admin: UserId,
    today: Date,
    message: Option<&Outgoing>,
    now: Timestamp,
) -> QueryResult<bool> {
    atomically!(conn, async move |conn: &mut Owned| {
        let due = payment_news::table
            .find(admin.0)
            .filter(payment_news::mode.eq(News::Daily.as_str()))
            .filter(payment_news::told_on.lt(today.to_string()));
        let taken = update(due)
            .set(payment_news::told_on.eq(today.to_string()))
            .execute(on!(conn))
            .await?;
        if taken == 0 {
            return Ok(false);
        }
        if let Some(message) = message {
            outbox::enqueue(conn, message, ORIGIN, now).await?;
        }
        Ok(true)
    })
}
