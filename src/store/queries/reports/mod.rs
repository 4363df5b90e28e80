//! What single decisions ask to see beside their person; no ordinary update comes here.

mod card;
mod doors;
mod find;
mod leads;
mod payments;
mod stats;

use diesel::QueryResult;

use super::{super::Owned, parked, payment_news, people, questions, referrals};
use crate::bot::report::{LeadEntry, LeadsQuery, PaymentEntry, PaymentsQuery, Query, Report, whom};

/// People among whom an admin may choose.
const PEOPLE: u32 = 8;

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
        Query::Payments(query, admin) => {
            let (entries, news) = flight!(conn; payments::page(*query), payment_news::of(*admin));
            Report::Payments { entries, news }
        }
        Query::Revenue(months, now) => {
            Report::Revenue(Box::new(payments::revenue(conn, months, *now).await?))
        }
        Query::Whom(text) => {
            let people = find::people(again!(conn), text, PEOPLE).await?;
            let subscriptions = match whom(text, &people) {
                Some(person) => people::subscriptions(again!(conn), person.id).await?,
                None => Vec::new(),
            };
            Report::Whom {
                people,
                subscriptions,
            }
        }
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

/// The newest events of Tribute, for a file.
pub(in crate::store) async fn newest_payments(
    conn: &mut Owned,
    limit: u32,
) -> QueryResult<Vec<PaymentEntry>> {
    payments::page(again!(conn), PaymentsQuery { skip: 0, limit }).await
}
