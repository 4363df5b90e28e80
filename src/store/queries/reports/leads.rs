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

type Row = (LeadRow, (i64, Option<i64>, Option<At>), Option<String>);

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
            users::username,
        ))
        .into_boxed();
    if query.open_only {
        rows = rows.filter(leads::status.eq(NEW));
    }
    let rows: Vec<Row> = rows.load(on!(conn)).await?;
    let entry = |(row, (number, key, closed_at), username): Row| LeadEntry {
        lead: row.lead(key.unwrap_or_default(), username),
        number,
        closed_at: closed_at.map(|at| at.0),
    };
    Ok(rows.into_iter().map(entry).collect())
}
