//! Messages to send, from the transaction that asks for them to Telegram's yes.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, delete,
    dsl::sql,
    insert_into, sql_query,
    sql_types::{BigInt, Bool, Nullable, SmallInt, Text},
    update,
};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::{
    super::{Conn, Owned},
    changes::Scene,
    tasks,
};
use crate::{
    bot::effects::{Lane, Outgoing},
    store::{
        cached::Cached,
        lanes::lane_of_chat,
        moment::At,
        rows::Queued,
        schema::{outbox, send_pauses, sql_types::Moment},
        types::Claim,
    },
};

/// More waiting messages than this to one chat are not told apart.
pub(in crate::store) const MANY: i64 = 100;

/// The scope of a pause of all sending.
const BOT: &str = "bot";

/// Messages of the answer lane that still wait for a chat, oldest first.
pub(in crate::store) async fn waiting(conn: Conn<'_>, chat: i64) -> QueryResult<Vec<i64>> {
    let waiting = outbox::table
        .filter(lane_of_chat!(chat, Lane::Answer.number()))
        .filter(outbox::held_at.is_null())
        .filter(outbox::dead_at.is_null())
        .order((outbox::chat_id, outbox::lane, outbox::id))
        .limit(MANY)
        .select(outbox::id);
    Cached(waiting).load(on!(conn)).await
}

/// Queues messages. Those to the person's own chat are born claimed and come back; the flag tells whether
/// there are others, for the sender.
pub(super) async fn insert(
    conn: Conn<'_>,
    scene: &Scene<'_>,
    outgoing: &[Outgoing],
) -> QueryResult<(Vec<Claim>, bool)> {
    let chat = scene.person.private_chat();
    let messages: Vec<_> = outgoing
        .iter()
        .map(|message| {
            let mine = message.call.chat_id() == chat && message.lane == Lane::Answer;
            let payload = message.call.to_json().to_string();
            (message, payload, mine.then_some(scene.claim_until))
        })
        .collect();
    let queued = messages.as_slice();
    let ids = each!(conn; one in queued; queue(one.0, &one.1, scene.origin, scene.now, one.2));
    let others = messages.iter().any(|(_, _, until)| until.is_none());
    let own = messages
        .into_iter()
        .zip(ids)
        .filter(|((_, _, until), _)| until.is_some());
    let claims = own.map(|((message, payload, _), id)| Claim {
        id,
        chat_id: chat,
        method: message.call.method().to_owned(),
        payload,
        origin: scene.origin.to_owned(),
        keep_for_unreachable: message.keep_for_unreachable,
        attempts: 0,
        bulk: false,
    });
    Ok((claims.collect(), others))
}

/// Takes back what was queued for a chat on behalf of this origin and is not under way yet.
pub(super) async fn withdraw(conn: Conn<'_>, chat: i64, origin: &str) -> QueryResult<()> {
    let waiting = outbox::table
        .filter(lane_of_chat!(chat, Lane::Bulk.number()))
        .filter(outbox::origin.eq(origin))
        .filter(outbox::claimed_until.is_null())
        .filter(outbox::held_at.is_null())
        .filter(outbox::dead_at.is_null());
    let withdrawn = delete(waiting);
    Cached(withdrawn).execute(on!(conn)).await.map(|_| ())
}

/// Bulk messages that could leave now, or are under way.
pub(in crate::store) async fn bulk_waiting(conn: &mut Owned, now: Timestamp) -> QueryResult<i64> {
    outbox::table
        .filter(outbox::lane.eq(Lane::Bulk.number()))
        // With these words, the index of lanes: see its migration.
        .filter(sql::<Bool>("lane >= 0"))
        .filter(outbox::held_at.is_null())
        .filter(outbox::dead_at.is_null())
        .filter(outbox::not_before.le(At(now)))
        .count()
        .get_result(on!(conn))
        .await
}

pub(super) async fn queue(
    conn: Conn<'_>,
    message: &Outgoing,
    payload: &str,
    origin: &str,
    now: Timestamp,
    claimed_until: Option<Timestamp>,
) -> QueryResult<i64> {
    let insert = sql_query(
        "INSERT INTO outbox (chat_id, lane, method, payload, origin, keep_for_unreachable, attempts, \
        not_before, claimed_until, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9) RETURNING id",
    )
    .bind::<BigInt, _>(message.call.chat_id().0)
    .bind::<SmallInt, _>(message.lane.number())
    .bind::<Text, _>(message.call.method())
    .bind::<Text, _>(payload)
    .bind::<Text, _>(origin)
    .bind::<Bool, _>(message.keep_for_unreachable)
    .bind::<Moment, _>(At(now))
    .bind::<Nullable<Moment>, _>(claimed_until.map(At))
    .bind::<Moment, _>(At(now));
    let queued: Queued = Cached(insert).get_result(on!(conn)).await?;
    Ok(queued.id)
}

pub(in crate::store) async fn enqueue(
    conn: &mut Owned,
    message: &Outgoing,
    origin: &str,
    now: Timestamp,
) -> QueryResult<()> {
    let payload = message.call.to_json().to_string();
    queue(again!(conn), message, &payload, origin, now, None)
        .await
        .map(|_| ())
}

pub(in crate::store) async fn remove(conn: &mut Owned, ids: &[i64]) -> QueryResult<()> {
    delete(outbox::table.filter(outbox::id.eq_any(ids)))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

pub(in crate::store) async fn put_back(
    conn: &mut Owned,
    ids: &[i64],
    not_before: Timestamp,
    error: Option<&str>,
) -> QueryResult<()> {
    let rows = outbox::table.filter(outbox::id.eq_any(ids));
    let free = (
        outbox::claimed_until.eq(None::<At>),
        outbox::not_before.eq(At(not_before)),
    );
    match error {
        None => update(rows).set(free).execute(on!(conn)).await?,
        Some(error) => {
            let failed = (
                outbox::attempts.eq(outbox::attempts + 1),
                outbox::last_error.eq(error),
            );
            update(rows).set((free, failed)).execute(on!(conn)).await?
        }
    };
    Ok(())
}

/// Prolongs what this process holds while a call takes long.
pub(in crate::store) async fn renew(
    conn: &mut Owned,
    ids: &[i64],
    until: Timestamp,
) -> QueryResult<()> {
    update(outbox::table.filter(outbox::id.eq_any(ids)))
        .set(outbox::claimed_until.eq(At(until)))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

pub(in crate::store) async fn bury(
    conn: &mut Owned,
    id: i64,
    now: Timestamp,
    reason: &str,
) -> QueryResult<()> {
    update(outbox::table.find(id))
        .set((outbox::dead_at.eq(At(now)), outbox::last_error.eq(reason)))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

pub(in crate::store) async fn move_chat(conn: &mut Owned, from: i64, to: i64) -> QueryResult<()> {
    update(
        outbox::table
            .filter(outbox::chat_id.eq(from))
            .filter(outbox::dead_at.is_null()),
    )
    .set((
        outbox::chat_id.eq(to),
        outbox::attempts.eq(outbox::attempts + 1),
        outbox::claimed_until.eq(None::<At>),
    ))
    .execute(on!(conn))
    .await
    .map(|_| ())
}

pub(in crate::store) async fn delay_bulk(
    conn: &mut Owned,
    chat: i64,
    not_before: Timestamp,
) -> QueryResult<()> {
    let bulk = outbox::table
        .filter(lane_of_chat!(chat, Lane::Bulk.number()))
        .filter(outbox::held_at.is_null())
        .filter(outbox::dead_at.is_null())
        .filter(outbox::not_before.lt(At(not_before)));
    let delayed = update(bulk).set(outbox::not_before.eq(At(not_before)));
    Cached(delayed).execute(on!(conn)).await.map(|_| ())
}

pub(in crate::store) async fn pause_bot(conn: &mut Owned, until: Timestamp) -> QueryResult<()> {
    let row = (
        send_pauses::scope.eq(BOT),
        send_pauses::paused_until.eq(At(until)),
    );
    insert_into(send_pauses::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(on!(conn))
        .await?;
    let shorter = send_pauses::table
        .filter(send_pauses::scope.eq(BOT))
        .filter(send_pauses::paused_until.lt(At(until)));
    update(shorter)
        .set(send_pauses::paused_until.eq(At(until)))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

pub(in crate::store) async fn bot_pause(conn: &mut Owned) -> QueryResult<Option<Timestamp>> {
    let pause = send_pauses::table
        .find(BOT)
        .select(send_pauses::paused_until);
    Ok(pause
        .first::<At>(on!(conn))
        .await
        .optional()?
        .map(|at| at.0))
}

pub(in crate::store) async fn release_all(conn: &mut Owned) -> QueryResult<()> {
    tasks::release_all(again!(conn)).await?;
    update(outbox::table.filter(outbox::claimed_until.is_not_null()))
        .set(outbox::claimed_until.eq(None::<At>))
        .execute(on!(conn))
        .await
        .map(|_| ())
}
