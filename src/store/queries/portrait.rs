//! Everything about one person, only to be read.

use diesel::{ExpressionMethods, QueryDsl, QueryResult};
use diesel_async::RunQueryDsl;

use super::super::{Conn, Owned};
use crate::{
    store::{
        moment::At,
        portrait::Sheet,
        schema::{
            assistant_questions, dialogues, door_members, events, journal, leads, outbox, payers,
            payment_news, recommendations, referrals, subscriptions, tribute_events, users,
        },
    },
    telegram::UserId,
};

/// Of what grows without end, so many of the newest.
const NEWEST: i64 = 10;

/// Reads rows as sheets, each column by its name.
macro_rules! sheets {
    ($conn:expr, $table:ident, $rows:expr; $($column:ident: $type:ty),+ $(,)?) => {{
        let rows: Vec<($($type,)+)> = $rows
            .select(($($table::$column,)+))
            .load(on!($conn))
            .await?;
        let sheet = |($($column,)+): ($($type,)+)| Sheet {
            table: stringify!($table),
            cells: vec![$((stringify!($column), $column.into())),+],
        };
        Ok(rows.into_iter().map(sheet).collect())
    }};
}

/// The rows about a person, table by table. Nothing for somebody who is not known.
pub(in crate::store) async fn portrait(
    conn: &mut Owned,
    person: UserId,
) -> QueryResult<Vec<Sheet>> {
    let mut sheets = everything(conn, person, NEWEST).await?;
    sheets.extend(paid(again!(conn), person.0, NEWEST).await?);
    Ok(sheets)
}

/// The same for the person themselves: every row, and payments with all that Tribute told about them.
pub(in crate::store) async fn dossier(conn: &mut Owned, person: UserId) -> QueryResult<Vec<Sheet>> {
    let mut sheets = everything(conn, person, i64::MAX).await?;
    sheets.extend(told(again!(conn), person.0).await?);
    Ok(sheets)
}

async fn everything(conn: &mut Owned, person: UserId, most: i64) -> QueryResult<Vec<Sheet>> {
    let id = person.0;
    let sheets: (
        Vec<_>,
        Vec<_>,
        Vec<_>,
        Vec<_>,
        Vec<_>,
        Vec<_>,
        Vec<_>,
        Vec<_>,
        Vec<_>,
        Vec<_>,
    ) = flight!(
        conn;
        user(id),
        dialogue(id),
        recommendation(id),
        subscribed(id),
        lead(id, most),
        asked(id, most),
        waiting(person.private_chat().0, most),
        happened(id, most),
        came_by(id, most),
        brought(id, most)
    );
    let (
        user,
        dialogue,
        recommendation,
        subscribed,
        lead,
        asked,
        waiting,
        happened,
        came_by,
        brought,
    ) = sheets;
    let all = [
        user,
        dialogue,
        recommendation,
        subscribed,
        lead,
        asked,
        waiting,
        happened,
        came_by,
        brought,
    ];
    let (payer, ruled, news): (Vec<_>, Vec<_>, Vec<_>) =
        flight!(conn; payer(id), ruled(id, most), news(id));
    let doors: Vec<Sheet> = at_doors(again!(conn), id).await?;
    Ok(all
        .into_iter()
        .flatten()
        .chain(payer)
        .chain(ruled)
        .chain(doors)
        .chain(news)
        .collect())
}

async fn at_doors(conn: Conn<'_>, id: i64) -> QueryResult<Vec<Sheet>> {
    let rows = door_members::table
        .filter(door_members::user_id.eq(id))
        .order(door_members::door);
    sheets!(conn, door_members, rows;
        door: i64, status: String, is_ours: bool, is_admin: bool, is_unwanted: bool, asked_at: Option<At>,
        joined_at: Option<At>, check_at: Option<At>, claimed_until: Option<At>, attempts: i32, failed_at: Option<At>,
        last_error: Option<String>, dead_at: Option<At>, link_until: Option<At>)
}

async fn user(conn: Conn<'_>, id: i64) -> QueryResult<Vec<Sheet>> {
    sheets!(conn, users, users::table.filter(users::id.eq(id));
        id: i64, first_name: String, username: Option<String>, language_code: Option<String>,
        source: Option<String>, ref_code: Option<String>, first_paid_at: Option<At>, started_at: Option<At>,
        last_seen_at: Option<At>, unreachable_at: Option<At>, created_at: At, zone: Option<String>,
        reminders_asked_at: Option<At>, next_reminder_at: Option<At>, last_reminded_on: Option<String>,
        reminders_seen: String, locale: Option<String>, forgotten_at: Option<At>)
}

async fn dialogue(conn: Conn<'_>, id: i64) -> QueryResult<Vec<Sheet>> {
    sheets!(conn, dialogues, dialogues::table.filter(dialogues::user_id.eq(id));
        state: String, updated_at: At)
}

async fn recommendation(conn: Conn<'_>, id: i64) -> QueryResult<Vec<Sheet>> {
    sheets!(conn, recommendations, recommendations::table.filter(recommendations::user_id.eq(id));
        kind: String, quiz: String, band: String, points: i32, products: Option<String>, made_at: At)
}

async fn subscribed(conn: Conn<'_>, id: i64) -> QueryResult<Vec<Sheet>> {
    let rows = subscriptions::table
        .filter(subscriptions::user_id.eq(id))
        .order(subscriptions::source);
    sheets!(conn, subscriptions, rows;
        source: String, plan: String, name: String, access_until: At, auto_renew: bool, basis: String,
        known_at: At, price_minor: i64, currency: String, notice_at: Option<At>, notice: Option<String>,
        updated_at: At)
}

async fn payer(conn: Conn<'_>, id: i64) -> QueryResult<Vec<Sheet>> {
    let rows = payers::table
        .filter(payers::user_id.eq(id))
        .order(payers::payer);
    sheets!(conn, payers, rows; payer: String, user_id: i64)
}

/// How they want to hear of payments, if they are an admin.
async fn news(conn: Conn<'_>, id: i64) -> QueryResult<Vec<Sheet>> {
    let rows = payment_news::table.filter(payment_news::admin_id.eq(id));
    sheets!(conn, payment_news, rows; mode: String, told_on: String)
}

/// What was decided about the person; who decided it is not named.
async fn ruled(conn: Conn<'_>, id: i64, most: i64) -> QueryResult<Vec<Sheet>> {
    let rows = journal::table
        .filter(journal::user_id.eq(id))
        .order(journal::id.desc())
        .limit(most);
    sheets!(conn, journal, rows;
        id: i64, made_at: At, action: String, event_id: Option<i64>, plan: Option<String>, ends_at: Option<At>,
        days: Option<i32>, reason: String, details: Option<String>, applied_at: Option<At>, outcome: Option<String>)
}

async fn lead(conn: Conn<'_>, id: i64, most: i64) -> QueryResult<Vec<Sheet>> {
    let rows = leads::table
        .filter(leads::user_id.eq(id))
        .order(leads::id.desc())
        .limit(most);
    sheets!(conn, leads, rows;
        id: i64, name: String, phone: String, comment: Option<String>, status: String, created_at: At,
        source: Option<String>, closed_at: Option<At>)
}

async fn asked(conn: Conn<'_>, id: i64, most: i64) -> QueryResult<Vec<Sheet>> {
    let rows = assistant_questions::table
        .filter(assistant_questions::user_id.eq(id))
        .order(assistant_questions::id.desc())
        .limit(most);
    sheets!(conn, assistant_questions, rows;
        id: i64, question: String, locale: String, asked_at: At, attempts: i32,
        answered_at: Option<At>, outcome: Option<String>)
}

async fn waiting(conn: Conn<'_>, chat: i64, most: i64) -> QueryResult<Vec<Sheet>> {
    let rows = outbox::table
        .filter(outbox::chat_id.eq(chat))
        .order(outbox::id.desc())
        .limit(most);
    sheets!(conn, outbox, rows;
        id: i64, lane: i16, method: String, origin: String, attempts: i32, not_before: At,
        claimed_until: Option<At>, held_at: Option<At>, dead_at: Option<At>,
        last_error: Option<String>, created_at: At)
}

async fn paid(conn: Conn<'_>, id: i64, most: i64) -> QueryResult<Vec<Sheet>> {
    let rows = tribute_events::table
        .filter(tribute_events::user_id.eq(id))
        .order(tribute_events::id.desc())
        .limit(most);
    sheets!(conn, tribute_events, rows;
        name: String, outcome: String, reason: Option<String>, received_at: At)
}

async fn told(conn: Conn<'_>, id: i64) -> QueryResult<Vec<Sheet>> {
    let rows = tribute_events::table
        .filter(tribute_events::user_id.eq(id))
        .order(tribute_events::id.desc());
    sheets!(conn, tribute_events, rows;
        name: String, outcome: String, received_at: At, body: String)
}

/// Whose links the person followed; the others are not named.
async fn came_by(conn: Conn<'_>, id: i64, most: i64) -> QueryResult<Vec<Sheet>> {
    let rows = referrals::table
        .filter(referrals::referred_id.eq(id))
        .order(referrals::clicked_at.desc())
        .limit(most);
    sheets!(conn, referrals, rows;
        referred_id: i64, clicked_at: At, joined_at: Option<At>, paid_at: Option<At>)
}

/// Who followed the person's link; the others are not named.
async fn brought(conn: Conn<'_>, id: i64, most: i64) -> QueryResult<Vec<Sheet>> {
    let rows = referrals::table
        .filter(referrals::referrer_id.eq(id))
        .order(referrals::clicked_at.desc())
        .limit(most);
    sheets!(conn, referrals, rows;
        referrer_id: i64, clicked_at: At, joined_at: Option<At>, paid_at: Option<At>)
}

async fn happened(conn: Conn<'_>, id: i64, most: i64) -> QueryResult<Vec<Sheet>> {
    let rows = events::table
        .filter(events::user_id.eq(id))
        .order(events::id.desc())
        .limit(most);
    sheets!(conn, events, rows; name: String, details: Option<String>, happened_at: At)
}
