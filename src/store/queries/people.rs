//! People and what belongs to exactly one of them.

use diesel::{
    ExpressionMethods, QueryDsl, QueryResult, SelectableHelper, insert_into, sql_query,
    sql_types::{BigInt, Nullable, Text},
    update,
    upsert::excluded,
};
use diesel_async::RunQueryDsl;
use jiff::{SignedDuration, Timestamp};

use super::super::Conn;
use crate::{
    bot::{
        dialogue::Dialogue,
        state::{ChatState, Person, Subscription},
    },
    store::{
        cached::Cached,
        ledger_rows::SubscriptionRow,
        moment::At,
        rows::{DialogueRow, RecommendationRow, UserRow},
        schema::{dialogues, recommendations, sql_types::Moment, subscriptions, users},
        types::Profile,
    },
    telegram::UserId,
};

/// `last_seen_at` may lag by this much: writing it with every press would double the work of an update.
const SEEN_LAG: SignedDuration = SignedDuration::from_secs(15);

/// A person with what belongs to them, once for each subscription, or once without any.
pub(in crate::store) type KnownRow = (
    UserRow,
    Option<DialogueRow>,
    Option<RecommendationRow>,
    Option<SubscriptionRow>,
);

/// Person, dialogue, recommendation and subscriptions, in one query.
pub(super) async fn load(conn: Conn<'_>, id: UserId) -> QueryResult<ChatState> {
    let rows: Vec<KnownRow> = users::table
        .left_join(dialogues::table)
        .left_join(recommendations::table)
        .left_join(subscriptions::table)
        .filter(users::id.eq(id.0))
        .order(subscriptions::source)
        .select((
            UserRow::as_select(),
            Option::<DialogueRow>::as_select(),
            Option::<RecommendationRow>::as_select(),
            Option::<SubscriptionRow>::as_select(),
        ))
        .load(on!(conn))
        .await?;
    Ok(state(rows))
}

/// What the rows say of the one person that they are about.
pub(in crate::store) fn state(rows: impl IntoIterator<Item = KnownRow>) -> ChatState {
    let mut state = ChatState::default();
    for (user, dialogue, recommendation, subscription) in rows {
        if state.person.is_none() {
            state.person = Some(user.into());
            state.dialogue = dialogue
                .map(|row| read_dialogue(&row.state))
                .unwrap_or_default();
            state.recommendation = recommendation.map(Into::into);
        }
        state.subscriptions.extend(subscription.map(Into::into));
    }
    state
}

/// A dialogue of a version that is newer than this one starts over, visibly.
fn read_dialogue(stored: &str) -> Dialogue {
    Dialogue::parse(stored).unwrap_or_else(|error| {
        // Its own words may quote what is stored, which may be personal.
        let (kind, column) = (error.classify(), error.column());
        tracing::warn!(
            ?kind,
            column,
            "a stored dialogue is unreadable; it starts over"
        );
        Dialogue::Idle
    })
}

pub(super) async fn subscriptions(conn: Conn<'_>, id: UserId) -> QueryResult<Vec<Subscription>> {
    let rows: Vec<SubscriptionRow> = subscriptions::table
        .filter(subscriptions::user_id.eq(id.0))
        .order(subscriptions::source)
        .select(SubscriptionRow::as_select())
        .load(on!(conn))
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Writes the person down when they are new, have changed, or were not seen for a while. Whoever was forgotten and speaks
/// again is known again. Without anybody there is nothing to do.
pub(super) async fn touch(
    conn: Conn<'_>,
    who: Option<(&Profile, Option<&Person>)>,
    now: Timestamp,
) -> QueryResult<()> {
    let Some((profile, known)) = who else {
        return Ok(());
    };
    let unchanged = known.is_some_and(|person| {
        person.first_name == profile.first_name
            && person.username == profile.username
            && person.language_code == profile.language_code
            && !person.forgotten
            && person
                .last_seen_at
                .is_some_and(|seen| now.duration_since(seen) < SEEN_LAG)
    });
    if unchanged {
        return Ok(());
    }
    let row = (
        users::id.eq(profile.id.0),
        users::first_name.eq(&profile.first_name),
        users::username.eq(&profile.username),
        users::language_code.eq(&profile.language_code),
        users::last_seen_at.eq(At(now)),
        users::forgotten_at.eq(None::<At>),
        users::created_at.eq(At(now)),
    );
    let upsert = insert_into(users::table)
        .values(row)
        .on_conflict(users::id)
        .do_update()
        .set((
            users::first_name.eq(excluded(users::first_name)),
            users::username.eq(excluded(users::username)),
            users::language_code.eq(excluded(users::language_code)),
            users::last_seen_at.eq(excluded(users::last_seen_at)),
            users::forgotten_at.eq(excluded(users::forgotten_at)),
        ));
    Cached(upsert).execute(on!(conn)).await.map(|_| ())
}

/// Makes sure there is a row for somebody who was named by a payment and never wrote.
pub(super) async fn ensure(conn: Conn<'_>, id: UserId, now: Timestamp) -> QueryResult<()> {
    let row = (users::id.eq(id.0), users::created_at.eq(At(now)));
    let insert = insert_into(users::table)
        .values(row)
        .on_conflict_do_nothing();
    Cached(insert).execute(on!(conn)).await.map(|_| ())
}

/// The first Start counts, and the first source.
pub(super) async fn set_started(
    conn: Conn<'_>,
    id: UserId,
    source: Option<&str>,
    now: Timestamp,
) -> QueryResult<()> {
    let started = sql_query(
        "UPDATE users SET started_at = COALESCE(started_at, $1), source = COALESCE(source, $2) \
        WHERE id = $3 AND (started_at IS NULL OR source IS NULL AND $2 IS NOT NULL)",
    )
    .bind::<Moment, _>(At(now))
    .bind::<Nullable<Text>, _>(source)
    .bind::<BigInt, _>(id.0);
    Cached(started).execute(on!(conn)).await.map(|_| ())
}

pub(super) async fn set_zone(conn: Conn<'_>, id: UserId, zone: &str) -> QueryResult<()> {
    update(users::table.find(id.0))
        .set(users::zone.eq(zone))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

pub(super) async fn set_locale(
    conn: Conn<'_>,
    id: UserId,
    locale: Option<&str>,
) -> QueryResult<()> {
    update(users::table.find(id.0))
        .set(users::locale.eq(locale))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

pub(super) async fn set_unreachable(conn: Conn<'_>, id: i64, since: Timestamp) -> QueryResult<()> {
    update(users::table.find(id))
        .set(users::unreachable_at.eq(At(since)))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

/// The person can be written to again. The moment is exact here: calls that were begun before it are told by it.
pub(super) async fn appear(conn: Conn<'_>, id: i64, now: Timestamp) -> QueryResult<()> {
    let standing = (
        users::unreachable_at.eq(None::<At>),
        users::last_seen_at.eq(At(now)),
    );
    let appeared = update(users::table.find(id)).set(standing);
    Cached(appeared).execute(on!(conn)).await.map(|_| ())
}

/// Whether the person was last seen after one moment and no later than another.
pub(super) async fn seen_between(
    conn: Conn<'_>,
    id: i64,
    after: Timestamp,
    at_most: Timestamp,
) -> QueryResult<bool> {
    let seen = users::table
        .find(id)
        .filter(users::last_seen_at.gt(At(after)))
        .filter(users::last_seen_at.le(At(at_most)));
    let seen: i64 = seen.count().get_result(on!(conn)).await?;
    Ok(seen > 0)
}

pub(super) async fn save_dialogue(
    conn: Conn<'_>,
    id: UserId,
    dialogue: Option<&Dialogue>,
    now: Timestamp,
) -> QueryResult<()> {
    let Some(dialogue) = dialogue else {
        return Ok(());
    };
    let upsert = sql_query(
        "INSERT INTO dialogues (user_id, state, updated_at) VALUES ($1, $2, $3) \
        ON CONFLICT (user_id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at",
    )
    .bind::<BigInt, _>(id.0)
    .bind::<Text, _>(dialogue.to_stored())
    .bind::<Moment, _>(At(now));
    Cached(upsert).execute(on!(conn)).await.map(|_| ())
}

pub(super) async fn save_recommendation(conn: Conn<'_>, row: RecommendationRow) -> QueryResult<()> {
    let upsert = insert_into(recommendations::table)
        .values(row)
        .on_conflict(recommendations::user_id)
        .do_update()
        .set((
            recommendations::quiz.eq(excluded(recommendations::quiz)),
            recommendations::band.eq(excluded(recommendations::band)),
            recommendations::points.eq(excluded(recommendations::points)),
            recommendations::made_at.eq(excluded(recommendations::made_at)),
            recommendations::kind.eq(excluded(recommendations::kind)),
            recommendations::products.eq(excluded(recommendations::products)),
        ));
    Cached(upsert).execute(on!(conn)).await.map(|_| ())
}
