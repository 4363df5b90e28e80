//! All about one person, for the owner.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, SelectableHelper};
use diesel_async::RunQueryDsl;

use super::{
    super::{
        super::{Conn, Owned},
        people,
    },
    leads,
};
use crate::{
    bot::report::{Card, Happened, LeadsQuery, Ruled, StoredEvent},
    store::{
        ledger_rows::RulingRow,
        moment::At,
        schema::{events, journal, tribute_events, users},
    },
    telegram::UserId,
};

/// Of what grows without end, so many of the newest.
const NEWEST: u32 = 10;
/// Likewise of requests, which take more room.
const LEADS: u32 = 5;

type Since = (At, Option<At>, Option<At>);

pub(super) async fn load(conn: &mut Owned, person: UserId) -> QueryResult<Option<Card>> {
    let theirs = LeadsQuery {
        of: Some(person),
        open_only: false,
        skip: 0,
        limit: LEADS,
    };
    let (state, since, leads, payments, events, rulings) = flight!(
        conn;
        people::load(person),
        since(person),
        leads::page(theirs),
        payments(person),
        events(person),
        rulings(person)
    );
    let (Some(who), Some((known_at, started_at, unreachable_at))) = (state.person, since) else {
        return Ok(None);
    };
    Ok(Some(Card {
        person: who,
        known_at: known_at.0,
        started_at: started_at.map(|at| at.0),
        unreachable_at: unreachable_at.map(|at| at.0),
        recommendation: state.recommendation,
        subscriptions: state.subscriptions,
        leads,
        payments,
        paid: Vec::new(),
        rulings: named(again!(conn), rulings).await?,
        events,
    }))
}

async fn since(conn: Conn<'_>, person: UserId) -> QueryResult<Option<Since>> {
    users::table
        .find(person.0)
        .select((users::created_at, users::started_at, users::unreachable_at))
        .first(on!(conn))
        .await
        .optional()
}

async fn payments(conn: Conn<'_>, person: UserId) -> QueryResult<Vec<StoredEvent>> {
    let rows: Vec<(String, String, At)> = tribute_events::table
        .filter(tribute_events::user_id.eq(person.0))
        .order(tribute_events::id.desc())
        .limit(NEWEST.into())
        .select((
            tribute_events::name,
            tribute_events::body,
            tribute_events::received_at,
        ))
        .load(on!(conn))
        .await?;
    let event = |(name, body, at): (String, String, At)| StoredEvent {
        name,
        body,
        received_at: at.0,
    };
    Ok(rows.into_iter().map(event).collect())
}

type Decided = (RulingRow, Option<String>);

/// Decisions that are about the person's access, the newest first.
async fn rulings(conn: Conn<'_>, person: UserId) -> QueryResult<Vec<Decided>> {
    journal::table
        .filter(journal::user_id.eq(person.0))
        .order(journal::id.desc())
        .limit(NEWEST.into())
        .select((RulingRow::as_select(), journal::outcome))
        .load(on!(conn))
        .await
}

/// The same with the names of those who decided.
async fn named(conn: Conn<'_>, rows: Vec<Decided>) -> QueryResult<Vec<Ruled>> {
    let ids: Vec<i64> = rows.iter().map(|(row, _)| row.made_by).collect();
    let names: Vec<(i64, String)> = users::table
        .filter(users::id.eq_any(ids))
        .select((users::id, users::first_name))
        .load(on!(conn))
        .await?;
    let ruled = |(row, outcome): Decided| {
        let by = names.iter().find(|(id, _)| *id == row.made_by);
        let by = by.map(|(_, name)| name.clone()).unwrap_or_default();
        let known = row.ruling()?;
        Some(Ruled {
            at: known.made_at,
            by,
            ruling: known.ruling,
            outcome,
        })
    };
    Ok(rows.into_iter().filter_map(ruled).collect())
}

async fn events(conn: Conn<'_>, person: UserId) -> QueryResult<Vec<Happened>> {
    let rows: Vec<(String, Option<String>, At)> = events::table
        .filter(events::user_id.eq(person.0))
        .order(events::id.desc())
        .limit(NEWEST.into())
        .select((events::name, events::details, events::happened_at))
        .load(on!(conn))
        .await?;
    let happened = |(name, details, at): (String, Option<String>, At)| Happened {
        name,
        details,
        at: at.0,
    };
    Ok(rows.into_iter().map(happened).collect())
}
