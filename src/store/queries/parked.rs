//! Events that wait for the owner.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, SelectableHelper,
    dsl::{count_star, exists, min},
    select,
};
use diesel_async::RunQueryDsl;
use futures_util::{FutureExt, future::BoxFuture};
use jiff::Timestamp;

use super::{
    super::{Conn, Owned},
    ledger,
};
use crate::{
    bot::{
        ledger::{Action, DONE, LedgerEvent, Ruling, UNPLANNED, WAITING},
        report::{Decided, Parked, Stated},
        state::Person,
    },
    store::{
        ledger_rows::EventRow,
        moment::At,
        rows::UserRow,
        schema::{journal, tribute_events, users},
    },
    telegram::UserId,
};

/// Decisions after which an event is another thing.
const DECIDING: [&str; 5] = ["give", "plan", "dismiss", "retry", "grant"];

type Row = (
    i64,
    String,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<i64>,
    At,
);

/// Every column of an event that is shown.
macro_rules! columns {
    () => {
        (
            tribute_events::id,
            tribute_events::name,
            tribute_events::body,
            tribute_events::outcome,
            tribute_events::reason,
            tribute_events::plan,
            tribute_events::payer,
            tribute_events::user_id,
            tribute_events::received_at,
        )
    };
}

fn parked(row: Row, person: Option<&Person>) -> Parked {
    let (id, name, body, outcome, reason, plan, payer, user, received_at) = row;
    let whose = user.map(|id| {
        let name = person.map_or("", |person| person.first_name.as_str());
        format!("{name} {id}").trim().to_owned()
    });
    Parked {
        id,
        name,
        body,
        outcome,
        reason,
        plan,
        payer,
        person: user.map(UserId),
        whose,
        received_at: received_at.0,
        decided: None,
        stated: Stated::default(),
        candidate: None,
    }
}

/// Those that wait, the newest first.
pub(super) async fn waiting(conn: Conn<'_>, skip: u32, limit: u32) -> QueryResult<Vec<Parked>> {
    let rows: Vec<Row> = tribute_events::table
        .filter(tribute_events::outcome.eq_any(WAITING))
        .order(tribute_events::id.desc())
        .offset(skip.into())
        .limit(limit.into())
        .select(columns!())
        .load(on!(conn))
        .await?;
    Ok(rows.into_iter().map(|row| parked(row, None)).collect())
}

/// The same outside of any update: those after this one.
pub(in crate::store) async fn all_waiting(
    conn: &mut Owned,
    after: i64,
    limit: i64,
) -> QueryResult<Vec<Parked>> {
    let rows: Vec<Row> = tribute_events::table
        .filter(tribute_events::outcome.eq_any(WAITING))
        .filter(tribute_events::id.gt(after))
        .order(tribute_events::id)
        .limit(limit)
        .select(columns!())
        .load(on!(conn))
        .await?;
    Ok(rows.into_iter().map(|row| parked(row, None)).collect())
}

/// One event, whatever became of it, with somebody whom the owner thinks of.
pub(super) async fn one(
    conn: Conn<'_>,
    event: i64,
    candidate: Option<UserId>,
) -> QueryResult<Option<Parked>> {
    let row: Option<Row> = tribute_events::table
        .find(event)
        .select(columns!())
        .first(on!(conn))
        .await
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let person = match row.7 {
        Some(id) => known(again!(conn), UserId(id)).await?,
        None => None,
    };
    let candidate = match candidate {
        Some(id) => known(again!(conn), id).await?,
        None => None,
    };
    let decided = decided(conn, event).await?;
    Ok(Some(Parked {
        decided,
        candidate,
        ..parked(row, person.as_ref())
    }))
}

/// What somebody is called.
pub(super) async fn called(conn: Conn<'_>, id: UserId) -> QueryResult<String> {
    let person = known(conn, id).await?;
    Ok(person.map(|person| person.first_name).unwrap_or_default())
}

async fn known(conn: Conn<'_>, id: UserId) -> QueryResult<Option<Person>> {
    let row: Option<UserRow> = users::table
        .find(id.0)
        .select(UserRow::as_select())
        .first(on!(conn))
        .await
        .optional()?;
    Ok(row.map(Into::into))
}

async fn decided(conn: Conn<'_>, event: i64) -> QueryResult<Option<Decided>> {
    let row: Option<(String, i64, Option<String>, At)> = journal::table
        .filter(journal::event_id.eq(event))
        .filter(journal::outcome.eq(DONE))
        .filter(journal::action.eq_any(DECIDING))
        .order(journal::id.desc())
        .select((
            journal::action,
            journal::made_by,
            journal::plan,
            journal::made_at,
        ))
        .first(on!(conn))
        .await
        .optional()?;
    let Some((action, by, plan, at)) = row else {
        return Ok(None);
    };
    let by = UserId(by);
    let by_name = called(conn, by).await?;
    Ok(Action::parse(&action).map(|action| Decided {
        action,
        by,
        by_name,
        plan,
        at: at.0,
    }))
}

/// How many wait, and since when.
pub(super) async fn count(conn: Conn<'_>) -> QueryResult<(i64, Option<Timestamp>)> {
    let (count, oldest): (i64, Option<At>) = tribute_events::table
        .filter(tribute_events::outcome.eq_any(WAITING))
        .select((count_star(), min(tribute_events::received_at)))
        .first(on!(conn))
        .await?;
    Ok((count, oldest.map(|at| at.0)))
}

/// The same outside of any other query.
pub(in crate::store) async fn load_count(
    conn: &mut Owned,
) -> QueryResult<(i64, Option<Timestamp>)> {
    count(again!(conn)).await
}

/// Events after this one that wait for a plan, and about which nothing is decided that has not taken effect.
pub(in crate::store) async fn unplanned(
    conn: &mut Owned,
    after: i64,
    limit: i64,
) -> QueryResult<Vec<LedgerEvent>> {
    let rows: Vec<EventRow> = tribute_events::table
        .filter(tribute_events::outcome.eq(UNPLANNED))
        .filter(tribute_events::id.gt(after))
        .order(tribute_events::id)
        .limit(limit)
        .select(EventRow::as_select())
        .load(on!(conn))
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Has an event looked at again, unless that or something else is decided about it already.
pub(in crate::store) fn retry(
    conn: &mut Owned,
    event: i64,
    now: Timestamp,
) -> BoxFuture<'_, QueryResult<bool>> {
    // Boxed here for the reason that `oblivion` gives.
    async move {
        atomically!(conn, async move |conn: &mut Owned| {
            // Two processes that see the same pack must not both write it down.
            super::super::lock(again!(conn), RETRYING).await?;
            let (waits, decided) = flight!(conn; still_waits(event), is_decided(event));
            if !waits || decided {
                return Ok(false);
            }
            let ruling = Ruling::about_event(Action::Retry, event);
            ledger::rule(again!(conn), UserId(0), &ruling, false, now).await?;
            Ok(true)
        })
    }
    .boxed()
}

async fn still_waits(conn: Conn<'_>, event: i64) -> QueryResult<bool> {
    let waiting = tribute_events::table
        .find(event)
        .filter(tribute_events::outcome.eq_any(WAITING));
    select(exists(waiting)).get_result(on!(conn)).await
}

/// Whether a decision about an event has not taken effect yet.
async fn is_decided(conn: Conn<'_>, event: i64) -> QueryResult<bool> {
    let open = journal::table
        .filter(journal::event_id.eq(event))
        .filter(journal::applied_at.is_null());
    select(exists(open)).get_result(on!(conn)).await
}

/// A number that is nobody's: people's are positive.
const RETRYING: i64 = i64::MIN + 2;
