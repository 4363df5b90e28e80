//! Who is at a door: asked, inside, or out.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, delete,
    dsl::not, insert_into, update, upsert::excluded,
};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::super::super::{Conn, Owned, lock};
use crate::{
    bot::doors::Place,
    store::{doors::DoorMemberRow, moment::At, schema::door_members},
    telegram::{ChatId, UserId},
};

/// How somebody came in.
pub(super) struct Came {
    pub(super) is_ours: bool,
    pub(super) is_admin: bool,
    pub(super) check_at: Option<Timestamp>,
}

/// The person asked to come in. Whoever is being put out just now has to ask again.
pub(super) async fn asked(
    conn: Conn<'_>,
    door: ChatId,
    person: UserId,
    welcome: bool,
    now: Timestamp,
) -> QueryResult<()> {
    let row = DoorMemberRow {
        asked_at: Some(At(now)),
        check_at: welcome.then_some(At(now)),
        ..DoorMemberRow::new(door, person, Place::Asked)
    };
    insert_into(door_members::table)
        .values(row)
        .on_conflict((door_members::door, door_members::user_id))
        .do_update()
        .set((
            door_members::status.eq(excluded(door_members::status)),
            door_members::asked_at.eq(excluded(door_members::asked_at)),
            door_members::check_at.eq(excluded(door_members::check_at)),
            door_members::claimed_until.eq(excluded(door_members::claimed_until)),
            door_members::attempts.eq(excluded(door_members::attempts)),
            door_members::failed_at.eq(excluded(door_members::failed_at)),
            door_members::last_error.eq(excluded(door_members::last_error)),
            door_members::dead_at.eq(excluded(door_members::dead_at)),
            door_members::is_unwanted.eq(excluded(door_members::is_unwanted)),
        ))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

/// The person came in, or is there in another role. Their link has done its work.
pub(super) async fn came(
    conn: Conn<'_>,
    door: ChatId,
    person: UserId,
    came: Came,
    now: Timestamp,
) -> QueryResult<()> {
    let row = DoorMemberRow {
        is_ours: came.is_ours,
        is_admin: came.is_admin,
        joined_at: Some(At(now)),
        check_at: came.check_at.map(At),
        ..DoorMemberRow::new(door, person, Place::Inside)
    };
    // Nothing of an earlier time counts any more, but when they had asked.
    insert_into(door_members::table)
        .values(row)
        .on_conflict((door_members::door, door_members::user_id))
        .do_update()
        .set((
            door_members::status.eq(excluded(door_members::status)),
            door_members::is_ours.eq(excluded(door_members::is_ours)),
            door_members::is_admin.eq(excluded(door_members::is_admin)),
            door_members::is_unwanted.eq(excluded(door_members::is_unwanted)),
            door_members::joined_at.eq(excluded(door_members::joined_at)),
            door_members::check_at.eq(excluded(door_members::check_at)),
            door_members::claimed_until.eq(excluded(door_members::claimed_until)),
            door_members::attempts.eq(excluded(door_members::attempts)),
            door_members::failed_at.eq(excluded(door_members::failed_at)),
            door_members::last_error.eq(excluded(door_members::last_error)),
            door_members::dead_at.eq(excluded(door_members::dead_at)),
            door_members::link.eq(excluded(door_members::link)),
            door_members::link_until.eq(excluded(door_members::link_until)),
        ))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

/// The person is not in any more. Whoever the bot is putting out is left to it: they are banned, and not yet free to
/// come back. A request that waits is not answered by leaving.
pub(super) async fn went(conn: Conn<'_>, door: ChatId, person: UserId) -> QueryResult<()> {
    let inside = door_members::table
        .find((door.0, person.0))
        .filter(door_members::status.eq(Place::Inside.as_str()));
    update(inside)
        .set((
            door_members::status.eq(Place::Outside.as_str()),
            door_members::is_admin.eq(false),
            door_members::check_at.eq(None::<At>),
            door_members::claimed_until.eq(None::<At>),
            door_members::last_error.eq(None::<String>),
            door_members::dead_at.eq(None::<At>),
        ))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

/// The owner wants them out.
pub(super) async fn unwanted(
    conn: Conn<'_>,
    door: ChatId,
    people: &[UserId],
    now: Timestamp,
) -> QueryResult<()> {
    let ids: Vec<i64> = people.iter().map(|person| person.0).collect();
    let inside = door_members::table
        .filter(door_members::door.eq(door.0))
        .filter(door_members::user_id.eq_any(ids))
        .filter(door_members::status.eq(Place::Inside.as_str()));
    update(inside)
        .set((
            door_members::is_unwanted.eq(true),
            door_members::check_at.eq(At(now)),
            door_members::attempts.eq(0),
            door_members::failed_at.eq(None::<At>),
            door_members::dead_at.eq(None::<At>),
        ))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

/// Whoever is inside or waits is looked at now. What somebody is just finding out about them is out of date: their
/// claim is gone, so it counts no more.
pub(super) async fn look_again(conn: Conn<'_>, person: UserId, now: Timestamp) -> QueryResult<()> {
    let there = door_members::table
        .filter(door_members::user_id.eq(person.0))
        .filter(door_members::status.ne(Place::Outside.as_str()));
    update(there)
        .set((
            door_members::check_at.eq(At(now)),
            door_members::claimed_until.eq(None::<At>),
            door_members::attempts.eq(0),
            door_members::failed_at.eq(None::<At>),
            door_members::dead_at.eq(None::<At>),
        ))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

/// The bot can do its work at a door again, or a day has passed: everybody there is looked at.
pub(super) async fn look_at_all(conn: Conn<'_>, door: ChatId, now: Timestamp) -> QueryResult<()> {
    let there = door_members::table
        .filter(door_members::door.eq(door.0))
        .filter(door_members::status.ne(Place::Outside.as_str()))
        .filter(door_members::claimed_until.is_null());
    update(there)
        .set((
            door_members::check_at.eq(At(now)),
            door_members::attempts.eq(0),
            door_members::failed_at.eq(None::<At>),
            door_members::dead_at.eq(None::<At>),
        ))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

/// People with access of whom nothing is known at a door: whether they are inside, Telegram has to be asked.
pub(super) async fn look_for(
    conn: Conn<'_>,
    door: ChatId,
    people: Vec<i64>,
    now: Timestamp,
) -> QueryResult<()> {
    for person in people {
        let row = DoorMemberRow {
            check_at: Some(At(now)),
            ..DoorMemberRow::new(door, UserId(person), Place::Outside)
        };
        insert_into(door_members::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(on!(conn))
            .await?;
    }
    Ok(())
}

/// A person's newest one-time link; the one before it, when it may still let somebody in.
pub(in crate::store) async fn keep_link(
    conn: &mut Owned,
    door: ChatId,
    person: UserId,
    link: &str,
    until: Timestamp,
    now: Timestamp,
) -> QueryResult<Option<String>> {
    atomically!(conn, async move |conn: &mut Owned| {
        lock(again!(conn), person.0).await?;
        let before: Option<Option<String>> = door_members::table
            .find((door.0, person.0))
            .filter(door_members::link_until.gt(At(now)))
            .select(door_members::link)
            .first(on!(conn))
            .await
            .optional()?;
        let row = DoorMemberRow {
            link: Some(link.to_owned()),
            link_until: Some(At(until)),
            ..DoorMemberRow::new(door, person, Place::Outside)
        };
        insert_into(door_members::table)
            .values(row)
            .on_conflict((door_members::door, door_members::user_id))
            .do_update()
            .set((
                door_members::link.eq(excluded(door_members::link)),
                door_members::link_until.eq(excluded(door_members::link_until)),
            ))
            .execute(on!(conn))
            .await?;
        Ok(before.flatten())
    })
}

/// A person is forgotten. What is left is the word for whom the bot has to see out, which is looked at now: when their
/// access is over, they are put out, and then this goes too.
pub(in super::super) async fn forget(
    conn: Conn<'_>,
    person: UserId,
    now: Timestamp,
) -> QueryResult<()> {
    let theirs = || door_members::table.filter(door_members::user_id.eq(person.0));
    let inside = door_members::is_ours
        .eq(true)
        .and(door_members::status.eq(Place::Inside.as_str()));
    let needed = inside.or(door_members::status.eq(Place::Leaving.as_str()));
    delete(theirs().filter(not(needed)))
        .execute(on!(conn))
        .await?;
    update(theirs())
        .set((
            door_members::asked_at.eq(None::<At>),
            door_members::link.eq(None::<String>),
            door_members::link_until.eq(None::<At>),
        ))
        .execute(on!(conn))
        .await?;
    look_again(conn, person, now).await
}
