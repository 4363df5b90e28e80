//! People at doors whose moment has come: taken by lease, looked at without a transaction, settled.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, QueryResult,
    SelectableHelper, delete,
    dsl::{exists, not},
    update,
};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::super::{
    super::{Conn, Owned, lock},
    outbox, people,
};
use crate::{
    bot::{doors::Place, effects::Outgoing},
    store::{
        doors::{DoorMemberRow, DueMember, MemberSettled},
        moment::At,
        rows::UserRow,
        schema::{door_members, users},
    },
    telegram::{ChatId, UserId},
};

/// Takes the person who is due first, for one taker until then. Two statements, as for messages.
pub(in crate::store) async fn claim(
    conn: &mut Owned,
    now: Timestamp,
    until: Timestamp,
) -> QueryResult<Option<DueMember>> {
    let free = || {
        door_members::claimed_until
            .is_null()
            .or(door_members::claimed_until.lt(At(now)))
    };
    loop {
        let found: Option<(i64, i64)> = door_members::table
            .filter(door_members::check_at.le(At(now)))
            .filter(free())
            .order((
                door_members::check_at,
                door_members::door,
                door_members::user_id,
            ))
            .select((door_members::door, door_members::user_id))
            .first(on!(conn))
            .await
            .optional()?;
        let Some(key) = found else {
            return Ok(None);
        };
        let due = door_members::table
            .find(key)
            .filter(door_members::check_at.le(At(now)))
            .filter(free());
        let taken: Option<DoorMemberRow> = update(due)
            .set(door_members::claimed_until.eq(At(until)))
            .returning(DoorMemberRow::as_returning())
            .get_result(on!(conn))
            .await
            .optional()?;
        // Another taker may have been faster.
        if let Some(row) = taken {
            return with_person(again!(conn), row).await.map(Some);
        }
    }
}

async fn with_person(conn: Conn<'_>, row: DoorMemberRow) -> QueryResult<DueMember> {
    let user = UserId(row.user_id);
    let person: Option<UserRow> = users::table
        .find(user.0)
        .select(UserRow::as_select())
        .first(on!(conn))
        .await
        .optional()?;
    let subscriptions = people::subscriptions(again!(conn), user).await?;
    Ok(DueMember {
        person: person.map(Into::into),
        subscriptions,
        attempts: row.attempts,
        failed_at: row.failed_at.map(|at| at.0),
        member: row.into(),
    })
}

/// From here on the person is being put out. `false` when somebody else has them, or something about them changed: then
/// they are not.
pub(in crate::store) async fn begin_leaving(
    conn: &mut Owned,
    door: ChatId,
    person: UserId,
    claimed_until: Timestamp,
) -> QueryResult<bool> {
    let mine = door_members::table
        .find((door.0, person.0))
        .filter(door_members::claimed_until.eq(At(claimed_until)));
    let begun = update(mine)
        .set(door_members::status.eq(Place::Leaving.as_str()))
        .execute(on!(conn))
        .await?;
    Ok(begun > 0)
}

/// Stores what was found and done, and queues what is said about it. When something about the person changed meanwhile,
/// only what was done counts, and nothing is said.
pub(in crate::store) async fn settle(
    conn: &mut Owned,
    settled: &MemberSettled,
    messages: &[Outgoing],
    now: Timestamp,
) -> QueryResult<bool> {
    atomically!(conn, async move |conn: &mut Owned| {
        let (door, person) = (settled.door, settled.user);
        lock(again!(conn), person.0).await?;
        let row = || door_members::table.find((door.0, person.0));
        let mine = row().filter(door_members::claimed_until.eq(At(settled.claimed_until)));
        let stored = update(mine)
            .set((
                door_members::check_at.eq(settled.check_at.map(At)),
                door_members::claimed_until.eq(None::<At>),
                door_members::attempts.eq(settled.attempts),
                door_members::failed_at.eq(settled.failed_at.map(At)),
                door_members::last_error.eq(settled.error.as_deref()),
                door_members::dead_at.eq(settled.is_dead.then_some(At(now))),
            ))
            .execute(on!(conn))
            .await?;
        // What was only seen is out of date when something changed; what was done is true, unless more came of it already.
        let from: Vec<&str> = if stored > 0 {
            Place::ALL.map(Place::as_str).to_vec()
        } else {
            settled.done_from.map(Place::as_str).into_iter().collect()
        };
        if let Some(found) = settled.found {
            let still = row().filter(door_members::status.eq_any(from));
            let changed = update(still)
                .set((
                    door_members::status.eq(found.place.as_str()),
                    door_members::is_admin.eq(found.is_admin),
                    door_members::is_ours.eq(found.is_ours),
                    door_members::is_unwanted.eq(false),
                ))
                .execute(on!(conn))
                .await?;
            if changed > 0 && found.place == Place::Outside {
                forget_stranger(again!(conn), door, person).await?;
            }
        }
        if stored == 0 {
            return Ok(false);
        }
        for message in messages {
            let payload = message.call.to_json().to_string();
            outbox::queue(again!(conn), message, &payload, ORIGIN, now, None).await?;
        }
        Ok(true)
    })
}

/// The origin of what is said about doors.
pub(super) const ORIGIN: &str = "doors";

/// Of somebody who is outside and whom nobody knows, nothing is kept.
async fn forget_stranger(conn: Conn<'_>, door: ChatId, person: UserId) -> QueryResult<()> {
    let known = users::table.filter(users::id.eq(person.0));
    let gone = door_members::table
        .filter(door_members::door.eq(door.0))
        .filter(door_members::user_id.eq(person.0))
        .filter(not(exists(known)));
    delete(gone).execute(on!(conn)).await.map(|_| ())
}

/// Gives back what a process that is no more had taken.
pub(in crate::store) async fn release_all(conn: &mut Owned) -> QueryResult<()> {
    update(door_members::table.filter(door_members::claimed_until.is_not_null()))
        .set(door_members::claimed_until.eq(None::<At>))
        .execute(on!(conn))
        .await
        .map(|_| ())
}
