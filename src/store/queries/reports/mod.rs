//! What single decisions ask to see beside their person; no ordinary update comes here.

mod leads;

use diesel::QueryResult;

use super::{super::Owned, questions, referrals};
use crate::bot::report::{Query, Report};

pub(super) async fn load(conn: &mut Owned, query: &Query) -> QueryResult<Report> {
    Ok(match query {
        Query::Standing { person, new_code } => {
            Report::Standing(referrals::standing(conn, *person, new_code).await?)
        }
        Query::Referrer(code) => Report::Referrer(referrals::whose(again!(conn), code).await?),
        Query::Questions(person, since) => {
            Report::Questions(questions::recent(again!(conn), *person, *since).await?)
        }
        Query::Leads(query) => Report::Leads(leads::page(again!(conn), *query).await?),
    })
}
