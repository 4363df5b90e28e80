//! What is kept of somebody who asked to be forgotten: money without a name, and the access that they paid for.

use diesel::{ExpressionMethods, QueryDsl, QueryResult, SelectableHelper, update};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::{super::Conn, ledger, people};
use crate::{
    bot::{
        access::Subscription,
        ledger::{Action, COUNTED, Ruling},
        referral::CodeKey,
    },
    store::{
        ledger_rows::SubscriptionRow,
        nameless::nameless,
        schema::{journal, subscriptions, tribute_events},
    },
    telegram::UserId,
};

/// The money stays without its buyer, and that it was heard of: the same event delivered once more is still the same.
pub(super) async fn conceal(
    conn: Conn<'_>,
    payment: i64,
    sealed_key: &str,
    body: &str,
) -> QueryResult<()> {
    update(tribute_events::table.find(payment))
        .set((
            tribute_events::key.eq(sealed_key),
            tribute_events::body.eq(nameless(body)),
            tribute_events::reason.eq(None::<String>),
            tribute_events::user_id.eq(None::<i64>),
            tribute_events::payer.eq(None::<String>),
        ))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

pub(super) async fn access_to_keep(
    conn: Conn<'_>,
    id: i64,
    now: Timestamp,
) -> QueryResult<Vec<SubscriptionRow>> {
    let rows: Vec<SubscriptionRow> = subscriptions::table
        .filter(subscriptions::user_id.eq(id))
        .select(SubscriptionRow::as_select())
        .load(on!(conn))
        .await?;
    let needed = |row: &SubscriptionRow| Subscription::from(row.clone()).needed_until() > now;
    Ok(rows.into_iter().filter(needed).collect())
}

/// The decisions about a person stay without them, and without the words that were for them.
pub(super) async fn unname(conn: Conn<'_>, person: UserId) -> QueryResult<()> {
    update(journal::table.filter(journal::user_id.eq(person.0)))
        .set((
            journal::user_id.eq(None::<i64>),
            journal::reason.eq(""),
            journal::details.eq(None::<String>),
        ))
        .execute(on!(conn))
        .await?;
    update(journal::table.filter(journal::made_by.eq(person.0)))
        .set(journal::made_by.eq(0))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

/// What has come about somebody who asked to be forgotten: nothing of it stays theirs but the access that follows.
pub(super) async fn keep_to_access(
    conn: Conn<'_>,
    person: UserId,
    key: &CodeKey,
    now: Timestamp,
) -> QueryResult<()> {
    // One that did not take effect may have to be looked at, and then its buyer is needed.
    let counted: Vec<(i64, String, String)> = tribute_events::table
        .filter(tribute_events::user_id.eq(person.0))
        .filter(tribute_events::outcome.eq_any(COUNTED))
        .select((
            tribute_events::id,
            tribute_events::key,
            tribute_events::body,
        ))
        .load(on!(conn))
        .await?;
    for (payment, own_key, body) in counted {
        conceal(again!(conn), payment, &key.seal(&own_key), &body).await?;
    }
    carry(conn, person, now).await
}

/// Access whose origin is not kept is written into the journal as it is, so that it can be worked out anew.
pub(super) async fn carry(conn: Conn<'_>, person: UserId, now: Timestamp) -> QueryResult<()> {
    unname(again!(conn), person).await?;
    for subscription in people::subscriptions(again!(conn), person).await? {
        let ruling = Ruling {
            kept: Some(subscription.clone()),
            ..Ruling::about_person(Action::Carried, person, &subscription.plan)
        };
        ledger::rule(again!(conn), UserId(0), &ruling, true, now).await?;
    }
    Ok(())
}
