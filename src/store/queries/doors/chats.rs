//! Groups and channels that the bot is in or that are doors: its standing there, and what the admins were told of it.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, QueryResult,
    SelectableHelper, delete,
    dsl::{count_star, exists, not},
    insert_into, update,
    upsert::excluded,
};
use diesel_async::RunQueryDsl;
use jiff::{SignedDuration, Timestamp};

use super::super::{
    super::{Conn, Owned},
    outbox,
};
use super::{members, queue::ORIGIN};
use crate::{
    bot::{
        doors::{BotStanding, Place},
        effects::Outgoing,
    },
    store::{
        doors::{ChatSettled, DoorChatRow, DueChat},
        moment::At,
        schema::{door_chats, door_members, subscriptions, users},
    },
    telegram::ChatId,
};

/// People who are looked for at a door in one day.
const LOOKED_FOR: i64 = 500;
/// The admins hear of a chat once in this time.
const QUIET: SignedDuration = SignedDuration::from_hours(24);

/// The bot's own standing changed. Whatever follows from it, the next look finds.
pub(in super::super) async fn standing(
    conn: Conn<'_>,
    standing: &BotStanding,
    now: Timestamp,
) -> QueryResult<()> {
    let row = DoorChatRow {
        title: standing.title.clone(),
        status: standing.status.to_owned(),
        check_at: Some(At(now)),
        ..DoorChatRow::new(standing.chat)
    };
    insert_into(door_chats::table)
        .values(row)
        .on_conflict(door_chats::door)
        .do_update()
        .set((
            door_chats::title.eq(excluded(door_chats::title)),
            door_chats::status.eq(excluded(door_chats::status)),
            door_chats::check_at.eq(excluded(door_chats::check_at)),
            door_chats::claimed_until.eq(excluded(door_chats::claimed_until)),
        ))
        .execute(on!(conn))
        .await?;
    if standing.is_new {
        let before = now.saturating_sub(QUIET).unwrap_or(now);
        update(door_chats::table.find(standing.chat.0))
            .filter(door_chats::told_at.lt(At(before)))
            .set(door_chats::told_at.eq(None::<At>))
            .execute(on!(conn))
            .await?;
    }
    Ok(())
}

/// Telegram would not do something at a door: the bot's rights are looked at.
pub(in crate::store) async fn look_at(
    conn: &mut Owned,
    door: ChatId,
    now: Timestamp,
) -> QueryResult<()> {
    update(door_chats::table.find(door.0))
        .set(door_chats::check_at.eq(At(now)))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

/// Makes the doors those of the content pack. A new one is looked at now, one that left the pack no more.
pub(in crate::store) async fn survey(
    conn: &mut Owned,
    doors: &[ChatId],
    now: Timestamp,
) -> QueryResult<()> {
    let known: Vec<i64> = door_chats::table
        .filter(door_chats::is_door.eq(true))
        .select(door_chats::door)
        .load(on!(conn))
        .await?;
    let is_door = |id: &i64| doors.iter().any(|door| door.0 == *id);
    let gone: Vec<i64> = known.iter().filter(|id| !is_door(id)).copied().collect();
    if !gone.is_empty() {
        update(door_chats::table.filter(door_chats::door.eq_any(gone)))
            .set((
                door_chats::is_door.eq(false),
                door_chats::trouble.eq(None::<String>),
                door_chats::alarmed_at.eq(None::<At>),
                door_chats::check_at.eq(None::<At>),
            ))
            .execute(on!(conn))
            .await?;
    }
    for door in doors.iter().filter(|door| !known.contains(&door.0)) {
        let row = DoorChatRow {
            is_door: true,
            check_at: Some(At(now)),
            ..DoorChatRow::new(*door)
        };
        insert_into(door_chats::table)
            .values(row)
            .on_conflict(door_chats::door)
            .do_update()
            .set((
                door_chats::is_door.eq(excluded(door_chats::is_door)),
                door_chats::check_at.eq(excluded(door_chats::check_at)),
            ))
            .execute(on!(conn))
            .await?;
    }
    Ok(())
}

/// Takes the chat that is due first, for one taker until then.
pub(in crate::store) async fn claim(
    conn: &mut Owned,
    now: Timestamp,
    until: Timestamp,
) -> QueryResult<Option<DueChat>> {
    let free = || {
        door_chats::claimed_until
            .is_null()
            .or(door_chats::claimed_until.lt(At(now)))
    };
    loop {
        let found: Option<i64> = door_chats::table
            .filter(door_chats::check_at.le(At(now)))
            .filter(free())
            .order((door_chats::check_at, door_chats::door))
            .select(door_chats::door)
            .first(on!(conn))
            .await
            .optional()?;
        let Some(chat) = found else {
            return Ok(None);
        };
        let due = door_chats::table
            .find(chat)
            .filter(door_chats::check_at.le(At(now)))
            .filter(free());
        let taken: Option<DoorChatRow> = update(due)
            .set(door_chats::claimed_until.eq(At(until)))
            .returning(DoorChatRow::as_returning())
            .get_result(on!(conn))
            .await
            .optional()?;
        if let Some(row) = taken {
            let day = now.saturating_sub(QUIET).unwrap_or(now);
            let told: i64 = door_chats::table
                .filter(door_chats::told_at.gt(At(day)))
                .select(count_star())
                .first(on!(conn))
                .await?;
            return Ok(Some(row.due(told)));
        }
    }
}

/// Stores what was found about a chat and queues what the admins are told. `false` when the bot's standing changed
/// meanwhile: then nothing is said, and the next look finds it.
pub(in crate::store) async fn settle(
    conn: &mut Owned,
    settled: &ChatSettled,
    messages: &[Outgoing],
    now: Timestamp,
) -> QueryResult<bool> {
    atomically!(conn, async move |conn: &mut Owned| {
        let row = || door_chats::table.find(settled.chat.0);
        let mine = row().filter(door_chats::claimed_until.eq(At(settled.claimed_until)));
        let stored = update(mine)
            .set((
                door_chats::check_at.eq(settled.check_at.map(At)),
                door_chats::claimed_until.eq(None::<At>),
                door_chats::attempts.eq(settled.attempts),
            ))
            .execute(on!(conn))
            .await?;
        if stored == 0 {
            return Ok(false);
        }
        if let Some(seen) = &settled.seen {
            update(row())
                .set((
                    door_chats::trouble.eq(seen.trouble.map(|trouble| trouble.to_stored())),
                    door_chats::alarmed_at.eq(seen.alarmed_at.map(At)),
                    door_chats::checked_at.eq(At(now)),
                ))
                .execute(on!(conn))
                .await?;
            if let Some(title) = &seen.title {
                update(row())
                    .set(door_chats::title.eq(title))
                    .execute(on!(conn))
                    .await?;
            }
            if seen.trouble.is_none() {
                members::look_at_all(again!(conn), settled.chat, now).await?;
                find_unseen(again!(conn), settled, now).await?;
            }
        }
        if settled.is_told {
            update(row())
                .set(door_chats::told_at.eq(At(now)))
                .execute(on!(conn))
                .await?;
        }
        for message in messages {
            let payload = message.call.to_json().to_string();
            outbox::queue(again!(conn), message, &payload, ORIGIN, now, None).await?;
        }
        Ok(true)
    })
}

/// People who have access and of whom nothing is known here are looked for; of people who are outside and whom nobody
/// knows, nothing is kept.
async fn find_unseen(conn: Conn<'_>, settled: &ChatSettled, now: Timestamp) -> QueryResult<()> {
    let here = door_members::table
        .filter(door_members::door.eq(settled.chat.0))
        .filter(door_members::user_id.eq(subscriptions::user_id));
    let unseen: Vec<i64> = subscriptions::table
        .filter(subscriptions::plan.eq_any(&settled.plans))
        .filter(not(exists(here)))
        .select(subscriptions::user_id)
        .distinct()
        .limit(LOOKED_FOR)
        .load(on!(conn))
        .await?;
    members::look_for(again!(conn), settled.chat, unseen, now).await?;
    let known = users::table.filter(users::id.eq(door_members::user_id));
    let strangers = door_members::table
        .filter(door_members::door.eq(settled.chat.0))
        .filter(door_members::status.eq(Place::Outside.as_str()))
        .filter(door_members::check_at.is_null())
        .filter(not(exists(known)));
    delete(strangers).execute(on!(conn)).await.map(|_| ())
}

/// Doors where the bot cannot do its work.
pub(in super::super) async fn troubled(conn: Conn<'_>) -> QueryResult<i64> {
    door_chats::table
        .filter(door_chats::is_door.eq(true))
        .filter(door_chats::trouble.is_not_null())
        .select(count_star())
        .first(on!(conn))
        .await
}

/// Gives back what a process that is no more had taken.
pub(in crate::store) async fn release_all(conn: &mut Owned) -> QueryResult<()> {
    update(door_chats::table.filter(door_chats::claimed_until.is_not_null()))
        .set(door_chats::claimed_until.eq(None::<At>))
        .execute(on!(conn))
        .await
        .map(|_| ())
}
