//! A delivery of Tribute: the value of its header, a line feed, and its body.

use five_keys_bot::{
    bot::{
        ledger::{Ledger, LedgerEvent},
        state::ChatState,
    },
    tribute::{
        Case, decide,
        event::{Delivery, Event, NAMES, parse},
        poisoned,
        signature::{ApiKeys, SignatureError, sign},
    },
};
use serde_json::Value;

use super::checks::{self, CONTENT};

const KEY: &str = "trbt_example_key_7Q2f";
const OTHER: &str = "trbt_example_key_7Q2g";

/// Only the key's own signature is believed; what it signed is read the same way each time, and decided about.
pub fn run(data: &[u8]) {
    let mut parts = data.splitn(2, |byte| *byte == b'\n');
    let header = parts.next().unwrap_or_default();
    let body = parts.next().unwrap_or_default();
    believed(header, body);
    if let Ok(text) = std::str::from_utf8(body) {
        read(text);
    }
}

fn believed(header: &[u8], body: &[u8]) {
    let keys = |keys: &[&str]| ApiKeys::new(keys.iter().map(|key| (*key).to_owned()).collect());
    let signed = sign(KEY, body);
    let presented = header.trim_ascii().to_ascii_lowercase();
    let is_signed = presented == signed.as_bytes();
    assert_eq!(keys(&[KEY]).verify(Some(header), body).is_ok(), is_signed);
    assert_eq!(keys(&[KEY]).verify(Some(signed.as_bytes()), body), Ok(0));
    assert_eq!(
        keys(&[OTHER, KEY]).verify(Some(signed.as_bytes()), body),
        Ok(1)
    );
    let invalid = Err(SignatureError::Invalid);
    assert_eq!(
        keys(&[OTHER]).verify(Some(signed.as_bytes()), body),
        invalid
    );
    let longer = [body, b" "].concat();
    assert_eq!(
        keys(&[KEY]).verify(Some(signed.as_bytes()), &longer),
        invalid
    );
    let refused = Err(SignatureError::NotConfigured);
    assert_eq!(keys(&[]).verify(Some(header), body), refused);
}

fn read(body: &str) {
    let object = serde_json::from_str::<Value>(body)
        .ok()
        .filter(Value::is_object);
    let delivery = match parse(body) {
        Ok(delivery) => delivery,
        Err(_) => return assert_eq!(object, None, "an object is never refused"),
    };
    assert_eq!(parse(body).as_ref(), Ok(&delivery));
    let Delivery::Event(event) = delivery else {
        return;
    };
    // Keys in another order and other spaces between them: the same event.
    // Fractions are not written as they were read, and are no part of what names an event.
    if let Some(mut object) = object.filter(|object| !has_fractions(object)) {
        let again = |object: &Value| match parse(&object.to_string()) {
            Ok(Delivery::Event(event)) => event,
            other => panic!("{other:?}"),
        };
        assert_eq!(again(&object).key, event.key);
        if let Some(fields) = object.as_object_mut() {
            fields.insert("sent_at".into(), "2026-10-10T09:16:31Z".into());
        }
        assert_eq!(again(&object), event, "a repeat is sent at another time");
    }
    check(&event);
    decided(&event, body);
}

fn has_fractions(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(values) => values.iter().any(has_fractions),
        Value::Object(fields) => fields.values().any(has_fractions),
        _ => false,
    }
}

fn check(event: &Event) {
    assert!((1..=200).contains(&event.key.len()), "{}", event.key);
    assert!(!event.key.contains('\0') && !event.name.contains('\0'));
    assert!(
        (1..=64).contains(&event.name.chars().count()),
        "{}",
        event.name
    );
    assert!(NAMES.contains(&event.label()));
    assert!(event.buyer.is_none_or(|buyer| buyer.0 > 0));
    assert!(
        event
            .payer
            .as_ref()
            .is_none_or(|payer| payer.chars().count() <= 70)
    );
}

/// Whatever a payment says, everybody can be told of it.
fn decided(event: &Event, body: &str) {
    let kept = LedgerEvent {
        id: 7,
        body: body.to_owned(),
        plan: None,
        by_hand: false,
        received_at: checks::now(),
    };
    let context = checks::context(&CONTENT);
    for buyer in [event.buyer, None] {
        let case = Case {
            event,
            kept: &kept,
            buyer,
            chat: &ChatState::default(),
            ledger: &Ledger::default(),
            parked: &[],
            is_new: true,
        };
        checks::effects(&decide(&case, &context).effects, true);
        checks::effects(&poisoned(&case, &context).effects, true);
    }
}
