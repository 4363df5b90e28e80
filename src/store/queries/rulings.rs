//! One decision of the journal, one transaction.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, SelectableHelper, update,
};
use diesel_async::RunQueryDsl;
use futures_util::{FutureExt, future::BoxFuture};
use jiff::Timestamp;

use super::{
    super::{Conn, Owned, lock},
    changes::{self, Scene},
    kept, ledger, parked, payment_news, people, unit,
};
use crate::{
    bot::{
        ledger::{Ledger, LedgerEvent, LedgerRuling, Ruling},
        referral::CodeKey,
        state::ChatState,
    },
    store::{
        ledger_rows::{EventRow, RulingRow},
        moment::At,
        schema::{journal, tribute_events},
        types::{Committed, KeptEvent, Rule, RulingState},
    },
    telegram::UserId,
};

/// Decisions take effect one after the other. A number that is nobody's: people's are positive.
const TURN: i64 = i64::MIN + 1;
/// On the messages that decisions cause.
const ORIGIN: &str = "ruling";
/// The word for a decision that cannot be looked at.
const UNKNOWN: &str = "not known to this version";

/// Lets the oldest decision that waits take effect; `None` when none waits.
pub(in crate::store) fn settle_next<'c>(
    conn: &'c mut Owned,
    decide: Rule,
    key: &'c CodeKey,
    now: Timestamp,
    claim_until: Timestamp,
) -> BoxFuture<'c, QueryResult<Option<Committed>>> {
    // Boxed here for the reason that `oblivion` gives.
    async move {
        atomically!(conn, async move |conn: &mut Owned| {
            lock(again!(conn), TURN).await?;
            let Some((id, made_by, ruling)) = next(again!(conn)).await? else {
                return Ok(None);
            };
            let Some(ruling) = ruling else {
                end(again!(conn), id, UNKNOWN, None, now).await?;
                return Ok(Some(Committed::default()));
            };
            let on_card = ruling.ruling.event.filter(|_| ruling.ruling.card.is_some());
            let shown = match on_card {
                Some(event) => parked::one(again!(conn), event, None).await?,
                None => None,
            };
            let maker = match &shown {
                Some(_) => parked::called(again!(conn), made_by).await?,
                None => String::new(),
            };
            let event = event(again!(conn), ruling.ruling.event).await?;
            let payer = event.as_ref().and_then(|(_, _, payer, _)| payer.clone());
            ledger::lock_payer(again!(conn), payer.as_deref()).await?;
            let person = person(again!(conn), &ruling, event.as_ref()).await?;
            let (mut state, waiting) =
                load(conn, ruling, made_by, event, payer, person, now).await?;
            (state.shown, state.maker) = (shown, maker);
            let settled = decide(&state);
            if let (Some((kept, _)), Some(outcome)) = (&state.event, &settled.ruled) {
                let by_hand = state.ruling.ruling.plan.is_some();
                ledger::mark(again!(conn), kept.id, outcome, by_hand, person).await?;
            }
            for (freed, outcome) in &settled.freed {
                ledger::mark(again!(conn), *freed, outcome, false, person).await?;
            }
            end(again!(conn), id, settled.word, settled.until, now).await?;
            let forgotten = state.chat.person.is_some_and(|person| person.forgotten);
            let scene = Scene {
                person: person.unwrap_or(UserId(0)),
                forgotten,
                origin: ORIGIN,
                now,
                claim_until,
            };
            if person.is_none() {
                let outgoing = settled.effects.outgoing;
                let (_, others) = super::outbox::insert(again!(conn), &scene, &outgoing).await?;
                return Ok(Some(Committed {
                    others,
                    ..Committed::default()
                }));
            }
            let committed = changes::save(again!(conn), &scene, settled.effects).await?;
            if forgotten {
                kept::keep_to_access(again!(conn), scene.person, key, now).await?;
            }
            Ok(Some(Committed {
                waiting,
                ..committed
            }))
        })
    }
    .boxed()
}

/// Adds a decision outside of any update.
pub(in crate::store) async fn add(
    conn: &mut Owned,
    made_by: UserId,
    ruling: &Ruling,
    now: Timestamp,
) -> QueryResult<()> {
    ledger::rule(again!(conn), made_by, ruling, false, now).await
}

/// One event, and whose it is by what is known now.
pub(in crate::store) async fn kept_event(
    conn: &mut Owned,
    id: i64,
) -> QueryResult<Option<KeptEvent>> {
    let Some((event, outcome, payer, user)) = event(again!(conn), Some(id)).await? else {
        return Ok(None);
    };
    let person = match (user, payer) {
        (Some(user), _) => Some(UserId(user)),
        (None, Some(payer)) => ledger::whose(again!(conn), &payer).await?,
        (None, None) => None,
    };
    Ok(Some(KeptEvent {
        event,
        outcome,
        person,
    }))
}

type Waiting = (i64, UserId, Option<LedgerRuling>);

async fn next(conn: Conn<'_>) -> QueryResult<Option<Waiting>> {
    let row: Option<RulingRow> = journal::table
        .filter(journal::applied_at.is_null())
        .order(journal::id)
        .select(RulingRow::as_select())
        .first(on!(conn))
        .await
        .optional()?;
    Ok(row.map(|row| (row.id, UserId(row.made_by), row.ruling())))
}

async fn end(
    conn: Conn<'_>,
    ruling: i64,
    word: &str,
    until: Option<Timestamp>,
    now: Timestamp,
) -> QueryResult<()> {
    if let Some(until) = until {
        update(journal::table.find(ruling))
            .set(journal::ends_at.eq(At(until)))
            .execute(on!(conn))
            .await?;
    }
    update(journal::table.find(ruling))
        .set((journal::applied_at.eq(At(now)), journal::outcome.eq(word)))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

/// An event, what became of it, its payer, and whose it is.
type Named = (LedgerEvent, String, Option<String>, Option<i64>);

async fn event(conn: Conn<'_>, id: Option<i64>) -> QueryResult<Option<Named>> {
    let Some(id) = id else { return Ok(None) };
    let found: Option<(EventRow, String, Option<String>, Option<i64>)> = tribute_events::table
        .find(id)
        .select((
            EventRow::as_select(),
            tribute_events::outcome,
            tribute_events::payer,
            tribute_events::user_id,
        ))
        .first(on!(conn))
        .await
        .optional()?;
    Ok(found.map(|(row, outcome, payer, user)| (row.into(), outcome, payer, user)))
}

/// Whom a decision is about: whom it names, or else whose event it names.
async fn person(
    conn: Conn<'_>,
    ruling: &LedgerRuling,
    event: Option<&Named>,
) -> QueryResult<Option<UserId>> {
    if ruling.ruling.user.is_some() {
        return Ok(ruling.ruling.user);
    }
    match event {
        Some((_, _, _, Some(user))) => Ok(Some(UserId(*user))),
        Some((_, _, Some(payer), None)) => ledger::whose(conn, payer).await,
        _ => Ok(None),
    }
}

async fn load(
    conn: &mut Owned,
    ruling: LedgerRuling,
    made_by: UserId,
    event: Option<Named>,
    payer: Option<String>,
    person: Option<UserId>,
    now: Timestamp,
) -> QueryResult<(RulingState, Vec<i64>)> {
    let event = event.map(|(kept, outcome, _, _)| (kept, outcome));
    let Some(id) = person else {
        let state = RulingState {
            ruling,
            made_by,
            event,
            person,
            chat: ChatState::default(),
            ledger: Ledger::default(),
            parked: Vec::new(),
            shown: None,
            maker: String::new(),
        };
        return Ok((state, Vec::new()));
    };
    let but = event.as_ref().map_or(0, |(kept, _)| kept.id);
    lock(again!(conn), id.0).await?;
    people::ensure(again!(conn), id, now).await?;
    let ((chat, waiting), ledger, parked, payment_news) = flight!(
        conn;
        unit::load(id),
        ledger::load(id),
        ledger::parked(payer.as_deref(), but),
        payment_news::all()
    );
    let chat = ChatState {
        payment_news,
        ..chat
    };
    let state = RulingState {
        ruling,
        made_by,
        event,
        person,
        chat,
        ledger,
        parked,
        shown: None,
        maker: String::new(),
    };
    Ok((state, waiting))
}
