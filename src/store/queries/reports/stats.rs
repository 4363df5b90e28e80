//! Figures of some days. Whole tables are looked through for some of them: an owner asks a few times a day.

use diesel::{
    AggregateExpressionMethods, BoolExpressionMethods, ExpressionMethods, QueryDsl, QueryResult,
    dsl::{count, count_star, sql},
    sql_types::BigInt,
};
use diesel_async::RunQueryDsl;
use jiff::{SignedDuration, Timestamp};

use super::super::{
    super::{Conn, Owned},
    figures::active_subscriptions,
    leads::NEW,
};
use crate::{
    bot::{
        effects::EventName,
        report::{Days, QuizFigures, SourceFigures, Stats, StoredEvent},
    },
    store::{
        moment::At,
        schema::{events, leads, recommendations, tribute_events, users},
    },
};

/// Sources that are listed, the one without a name among them.
const SOURCES: i64 = 11;
/// Events of Tribute that are read at most, the newest ones: some megabytes.
const EVENTS: i64 = 10_000;
/// Names that different quizzes can have in one pack, and more.
const QUIZZES: i64 = 200;
/// Seconds of what `quarter!` counts: days of every zone begin with one.
const QUARTER: i64 = 900;

pub(super) async fn load(conn: &mut Owned, days: &Days, now: Timestamp) -> QueryResult<Stats> {
    let from = days.begin();
    let (
        (people, new_people, active_day, active_week),
        (starts, finished, quizzes),
        (leads, leads_done, leads_open),
        mut subscribers,
        events,
    ) = flight!(
        conn;
        crowd(from, now),
        happened(from),
        asked(from),
        active_subscriptions(now),
        told(from)
    );
    let sources = sources(again!(conn), from).await?;
    subscribers.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let events_cut = events.len() as i64 >= EVENTS;
    Ok(Stats {
        new_people: days.spread(new_people),
        people,
        active_day,
        active_week,
        starts,
        finished: days.spread(finished),
        quizzes,
        leads: days.spread(leads),
        leads_done,
        leads_open,
        subscribers,
        sources,
        events: events.into(),
        events_cut,
        days: days.clone(),
        ..Stats::default()
    })
}

/// So many in a quarter of an hour.
type Counts = Vec<(Timestamp, i64)>;

fn counts(rows: Vec<(i64, i64)>) -> Counts {
    let at = |quarter: i64| Timestamp::from_second(quarter.saturating_mul(QUARTER)).ok();
    let counts = rows.into_iter();
    counts
        .filter_map(|(quarter, count)| Some((at(quarter)?, count)))
        .collect()
}

async fn crowd(
    conn: Conn<'_>,
    from: Timestamp,
    now: Timestamp,
) -> QueryResult<(i64, Counts, i64, i64)> {
    let people = users::table.select(count_star()).first(on!(conn)).await?;
    let quarter = || sql::<BigInt>(quarter!("users.created_at"));
    let new = users::table
        .filter(users::created_at.ge(At(from)))
        .group_by(quarter())
        .select((quarter(), count_star()))
        .load(on!(conn))
        .await?;
    let mut active = [0, 0];
    for (count, days) in active.iter_mut().zip([1, 7]) {
        let since = now.saturating_sub(SignedDuration::from_hours(24 * days));
        *count = users::table
            .filter(users::last_seen_at.gt(At(since.unwrap_or(from))))
            .select(count_star())
            .first(on!(conn))
            .await?;
    }
    let [day, week] = active;
    Ok((people, counts(new), day, week))
}

async fn happened(conn: Conn<'_>, from: Timestamp) -> QueryResult<(i64, Counts, Vec<QuizFigures>)> {
    let named = |name: EventName| {
        events::name
            .eq(name.as_str())
            .and(events::happened_at.ge(At(from)))
    };
    let starts = events::table
        .filter(named(EventName::Started))
        .select(count_star())
        .first(on!(conn))
        .await?;
    let quarter = || sql::<BigInt>(quarter!("events.happened_at"));
    let finished = events::table
        .filter(named(EventName::QuizFinished))
        .group_by(quarter())
        .select((quarter(), count_star()))
        .load(on!(conn))
        .await?;
    let mut quizzes: Vec<QuizFigures> = Vec::new();
    for name in [EventName::QuizStarted, EventName::QuizFinished] {
        let rows: Vec<(Option<String>, i64)> = events::table
            .filter(named(name))
            .group_by(events::details)
            .order(count_star().desc())
            .limit(QUIZZES)
            .select((events::details, count_star()))
            .load(on!(conn))
            .await?;
        for (quiz, count) in rows {
            let quiz = quiz.unwrap_or_default();
            let known = quizzes.iter().position(|known| known.quiz == quiz);
            let at = known.unwrap_or_else(|| {
                quizzes.push(QuizFigures {
                    quiz,
                    ..QuizFigures::default()
                });
                quizzes.len() - 1
            });
            if let Some(figures) = quizzes.get_mut(at) {
                match name {
                    EventName::QuizStarted => figures.begun = count,
                    _ => figures.finished = count,
                }
            }
        }
    }
    Ok((starts, counts(finished), quizzes))
}

async fn asked(conn: Conn<'_>, from: Timestamp) -> QueryResult<(Counts, i64, i64)> {
    let quarter = || sql::<BigInt>(quarter!("leads.created_at"));
    let new = leads::table
        .filter(leads::created_at.ge(At(from)))
        .group_by(quarter())
        .select((quarter(), count_star()))
        .load(on!(conn))
        .await?;
    let done = leads::table
        .filter(leads::closed_at.ge(At(from)))
        .select(count_star())
        .first(on!(conn))
        .await?;
    let open = leads::table
        .filter(leads::status.eq(NEW))
        .select(count_star())
        .first(on!(conn))
        .await?;
    Ok((counts(new), done, open))
}

/// What came since then: whatever happened since is among it, and some of what happened before.
async fn told(conn: Conn<'_>, from: Timestamp) -> QueryResult<Vec<StoredEvent>> {
    let rows: Vec<(String, String, At)> = tribute_events::table
        .filter(tribute_events::received_at.ge(At(from)))
        .order(tribute_events::id.desc())
        .limit(EVENTS)
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

/// The largest sources of the people who came since then, and how far those people got.
async fn sources(conn: Conn<'_>, from: Timestamp) -> QueryResult<Vec<SourceFigures>> {
    let came = || users::created_at.ge(At(from));
    type Rows = Vec<(Option<String>, i64)>;
    let people: Rows = users::table
        .filter(came())
        .group_by(users::source)
        .order((count_star().desc(), users::source))
        .limit(SOURCES)
        .select((users::source, count_star()))
        .load(on!(conn))
        .await?;
    let names: Vec<&str> = people
        .iter()
        .filter_map(|(source, _)| source.as_deref())
        .collect();
    let theirs = || {
        let listed = users::source.is_null().or(users::source.eq_any(&names));
        came().and(listed)
    };
    let results: Rows = users::table
        .inner_join(recommendations::table)
        .filter(theirs())
        .group_by(users::source)
        .select((users::source, count_star()))
        .load(on!(conn))
        .await?;
    let leads: Rows = users::table
        .inner_join(leads::table)
        .filter(theirs())
        .group_by(users::source)
        .select((users::source, count(leads::user_id).aggregate_distinct()))
        .load(on!(conn))
        .await?;
    // A payment that went back makes nobody a payer.
    let paid: Rows = users::table
        .filter(theirs())
        .filter(users::first_paid_at.is_not_null())
        .group_by(users::source)
        .select((users::source, count_star()))
        .load(on!(conn))
        .await?;
    let of = |rows: &Rows, source: &Option<String>| {
        let found = rows.iter().find(|(known, _)| known == source);
        found.map_or(0, |(_, count)| *count)
    };
    let figures = |(source, people): (Option<String>, i64)| SourceFigures {
        results: of(&results, &source),
        leads: of(&leads, &source),
        paid: of(&paid, &source),
        source,
        people,
    };
    Ok(people.into_iter().map(figures).collect())
}
