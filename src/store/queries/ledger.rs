//! What one person's access follows from, and who a payer is.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, SelectableHelper, delete,
    insert_into, update, upsert::excluded,
};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::super::Conn;
use crate::{
    bot::{
        access::Subscription,
        ledger::{COUNTED, DONE, EventOutcome, Ledger, LedgerEvent, Ruling, STORED, UNMATCHED},
    },
    store::{
        cached::Cached,
        ledger_rows::{EventRow, OnCard, RulingRow, SubscriptionRow},
        moment::At,
        schema::{journal, payers, subscriptions, tribute_events},
    },
    telegram::UserId,
};

/// Everything that a person's access follows from, in one flight.
pub(super) async fn load(conn: Conn<'_>, person: UserId) -> QueryResult<Ledger> {
    let (events, rulings) = flight!(conn; events(person), rulings(person));
    Ok(Ledger {
        events: events.into_iter().map(Into::into).collect(),
        rulings: rulings.into_iter().filter_map(RulingRow::ruling).collect(),
    })
}

async fn events(conn: Conn<'_>, person: UserId) -> QueryResult<Vec<EventRow>> {
    tribute_events::table
        .filter(tribute_events::user_id.eq(person.0))
        .filter(tribute_events::outcome.eq_any(COUNTED))
        .order(tribute_events::id)
        .select(EventRow::as_select())
        .load(on!(conn))
        .await
}

async fn rulings(conn: Conn<'_>, person: UserId) -> QueryResult<Vec<RulingRow>> {
    journal::table
        .filter(journal::user_id.eq(person.0))
        .filter(journal::outcome.eq(DONE))
        .order(journal::id)
        .select(RulingRow::as_select())
        .load(on!(conn))
        .await
}

/// Events of this payer that nobody was known for, without the one that is looked at: also those that waited for nobody,
/// because no access follows from them, but money may.
pub(super) async fn parked(
    conn: Conn<'_>,
    payer: Option<&str>,
    but: i64,
) -> QueryResult<Vec<LedgerEvent>> {
    let Some(payer) = payer else {
        return Ok(Vec::new());
    };
    let rows: Vec<EventRow> = tribute_events::table
        .filter(tribute_events::payer.eq(payer))
        .filter(tribute_events::user_id.is_null())
        .filter(tribute_events::outcome.eq_any([UNMATCHED, STORED]))
        .filter(tribute_events::id.ne(but))
        .order(tribute_events::id)
        .select(EventRow::as_select())
        .load(on!(conn))
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Writes down what became of an event.
pub(super) async fn mark(
    conn: Conn<'_>,
    event: i64,
    outcome: &EventOutcome,
    by_hand: bool,
    buyer: Option<UserId>,
) -> QueryResult<()> {
    let mark = update(tribute_events::table.find(event)).set((
        tribute_events::outcome.eq(outcome.word),
        tribute_events::reason.eq(outcome.reason.as_deref()),
        tribute_events::plan.eq(outcome.plan.as_deref()),
        tribute_events::by_hand.eq(by_hand),
        tribute_events::user_id.eq(buyer.map(|id| id.0)),
    ));
    Cached(mark).execute(on!(conn)).await.map(|_| ())
}

/// The events of a payer go one after the other, so that an event that names only the payer is either matched by another
/// one or waits for it.
pub(super) async fn lock_payer(conn: Conn<'_>, payer: Option<&str>) -> QueryResult<()> {
    let Some(payer) = payer else { return Ok(()) };
    let digest = Sha256::digest(payer.as_bytes());
    let number = digest.iter().take(8);
    let number = number.fold(0, |number: i64, byte| (number << 8) | i64::from(*byte));
    super::super::lock(conn, number).await
}

/// Who a payer is.
pub(super) async fn whose(conn: Conn<'_>, payer: &str) -> QueryResult<Option<UserId>> {
    let found: Option<i64> = payers::table
        .find(payer)
        .select(payers::user_id)
        .first(on!(conn))
        .await
        .optional()?;
    Ok(found.map(UserId))
}

/// A payer is one person: the last one that an event or the owner named.
pub(super) async fn set_payer(conn: Conn<'_>, person: UserId, payer: &str) -> QueryResult<()> {
    let upsert = insert_into(payers::table)
        .values((payers::payer.eq(payer), payers::user_id.eq(person.0)))
        .on_conflict(payers::payer)
        .do_update()
        .set(payers::user_id.eq(excluded(payers::user_id)));
    Cached(upsert).execute(on!(conn)).await.map(|_| ())
}

/// The names that Tribute has for a person.
pub(super) async fn payers_of(conn: Conn<'_>, person: i64) -> QueryResult<Vec<String>> {
    payers::table
        .filter(payers::user_id.eq(person))
        .order(payers::payer)
        .select(payers::payer)
        .load(on!(conn))
        .await
}

pub(super) async fn save_subscription(
    conn: Conn<'_>,
    person: UserId,
    subscription: &Subscription,
    now: Timestamp,
) -> QueryResult<()> {
    let row = SubscriptionRow::new(person, subscription, now);
    let upsert = insert_into(subscriptions::table)
        .values(&row)
        .on_conflict((subscriptions::user_id, subscriptions::source))
        .do_update()
        .set(&row);
    Cached(upsert).execute(on!(conn)).await.map(|_| ())
}

pub(super) async fn drop_subscription(
    conn: Conn<'_>,
    person: UserId,
    source: &str,
) -> QueryResult<()> {
    delete(subscriptions::table.find((person.0, source)))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

/// Adds a decision to the journal; in effect at once only when it is `applied`.
pub(super) async fn rule(
    conn: Conn<'_>,
    made_by: UserId,
    ruling: &Ruling,
    applied: bool,
    now: Timestamp,
) -> QueryResult<()> {
    let kept = ruling.kept.as_ref();
    let kept = kept.and_then(|kept| serde_json::to_string(kept).ok());
    let card = ruling.card.map(|card| OnCard { card });
    let card = card.and_then(|card| serde_json::to_string(&card).ok());
    let row = (
        journal::made_at.eq(At(now)),
        journal::made_by.eq(made_by.0),
        journal::action.eq(ruling.action.as_str()),
        journal::user_id.eq(ruling.user.map(|id| id.0)),
        journal::event_id.eq(ruling.event),
        journal::plan.eq(ruling.plan.as_deref()),
        journal::ends_at.eq(ruling.until.map(At)),
        journal::days.eq(ruling.days),
        journal::reason.eq(&ruling.reason),
        journal::details.eq(kept.or(card)),
        journal::applied_at.eq(applied.then_some(At(now))),
        journal::outcome.eq(applied.then_some(DONE)),
    );
    insert_into(journal::table)
        .values(row)
        .execute(on!(conn))
        .await
        .map(|_| ())
}
