//! What is stored in the end, beside what the model says.

use std::collections::BTreeMap;

use five_keys_bot::{bot::access::Subscription, content::Content};
use serde_json::Value;

use super::world::{Access, World};
use crate::support::{database::TestDatabase, payments};

pub async fn check(world: &World, database: &TestDatabase, content: &Content) {
    check_ledger(world, database).await;
    check_access(world, database, content).await;
    check_payers(world, database).await;
}

/// One row for each event, nothing forged, each with its outcome and its person.
async fn check_ledger(world: &World, database: &TestDatabase) {
    let rows = database
        .query("SELECT body, outcome, user_id FROM tribute_events")
        .await;
    assert_eq!(rows.len(), world.events.len(), "one row for each event");
    for row in rows {
        let body: Value = serde_json::from_str(&row[0]).expect("JSON");
        let at = body["created_at"].as_str().expect("a moment");
        let Some(event) = world.events.get(at) else {
            panic!("a forged event is stored: {}", row[0]);
        };
        let owner = world.owner(event);
        let owner = owner.map_or("NULL".to_owned(), |id| id.to_string());
        assert_eq!(
            (row[1].as_str(), &row[2]),
            (event.outcome, &owner),
            "{}",
            row[0]
        );
    }
}

async fn check_access(world: &World, database: &TestDatabase, content: &Content) {
    let stored = payments::stored(database).await;
    assert_eq!(
        payments::rebuilt(database, content).await,
        stored,
        "a rebuild gives what is stored"
    );
    let stored: BTreeMap<(i64, String), Access> = stored
        .into_iter()
        .flat_map(|(user, access)| {
            access
                .into_iter()
                .map(move |known| ((user, known.source.clone()), shown(&known)))
        })
        .collect();
    let mut expected = BTreeMap::new();
    for person in &world.people {
        for (source, access) in &person.access {
            expected.insert((person.id, source.clone()), access);
        }
    }
    for (source, access) in &expected {
        assert_eq!(stored.get(source), Some(*access), "{source:?}");
    }
    assert_eq!(stored.len(), expected.len(), "nothing is open beside it");
}

/// As the model writes it: to the second.
fn shown(known: &Subscription) -> Access {
    Access {
        plan: known.plan.clone(),
        until: (!known.is_endless()).then(|| known.access_until.as_second()),
        renews: known.auto_renew,
        basis: known.basis.as_str(),
        price: known.price_minor,
    }
}

/// Since when people are payers.
async fn check_payers(world: &World, database: &TestDatabase) {
    let rows = "SELECT id, first_paid_at FROM users";
    let stored: BTreeMap<String, String> = database
        .query(rows)
        .await
        .into_iter()
        .map(|row| (row[0].clone(), row[1].chars().take(19).collect()))
        .collect();
    for person in &world.people {
        let expected = person.first_paid.map_or("NULL".to_owned(), |at| {
            let at = jiff::Timestamp::from_microsecond(at).expect("a moment");
            at.strftime("%Y-%m-%d %H:%M:%S").to_string()
        });
        let none = "NULL".to_owned();
        let known = stored.get(&person.id.to_string()).unwrap_or(&none);
        assert_eq!(known, &expected, "{}", person.id);
    }
}
