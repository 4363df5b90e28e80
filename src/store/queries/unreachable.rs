//! People who cannot be written to, and what is kept for them until they appear.

use diesel::{ExpressionMethods, QueryDsl, QueryResult, SelectableHelper, update};
use diesel_async::RunQueryDsl;
use jiff::{SignedDuration, Timestamp};

use super::{
    super::{Conn, Owned, lock},
    people,
};
use crate::store::{
    cached::Cached, lanes::lanes_of_chat, moment::At, rows::OutboxRow, schema::outbox, types::Claim,
};

/// How long what follows from a refusal may wait for a connection and for the person's lock, while they appear. Who was seen
/// later than that was seen by a clock that has been set back since, and it says nothing.
const LATE: SignedDuration = SignedDuration::from_mins(1);

/// Whether the chat was stopped. A person who has appeared since the refused call was begun is there by now: what was kept
/// for them is on its way, and nothing would release it a second time.
pub(in crate::store) async fn stop_chat(
    conn: &mut Owned,
    chat: i64,
    up_to: i64,
    begun: Timestamp,
    now: Timestamp,
    reason: &str,
) -> QueryResult<bool> {
    atomically!(conn, async move |conn: &mut Owned| {
        // The person may be writing at this very moment.
        lock(again!(conn), chat).await?;
        let at_most = now.saturating_add(LATE).unwrap_or(now);
        let appeared = people::seen_between(again!(conn), chat, begun, at_most).await?;
        if !appeared {
            silence(again!(conn), chat, up_to, now, reason).await?;
        }
        Ok(!appeared)
    })
}

/// Marks the person, keeps what is worth keeping, and makes the rest dead letters. Messages younger than `up_to`
/// were asked for later: whether they arrive, Telegram will say of them.
pub(super) async fn silence(
    conn: Conn<'_>,
    chat: i64,
    up_to: i64,
    now: Timestamp,
    reason: &str,
) -> QueryResult<()> {
    people::set_unreachable(again!(conn), chat, now).await?;
    // Added to nothing, so that no index of the whole table's ids can answer.
    let id = outbox::id + 0_i64;
    let pending = |keep: bool| {
        outbox::table
            .filter(lanes_of_chat!(chat))
            .filter(id.le(up_to))
            .filter(outbox::held_at.is_null())
            .filter(outbox::dead_at.is_null())
            .filter(outbox::keep_for_unreachable.eq(keep))
    };
    let kept = update(pending(true)).set((
        outbox::held_at.eq(At(now)),
        outbox::claimed_until.eq(None::<At>),
        outbox::last_error.eq(reason),
    ));
    Cached(kept).execute(on!(conn)).await?;
    let given_up =
        update(pending(false)).set((outbox::dead_at.eq(At(now)), outbox::last_error.eq(reason)));
    Cached(given_up).execute(on!(conn)).await.map(|_| ())
}

/// The person appeared: what was kept for them is theirs now, claimed by this process, oldest first.
pub(super) async fn release_held(
    conn: Conn<'_>,
    chat: i64,
    now: Timestamp,
    claim_until: Timestamp,
) -> QueryResult<Vec<Claim>> {
    let held = outbox::table
        .filter(outbox::chat_id.eq(chat))
        .filter(outbox::held_at.is_not_null());
    let release = update(held)
        .set((
            outbox::held_at.eq(None::<At>),
            outbox::not_before.eq(At(now)),
            outbox::claimed_until.eq(At(claim_until)),
        ))
        .returning(OutboxRow::as_returning());
    let mut rows: Vec<OutboxRow> = Cached(release).get_results(on!(conn)).await?;
    rows.sort_by_key(|row| row.id);
    Ok(rows.into_iter().map(Into::into).collect())
}
