//! One person's payments, at fixed times.

use five_keys_bot::playground::TributeOrder;
use jiff::{SignedDuration, Timestamp};

use super::app::{TestApp, plan};

/// Who buys.
pub const ANNA: i64 = 5_301_000_111;

/// After the turn of the day in Moscow, before it in UTC.
pub const MARCH: &str = "2099-03-05T22:30:00.305733Z";
/// A month later.
pub const APRIL: &str = "2099-04-05T22:30:00Z";

fn at(moment: &str) -> Timestamp {
    moment.parse().expect("a moment")
}

/// An event of that many minutes after a fixed one, about access until then.
pub fn order(minute: i64, until: &str) -> TributeOrder {
    let mut order = TributeOrder::new(&plan(), ANNA).expiring(at(until));
    order.created_at = at("2026-10-10T09:16:31.204518Z") + SignedDuration::from_mins(minute);
    order
}

/// What the person reads on the subscription page.
pub async fn page(app: &TestApp) -> String {
    app.says(ANNA, "/subscription").await;
    app.last(ANNA).text
}

/// What became of every event, in the order of their arrival.
pub async fn outcomes(app: &TestApp) -> Vec<String> {
    let sql = "SELECT outcome FROM tribute_events ORDER BY id";
    app.database.query(sql).await.concat()
}
