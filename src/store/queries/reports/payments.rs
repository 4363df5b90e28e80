//! What Tribute told, as a list and as a whole.

use std::collections::HashMap;

use diesel::{ExpressionMethods, QueryDsl, QueryResult};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::super::{
    super::{Conn, Owned},
    figures, parked,
};
use crate::{
    bot::report::{Months, PaymentEntry, PaymentsQuery, Revenue, Said, StoredEvent, Told},
    store::{
        moment::At,
        schema::{tribute_events, users},
    },
    telegram::UserId,
};

/// Events that are read at most, the newest ones: some tens of megabytes, a few times a day.
const EVENTS: i64 = 50_000;
/// Names that are looked up in one query: SQLite takes some thousands of values.
const AT_ONCE: usize = 1_000;

type Row = (
    (String, String, String, At),
    (String, Option<String>, Option<i64>),
);

/// Newest first.
pub(super) async fn page(conn: Conn<'_>, query: PaymentsQuery) -> QueryResult<Vec<PaymentEntry>> {
    let rows: Vec<Row> = tribute_events::table
        .order(tribute_events::id.desc())
        .offset(query.skip.into())
        .limit(query.limit.into())
        .select((
            (
                tribute_events::key,
                tribute_events::name,
                tribute_events::body,
                tribute_events::received_at,
            ),
            (
                tribute_events::outcome,
                tribute_events::plan,
                tribute_events::user_id,
            ),
        ))
        .load(on!(conn))
        .await?;
    let mut ids: Vec<i64> = rows.iter().filter_map(|(_, (_, _, user))| *user).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut names = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let found: Vec<(i64, String)> = users::table
            .filter(users::id.eq_any(some))
            .select((users::id, users::first_name))
            .load(on!(conn))
            .await?;
        names.extend(found);
    }
    let entry = |((key, name, body, at), (outcome, plan, user)): Row| PaymentEntry {
        key,
        event: StoredEvent {
            name,
            body,
            received_at: at.0,
        },
        outcome,
        plan,
        user: user.map(UserId),
        name: user
            .and_then(|id| names.get(&id).cloned())
            .unwrap_or_default(),
        said: Said::default(),
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// The whole ledger, for figures that are folded from it.
pub(super) async fn revenue(
    conn: &mut Owned,
    months: &Months,
    now: Timestamp,
) -> QueryResult<Revenue> {
    let (events, mut subscribers, (waiting, _)) = flight!(
        conn;
        told(),
        figures::active_subscriptions(now),
        parked::count()
    );
    subscribers.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    Ok(Revenue {
        months: months.clone(),
        now,
        cut: events.len() as i64 >= EVENTS,
        events: events.into(),
        subscribers,
        waiting,
        figures: Vec::new(),
    })
}

type Whose = (i64, Option<i64>, Option<String>);

async fn told(conn: Conn<'_>) -> QueryResult<Vec<Told>> {
    let rows: Vec<(Whose, (String, String, At))> = tribute_events::table
        .order(tribute_events::id.desc())
        .limit(EVENTS)
        .select((
            (
                tribute_events::id,
                tribute_events::user_id,
                tribute_events::payer,
            ),
            (
                tribute_events::name,
                tribute_events::body,
                tribute_events::received_at,
            ),
        ))
        .load(on!(conn))
        .await?;
    let told = |((id, user, payer), (name, body, at)): (Whose, (String, String, At))| Told {
        // Of whoever was forgotten nobody knows which payments belong together.
        who: match (user, payer) {
            (Some(user), _) => user.to_string(),
            (None, Some(payer)) => payer,
            (None, None) => format!("#{id}"),
        },
        event: StoredEvent {
            name,
            body,
            received_at: at.0,
        },
    };
    Ok(rows.into_iter().map(told).collect())
}
