//! One event of Tribute, one transaction.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, delete, dsl::exists, insert_into,
    select, update,
};
use diesel_async::RunQueryDsl;
use sha2::{Digest, Sha256};

use super::{
    super::{Conn, Owned, lock},
    changes::{self, Scene},
    oblivion, people, unit,
};
use crate::{
    store::{
        moment::At,
        schema::tribute_events,
        types::{Committed, Outcome, TributeDecision, TributeReceived, TributeState},
    },
    telegram::UserId,
};

/// The word for an event whose buyer is not known.
const UNMATCHED: &str = "unmatched";
/// The word for an event that took effect.
const APPLIED: &str = "applied";
/// The word for an event that is kept and changes nothing by itself.
const STORED: &str = "stored";
/// The word between the insert and the decision of one transaction; never seen outside it.
const RECEIVED: &str = "received";

pub(in crate::store) async fn tribute_event<F>(
    conn: &mut Owned,
    received: &TributeReceived<'_>,
    decide: F,
) -> QueryResult<Outcome>
where
    F: FnOnce(&TributeState) -> TributeDecision + Send,
{
    atomically!(conn, async move |conn: &mut Owned| {
        let Some(event) = insert(again!(conn), received).await? else {
            return Ok(Outcome::Duplicate);
        };
        // After the insert, which waits for whoever is sealing this very key.
        if is_sealed(again!(conn), received.sealed_key).await? {
            take_back(again!(conn), event).await?;
            return Ok(Outcome::Duplicate);
        }
        // The events of one Tribute user go one after the other, so that an event that names only Tribute's
        // id is either matched by this one or waits for it.
        if let Some(id) = received.tribute_user_id {
            lock(again!(conn), lock_number(id)).await?;
        }
        let buyer = buyer(again!(conn), received).await?;
        let (state, waiting) = load(conn, received, buyer).await?;
        let decision = decide(&state);
        mark(again!(conn), event, &decision, buyer).await?;
        let Some(person) = buyer else {
            return others_only(conn, received, decision)
                .await
                .map(Outcome::Committed);
        };
        if let (APPLIED | STORED, Some(id)) = (decision.outcome, received.tribute_user_id) {
            claim_parked(again!(conn), id, person).await?;
        }
        let forgotten = state.chat.person.is_some_and(|person| person.forgotten);
        // One that did not take effect may have to be looked at, and then its buyer is needed.
        if forgotten && matches!(decision.outcome, APPLIED | STORED) {
            oblivion::conceal(again!(conn), event, received.sealed_key, received.body).await?;
        }
        let scene = scene(received, person, forgotten);
        let committed = changes::save(conn, &scene, decision.effects).await?;
        Ok(Outcome::Committed(Committed {
            waiting,
            ..committed
        }))
    })
}

fn scene<'a>(received: &TributeReceived<'a>, person: UserId, forgotten: bool) -> Scene<'a> {
    Scene {
        person,
        forgotten,
        origin: received.origin,
        now: received.now,
        claim_until: received.claim_until,
    }
}

/// The row's number, or `None` when the event was stored before.
async fn insert(conn: Conn<'_>, received: &TributeReceived<'_>) -> QueryResult<Option<i64>> {
    let row = (
        tribute_events::key.eq(received.key),
        tribute_events::name.eq(received.name),
        tribute_events::body.eq(received.body),
        tribute_events::outcome.eq(RECEIVED),
        tribute_events::tribute_user_id.eq(received.tribute_user_id),
        tribute_events::received_at.eq(At(received.now)),
    );
    insert_into(tribute_events::table)
        .values(row)
        .on_conflict_do_nothing()
        .returning(tribute_events::id)
        .get_result(on!(conn))
        .await
        .optional()
}

/// Whether the event was stored before, and its person forgotten since.
async fn is_sealed(conn: Conn<'_>, sealed_key: &str) -> QueryResult<bool> {
    let stored = tribute_events::table.filter(tribute_events::key.eq(sealed_key));
    select(exists(stored)).get_result(on!(conn)).await
}

async fn take_back(conn: Conn<'_>, event: i64) -> QueryResult<()> {
    delete(tribute_events::table.find(event))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

async fn buyer(conn: Conn<'_>, received: &TributeReceived<'_>) -> QueryResult<Option<UserId>> {
    match (received.buyer, received.tribute_user_id) {
        (Some(id), _) => Ok(Some(id)),
        (None, Some(tribute)) => people::find_by_tribute_id(conn, tribute).await,
        (None, None) => Ok(None),
    }
}

async fn load(
    conn: &mut Owned,
    received: &TributeReceived<'_>,
    buyer: Option<UserId>,
) -> QueryResult<(TributeState, Vec<i64>)> {
    let Some(person) = buyer else {
        return Ok((TributeState::default(), Vec::new()));
    };
    lock(again!(conn), person.0).await?;
    people::ensure(again!(conn), person, received.now).await?;
    let (chat, waiting) = unit::load(again!(conn), person).await?;
    let parked = match received.tribute_user_id {
        Some(id) => parked(again!(conn), id).await?,
        None => Vec::new(),
    };
    Ok((
        TributeState {
            buyer,
            chat,
            parked,
        },
        waiting,
    ))
}

async fn parked(conn: Conn<'_>, tribute_user_id: &str) -> QueryResult<Vec<String>> {
    tribute_events::table
        .filter(tribute_events::outcome.eq(UNMATCHED))
        .filter(tribute_events::tribute_user_id.eq(tribute_user_id))
        .order(tribute_events::id)
        .select(tribute_events::body)
        .load(on!(conn))
        .await
}

async fn mark(
    conn: Conn<'_>,
    event: i64,
    decision: &TributeDecision,
    buyer: Option<UserId>,
) -> QueryResult<()> {
    update(tribute_events::table.find(event))
        .set((
            tribute_events::outcome.eq(decision.outcome),
            tribute_events::reason.eq(decision.reason.as_deref()),
            tribute_events::user_id.eq(buyer.map(|id| id.0)),
        ))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

/// The parked events of a Tribute user took effect together with the one that named the person.
async fn claim_parked(conn: Conn<'_>, tribute_user_id: &str, person: UserId) -> QueryResult<()> {
    let parked = tribute_events::table
        .filter(tribute_events::outcome.eq(UNMATCHED))
        .filter(tribute_events::tribute_user_id.eq(tribute_user_id));
    update(parked)
        .set((
            tribute_events::outcome.eq(APPLIED),
            tribute_events::user_id.eq(person.0),
        ))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

/// Without a buyer there are only messages to the owner; person 0 is nobody's chat.
async fn others_only(
    conn: &mut Owned,
    received: &TributeReceived<'_>,
    decision: TributeDecision,
) -> QueryResult<Committed> {
    let scene = scene(received, UserId(0), false);
    let outgoing = decision.effects.outgoing;
    let (_, others) = super::outbox::insert(again!(conn), &scene, &outgoing).await?;
    Ok(Committed {
        others,
        ..Committed::default()
    })
}

/// A Tribute user as the number of a lock.
fn lock_number(tribute_user_id: &str) -> i64 {
    let digest = Sha256::digest(tribute_user_id.as_bytes());
    digest
        .iter()
        .take(8)
        .fold(0, |number: i64, byte| (number << 8) | i64::from(*byte))
}
