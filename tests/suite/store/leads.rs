//! A lead and its notice are stored together; whoever is done with it first counts.

use five_keys_bot::bot::{
    effects::{Change, Effects},
    lead::Lead,
};
use futures_util::future::join_all;

use super::*;
use crate::support::on_both;

const ANNA: i64 = 5;
const OWNER: i64 = 9;
const KEY: i64 = 41;

fn lead() -> Lead {
    Lead {
        key: KEY,
        user: UserId(ANNA),
        username: None,
        name: "Анна".into(),
        phone: "+79991234567".into(),
        comment: Some("утром".into()),
        source: "quiz:energy:saving".into(),
        created_at: at(0),
        done: false,
    }
}

/// The person sends it.
async fn send(store: &Store) -> Result<Outcome, StoreError> {
    update(store, "41", &profile(ANNA), at(0), |_| {
        let mut effects = Effects::default();
        effects.changes.push(Change::Lead(lead()));
        effects.send_or_keep(text(OWNER, "a lead"));
        handled(effects)
    })
    .await
}

/// What an owner's press sees; it marks the lead when that is still open.
async fn close(store: &Store, key: &str, owner: i64, named: Option<i64>) -> Option<Lead> {
    let mut seen = None;
    let profile = profile(owner);
    let received = Received {
        key: InboxKey {
            source: "telegram",
            key,
        },
        origin: "telegram:test",
        profile: Some(&profile),
        speaks: true,
        now: at(60),
        claim_until: at(80),
    };
    let decide = |state: &ChatState| {
        seen = state.lead.clone();
        let mut effects = Effects::default();
        if seen.as_ref().is_some_and(|lead| !lead.done) {
            effects.changes.push(Change::LeadDone { key: KEY });
        }
        handled(effects)
    };
    store
        .telegram_update(
            &received,
            |_| named.map_or(Wants::Nothing, Wants::Lead),
            decide,
        )
        .await
        .expect("stored");
    seen
}

on_both! {
    async fn a_lead_and_its_notice_are_stored_together_or_not_at_all(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        for table in ["outbox", "leads"] {
            database.query(&format!("ALTER TABLE {table} RENAME TO away")).await;
            assert!(send(&store).await.is_err(), "{table} was not needed");
            database.query(&format!("ALTER TABLE away RENAME TO {table}")).await;
            assert_eq!((database.count("leads").await, database.count("outbox").await), (0, 0), "without {table}");
        }
        assert!(matches!(send(&store).await.expect("stored"), Outcome::Committed(_)));
        assert!(matches!(send(&store).await.expect("stored"), Outcome::Duplicate));
        assert_eq!((database.count("leads").await, database.count("outbox").await), (1, 1));
    }

    async fn a_lead_is_seen_by_the_update_that_names_it(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        send(&store).await.expect("stored");
        assert_eq!(close(&store, "1", OWNER, None).await, None);
        assert_eq!(close(&store, "2", OWNER, Some(KEY + 1)).await, None);
        database.query("UPDATE users SET username = 'anna_x' WHERE id = 5").await;
        let named = Lead { username: Some("anna_x".into()), ..lead() };
        assert_eq!(close(&store, "3", OWNER, Some(KEY)).await, Some(named.clone()));
        assert_eq!(close(&store, "4", OWNER, Some(KEY)).await, Some(Lead { done: true, ..named }));
    }

    async fn of_ten_owners_in_two_processes_one_closes_it(backend) {
        let database = TestDatabase::create(backend).await;
        let (one, other) = two_stores(&database).await;
        send(&one).await.expect("stored");
        let presses = (0..10).map(|number| {
            let store = if number % 2 == 0 { one.clone() } else { other.clone() };
            tokio::spawn(async move { close(&store, &format!("press{number}"), OWNER + number, Some(KEY)).await })
        });
        let seen = join_all(presses).await.into_iter().map(|seen| seen.expect("no panic").expect("found"));
        assert_eq!(seen.filter(|lead| !lead.done).count(), 1, "only one saw it open");
        assert_eq!(database.value("SELECT status FROM leads").await, "done");
    }
}
