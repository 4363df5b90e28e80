//! One Telegram update, one transaction.

use diesel::QueryResult;

use super::{
    super::{Conn, Owned, lock, meet, record},
    changes::{self, Scene},
    doors, inbox, leads, outbox, people, reports, unreachable,
};
use crate::{
    bot::{doors::DoorChange, effects::Change, report::Wants, state::ChatState},
    store::types::{Committed, Decision, Outcome, Profile, Received},
    telegram::UserId,
};

/// Two round trips on PostgreSQL, three for a stranger, unless the decision asks for more: begin, lock and load; record, save and commit.
pub(in crate::store) async fn telegram_update<W, F>(
    conn: &mut Owned,
    received: &Received<'_>,
    wants: W,
    decide: F,
) -> QueryResult<Outcome>
where
    W: FnOnce(&ChatState) -> Wants + Send,
    F: FnOnce(&ChatState) -> Decision + Send,
{
    let Some(profile) = received.profile else {
        return atomically!(conn, async move |conn: &mut Owned| {
            of_nobody(conn, received, decide).await
        });
    };
    let ended = holding!(conn, async move |conn: &mut Owned| {
        of_person(conn, received, profile, wants, decide).await
    });
    match ended {
        Err(diesel::result::Error::RollbackTransaction) => Ok(Outcome::Duplicate),
        ended => ended,
    }
}

async fn of_person<W, F>(
    conn: &mut Owned,
    received: &Received<'_>,
    profile: &Profile,
    wants: W,
    decide: F,
) -> QueryResult<Outcome>
where
    W: FnOnce(&ChatState) -> Wants + Send,
    F: FnOnce(&ChatState) -> Decision + Send,
{
    let person = profile.id;
    let Some((mut state, waiting)) = meet(again!(conn), received.key, person, received.now).await?
    else {
        return Ok(Outcome::Duplicate);
    };
    match wants(&state) {
        Wants::Nothing => {}
        Wants::Lead(key) => {
            // A number that is nobody's: people's are positive.
            lock(again!(conn), key.saturating_neg()).await?;
            state.lead = leads::find(again!(conn), key).await?;
        }
        Wants::Report(query) => state.report = Some(reports::load(conn, &query).await?),
    }
    let decision = decide(&state);
    let known = state.person.take();
    // Of somebody who was never known, or asked to be forgotten, nothing is written down for being told about.
    let touches = received.speaks || known.as_ref().is_some_and(|person| !person.forgotten);
    let touched = touches.then_some((profile, known.as_ref()));
    let scene = Scene {
        person,
        forgotten: false,
        origin: received.origin,
        now: received.now,
        claim_until: received.claim_until,
    };
    let committed = if changes::are_blind(&decision.effects) {
        let ((), (), committed) = closing!(
            conn;
            people::touch(touched, received.now),
            record(received.key, decision.outcome, received.now),
            changes::save(&scene, decision.effects)
        );
        committed
    } else {
        people::touch(again!(conn), touched, received.now).await?;
        record(again!(conn), received.key, decision.outcome, received.now).await?;
        changes::save(again!(conn), &scene, decision.effects).await?
    };
    Ok(Outcome::Committed(Committed {
        waiting,
        ..committed
    }))
}

async fn of_nobody<F>(conn: &mut Owned, received: &Received<'_>, decide: F) -> QueryResult<Outcome>
where
    F: FnOnce(&ChatState) -> Decision + Send,
{
    if !inbox::insert(again!(conn), received.key, inbox::HANDLED, received.now).await? {
        return Ok(Outcome::Duplicate);
    }
    // Without a person nothing is stored but the word for it, and where the bot stands. A press is answered, and a group
    // that is back gets what was kept for it.
    let decision = decide(&ChatState::default());
    let mut claims = Vec::new();
    for change in &decision.effects.changes {
        match change {
            Change::GroupReachable(chat) => {
                let (now, until) = (received.now, received.claim_until);
                claims.extend(unreachable::release_held(again!(conn), chat.0, now, until).await?);
            }
            Change::Door(DoorChange::Standing(standing)) => {
                doors::chats::standing(again!(conn), standing, received.now).await?;
            }
            _ => {}
        }
    }
    if decision.outcome != inbox::HANDLED {
        inbox::set_outcome(again!(conn), received.key, decision.outcome).await?;
    }
    Ok(Outcome::Committed(Committed {
        claims,
        answer: decision.effects.answer,
        ..Committed::default()
    }))
}

/// Everything that a decision about the person may depend on, and what still waits for their chat.
pub(in crate::store) async fn load(
    conn: Conn<'_>,
    person: UserId,
) -> QueryResult<(ChatState, Vec<i64>)> {
    Ok(flight!(
        conn;
        people::load(person),
        outbox::waiting(person.private_chat().0)
    ))
}
