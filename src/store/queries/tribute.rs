//! One event of Tribute, one transaction.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, delete, dsl::exists, insert_into,
    select,
};
use diesel_async::RunQueryDsl;

use super::{
    super::{Conn, Owned, lock},
    changes::{self, Scene},
    kept, ledger, payment_news, people, unit,
};
use crate::{
    bot::{
        ledger::{Ledger, LedgerEvent},
        state::ChatState,
    },
    store::{
        cached::Cached,
        moment::At,
        schema::tribute_events,
        types::{Committed, Outcome, TributeDecision, TributeReceived, TributeState},
    },
    telegram::UserId,
};

/// The word between the insert and the decision of one transaction; never seen outside it.
const RECEIVED: &str = "received";

pub(in crate::store) async fn tribute_event<F>(
    conn: &mut Owned,
    received: &TributeReceived<'_>,
    decide: F,
) -> QueryResult<Outcome>
where
    F: FnOnce(&TributeState) -> TributeDecision + Send,
{
    atomically!(conn, async move |conn: &mut Owned| {
        let Some(event) = insert(again!(conn), received).await? else {
            return Ok(Outcome::Duplicate);
        };
        // After the insert, which waits for whoever is sealing this very key.
        let sealed_key = received.code_key.seal(received.key);
        if is_sealed(again!(conn), &sealed_key).await? {
            take_back(again!(conn), event).await?;
            return Ok(Outcome::Duplicate);
        }
        ledger::lock_payer(again!(conn), received.payer).await?;
        let buyer = buyer(again!(conn), received).await?;
        let kept = LedgerEvent {
            id: event,
            body: received.body.to_owned(),
            plan: None,
            by_hand: false,
            received_at: received.now,
        };
        let (state, waiting) = load(conn, received, kept, buyer).await?;
        let decision = decide(&state);
        ledger::mark(again!(conn), event, &decision.ruled, false, buyer).await?;
        let Some(person) = buyer else {
            return others_only(conn, received, decision)
                .await
                .map(Outcome::Committed);
        };
        for (freed, outcome) in &decision.freed {
            ledger::mark(again!(conn), *freed, outcome, false, buyer).await?;
        }
        let forgotten = state.chat.person.is_some_and(|person| person.forgotten);
        let scene = scene(received, person, forgotten);
        let committed = changes::save(again!(conn), &scene, decision.effects).await?;
        if forgotten {
            kept::keep_to_access(again!(conn), person, received.code_key, received.now).await?;
        }
        Ok(Outcome::Committed(Committed {
            waiting,
            ..committed
        }))
    })
}

fn scene<'a>(received: &TributeReceived<'a>, person: UserId, forgotten: bool) -> Scene<'a> {
    Scene {
        person,
        forgotten,
        origin: received.origin,
        now: received.now,
        claim_until: received.claim_until,
    }
}

/// The row's number, or `None` when the event was stored before.
async fn insert(conn: Conn<'_>, received: &TributeReceived<'_>) -> QueryResult<Option<i64>> {
    let happened_at = received.happened_at.unwrap_or(received.now);
    let row = (
        tribute_events::key.eq(received.key),
        tribute_events::name.eq(received.name),
        tribute_events::body.eq(received.body),
        tribute_events::outcome.eq(RECEIVED),
        tribute_events::payer.eq(received.payer),
        tribute_events::received_at.eq(At(received.now)),
        tribute_events::happened_at.eq(At(happened_at)),
    );
    let insert = insert_into(tribute_events::table)
        .values(row)
        .on_conflict_do_nothing()
        .returning(tribute_events::id);
    Cached(insert).get_result(on!(conn)).await.optional()
}

/// Whether the event was stored before, and its person forgotten since.
async fn is_sealed(conn: Conn<'_>, sealed_key: &str) -> QueryResult<bool> {
    let stored = tribute_events::table.filter(tribute_events::key.eq(sealed_key));
    select(exists(stored)).get_result(on!(conn)).await
}

async fn take_back(conn: Conn<'_>, event: i64) -> QueryResult<()> {
    delete(tribute_events::table.find(event))
        .execute(on!(conn))
        .await
        .map(|_| ())
}

async fn buyer(conn: Conn<'_>, received: &TributeReceived<'_>) -> QueryResult<Option<UserId>> {
    match (received.buyer, received.payer) {
        (Some(id), _) => Ok(Some(id)),
        (None, Some(payer)) => ledger::whose(conn, payer).await,
        (None, None) => Ok(None),
    }
}

async fn load(
    conn: &mut Owned,
    received: &TributeReceived<'_>,
    kept: LedgerEvent,
    buyer: Option<UserId>,
) -> QueryResult<(TributeState, Vec<i64>)> {
    let Some(person) = buyer else {
        let state = TributeState {
            kept,
            buyer,
            chat: ChatState {
                payment_news: payment_news::all(again!(conn)).await?,
                ..ChatState::default()
            },
            ledger: Ledger::default(),
            parked: Vec::new(),
        };
        return Ok((state, Vec::new()));
    };
    lock(again!(conn), person.0).await?;
    people::ensure(again!(conn), person, received.now).await?;
    let ((chat, waiting), ledger, parked, payment_news) = flight!(
        conn;
        unit::load(person),
        ledger::load(person),
        ledger::parked(received.payer, kept.id),
        payment_news::all()
    );
    let chat = ChatState {
        payment_news,
        ..chat
    };
    let state = TributeState {
        kept,
        buyer,
        chat,
        ledger,
        parked,
    };
    Ok((state, waiting))
}

/// Without a buyer there are only messages to the owner; person 0 is nobody's chat.
async fn others_only(
    conn: &mut Owned,
    received: &TributeReceived<'_>,
    decision: TributeDecision,
) -> QueryResult<Committed> {
    let scene = scene(received, UserId(0), false);
    let outgoing = decision.effects.outgoing;
    let (_, others) = super::outbox::insert(again!(conn), &scene, &outgoing).await?;
    Ok(Committed {
        others,
        ..Committed::default()
    })
}
