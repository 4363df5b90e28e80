//! What the playground's inspector reads, and what its buttons make the database forget.

use five_keys_bot::{
    bot::{
        access::Basis,
        dialogue::{Dialogue, QuizRun},
        doors::DoorChange,
        effects::{Change, EventName},
        ledger::{Action, EventOutcome, Ruling},
        state::{Advisor, Recommendation, Subscription},
    },
    content::Locale,
    store::{CatalogueEntry, Cell, Sheet, TributeDecision, TributeReceived, TributeState},
};

use super::*;
use crate::support::on_both;

/// A person with a row in every table that a conversation fills today, and a lead beside them.
async fn lives(store: &Store, database: &TestDatabase, id: i64) {
    let decided = |_: &ChatState| {
        let mut effects = Effects {
            dialogue: Some(Dialogue::Quiz(QuizRun {
                quiz: "energy".into(),
                run: 1,
                answers: vec![2],
            })),
            changes: vec![
                Change::Started {
                    source: Some("friends".into()),
                },
                Change::Ruled(Ruling::about_person(Action::Grant, UserId(id), "club")),
                Change::Recommended(Recommendation {
                    advisor: Advisor::Quiz("energy".into()),
                    band: "low".into(),
                    points: 4,
                    made_at: at(1),
                }),
                Change::Event {
                    name: EventName::Started,
                    details: None,
                },
                Change::Door(DoorChange::Inside {
                    door: ChatId(-1_001),
                    is_ours: true,
                    is_admin: false,
                    check_at: None,
                }),
                Change::Ask {
                    question: "Как уснуть?".into(),
                    locale: Locale::Ru,
                },
            ],
            ..Effects::default()
        };
        effects.send(text(id, "hello"));
        handled(effects)
    };
    let outcome = update(store, &format!("life {id}"), &profile(id), at(1), decided).await;
    outcome.expect("stored");
    let (key, tribute_user) = (format!("payment {id}"), format!("trb-{id}"));
    let received = TributeReceived {
        key: &key,
        code_key: code_key(),
        name: "new_subscription",
        body: "{}",
        origin: "tribute:new_subscription",
        buyer: Some(UserId(id)),
        payer: Some(&tribute_user),
        happened_at: None,
        now: at(2),
        claim_until: at(20),
    };
    let paid = |_: &TributeState| TributeDecision {
        effects: Effects {
            changes: vec![
                Change::Subscribed(Subscription {
                    source: "sub:1".into(),
                    plan: "club".into(),
                    name: "Клуб".into(),
                    access_until: at(100),
                    auto_renew: true,
                    basis: Basis::Paid,
                    known_at: at(0),
                    price_minor: 49_900,
                    currency: "rub".into(),
                }),
                Change::Payer(tribute_user.clone()),
            ],
            ..Effects::default()
        },
        ruled: EventOutcome {
            word: "applied",
            ..EventOutcome::default()
        },
        freed: Vec::new(),
    };
    store.tribute_event(&received, paid).await.expect("stored");
    let lead = format!(
        "INSERT INTO leads (user_id, name, phone, status, created_at) \
         VALUES ({id}, 'Анна', '+79001234567', 'new', '2026-11-24 12:00:00.000000')"
    );
    database.query(&lead).await;
}

fn cell<'s>(sheets: &'s [Sheet], table: &str, column: &str) -> &'s Cell {
    let sheet = sheets.iter().find(|sheet| sheet.table == table);
    let sheet = sheet.unwrap_or_else(|| panic!("no {table} in {sheets:?}"));
    let mut cells = sheet.cells.iter();
    let found = cells.find(|(name, _)| *name == column);
    &found
        .unwrap_or_else(|| panic!("no {column} in {sheet:?}"))
        .1
}

/// Tables of the program that have a column of this name, or all.
async fn tables(database: &TestDatabase, column: &str) -> Vec<String> {
    let sql = match database.backend {
        Backend::Postgres => format!(
            "SELECT DISTINCT table_name FROM information_schema.columns \
             WHERE table_schema = 'public' AND column_name LIKE '{column}'"
        ),
        Backend::Sqlite => format!(
            "SELECT DISTINCT t.name FROM sqlite_master t, pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND c.name LIKE '{column}'"
        ),
    };
    let names = database.query(&sql).await.into_iter().flatten();
    let names: Vec<String> = names.filter(|name| !name.contains("diesel")).collect();
    assert!(!names.is_empty(), "no table has {column}");
    names
}

on_both! {
    async fn a_portrait_shows_every_table_that_knows_the_person_and_nobody_else(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        assert_eq!(store.portrait(UserId(5)).await.expect("read"), []);
        lives(&store, &database, 5).await;
        lives(&store, &database, 6).await;
        let sheets = store.portrait(UserId(5)).await.expect("read");
        assert_eq!(*cell(&sheets, "users", "source"), Cell::Text("friends".into()));
        assert_eq!(*cell(&sheets, "users", "started_at"), Cell::At(at(1)));
        assert_eq!(*cell(&sheets, "users", "unreachable_at"), Cell::Nothing);
        assert!(matches!(cell(&sheets, "dialogues", "state"), Cell::Text(state) if state.contains("energy")));
        assert_eq!(*cell(&sheets, "recommendations", "points"), Cell::Number(4));
        assert_eq!(*cell(&sheets, "subscriptions", "auto_renew"), Cell::Truth(true));
        assert_eq!(*cell(&sheets, "outbox", "method"), Cell::Text("sendMessage".into()));
        assert_eq!(*cell(&sheets, "tribute_events", "outcome"), Cell::Text("applied".into()));
        assert_eq!(*cell(&sheets, "assistant_questions", "question"), Cell::Text("Как уснуть?".into()));
        assert_eq!(*cell(&sheets, "leads", "status"), Cell::Text("new".into()));
        let shown: Vec<&str> = sheets.iter().map(|sheet| sheet.table).collect();
        for table in tables(&database, "user_id").await {
            assert_eq!(shown.iter().filter(|name| **name == table).count(), 1, "{table} in {shown:?}");
        }
    }

    async fn a_forgotten_person_is_nowhere_and_everybody_else_stays(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        for id in [5, 6] {
            lives(&store, &database, id).await;
        }
        let parked = TributeReceived { key: "parked", code_key: code_key(), name: "new_subscription", body: "{}", origin: "tribute:x", buyer: None,
            payer: Some("trb-7"), happened_at: None, now: at(3), claim_until: at(20) };
        let outcome = store.tribute_event(&parked, |_| TributeDecision { ruled: EventOutcome { word: "unmatched", ..EventOutcome::default() }, ..TributeDecision::default() });
        outcome.await.expect("stored");
        // The owner's chat cannot be reached yet, so what they are to read of these leads waits.
        for id in [5, 6] {
            let named = format!("UPDATE leads SET update_id = {id}00 WHERE user_id = {id}");
            let moment = "'2026-11-24 12:00:00.000000'";
            let notice = format!("INSERT INTO outbox (chat_id, lane, method, payload, origin, keep_for_unreachable, attempts, not_before, held_at, created_at) \
                VALUES (77, 0, 'sendMessage', '+79001234567', 'telegram:{id}00', true, 0, {moment}, {moment}, {moment})");
            for statement in [named, notice] {
                database.query(&statement).await;
            }
        }
        store.forget(UserId(5)).await.expect("forgotten");
        let notices = database.query("SELECT origin FROM outbox WHERE chat_id = 77").await;
        assert_eq!(notices.concat(), ["telegram:600"], "the number goes with its person");
        for (column, tables) in [("user_id", tables(&database, "user_id").await), ("chat_id", tables(&database, "chat_id").await), ("id", vec!["users".into()])] {
            for table in tables {
                let left = |id: i64| format!("SELECT count(*) FROM {table} WHERE {column} = {id}");
                assert_eq!(database.value(&left(5)).await, "0", "{table}");
                assert_eq!(database.value(&left(6)).await, "1", "{table}");
            }
        }
        assert_eq!(store.figures(at(3)).await.expect("figures").unmatched, 1, "somebody else's payment still waits");
        let mut seen = None;
        update(&store, "again", &profile(5), at(4), |state| {
            seen = Some((state.person.clone(), state.dialogue.clone(), state.subscriptions.len()));
            handled(Effects::default())
        }).await.expect("stored");
        assert_eq!(seen, Some((None, Dialogue::Idle, 0)), "as new");
        store.forget(UserId(404)).await.expect("nobody is no mistake");
    }

    async fn a_clean_database_has_no_row_and_still_works(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        lives(&store, &database, 5).await;
        store.pause_bot(at(9)).await.expect("paused");
        let iron = CatalogueEntry { id: "iron".into(), name_ru: "Железо".into(), name_en: "Iron".into(), price_minor: 100,
            currency: "rub".into(), link: "https://example.com".into() };
        store.sync_products(std::slice::from_ref(&iron), at(0)).await.expect("synchronised");
        let highest: i64 = database.value("SELECT max(id) FROM outbox").await.parse().expect("a number");
        store.clean().await.expect("cleaned");
        for table in tables(&database, "%").await {
            assert_eq!(database.count(&table).await, 0, "{table}");
        }
        lives(&store, &database, 5).await;
        store.sync_products(&[iron], at(0)).await.expect("synchronised");
        let next: i64 = database.value("SELECT min(id) FROM outbox").await.parse().expect("a number");
        assert!(next > highest, "an id came back: {next}");
    }
}
