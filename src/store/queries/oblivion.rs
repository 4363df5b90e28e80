//! Forgetting: one person, or everything. What people ask for leaves records of money behind, without a name; the
//! playground's own leaves nothing.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, QueryDsl, QueryResult, delete,
    dsl::{exists, not},
    insert_into, select, update,
};
use diesel_async::RunQueryDsl;
use futures_util::{FutureExt, future::BoxFuture};
use jiff::{SignedDuration, Timestamp};

use super::{
    super::{Conn, Owned, lock},
    doors, kept, ledger,
};
use crate::{
    bot::{access::Subscription, referral::CodeKey},
    store::{
        moment::At,
        schema::{
            assistant_questions, dialogues, door_chats, door_members, events, inbox, journal,
            leads, outbox, payers, payment_news, products, recommendations, referrals, replicas,
            send_pauses, subscriptions, tasks, tribute_events, users,
        },
    },
    telegram::UserId,
};

/// People whose access ended, in one go of the cleaning.
const AT_ONCE: i64 = 50;
/// A dead letter to somebody who is not known may be looked at for so long.
const DEAD_LETTERS: SignedDuration = SignedDuration::from_hours(24);

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
            let id = person.0;
            let payers = ledger::payers_of(again!(conn), id).await?;
            let paid = payments(again!(conn), id, &payers).await?;
            let paid: Vec<i64> = paid.into_iter().map(|(payment, _, _)| payment).collect();
            delete_theirs(again!(conn), id, &payers).await?;
            delete_all!(conn;
                journal::table.filter(journal::user_id.eq(id)),
                events::table.filter(events::user_id.eq(id)),
                door_members::table.filter(door_members::user_id.eq(id)),
                tribute_events::table.filter(tribute_events::id.eq_any(paid)),
                subscriptions::table.filter(subscriptions::user_id.eq(id)),
                users::table.filter(users::id.eq(id)),
            );
            Ok(())
        })
    }
    .boxed()
}

/// What a person asked for, under their lock: nothing about them is left but payments without a name and facts for
/// statistics without a person. While access that they paid for is open, their numbers stay with it, and nothing else.
pub(super) async fn forget_by_request(
    conn: Conn<'_>,
    person: UserId,
    key: &CodeKey,
    now: Timestamp,
) -> QueryResult<()> {
    let id = person.0;
    let payers = ledger::payers_of(again!(conn), id).await?;
    let access = kept::access_to_keep(again!(conn), id, now).await?;
    for payment in payments(again!(conn), id, &payers).await? {
        let (payment, own_key, body) = payment;
        kept::conceal(again!(conn), payment, &key.seal(&own_key), &body).await?;
    }
    delete_theirs(again!(conn), id, &payers).await?;
    kept::unname(again!(conn), person).await?;
    doors::members::forget(again!(conn), person, now).await?;
    update(events::table.filter(events::user_id.eq(id)))
        .set(events::user_id.eq(None::<i64>))
        .execute(on!(conn))
        .await?;
    // Rows as wholes, and what stays anew: so no column is forgotten, whoever adds one.
    delete_all!(conn;
        subscriptions::table.filter(subscriptions::user_id.eq(id)),
        users::table.filter(users::id.eq(id)),
    );
    if access.is_empty() {
        return Ok(());
    }
    let left = (
        users::id.eq(id),
        users::created_at.eq(At(now)),
        users::forgotten_at.eq(At(now)),
    );
    insert_into(users::table)
        .values(left)
        .execute(on!(conn))
        .await?;
    for payer in &payers {
        ledger::set_payer(again!(conn), person, payer).await?;
    }
    for row in access {
        insert_into(subscriptions::table)
            .values(row)
            .execute(on!(conn))
            .await?;
    }
    kept::carry(conn, person, now).await
}

/// The list of what holds nothing but one person's own, for everybody who is forgotten.
async fn delete_theirs(conn: Conn<'_>, id: i64, payers: &[String]) -> QueryResult<()> {
    let notices = super::notices::about(again!(conn), id, payers).await?;
    // They may be an owner, who is done with others' leads.
    update(leads::table.filter(leads::closed_by.eq(id)))
        .set(leads::closed_by.eq(None::<i64>))
        .execute(on!(conn))
        .await?;
    delete_all!(conn;
        outbox::table.filter(outbox::chat_id.eq(UserId(id).private_chat().0)),
        outbox::table.filter(outbox::id.eq_any(notices)),
        leads::table.filter(leads::user_id.eq(id)),
        referrals::table.filter(referrals::referred_id.eq(id).or(referrals::referrer_id.eq(id))),
        assistant_questions::table.filter(assistant_questions::user_id.eq(id)),
        recommendations::table.filter(recommendations::user_id.eq(id)),
        dialogues::table.filter(dialogues::user_id.eq(id)),
        payers::table.filter(payers::user_id.eq(id)),
        payment_news::table.filter(payment_news::admin_id.eq(id)),
    );
    Ok(())
}

type Payment = (i64, String, String);

/// Events of Tribute: number, key and body. Also those that named only Tribute's id.
async fn payments(conn: Conn<'_>, id: i64, payers: &[String]) -> QueryResult<Vec<Payment>> {
    let unnamed = tribute_events::user_id
        .is_null()
        .and(tribute_events::payer.eq_any(payers));
    tribute_events::table
        .filter(tribute_events::user_id.eq(id).or(unnamed))
        .order(tribute_events::id)
        .select((
            tribute_events::id,
            tribute_events::key,
            tribute_events::body,
        ))
        .load(on!(conn))
        .await
}

/// Finishes what people asked for whose access has ended since, and says how many they were; and drops the dead letters
/// to people who are not known.
pub(in crate::store) fn forget_ended<'c>(
    conn: &'c mut Owned,
    key: &'c CodeKey,
    now: Timestamp,
) -> BoxFuture<'c, QueryResult<usize>> {
    async move {
        let mut count = 0;
        for id in ended(again!(conn), now).await? {
            count += usize::from(forget_if_ended(conn, UserId(id), key, now).await?);
        }
        let before = now.saturating_sub(DEAD_LETTERS).unwrap_or(now);
        let strangers = not(exists(users::table.filter(users::id.eq(outbox::chat_id))));
        let dead = outbox::table
            .filter(outbox::dead_at.lt(At(before)))
            .filter(outbox::chat_id.gt(0))
            .filter(strangers);
        delete(dead).execute(on!(conn)).await?;
        Ok(count)
    }
    .boxed()
}

/// People who asked to be forgotten and have nothing left that [`Subscription::needed_until`] keeps.
async fn ended(conn: Conn<'_>, now: Timestamp) -> QueryResult<Vec<i64>> {
    let charged = now.saturating_sub(Subscription::STILL_CHARGED);
    let charged = subscriptions::auto_renew
        .eq(true)
        .and(subscriptions::access_until.gt(At(charged.unwrap_or(now))));
    let needed = subscriptions::table
        .filter(subscriptions::user_id.eq(users::id))
        .filter(subscriptions::access_until.gt(At(now)).or(charged));
    users::table
        .filter(users::forgotten_at.is_not_null())
        .filter(not(exists(needed)))
        .order(users::forgotten_at)
        .limit(AT_ONCE)
        .select(users::id)
        .load(on!(conn))
        .await
}

async fn forget_if_ended(
    conn: &mut Owned,
    person: UserId,
    key: &CodeKey,
    now: Timestamp,
) -> QueryResult<bool> {
    atomically!(conn, async move |conn: &mut Owned| {
        lock(again!(conn), person.0).await?;
        // They may have come back, or paid, at this very moment.
        let asked = users::table
            .find(person.0)
            .filter(users::forgotten_at.is_not_null());
        let asked: bool = select(exists(asked)).get_result(on!(conn)).await?;
        if !asked
            || !kept::access_to_keep(again!(conn), person.0, now)
                .await?
                .is_empty()
        {
            return Ok(false);
        }
        forget_by_request(again!(conn), person, key, now).await?;
        Ok(true)
    })
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
        journal::table,
        payers::table,
        payment_news::table,
        leads::table,
        door_members::table,
        door_chats::table,
        referrals::table,
        replicas::table,
        assistant_questions::table,
        recommendations::table,
        dialogues::table,
        users::table,
        products::table,
        tasks::table,
    );
    Ok(())
}
