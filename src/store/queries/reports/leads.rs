//! Lists of leads.

use diesel::{ExpressionMethods, QueryDsl, QueryResult, SelectableHelper};
use diesel_async::RunQueryDsl;

use super::super::{super::Conn, leads::NEW};
use crate::{
    bot::report::{LeadEntry, LeadsQuery},
    store::{
        moment::At,
        rows::LeadRow,
        schema::{leads, users},
    },
};

type Row = (
    LeadRow,
    (i64, Option<i64>, Option<At>),
    (Option<String>, Option<String>),
);

/// Newest first.
pub(super) async fn page(conn: Conn<'_>, query: LeadsQuery) -> QueryResult<Vec<LeadEntry>> {
    let mut rows = leads::table
        .inner_join(users::table)
        .order(leads::id.desc())
        .offset(query.skip.into())
        .limit(query.limit.into())
        .select((
            LeadRow::as_select(),
            (leads::id, leads::update_id, leads::closed_at),
            (users::username, users::source),
        ))
        .into_boxed();
    if let Some(person) = query.of {
        rows = rows.filter(leads::user_id.eq(person.0));
    }
    if query.open_only {
        rows = rows.filter(leads::status.eq(NEW));
    }
    let rows: Vec<Row> = rows.load(on!(conn)).await?;
    let entry = |(row, (number, key, closed_at), (username, first_source)): Row| LeadEntry {
        lead: row.lead(key.unwrap_or_default(), username),
        number,
        first_source,
        closed_at: closed_at.map(|at| at.0),
    };
    Ok(rows.into_iter().map(entry).collect())
}
