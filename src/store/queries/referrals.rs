//! Who came by whose link.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryResult,
    dsl::{count, count_star},
    insert_into, update,
};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::super::{Conn, Owned};
use crate::{
    bot::referral::{Followed, Standing},
    store::{
        cached::Cached,
        moment::At,
        schema::{referrals, users},
    },
    telegram::UserId,
};

/// A person's own link and its figures; with the new code when they have none yet.
pub(super) async fn standing(
    conn: &mut Owned,
    person: UserId,
    new_code: &str,
) -> QueryResult<Standing> {
    let (code, (clicked, joined, paid)) = flight!(conn; code(person), figures(person));
    Ok(Standing {
        is_new: code.is_none(),
        code: code.unwrap_or_else(|| new_code.to_owned()),
        clicked,
        joined,
        paid,
    })
}

async fn code(conn: Conn<'_>, person: UserId) -> QueryResult<Option<String>> {
    let found: Option<Option<String>> = users::table
        .find(person.0)
        .select(users::ref_code)
        .first(on!(conn))
        .await
        .optional()?;
    Ok(found.flatten())
}

async fn figures(conn: Conn<'_>, person: UserId) -> QueryResult<(i64, i64, i64)> {
    referrals::table
        .filter(referrals::referrer_id.eq(person.0))
        .select((
            count_star(),
            count(referrals::joined_at),
            count(referrals::paid_at),
        ))
        .first(on!(conn))
        .await
}

/// Whose link carries this code.
pub(super) async fn whose(conn: Conn<'_>, code: &str) -> QueryResult<Option<UserId>> {
    let found: Option<i64> = users::table
        .filter(users::ref_code.eq(code))
        .select(users::id)
        .first(on!(conn))
        .await
        .optional()?;
    Ok(found.map(UserId))
}

/// Should somebody else have this code, nothing is stored, and the update comes again with another code.
pub(super) async fn set_code(conn: Conn<'_>, person: UserId, code: &str) -> QueryResult<()> {
    let set = update(users::table.find(person.0)).set(users::ref_code.eq(code));
    Cached(set).execute(on!(conn)).await.map(|_| ())
}

/// The person came by a link; the first time counts.
pub(super) async fn follow(
    conn: Conn<'_>,
    person: UserId,
    followed: &Followed,
    now: Timestamp,
) -> QueryResult<()> {
    let joined = followed.joined;
    let row = (
        referrals::referred_id.eq(person.0),
        referrals::referrer_id.eq(followed.referrer.0),
        referrals::clicked_at.eq(At(now)),
        referrals::joined_at.eq(joined.then_some(At(now))),
        referrals::paid_at.eq(followed.paid_at.filter(|_| joined).map(At)),
    );
    let insert = insert_into(referrals::table)
        .values(row)
        .on_conflict_do_nothing();
    Cached(insert).execute(on!(conn)).await.map(|_| ())
}

/// Since when the person pays with money, or that they do not: so it stands with them, and with the link that brought
/// them.
pub(super) async fn first_paid(
    conn: Conn<'_>,
    person: UserId,
    at: Option<Timestamp>,
) -> QueryResult<()> {
    update(users::table.find(person.0))
        .set(users::first_paid_at.eq(at.map(At)))
        .execute(on!(conn))
        .await?;
    let brought = referrals::table
        .filter(referrals::referred_id.eq(person.0))
        .filter(referrals::joined_at.is_not_null());
    update(brought)
        .set(referrals::paid_at.eq(at.map(At)))
        .execute(on!(conn))
        .await
        .map(|_| ())
}
