//! What follows from Tribute's events, and that their order and number do not matter.

mod first_paid;
mod news;
mod order;

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::json;

use super::*;
use crate::{
    bot::{referral::CodeKey, state::Person},
    content::{Content, Locale},
    telegram::calls::Call,
};

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
        Ok(Delivery::Event(event)) => *event,
        other => panic!("{other:?}"),
    }
}

/// One buyer and what the store would keep of them.
#[derive(Default)]
struct Buyer {
    chat: ChatState,
    ledger: Ledger,
    parked: Vec<LedgerEvent>,
    keys: std::collections::BTreeSet<String>,
}

impl Buyer {
    /// What the store does with a delivery; `None` when it came before.
    fn hears(&mut self, body: &serde_json::Value) -> Option<Verdict> {
        let event = read(body);
        if !self.keys.insert(event.key.clone()) {
            return None;
        }
        let kept = LedgerEvent {
            id: i64::try_from(self.keys.len()).expect("few"),
            body: body.to_string(),
            plan: None,
            by_hand: false,
            received_at: day(0),
        };
        let verdict = self.verdict(&event, &kept);
        match verdict.ruled.word {
            APPLIED | STORED => self.ledger.events.push(kept),
            UNMATCHED => self.parked.push(kept),
            _ => {}
        }
        for (id, outcome) in &verdict.freed {
            let freed = self.parked.iter().find(|kept| kept.id == *id).cloned();
            self.parked.retain(|kept| kept.id != *id);
            if matches!(outcome.word, APPLIED | STORED) {
                self.ledger.events.extend(freed);
            }
        }
        for change in &verdict.effects.changes {
            match change {
                Change::Subscribed(known) => {
                    let all = &mut self.chat.subscriptions;
                    all.retain(|one| one.source != known.source);
                    all.push(known.clone());
                    all.sort_by(|a, b| a.source.cmp(&b.source));
                }
                Change::Unsubscribed(source) => {
                    self.chat.subscriptions.retain(|one| one.source != *source);
                }
                Change::FirstPaid(at) => {
                    let person = self.chat.person.get_or_insert_with(somebody);
                    person.first_paid_at = *at;
                }
                _ => {}
            }
        }
        Some(verdict)
    }

    fn verdict(&self, event: &Event, kept: &LedgerEvent) -> Verdict {
        self.ruled_by(decide, event, kept)
    }

    fn ruled_by(
        &self,
        rule: fn(&Case<'_>, &Context<'_>) -> Verdict,
        event: &Event,
        kept: &LedgerEvent,
    ) -> Verdict {
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
            bot_id: UserId(777_000_111),
        };
        let case = Case {
            event,
            kept,
            buyer: event.buyer,
            chat: &self.chat,
            ledger: &self.ledger,
            parked: &self.parked,
            is_new: true,
        };
        rule(&case, &context)
    }
}

pub(in crate::tribute) fn somebody() -> Person {
    Person {
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
    }
}

fn after(events: &[serde_json::Value]) -> Buyer {
    let mut buyer = Buyer::default();
    for event in events {
        buyer.hears(event);
    }
    buyer
}

/// What the events leave behind, one after the other.
fn folded(events: &[serde_json::Value]) -> Vec<Subscription> {
    after(events).chat.subscriptions
}

/// The same event without a Telegram id.
fn unnamed(mut event: serde_json::Value) -> serde_json::Value {
    event["payload"]["telegram_user_id"] = json!(0);
    event
}

/// The words to the buyer and to the owner after `before`.
fn check(before: &[serde_json::Value], event: &serde_json::Value, buyer: &[&str], owner: &[&str]) {
    let verdict = after(before).hears(event).expect("it is new");
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
    let report = |name: &'static str| match name {
        NEW => ["Новая подписка"],
        RENEWED => ["Подписка продлена"],
        _ => ["Продление подписки выключено"],
    };
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
    check(&[], &yoga, &[], &["Йога &lt;1&gt;"]);
}

#[test]
fn an_event_without_a_buyer_is_the_owners_to_know() {
    let mut nobody = unnamed(event(NEW, -3, 5));
    let unmatched = Buyer::default().hears(&nobody).expect("new");
    assert_eq!(unmatched.ruled.word, UNMATCHED);
    assert_eq!(unmatched.effects.outgoing.len(), 1);
    assert!(unmatched.effects.changes.is_empty());
    let reason = unmatched.ruled.reason;
    assert!(reason.is_some_and(|reason| reason.contains("T-1")));
    nobody["payload"]["expires_at"] = json!("soon");
    let unreadable = Buyer::default().hears(&nobody).expect("new");
    assert_eq!(unreadable.ruled.word, UNREADABLE);
    assert_eq!(unreadable.effects.outgoing.len(), 1);
    let other = json!({ "name": "new_thing", "created_at": "2026-10-10T09:16:31Z", "payload": { "amount": 1 } });
    let stored = Buyer::default().hears(&other).expect("new");
    assert_eq!(
        (stored.ruled.word, stored.effects),
        (STORED, Effects::default())
    );
}

#[test]
fn a_plan_that_the_pack_does_not_know_opens_nothing_and_waits() {
    let mut yoga = event(NEW, -3, 5);
    yoga["payload"]["subscription_name"] = json!("Yoga");
    yoga["payload"]["subscription_id"] = json!(9);
    yoga["payload"]["period_id"] = json!(9);
    let mut buyer = Buyer::default();
    let verdict = buyer.hears(&yoga).expect("new");
    assert_eq!(verdict.ruled.word, UNPLANNED);
    assert!(buyer.chat.subscriptions.is_empty());
    // The owner says which plan it is.
    buyer.ledger.events.push(LedgerEvent {
        id: 1,
        body: yoga.to_string(),
        plan: Some("club".into()),
        by_hand: true,
        received_at: day(0),
    });
    let verdict = buyer.hears(&event(CANCELLED, -1, 5)).expect("new");
    assert_eq!(verdict.ruled.word, APPLIED);
    let plans: Vec<&str> = buyer
        .chat
        .subscriptions
        .iter()
        .map(|one| one.plan.as_str())
        .collect();
    assert_eq!(plans, ["club", "club"]);
}

#[test]
fn parked_events_count_as_if_they_had_come_in_their_time() {
    let (paid, cancel) = (event(RENEWED, -5, 9), event(CANCELLED, -2, 5));
    let mut buyer = Buyer::default();
    buyer.hears(&unnamed(paid.clone()));
    assert_eq!(buyer.parked.len(), 1);
    buyer.hears(&cancel);
    assert!(buyer.parked.is_empty());
    assert_eq!(buyer.chat.subscriptions, folded(&[paid, cancel]));
}

#[test]
fn a_cancel_says_nothing_about_the_price() {
    let mut cancel = event(CANCELLED, -2, 5);
    cancel["payload"]["price"] = json!(0);
    let kept = folded(&[event(NEW, -3, 5), cancel]);
    assert_eq!((kept.len(), kept[0].price_minor), (1, 49_900));
    assert!(!kept[0].auto_renew);
}
