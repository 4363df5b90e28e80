//! Counting what is too much for every scrape.

use diesel::{
    AggregateExpressionMethods, ExpressionMethods, QueryDsl, QueryResult,
    dsl::{count, count_star, sql},
    sql_types::BigInt,
};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::{
    super::{Conn, Owned, SIZE},
    tasks as turns,
};
use crate::store::{
    keeping::{Funnel, Measured, Rows},
    schema::{events, inbox, leads, outbox, recommendations, tasks, tribute_events, users},
};

/// The row in `tasks` whose settings hold the figures; also the name of the work.
const NAME: &str = "measuring";
/// The row of the daily look.
const DOCTOR: &str = "doctor";

pub(in crate::store) async fn measure(conn: &mut Owned) -> QueryResult<Measured> {
    let (started, paid, unreachable): (i64, i64, i64) = users::table
        .select((
            count(users::started_at),
            count(users::first_paid_at),
            count(users::unreachable_at),
        ))
        .first(on!(conn))
        .await?;
    let asked = leads::table
        .select(count(leads::user_id).aggregate_distinct())
        .first(on!(conn))
        .await?;
    /// Rows of a table.
    macro_rules! rows_of {
        ($table:ident) => {
            $table::table.select(count_star()).first(on!(conn)).await?
        };
    }
    let funnel = Funnel {
        started,
        advised: rows_of!(recommendations),
        asked,
        paid,
        unreachable,
    };
    let rows = Rows {
        users: rows_of!(users),
        inbox: rows_of!(inbox),
        outbox: rows_of!(outbox),
        events: rows_of!(events),
        tribute_events: rows_of!(tribute_events),
        leads: rows_of!(leads),
    };
    let bytes = diesel::select(sql::<BigInt>(SIZE))
        .get_result(on!(conn))
        .await?;
    Ok(Measured {
        funnel,
        rows,
        bytes,
        earned: Vec::new(),
    })
}

pub(in crate::store) async fn keep(
    conn: &mut Owned,
    measured: &Measured,
    now: Timestamp,
) -> QueryResult<()> {
    let line = serde_json::to_string(measured).unwrap_or_default();
    turns::set_settings(conn, NAME, &line, now)
        .await
        .map(|_| ())
}

/// What was measured last, and what the daily look remembers; nothing before the first time.
pub(super) async fn measured(conn: Conn<'_>) -> QueryResult<(Option<Measured>, Option<String>)> {
    let kept: Vec<(String, Option<String>)> = tasks::table
        .filter(tasks::name.eq_any([NAME, DOCTOR]))
        .select((tasks::name, tasks::settings))
        .load(on!(conn))
        .await?;
    let line = |name| {
        let mine = kept.iter().find(|(one, _)| one == name);
        mine.and_then(|(_, line)| line.clone())
    };
    let measured = line(NAME).and_then(|line| serde_json::from_str(&line).ok());
    Ok((measured, line(DOCTOR)))
}
