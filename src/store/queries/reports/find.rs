//! People by what somebody remembers of them. Every person may have to be looked at, by the database; an owner looks
//! for somebody a few times a day, and no update of anybody else pays for an index.

use diesel::sql_types::Text;
use diesel::{
    BoolExpressionMethods, ExpressionMethods, IntoSql, QueryDsl, QueryResult, SelectableHelper,
};
use diesel_async::RunQueryDsl;

use super::super::super::{Conn, Fits, pattern};
use crate::{
    bot::state::Person,
    store::{
        likeness::letters,
        rows::UserRow,
        schema::{leads, users},
    },
};

/// Digits that are worth looking for in phone numbers.
const DIGITS: usize = 3;
/// Fits nothing: no stored text holds control characters.
const NOTHING: &str = "\u{1}";

/// What a text may mean.
struct Meaning {
    id: i64,
    name: String,
    username: String,
    phones: [String; 2],
}

impl Meaning {
    fn of(text: &str) -> Self {
        let part = |text: &str| pattern(&letters(text));
        let nothing = || part(NOTHING);
        let (name, username) = match text.strip_prefix('@') {
            Some("") => (part(text), nothing()),
            Some(username) => (nothing(), part(username)),
            None => (part(text), part(text)),
        };
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let of_a_number = |sign: char| sign.is_ascii_digit() || "+-() .".contains(sign);
        let is_number = text.chars().all(of_a_number) && digits.len() >= DIGITS;
        // At home a Russian number begins with 8; it is stored with +7.
        let abroad = digits.strip_prefix('8').filter(|rest| rest.len() >= DIGITS);
        let phones = [Some(digits.as_str()), abroad].map(|digits| {
            let digits = digits.filter(|_| is_number);
            digits.map_or_else(nothing, part)
        });
        Self {
            id: text.parse().unwrap_or_default(),
            name,
            username,
            phones,
        }
    }
}

/// Those who fit, seen last first.
pub(super) async fn people(conn: Conn<'_>, text: &str, limit: u32) -> QueryResult<Vec<Person>> {
    let meaning = Meaning::of(text);
    let [phone, other_phone] = &meaning.phones;
    let (name, username) = (meaning.name.as_str(), meaning.username.as_str());
    let of_leads = leads::table
        .filter(
            Fits::new(leads::name, name.into_sql::<Text>())
                .or(Fits::new(leads::phone, phone.as_str().into_sql::<Text>()))
                .or(Fits::new(
                    leads::phone,
                    other_phone.as_str().into_sql::<Text>(),
                )),
        )
        .select(leads::user_id);
    let rows: Vec<UserRow> = users::table
        .filter(
            users::id
                .eq(meaning.id)
                .or(Fits::new(users::first_name, name.into_sql::<Text>()))
                .or(users::username
                    .is_not_null()
                    .and(Fits::new(users::username, username.into_sql::<Text>())))
                .or(users::id.eq_any(of_leads)),
        )
        .order((
            users::last_seen_at.is_null(),
            users::last_seen_at.desc(),
            users::id,
        ))
        .limit(limit.into())
        .select(UserRow::as_select())
        .load(on!(conn))
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}
