use super::*;
use crate::{
    bot::access::Basis,
    tribute::kinds::{SubscriptionChange, SubscriptionEvent},
};

fn event(body: &str) -> Event {
    match parse(body).expect(body) {
        Delivery::Event(event) => *event,
        Delivery::Ping => panic!("a ping: {body}"),
    }
}

const NEW: &str = r#"{"name":"new_subscription","created_at":"2026-09-10T09:15:58.33246Z","sent_at":"2026-09-10T09:15:58.542279448Z","payload":{
    "subscription_name":"Quiet hour 🎧","subscription_id":1700,"period_id":1601,"period":"monthly","type":"regular","price":49900,"amount":44910,
    "currency":"RUB","trb_user_id":"T-88001","telegram_user_id":5301000111,"telegram_username":"anna_k","channel_id":614,"channel_name":"Quiet hour",
    "expires_at":"2026-10-10T09:15:57.305733Z"}}"#;

#[test]
fn a_subscription_is_read_whole() {
    let event = event(NEW);
    assert_eq!(event.buyer, Some(UserId(5_301_000_111)));
    assert_eq!(event.payer.as_deref(), Some("T-88001"));
    let Kind::Subscription(subscription) = event.kind else {
        panic!("{event:?}")
    };
    assert_eq!(subscription.what, SubscriptionChange::New);
    assert_eq!(
        (subscription.subscription_id, subscription.period_id),
        (1700, 1601)
    );
    assert_eq!(
        (subscription.price_minor, subscription.currency.as_str()),
        (49_900, "rub")
    );
    assert_eq!(
        subscription.expires_at.to_string(),
        "2026-10-10T09:15:57.305733Z"
    );
}

#[test]
fn a_repeat_with_another_sent_at_and_order_of_keys_has_the_same_key() {
    let shuffled = NEW.replace(r#""sent_at":"2026-09-10T09:15:58.542279448Z","#, "");
    let shuffled = shuffled.replacen('{', r#"{"sent_at":"2026-09-10T10:00:00Z","#, 1);
    assert_eq!(event(NEW).key, event(&shuffled).key);
}

#[test]
fn a_missing_type_is_regular_and_a_missing_person_is_nobody() {
    let bare = NEW.replace(r#""type":"regular","#, "").replace(
        r#""telegram_user_id":5301000111,"#,
        r#""telegram_user_id":null,"#,
    );
    let event = event(&bare);
    assert_eq!(event.buyer, None);
    assert!(matches!(
        event.kind,
        Kind::Subscription(SubscriptionEvent {
            basis: Basis::Paid,
            ..
        })
    ));
}

#[test]
fn for_ever_and_before_time_are_moved_into_the_range_that_both_databases_keep() {
    let until = |text: &str| match event(&NEW.replace("2026-10-10T09:15:57.305733Z", text)).kind {
        Kind::Subscription(subscription) => Some(subscription.expires_at),
        _ => None,
    };
    assert_eq!(until("9999-12-31T23:59:59Z"), Some(fields::endless()));
    // Both databases keep microseconds.
    let micro = "2026-10-10T09:15:57.305733Z";
    assert_eq!(until("2026-10-10T09:15:57.305733120Z"), micro.parse().ok());
    assert_eq!(
        until("-005000-01-01T00:00:00Z"),
        Some(Timestamp::UNIX_EPOCH)
    );
    assert_eq!(until("soon"), None);
}

#[test]
fn endless_texts_are_cut_and_endless_keys_hashed() {
    let long = "x".repeat(5_000);
    let body = NEW.replace("T-88001", &long).replace("RUB", &long).replace(
        "2026-09-10T09:15:58.33246Z",
        &format!("2026-09-10T09:15:58.33246Z{long}"),
    );
    let event = event(&body);
    assert!(event.key.len() <= 200, "{}", event.key.len());
    assert_eq!(event.payer.map(|id| id.len()), Some(64));
}

#[test]
fn pings_unknown_names_and_broken_events_are_told_apart() {
    assert_eq!(
        event(r#"{"name":"new_subscription","payload":{"subscription_name":"\ud800"}}"#).kind,
        Kind::Unreadable(
            "it holds text that is not Unicode or a number without bounds, or is nested too deeply"
        )
    );
    assert_eq!(parse(r#"{"test_event":"test_event"}"#), Ok(Delivery::Ping));
    assert_eq!(
        event(r#"{"name":"new_thing","payload":[]}"#).label(),
        "unknown"
    );
    assert_eq!(event("{}").name, "unknown");
    assert_eq!(
        event(&NEW.replace("\"expires_at\"", "\"expired\"")).kind,
        Kind::Unreadable("expires_at is not a moment")
    );
}

#[test]
fn what_is_not_an_object_is_refused_and_what_rust_cannot_hold_is_kept() {
    for body in ["", "[]", "7", "null", "{", "nonsense", "{} {}"] {
        assert_eq!(parse(body), Err(NotAnObject), "{body}");
    }
    assert!(matches!(
        parse(r#"{"name":"\ud800"}"#),
        Ok(Delivery::Event(_))
    ));
}
