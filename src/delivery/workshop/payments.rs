//! The rows of the table of payments.

use super::Unready;
use crate::{
    bot::report::PaymentEntry,
    document::{PaymentRow, PaymentTable},
    store::Store,
    tribute::revenue,
};

/// Read from the database now: until then nobody's payments wait in any message, and whoever has been forgotten meanwhile
/// is not named in the table.
pub(super) async fn fill(table: &mut PaymentTable, store: &Store) -> Result<(), Unready> {
    let entries = store.newest_payments(table.limit.into()).await;
    let entries = entries.map_err(|_| Unready::NotNow)?;
    table.rows = entries.into_iter().map(row).collect();
    Ok(())
}

fn row(entry: PaymentEntry) -> PaymentRow {
    let entry = revenue::with_words(entry);
    let paid = entry.said.paid;
    PaymentRow {
        at: entry.said.at.unwrap_or(entry.event.received_at),
        event: entry.event.name,
        person: entry.user.map(|id| id.0),
        name: entry.name,
        plan: entry.plan,
        title: entry.said.title,
        gross: paid.as_ref().map(|paid| paid.minor),
        net: paid.as_ref().and_then(|paid| paid.net),
        currency: paid.map(|paid| paid.currency).unwrap_or_default(),
        outcome: entry.outcome,
        key: entry.key,
    }
}
