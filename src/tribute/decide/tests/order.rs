//! The order and the number of deliveries do not matter.

use proptest::prelude::*;

use super::*;

fn any_event() -> impl Strategy<Value = serde_json::Value> {
    let name = prop::sample::select(vec![NEW, RENEWED, CANCELLED]);
    let kind = prop::sample::select(vec![
        json!("regular"),
        json!("trial"),
        json!("gift"),
        json!(null),
    ]);
    let terms = (
        0..2_i64,
        0..3_i64,
        prop::sample::select(vec!["Клуб", "Club"]),
    );
    (name, -6..0_i64, -8..8_i64, terms, kind).prop_map(|(name, happened, until, terms, kind)| {
        let (plan, price, title) = terms;
        let mut event = event(name, happened, until);
        event["payload"]["subscription_id"] = json!(1644 + plan);
        event["payload"]["subscription_name"] = json!(title);
        event["payload"]["price"] = json!(price * 10_000);
        event["payload"]["type"] = kind;
        event
    })
}

/// Two events of one key would be one event.
fn unlike(mut events: Vec<serde_json::Value>) -> Vec<serde_json::Value> {
    events.sort_by_key(|event| read(event).key);
    events.dedup_by_key(|event| read(event).key);
    events
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn any_order_and_repetition_leaves_the_same_subscriptions(
        (events, shuffled) in prop::collection::vec(any_event(), 1..7).prop_map(unlike).prop_flat_map(|events| {
            let twice = [events.clone(), events.clone()].concat();
            (Just(events), Just(twice).prop_shuffle())
        }),
    ) {
        let expected = folded(&events);
        prop_assert_eq!(&folded(&shuffled), &expected);
        for Subscription { source, access_until, .. } in expected {
            let ours = |event: &&serde_json::Value| source == format!("sub:{}", event["payload"]["subscription_id"]);
            let latest = events.iter().filter(ours).filter_map(|event| event["payload"]["expires_at"].as_str()).max();
            let until = access_until.to_string();
            prop_assert_eq!(Some(until.as_str()), latest, "the latest end that was named");
        }
    }
}
