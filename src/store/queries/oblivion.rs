//! Forgetting: one person, or everything. For the playground; what people may ask for of a real bot leaves records
//! of money behind.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, delete,
};
use diesel_async::RunQueryDsl;
use futures_util::{FutureExt, future::BoxFuture};

use super::super::{Conn, Owned, lock};
use crate::{
    store::schema::{
        assistant_questions, dialogues, events, inbox, leads, outbox, products, recommendations,
        referrals, send_pauses, subscriptions, tasks, tribute_events, users,
    },
    telegram::UserId,
};

/// Deletes these rows, one table after the other: what refers to a table comes before it.
macro_rules! delete_all {
    ($conn:expr; $($rows:expr),+ $(,)?) => {
        $( delete($rows).execute(on!($conn)).await?; )+
    };
}

/// The person and everything about them, waiting messages too. Events of Tribute go as well, so that one sent again
/// counts again.
pub(in crate::store) fn forget(conn: &mut Owned, person: UserId) -> BoxFuture<'_, QueryResult<()>> {
    // Boxed here: with the bare future in a task of another module, rustc 1.95 panics at incremental builds.
    async move {
        atomically!(conn, async move |conn: &mut Owned| {
            lock(again!(conn), person.0).await?;
            delete_person(again!(conn), person).await
        })
    }
    .boxed()
}

async fn delete_person(conn: Conn<'_>, person: UserId) -> QueryResult<()> {
    let id = person.0;
    let known: Option<Option<String>> = users::table
        .find(id)
        .select(users::tribute_user_id)
        .first(on!(conn))
        .await
        .optional()?;
    // Also events that named only Tribute's id and wait for their person.
    let waiting = tribute_events::user_id
        .is_null()
        .and(tribute_events::tribute_user_id.eq(known.flatten()));
    let theirs = tribute_events::user_id.eq(id).or(waiting);
    // What the owner has not read yet of their leads names them, and waits in another chat.
    let keys: Vec<Option<i64>> = leads::table
        .filter(leads::user_id.eq(id))
        .select(leads::update_id)
        .load(on!(conn))
        .await?;
    let notices = keys.into_iter().flatten();
    let notices: Vec<String> = notices.map(|key| format!("telegram:{key}")).collect();
    delete_all!(conn;
        outbox::table.filter(outbox::chat_id.eq(person.private_chat().0)),
        outbox::table.filter(outbox::origin.eq_any(notices)),
        events::table.filter(events::user_id.eq(id)),
        tribute_events::table.filter(theirs),
        subscriptions::table.filter(subscriptions::user_id.eq(id)),
        leads::table.filter(leads::user_id.eq(id)),
        referrals::table.filter(referrals::referred_id.eq(id).or(referrals::referrer_id.eq(id))),
        assistant_questions::table.filter(assistant_questions::user_id.eq(id)),
        recommendations::table.filter(recommendations::user_id.eq(id)),
        dialogues::table.filter(dialogues::user_id.eq(id)),
        users::table.filter(users::id.eq(id)),
    );
    Ok(())
}

/// Every row of every table. Numbers go on where they were, so that an id never means two messages.
pub(in crate::store) fn clean(conn: &mut Owned) -> BoxFuture<'_, QueryResult<()>> {
    async move {
        atomically!(conn, async move |conn: &mut Owned| {
            delete_everything(again!(conn)).await
        })
    }
    .boxed()
}

async fn delete_everything(conn: Conn<'_>) -> QueryResult<()> {
    delete_all!(conn;
        outbox::table,
        send_pauses::table,
        inbox::table,
        events::table,
        tribute_events::table,
        subscriptions::table,
        leads::table,
        referrals::table,
        assistant_questions::table,
        recommendations::table,
        dialogues::table,
        users::table,
        products::table,
        tasks::table,
    );
    Ok(())
}
