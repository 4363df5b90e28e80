//! What follows from Tribute's events, and that their order and number do not matter.

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{bot::referral::CodeKey, content::Content};

const ANNA: UserId = UserId(5_301_000_111);
const ADMIN: UserId = UserId(9_000_001);
const NEW: &str = "new_subscription";
const RENEWED: &str = "renewed_subscription";
const CANCELLED: &str = "cancelled_subscription";

/// "Now"; events happen days before it, access ends days around it.
fn day(days: i64) -> Timestamp {
    let now: Timestamp = "2026-10-10T09:16:31.204518Z".parse().expect("a moment");
    now + SignedDuration::from_hours(24 * days)
}

/// An event that happened on a day, about access until another.
fn event(name: &str, happened: i64, until: i64) -> serde_json::Value {
    json!({ "name": name, "created_at": day(happened).to_string(), "payload": {
        "subscription_name": "Клуб", "subscription_id": 1644, "period_id": 1547, "type": "regular", "price": 49_900,
        "currency": "rub", "trb_user_id": "T-1", "telegram_user_id": ANNA.0, "expires_at": day(until).to_string(),
    }})
}

fn read(body: &serde_json::Value) -> Event {
    match parse(&body.to_string()) {
        Ok(Delivery::Event(event)) => event,
        other => panic!("{other:?}"),
    }
}

fn verdict(body: &serde_json::Value, state: &ChatState, parked: &[String]) -> Verdict {
    static CONTENT: LazyLock<Content> =
        LazyLock::new(|| Content::embedded().expect("the embedded pack is sound"));
    let context = Context {
        content: &CONTENT,
        now: day(0),
        zone: &TimeZone::UTC,
        default_locale: Locale::Ru,
        admins: &[ADMIN],
        leads_chat: None,
        bot_name: Some("five_keys_bot"),
        code_key: &CodeKey::derive("123456:TEST"),
        assistant: true,
        schedule: &crate::bot::schedule::Schedule::new(9, Vec::new()),
    };
    let event = read(body);
    decide(&event, event.buyer, state, parked, &context)
}

/// What the events leave behind, one after the other, by Tribute's number of the plan.
fn folded(events: &[serde_json::Value]) -> BTreeMap<i64, Subscription> {
    let mut state = ChatState::default();
    let mut kept = BTreeMap::new();
    for event in events {
        for change in verdict(event, &state, &[]).effects.changes {
            if let Change::Subscribed(subscription) = change {
                kept.insert(subscription.tribute_id, subscription);
            }
        }
        state.subscriptions = kept.values().cloned().collect();
    }
    kept
}

#[test]
fn the_first_payment_with_money_is_noted_once_and_with_the_earliest_date() {
    let first_paid = |body: &serde_json::Value, state: &ChatState, parked: &[String]| {
        let changes = verdict(body, state, parked).effects.changes;
        let at = |change: &Change| match change {
            Change::FirstPaid(at) => Some(*at),
            _ => None,
        };
        changes.iter().filter_map(at).collect::<Vec<_>>()
    };
    let unknown = ChatState::default();
    for (kind, price, counts) in [
        (json!("regular"), 49_900, true),
        (json!(null), 49_900, true),
        (json!(null), 0, false),
        (json!("trial"), 0, false),
        (json!("gift"), 49_900, false),
    ] {
        for name in [NEW, RENEWED, CANCELLED] {
            let mut body = event(name, -3, 30);
            body["payload"]["type"] = kind.clone();
            body["payload"]["price"] = json!(price);
            let expected: &[Timestamp] = if counts && name != CANCELLED {
                &[day(-3)]
            } else {
                &[]
            };
            assert_eq!(
                first_paid(&body, &unknown, &[]),
                expected,
                "{name} {kind} {price}"
            );
        }
    }
    let parked = [
        event(RENEWED, -4, 30),
        event(NEW, -9, 3),
        event(CANCELLED, -2, 30),
    ];
    let parked = parked.map(|body| body.to_string());
    assert_eq!(
        first_paid(&event(RENEWED, -1, 60), &unknown, &parked),
        [day(-9)]
    );
    let mut paid = Person {
        id: ANNA,
        first_name: String::new(),
        username: None,
        language_code: None,
        source: None,
        started: false,
        first_paid_at: None,
        unreachable: false,
        last_seen_at: None,
        zone: None,
        reminders: crate::bot::state::Reminders::default(),
        locale: None,
        forgotten: false,
    };
    for (before, expected) in [(None, 1), (Some(day(-20)), 0)] {
        paid.first_paid_at = before;
        let state = ChatState {
            person: Some(paid.clone()),
            ..ChatState::default()
        };
        assert_eq!(
            first_paid(&event(RENEWED, -1, 60), &state, &parked).len(),
            expected
        );
    }
}

/// The words to the buyer and to the owner after `before`.
fn check(before: &[serde_json::Value], event: &serde_json::Value, buyer: &[&str], owner: &[&str]) {
    let state = ChatState {
        subscriptions: folded(before).into_values().collect(),
        ..ChatState::default()
    };
    let verdict = verdict(event, &state, &[]);
    for (chat, expected) in [(ANNA, buyer), (ADMIN, owner)] {
        let outgoing = verdict.effects.outgoing.iter();
        let texts: Vec<&str> = outgoing
            .filter(|outgoing| outgoing.call.chat_id() == chat.private_chat())
            .map(|outgoing| {
                assert!(outgoing.keep_for_unreachable, "news about money is kept");
                match &outgoing.call {
                    Call::SendMessage { text, .. } => text.as_str(),
                    other => panic!("{other:?}"),
                }
            })
            .collect();
        assert_eq!(texts.len(), expected.len(), "{texts:#?}");
        for (text, expected) in texts.iter().zip(expected) {
            assert!(text.contains(expected), "{expected} in {text}");
        }
    }
}

#[test]
fn every_event_is_told_to_its_buyer_and_to_the_owner() {
    let with = |field: &str, value: &str| {
        let mut event = event(NEW, -3, 5);
        event["payload"][field] = json!(value);
        event
    };
    let report = |name: &'static str| [name];
    check(&[], &event(NEW, -3, 5), &["Оплата прошла"], &report(NEW));
    check(
        &[],
        &with("type", "trial"),
        &["Пробный период"],
        &report(NEW),
    );
    check(&[], &with("type", "gift"), &["подарили"], &report(NEW));
    let paid = [event(NEW, -3, 5)];
    check(
        &paid,
        &event(RENEWED, -2, 9),
        &["продлена"],
        &report(RENEWED),
    );
    check(
        &paid,
        &event(CANCELLED, -2, 5),
        &["Продление выключено"],
        &report(CANCELLED),
    );
    check(
        &[event(NEW, -9, -4)],
        &event(CANCELLED, -2, -4),
        &["Подписка закончилась"],
        &report(CANCELLED),
    );
    check(
        &[event(RENEWED, -1, 9)],
        &event(CANCELLED, -2, 5),
        &[],
        &report(CANCELLED),
    );
    let mut yoga = with("subscription_name", "Йога <1>");
    yoga["payload"]["subscription_id"] = json!(9);
    yoga["payload"]["period_id"] = json!(9);
    check(
        &[],
        &yoga,
        &["Йога &lt;1&gt;"],
        &["Йога &lt;1&gt;", "которого бот не знает"],
    );
}

#[test]
fn an_event_without_a_buyer_is_the_owners_to_know() {
    let mut nobody = event(NEW, -3, 5);
    nobody["payload"]["telegram_user_id"] = json!(0);
    let unmatched = verdict(&nobody, &ChatState::default(), &[]);
    assert_eq!(
        (unmatched.outcome, unmatched.effects.outgoing.len()),
        ("unmatched", 1)
    );
    assert!(unmatched.effects.changes.is_empty());
    assert!(
        unmatched
            .reason
            .is_some_and(|reason| reason.contains("T-1"))
    );
    nobody["payload"]["expires_at"] = json!("soon");
    let unreadable = verdict(&nobody, &ChatState::default(), &[]);
    assert_eq!(
        (unreadable.outcome, unreadable.effects.outgoing.len()),
        ("unreadable", 1)
    );
    let other = json!({ "name": "new_donation", "created_at": "2026-10-10T09:16:31Z", "payload": { "amount": 1 } });
    let stored = verdict(&other, &ChatState::default(), &[]);
    assert_eq!(
        (stored.outcome, stored.effects),
        ("stored", Effects::default())
    );
}

#[test]
fn parked_events_count_as_if_they_had_come_in_their_time() {
    let (paid, cancel) = (event(RENEWED, -5, 9), event(CANCELLED, -2, 5));
    let parked = [paid.to_string(), "{}".into(), "nonsense".into()];
    let verdict = verdict(&cancel, &ChatState::default(), &parked);
    let kept = verdict
        .effects
        .changes
        .iter()
        .rev()
        .find_map(|change| match change {
            Change::Subscribed(subscription) => Some(subscription.clone()),
            _ => None,
        });
    assert_eq!(kept, folded(&[paid, cancel]).into_values().next());
}

#[test]
fn a_cancel_says_nothing_about_the_price() {
    let mut cancel = event(CANCELLED, -2, 5);
    cancel["payload"]["price"] = json!(0);
    let kept = folded(&[event(NEW, -3, 5), cancel]);
    assert_eq!(kept[&1644].price_minor, 49_900);
    assert!(!kept[&1644].auto_renew);
}

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
        prop::sample::select(vec!["Клуб", "Club", "Nothing known"]),
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn any_order_and_repetition_leaves_the_same_subscriptions(
        (events, shuffled) in prop::collection::vec(any_event(), 1..7).prop_flat_map(|events| {
            let twice = [events.clone(), events.clone()].concat();
            (Just(events), Just(twice).prop_shuffle())
        }),
    ) {
        let state = |events: &[serde_json::Value]| -> Vec<Subscription> {
            folded(events).into_values().collect()
        };
        let expected = state(&events);
        prop_assert_eq!(&state(&shuffled), &expected);
        for Subscription { tribute_id, access_until, .. } in expected {
            let ends = events.iter().filter(|event| event["payload"]["subscription_id"] == json!(tribute_id));
            let latest = ends.filter_map(|event| event["payload"]["expires_at"].as_str()).max();
            let until = access_until.to_string();
            prop_assert_eq!(Some(until.as_str()), latest, "the latest end that was named");
        }
    }
}
