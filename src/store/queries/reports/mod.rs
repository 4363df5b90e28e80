//! What single decisions ask to see beside their person; no ordinary update comes here.

mod card;
mod doors;
mod find;
mod leads;
mod stats;

use diesel::QueryResult;

use super::{super::Owned, parked, questions, referrals};
use crate::bot::report::{LeadEntry, LeadsQuery, Query, Report};

pub(super) async fn load(conn: &mut Owned, query: &Query) -> QueryResult<Report> {
    Ok(match query {
        Query::Standing { person, new_code } => {
            Report::Standing(referrals::standing(conn, *person, new_code).await?)
        }
        Query::Referrer(code) => Report::Referrer(referrals::whose(again!(conn), code).await?),
        Query::Questions(person, since) => {
            Report::Questions(questions::recent(again!(conn), *person, *since).await?)
        }
        Query::Stats(days, now) => Report::Stats(Box::new(stats::load(conn, days, *now).await?)),
        Query::Find(text, limit) => Report::Found(find::people(again!(conn), text, *limit).await?),
        Query::Card(person) => Report::Card(card::load(conn, *person).await?.map(Box::new)),
        Query::Unmatched(skip, limit) => {
            Report::Unmatched(parked::waiting(again!(conn), *skip, *limit).await?)
        }
        Query::Parked(event, candidate) => {
            let found = parked::one(again!(conn), *event, *candidate).await?;
            Report::Parked(found.map(Box::new))
        }
        Query::Doors(query) => Report::Doors(doors::load(again!(conn), query).await?),
        Query::Leads(query) => Report::Leads(leads::page(again!(conn), *query).await?),
    })
}

/// The newest leads, for a file.
pub(in crate::store) async fn newest_leads(
    conn: &mut Owned,
    limit: u32,
) -> QueryResult<Vec<LeadEntry>> {
    let query = LeadsQuery {
        of: None,
        open_only: false,
        skip: 0,
        limit,
    };
    leads::page(again!(conn), query).await
}
