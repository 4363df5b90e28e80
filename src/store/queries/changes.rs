//! Storing what was decided about one person.

use diesel::{
    QueryResult, sql_query,
    sql_types::{BigInt, Nullable, Text},
};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::{
    super::Conn, doors, leads, ledger, noticing, oblivion, outbox, payment_news, people, questions,
    referrals, reminders, unreachable,
};
use crate::{
    bot::effects::{Change, Effects},
    store::{
        cached::Cached,
        moment::At,
        rows::RecommendationRow,
        schema::sql_types::Moment,
        types::{Claim, Committed},
    },
    telegram::UserId,
};

/// Where and when the effects take place.
pub(super) struct Scene<'a> {
    pub(super) person: UserId,
    /// They asked to be forgotten: what happens is counted, and not as theirs.
    pub(super) forgotten: bool,
    pub(super) origin: &'a str,
    pub(super) now: Timestamp,
    pub(super) claim_until: Timestamp,
}

/// As many futures are all asked at once to get on; more of them are asked when they have something to tell.
const FEW: usize = 8;

/// Whether these effects are stored by statements of which none needs another's answer, each kept prepared. They leave in the
/// order in which they are asked, and PostgreSQL takes them in that order.
pub(super) fn are_blind(effects: &Effects) -> bool {
    let changes = effects.changes.as_slice();
    changes.len() <= FEW && effects.outgoing.len() <= FEW && changes.iter().all(is_blind)
}

fn is_blind(change: &Change) -> bool {
    matches!(
        change,
        Change::Ask { .. }
            | Change::Event { .. }
            | Change::Followed(_)
            | Change::GroupReachable(_)
            | Change::Lead(_)
            | Change::Reachable
            | Change::Recommended(_)
            | Change::ReferralCode(_)
            | Change::RemindersAsked
            | Change::Started { .. }
    )
}

/// Stores the effects on a person whose row exists, and hands back what is to be delivered now.
pub(super) async fn save(
    conn: Conn<'_>,
    scene: &Scene<'_>,
    effects: Effects,
) -> QueryResult<Committed> {
    let mut claims = Vec::new();
    let mut dialogue = effects.dialogue.as_ref();
    let together = if are_blind(&effects) {
        effects.changes.as_slice()
    } else {
        &[]
    };
    for change in effects.changes.iter().skip(together.len()) {
        claims.extend(apply(again!(conn), scene, change).await?);
        if matches!(change, Change::Forget(_)) {
            // What was to be said and where the conversation stood went with the person.
            claims.clear();
            dialogue = None;
        }
    }
    let (released, (), (own, others)) = flight!(
        conn;
        apply_together(scene, together),
        people::save_dialogue(scene.person, dialogue, scene.now),
        outbox::insert(scene, &effects.outgoing)
    );
    claims.extend(released.into_iter().flatten());
    claims.extend(own);
    Ok(Committed {
        claims,
        waiting: Vec::new(),
        others,
        answer: effects.answer,
    })
}

/// Stores facts that [`are_blind`]; messages that they release come back.
async fn apply_together(
    conn: Conn<'_>,
    scene: &Scene<'_>,
    changes: &[Change],
) -> QueryResult<Vec<Vec<Claim>>> {
    Ok(each!(conn; change in changes; apply(scene, change)))
}

/// Stores one fact; messages that it releases come back.
async fn apply(conn: Conn<'_>, scene: &Scene<'_>, change: &Change) -> QueryResult<Vec<Claim>> {
    let (person, now) = (scene.person, scene.now);
    match change {
        Change::Started { source } => {
            people::set_started(conn, person, source.as_deref(), now).await?;
        }
        Change::Reachable => {
            let ((), released) = flight!(
                conn;
                people::appear(person.0, now),
                unreachable::release_held(person.0, now, scene.claim_until)
            );
            return Ok(released);
        }
        Change::GroupReachable(chat) => {
            return unreachable::release_held(conn, chat.0, now, scene.claim_until).await;
        }
        Change::Unreachable => {
            unreachable::silence(conn, person.0, i64::MAX, now, "blocked by the person").await?;
        }
        Change::Recommended(made) => {
            people::save_recommendation(conn, RecommendationRow::new(person, made)).await?;
        }
        Change::Lead(lead) => leads::insert(conn, lead).await?,
        Change::LeadDone { key } => leads::close(conn, *key, person, now).await?,
        Change::ReferralCode(code) => referrals::set_code(conn, person, code).await?,
        Change::Followed(followed) => referrals::follow(conn, person, followed, now).await?,
        Change::FirstPaid(at) => referrals::first_paid(conn, person, *at).await?,
        Change::Ask { question, locale } => {
            questions::insert(conn, person, question, locale.code(), now).await?;
        }
        Change::RemindersAsked => reminders::set_asked(conn, person, now).await?,
        Change::Reminders { next_at } => {
            reminders::set_next(again!(conn), person, *next_at).await?;
            if next_at.is_none() {
                outbox::withdraw(conn, person.private_chat().0, reminders::ORIGIN).await?;
            }
        }
        Change::Zone(zone) => people::set_zone(conn, person, zone).await?,
        Change::Language(locale) => {
            let locale = locale.map(|locale| locale.code());
            people::set_locale(conn, person, locale).await?;
        }
        Change::Forget(key) => oblivion::forget_by_request(conn, person, key, now).await?,
        Change::Subscribed(subscription) => {
            ledger::save_subscription(again!(conn), person, subscription, now).await?;
            doors::changed(again!(conn), person, now).await?;
            outbox::withdraw(conn, person.private_chat().0, noticing::ORIGIN).await?;
        }
        Change::Unsubscribed(source) => {
            ledger::drop_subscription(again!(conn), person, source).await?;
            doors::changed(conn, person, now).await?;
        }
        Change::Payer(payer) => ledger::set_payer(conn, person, payer).await?,
        Change::PaymentNews(news, today) => {
            payment_news::choose(conn, person, *news, *today).await?;
        }
        Change::Ruled(ruling) => ledger::rule(conn, person, ruling, false, now).await?,
        Change::Door(change) => doors::apply(conn, person, change, now).await?,
        Change::Event { name, details } => {
            let insert = sql_query(
                "INSERT INTO events (user_id, name, details, happened_at) VALUES ($1, $2, $3, $4)",
            )
            .bind::<Nullable<BigInt>, _>((!scene.forgotten).then_some(person.0))
            .bind::<Text, _>(name.as_str())
            .bind::<Nullable<Text>, _>(details.as_deref())
            .bind::<Moment, _>(At(now));
            Cached(insert).execute(on!(conn)).await?;
        }
    }
    Ok(Vec::new())
}
