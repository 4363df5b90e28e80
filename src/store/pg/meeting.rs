//! The first flight of an update: the transaction begins, waits for the person, and reads everything that is decided by.

use diesel::{
    ExpressionMethods, QueryDsl, QueryResult, SelectableHelper,
    dsl::{exists, not, select},
    pg::expression::dsl::array,
};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::{
    Conn,
    queries::{outbox, people},
    transaction::begin_holding,
};
use crate::{
    bot::{effects::Lane, state::ChatState},
    store::{
        InboxKey,
        ledger_rows::SubscriptionRow,
        rows::{DialogueRow, RecommendationRow, UserRow},
        schema::{dialogues, inbox, outbox as messages, recommendations, subscriptions, users},
    },
    telegram::UserId,
};

/// What is known of the person of a new update, and what still waits for them; nothing when it was handled before. It is
/// recorded with the writes, because none may be in this flight: had the beginning failed, it would stand alone.
pub(in crate::store) async fn meet(
    conn: Conn<'_>,
    key: InboxKey<'_>,
    person: UserId,
    _now: Timestamp,
) -> QueryResult<Option<(ChatState, Vec<i64>)>> {
    let ((), rows) =
        futures_util::try_join!(begin_holding(conn, person.0), known(conn, key, person))?;
    let mut facts = None;
    let state = people::state(rows.into_iter().map(|(seen, waiting, row)| {
        facts = Some((seen, waiting));
        row
    }));
    let (is_new, waiting) = match facts {
        Some((seen, waiting)) => (!seen, waiting),
        // A stranger is in no row that could tell the rest.
        None => futures_util::try_join!(
            is_new(conn, key),
            outbox::waiting(conn, person.private_chat().0)
        )?,
    };
    Ok(is_new.then_some((state, waiting)))
}

type Row = (bool, Vec<i64>, people::KnownRow);

/// One statement instead of four: most of what a short one costs is its way through the server, and through us.
async fn known(conn: Conn<'_>, key: InboxKey<'_>, person: UserId) -> QueryResult<Vec<Row>> {
    let waiting = messages::table
        .filter(messages::chat_id.eq(person.private_chat().0))
        .filter(messages::lane.eq(Lane::Answer.number()))
        .filter(messages::held_at.is_null())
        .filter(messages::dead_at.is_null())
        .order((messages::lane, messages::id))
        .limit(outbox::MANY)
        .select(messages::id);
    users::table
        .left_join(dialogues::table)
        .left_join(recommendations::table)
        .left_join(subscriptions::table)
        .filter(users::id.eq(person.0))
        .order(subscriptions::source)
        .select((
            exists(inbox::table.find((key.source, key.key))),
            array(waiting),
            (
                UserRow::as_select(),
                Option::<DialogueRow>::as_select(),
                Option::<RecommendationRow>::as_select(),
                Option::<SubscriptionRow>::as_select(),
            ),
        ))
        .load(on!(conn))
        .await
}

async fn is_new(conn: Conn<'_>, key: InboxKey<'_>) -> QueryResult<bool> {
    select(not(exists(inbox::table.find((key.source, key.key)))))
        .get_result(on!(conn))
        .await
}
