//! Doors: who is inside without access, who has access and is outside.

use diesel::{
    AggregateExpressionMethods, BoolExpressionMethods, ExpressionMethods, OptionalExtension,
    QueryDsl, QueryResult,
    dsl::{count, count_star, exists, not},
};
use diesel_async::RunQueryDsl;

use super::super::super::Conn;
use crate::{
    bot::{
        doors::{Place, Trouble},
        report::{AtDoor, DoorFigures, DoorsQuery},
    },
    store::{
        moment::At,
        schema::{door_chats, door_members, subscriptions, users},
    },
    telegram::{ChatId, UserId},
};

pub(super) async fn load(conn: Conn<'_>, query: &DoorsQuery) -> QueryResult<Vec<DoorFigures>> {
    let mut doors = Vec::with_capacity(query.doors.len());
    for (door, plans) in &query.doors {
        doors.push(figures(again!(conn), *door, plans, query).await?);
    }
    Ok(doors)
}

async fn figures(
    conn: Conn<'_>,
    door: ChatId,
    plans: &[String],
    query: &DoorsQuery,
) -> QueryResult<DoorFigures> {
    let chat: Option<(Option<String>, Option<At>)> = door_chats::table
        .find(door.0)
        .select((door_chats::trouble, door_chats::checked_at))
        .first(on!(conn))
        .await
        .optional()?;
    let (trouble, checked_at) = chat.unwrap_or_default();
    let at = |place: Place| {
        door_members::table
            .filter(door_members::door.eq(door.0))
            .filter(door_members::status.eq(place.as_str()))
    };
    let inside = at(Place::Inside)
        .select(count_star())
        .first(on!(conn))
        .await?;
    let waiting = at(Place::Asked)
        .select(count_star())
        .first(on!(conn))
        .await?;
    let failing = door_members::table
        .filter(door_members::door.eq(door.0))
        .filter(door_members::last_error.is_not_null())
        .select(count_star())
        .first(on!(conn))
        .await?;
    let open = || {
        let renews = subscriptions::auto_renew
            .eq(true)
            .and(subscriptions::access_until.gt(At(query.since)));
        subscriptions::table
            .filter(subscriptions::plan.eq_any(plans))
            .filter(subscriptions::access_until.gt(At(query.now)).or(renews))
    };
    let strangers = || {
        let theirs = open().filter(subscriptions::user_id.eq(door_members::user_id));
        at(Place::Inside)
            .filter(door_members::is_admin.eq(false))
            .filter(not(exists(theirs)))
    };
    let absent = || {
        let here = at(Place::Inside).filter(door_members::user_id.eq(subscriptions::user_id));
        open().filter(not(exists(here)))
    };
    let uncovered = strangers().select(count_star()).first(on!(conn)).await?;
    let limit = i64::from(query.limit);
    let named: Vec<i64> = strangers()
        .order(door_members::user_id)
        .limit(limit)
        .select(door_members::user_id)
        .load(on!(conn))
        .await?;
    let named_strangers = named_people(again!(conn), named).await?;
    let outside = absent()
        .select(count(subscriptions::user_id).aggregate_distinct())
        .first(on!(conn))
        .await?;
    let named: Vec<i64> = absent()
        .order(subscriptions::user_id)
        .select(subscriptions::user_id)
        .distinct()
        .limit(limit)
        .load(on!(conn))
        .await?;
    let named_absent = named_people(again!(conn), named).await?;
    Ok(DoorFigures {
        door,
        trouble: trouble.as_deref().map(Trouble::parse),
        checked_at: checked_at.map(|at| at.0),
        inside,
        waiting,
        failing,
        strangers: uncovered,
        named_strangers,
        absent: outside,
        named_absent,
    })
}

/// These people in their order; whoever is not known has no name.
async fn named_people(conn: Conn<'_>, ids: Vec<i64>) -> QueryResult<Vec<AtDoor>> {
    let known: Vec<(i64, String, Option<String>)> = users::table
        .filter(users::id.eq_any(&ids))
        .select((users::id, users::first_name, users::username))
        .load(on!(conn))
        .await?;
    let person = |id: i64| {
        let found = known.iter().find(|(known, _, _)| *known == id);
        let (first_name, username) = found.map_or((String::new(), None), |(_, name, username)| {
            (name.clone(), username.clone())
        });
        AtDoor {
            user: UserId(id),
            first_name,
            username,
        }
    };
    Ok(ids.into_iter().map(person).collect())
}
