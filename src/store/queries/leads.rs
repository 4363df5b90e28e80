//! Requests for a consultation.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, SelectableHelper, insert_into,
    update,
};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::super::Conn;
use crate::{
    bot::lead::Lead,
    store::{
        cached::Cached,
        moment::At,
        rows::LeadRow,
        schema::{leads, users},
    },
    telegram::UserId,
};

/// Nobody has marked it yet.
pub(super) const NEW: &str = "new";
/// The owner is done with it.
const DONE: &str = LeadRow::DONE;

pub(super) async fn insert(conn: Conn<'_>, lead: &Lead) -> QueryResult<()> {
    let row = (
        leads::user_id.eq(lead.user.0),
        leads::name.eq(&lead.name),
        leads::phone.eq(&lead.phone),
        leads::comment.eq(&lead.comment),
        leads::status.eq(NEW),
        leads::created_at.eq(At(lead.created_at)),
        leads::update_id.eq(lead.key),
        leads::source.eq(&lead.source),
    );
    let insert = insert_into(leads::table).values(row);
    Cached(insert).execute(on!(conn)).await.map(|_| ())
}

/// The lead with this key, with what its person is called in Telegram now.
pub(super) async fn find(conn: Conn<'_>, key: i64) -> QueryResult<Option<Lead>> {
    let found: Option<(LeadRow, Option<String>)> = leads::table
        .inner_join(users::table)
        .filter(leads::update_id.eq(key))
        .select((LeadRow::as_select(), users::username))
        .first(on!(conn))
        .await
        .optional()?;
    Ok(found.map(|(row, username)| row.lead(key, username)))
}

/// Somebody is done with a lead; the first one counts.
pub(super) async fn close(conn: Conn<'_>, key: i64, by: UserId, now: Timestamp) -> QueryResult<()> {
    let open = leads::table
        .filter(leads::update_id.eq(key))
        .filter(leads::status.eq(NEW));
    update(open)
        .set((
            leads::status.eq(DONE),
            leads::closed_at.eq(At(now)),
            leads::closed_by.eq(by.0),
        ))
        .execute(on!(conn))
        .await
        .map(|_| ())
}
