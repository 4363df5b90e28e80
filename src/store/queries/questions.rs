//! Questions to the assistant, from the transaction that takes them to the one that queues their answer.

use std::collections::HashMap;

use diesel::{
    BoolExpressionMethods, ExpressionMethods, QueryDsl, QueryResult, SelectableHelper, insert_into,
    update,
};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::{
    super::{Conn, Owned, lock},
    outbox,
};
use crate::{
    bot::{assistant::Asked, effects::Outgoing, state::Recommendation},
    store::{
        cached::Cached,
        moment::At,
        rows::{QuestionRow, RecommendationRow},
        schema::{assistant_questions, recommendations},
        types::Question,
    },
    telegram::UserId,
};

/// The word for a question that got its answer; only these and the open ones count.
const ANSWERED: &str = "answered";
/// More than any daily limit.
const MANY: i64 = 2_000;

pub(super) async fn insert(
    conn: Conn<'_>,
    person: UserId,
    question: &str,
    locale: &str,
    now: Timestamp,
) -> QueryResult<()> {
    let row = (
        assistant_questions::user_id.eq(person.0),
        assistant_questions::question.eq(question),
        assistant_questions::locale.eq(locale),
        assistant_questions::asked_at.eq(At(now)),
        assistant_questions::attempts.eq(0),
    );
    let insert = insert_into(assistant_questions::table).values(row);
    Cached(insert).execute(on!(conn)).await.map(|_| ())
}

/// The person's questions that are answered and were asked since then, and those that are open.
pub(super) async fn recent(
    conn: Conn<'_>,
    person: UserId,
    since: Timestamp,
) -> QueryResult<Vec<Asked>> {
    let counts = assistant_questions::outcome
        .eq(ANSWERED)
        .and(assistant_questions::asked_at.ge(At(since)));
    let rows: Vec<(At, Option<At>)> = assistant_questions::table
        .filter(assistant_questions::user_id.eq(person.0))
        .filter(assistant_questions::answered_at.is_null().or(counts))
        .order(assistant_questions::asked_at.desc())
        .limit(MANY)
        .select((
            assistant_questions::asked_at,
            assistant_questions::answered_at,
        ))
        .load(on!(conn))
        .await?;
    let asked = |(at, answered): (At, Option<At>)| Asked {
        at: at.0,
        open: answered.is_none(),
    };
    Ok(rows.into_iter().map(asked).collect())
}

/// Takes open questions, oldest first, for one taker each. Two statements, as for messages.
pub(in crate::store) async fn claim(
    conn: &mut Owned,
    limit: i64,
    now: Timestamp,
    until: Timestamp,
) -> QueryResult<Vec<Question>> {
    let free = || {
        assistant_questions::claimed_until
            .is_null()
            .or(assistant_questions::claimed_until.lt(At(now)))
    };
    let ids: Vec<i64> = assistant_questions::table
        .filter(assistant_questions::answered_at.is_null())
        .filter(free())
        .order(assistant_questions::id)
        .limit(limit)
        .select(assistant_questions::id)
        .load(on!(conn))
        .await?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // Another taker may have been faster since.
    let due = assistant_questions::table
        .filter(assistant_questions::id.eq_any(ids))
        .filter(assistant_questions::answered_at.is_null())
        .filter(free());
    let mut rows: Vec<QuestionRow> = update(due)
        .set((
            assistant_questions::claimed_until.eq(At(until)),
            assistant_questions::attempts.eq(assistant_questions::attempts + 1),
        ))
        .returning(QuestionRow::as_returning())
        .get_results(on!(conn))
        .await?;
    rows.sort_by_key(|row| row.id);
    let people: Vec<i64> = rows.iter().map(|row| row.user_id).collect();
    let mut made = recommended(again!(conn), &people).await?;
    let question = |row: QuestionRow| Question {
        id: row.id,
        user: UserId(row.user_id),
        question: row.question,
        locale: row.locale,
        asked_at: row.asked_at.0,
        attempts: row.attempts,
        recommendation: made.remove(&row.user_id),
    };
    Ok(rows.into_iter().map(question).collect())
}

async fn recommended(conn: Conn<'_>, people: &[i64]) -> QueryResult<HashMap<i64, Recommendation>> {
    let rows: Vec<RecommendationRow> = recommendations::table
        .filter(recommendations::user_id.eq_any(people))
        .select(RecommendationRow::as_select())
        .load(on!(conn))
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.user_id, row.into()))
        .collect())
}

/// Closes a question and queues what is said to it. Of two takers, or after the person was forgotten, nothing happens
/// and the answer is `false`.
pub(in crate::store) async fn close(
    conn: &mut Owned,
    question: &Question,
    outcome: &str,
    messages: &[Outgoing],
    now: Timestamp,
) -> QueryResult<bool> {
    let origin = format!("assistant:{}", question.id);
    atomically!(conn, async move |conn: &mut Owned| {
        // The person may be writing at this very moment: the messages keep together.
        lock(again!(conn), question.user.0).await?;
        let open = assistant_questions::table
            .filter(assistant_questions::id.eq(question.id))
            .filter(assistant_questions::answered_at.is_null());
        let closed = update(open)
            .set((
                assistant_questions::answered_at.eq(At(now)),
                assistant_questions::outcome.eq(outcome),
                // Nobody needs the words any more.
                assistant_questions::question.eq(""),
                assistant_questions::claimed_until.eq(None::<At>),
            ))
            .execute(on!(conn))
            .await?;
        if closed == 0 {
            return Ok(false);
        }
        for message in messages {
            let payload = message.call.to_json().to_string();
            outbox::queue(again!(conn), message, &payload, &origin, now, None).await?;
        }
        Ok(true)
    })
}

/// Gives a question back untouched: this process is about to end.
pub(in crate::store) async fn give_back(conn: &mut Owned, id: i64) -> QueryResult<()> {
    let open = assistant_questions::table
        .filter(assistant_questions::id.eq(id))
        .filter(assistant_questions::answered_at.is_null());
    update(open)
        .set((
            assistant_questions::claimed_until.eq(None::<At>),
            assistant_questions::attempts.eq(assistant_questions::attempts - 1),
        ))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

/// Gives back what a process that is no more had taken.
pub(in crate::store) async fn release_all(conn: &mut Owned) -> QueryResult<()> {
    update(assistant_questions::table.filter(assistant_questions::answered_at.is_null()))
        .set(assistant_questions::claimed_until.eq(None::<At>))
        .execute(on!(conn))
        .await
        .map(|_| ())
}
