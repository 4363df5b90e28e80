//! The first flight of an update: the transaction begins, waits for the person, and reads everything that is decided by.

use std::sync::LazyLock;

use diesel::{
    ExpressionMethods, QueryDsl, QueryResult, SelectableHelper,
    dsl::{AsSelect, SqlTypeOf, exists, not, select},
    pg::{Pg, PgQueryBuilder, expression::dsl::array},
    query_builder::{AstPass, Query, QueryBuilder, QueryFragment, QueryId},
    sql_types::{Array, BigInt, Bool, SmallInt, Text},
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
        lanes::lane_of_chat,
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
    let known = Known::new(key, person);
    let ((), rows) = futures_util::try_join!(
        begin_holding(conn, person.0),
        RunQueryDsl::load::<Row>(known, on!(conn))
    )?;
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

async fn is_new(conn: Conn<'_>, key: InboxKey<'_>) -> QueryResult<bool> {
    select(not(exists(inbox::table.find((key.source, key.key)))))
        .get_result(on!(conn))
        .await
}

/// Whether the update was seen, what waits for the chat, and the person.
type Row = (bool, Vec<i64>, people::KnownRow);
type RowSql = (
    Bool,
    Array<BigInt>,
    (
        SqlTypeOf<AsSelect<UserRow, Pg>>,
        SqlTypeOf<AsSelect<Option<DialogueRow>, Pg>>,
        SqlTypeOf<AsSelect<Option<RecommendationRow>, Pg>>,
        SqlTypeOf<AsSelect<Option<SubscriptionRow>, Pg>>,
    ),
);

/// The values of [`query`], in the order in which they stand there.
struct Known<'a> {
    source: &'a str,
    key: &'a str,
    chat: i64,
    lane: i16,
    lane_after: i16,
    limit: i64,
    person: i64,
}

impl<'a> Known<'a> {
    fn new(key: InboxKey<'a>, person: UserId) -> Self {
        Self {
            source: key.source,
            key: key.key,
            chat: person.private_chat().0,
            lane: Lane::Answer.number(),
            lane_after: Lane::Answer.number() + 1,
            limit: outbox::MANY,
            person: person.0,
        }
    }

    /// One statement instead of four: most of what a short one costs is its way through the server, and through us.
    fn query(&self) -> impl Query<SqlType = RowSql> + QueryFragment<Pg> {
        let waiting = messages::table
            .filter(lane_of_chat!(self.chat, self.lane))
            .filter(messages::held_at.is_null())
            .filter(messages::dead_at.is_null())
            .order((messages::chat_id, messages::lane, messages::id))
            .limit(self.limit)
            .select(messages::id);
        users::table
            .left_join(dialogues::table)
            .left_join(recommendations::table)
            .left_join(subscriptions::table)
            .filter(users::id.eq(self.person))
            .order(subscriptions::source)
            .select((
                exists(inbox::table.find((self.source, self.key))),
                array(waiting),
                (
                    UserRow::as_select(),
                    Option::<DialogueRow>::as_select(),
                    Option::<RecommendationRow>::as_select(),
                    Option::<SubscriptionRow>::as_select(),
                ),
            ))
    }
}

/// The text of the query between its values. diesel writes a query's text anew each time, even of one that is prepared:
/// with this one it took a tenth of what an update costs us.
static TEXT: LazyLock<Vec<String>> = LazyLock::new(|| {
    let sample = Known::new(
        InboxKey {
            source: "",
            key: "",
        },
        UserId(0),
    );
    let mut text = PgQueryBuilder::default();
    // It fails for a value that the database cannot take: here are none.
    let written = sample.query().to_sql(&mut text, &Pg);
    written.map_or_else(|_| Vec::new(), |()| between_values(&text.finish()))
});

fn between_values(text: &str) -> Vec<String> {
    let mut parts = text.split('$');
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| {
        part.trim_start_matches(|c: char| c.is_ascii_digit())
            .to_owned()
    });
    std::iter::once(first).chain(rest).collect()
}

impl Query for Known<'_> {
    type SqlType = RowSql;
}

impl QueryId for Known<'_> {
    type QueryId = Known<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryFragment<Pg> for Known<'_> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let mut text = TEXT.iter();
        let mut next =
            |pass: &mut AstPass<'_, 'b, Pg>| pass.push_sql(text.next().map_or("", String::as_str));
        next(&mut pass);
        pass.push_bind_param::<Text, _>(self.source)?;
        next(&mut pass);
        pass.push_bind_param::<Text, _>(self.key)?;
        next(&mut pass);
        pass.push_bind_param::<BigInt, _>(&self.chat)?;
        next(&mut pass);
        pass.push_bind_param::<SmallInt, _>(&self.lane)?;
        next(&mut pass);
        pass.push_bind_param::<BigInt, _>(&self.chat)?;
        next(&mut pass);
        pass.push_bind_param::<SmallInt, _>(&self.lane_after)?;
        next(&mut pass);
        pass.push_bind_param::<BigInt, _>(&self.limit)?;
        next(&mut pass);
        pass.push_bind_param::<BigInt, _>(&self.person)?;
        next(&mut pass);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_that_is_kept_with_the_values_between_is_the_querys_own() {
        let known = Known::new(
            InboxKey {
                source: "telegram",
                key: "41",
            },
            UserId(7),
        );
        let own = diesel::debug_query::<Pg, _>(&known.query()).to_string();
        let kept = diesel::debug_query::<Pg, _>(&known).to_string();
        assert_eq!(kept, own);
        assert!(own.contains("$8") && !own.contains("$9"), "{own}");
    }
}
