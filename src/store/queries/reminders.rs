//! Reminders: who is due, and what became of it.

use diesel::{ExpressionMethods, QueryDsl, QueryResult, SelectableHelper, update};
use diesel_async::RunQueryDsl;
use futures_util::{FutureExt, future::BoxFuture};
use jiff::Timestamp;

use super::{
    super::{Conn, Owned, due_people},
    outbox, tasks,
};
use crate::{
    bot::{
        Ended, Reminding,
        effects::{Lane, Outgoing},
        state::ChatState,
    },
    store::{
        cached::Cached,
        moment::At,
        rows::{RecommendationRow, UserRow},
        schema::{recommendations, users},
        types::Remind,
    },
    telegram::UserId,
};

/// The origin of reminders in the outbox, and the name of the work.
pub(super) const ORIGIN: &str = "reminders";

/// Takes people who are due, and in one transaction queues their reminders and moves each to the next time: whoever
/// dies in the middle has done nothing, and whoever comes later finds nobody due.
pub(in crate::store) fn remind(
    conn: &mut Owned,
    limit: i64,
    now: Timestamp,
    decide: Remind,
) -> BoxFuture<'_, QueryResult<Vec<Ended>>> {
    // Boxed here, like in `oblivion`: a task of another module could not be proved to be `Send`.
    async move {
        atomically!(conn, async move |conn: &mut Owned| {
            let due = due_people(again!(conn), limit, now).await?;
            settle_all(again!(conn), due, now, &decide).await
        })
    }
    .boxed()
}

async fn settle_all(
    conn: Conn<'_>,
    due: Vec<i64>,
    now: Timestamp,
    decide: &Remind,
) -> QueryResult<Vec<Ended>> {
    let mut outcomes = Vec::with_capacity(due.len());
    for (user, made) in load(again!(conn), due).await? {
        let person = UserId(user.id);
        let state = ChatState {
            person: Some(user.into()),
            recommendation: made.map(Into::into),
            ..ChatState::default()
        };
        let reminding = decide(&state);
        outcomes.push(reminding.outcome);
        settle(again!(conn), person, reminding, now).await?;
    }
    Ok(outcomes)
}

async fn load(
    conn: Conn<'_>,
    ids: Vec<i64>,
) -> QueryResult<Vec<(UserRow, Option<RecommendationRow>)>> {
    users::table
        .left_join(recommendations::table)
        .filter(users::id.eq_any(ids))
        .order((users::next_reminder_at, users::id))
        .select((
            UserRow::as_select(),
            Option::<RecommendationRow>::as_select(),
        ))
        .load(on!(conn))
        .await
}

async fn settle(
    conn: Conn<'_>,
    person: UserId,
    reminding: Reminding,
    now: Timestamp,
) -> QueryResult<()> {
    if let Some(call) = reminding.call {
        let message = Outgoing {
            call,
            lane: Lane::Bulk,
            keep_for_unreachable: false,
        };
        let payload = message.call.to_json().to_string();
        outbox::queue(again!(conn), &message, &payload, ORIGIN, now, None).await?;
    }
    let settled = update(users::table.find(person.0)).set((
        users::next_reminder_at.eq(reminding.next_at.map(At)),
        users::last_reminded_on.eq(reminding.last_on.map(|day| day.to_string())),
        users::reminders_seen.eq(reminding.seen),
    ));
    Cached(settled).execute(on!(conn)).await.map(|_| ())
}

pub(super) async fn set_asked(conn: Conn<'_>, id: UserId, now: Timestamp) -> QueryResult<()> {
    let new = users::table
        .find(id.0)
        .filter(users::reminders_asked_at.is_null());
    let asked = update(new).set(users::reminders_asked_at.eq(At(now)));
    Cached(asked).execute(on!(conn)).await.map(|_| ())
}

pub(super) async fn set_next(
    conn: Conn<'_>,
    id: UserId,
    next_at: Option<Timestamp>,
) -> QueryResult<()> {
    let next = update(users::table.find(id.0)).set(users::next_reminder_at.eq(next_at.map(At)));
    Cached(next).execute(on!(conn)).await.map(|_| ())
}

/// When the owner has changed the days, the hour or the zone, everybody who is to be reminded later is looked at now,
/// and gets another time; nothing is sent for that.
pub(in crate::store) async fn replan(
    conn: &mut Owned,
    settings: &str,
    now: Timestamp,
) -> QueryResult<()> {
    atomically!(conn, async move |conn: &mut Owned| {
        if tasks::set_settings(again!(conn), ORIGIN, settings, now).await? {
            update(users::table.filter(users::next_reminder_at.gt(At(now))))
                .set(users::next_reminder_at.eq(At(now)))
                .execute(on!(conn))
                .await?;
        }
        Ok(())
    })
}
