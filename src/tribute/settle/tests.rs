//! What follows from decisions, and from those that cannot take effect.

mod people;
mod refusals;

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::*;
use crate::{
    bot::{
        access::{Basis, Subscription},
        ledger::{APPLIED, Ruling, STORED, UNMATCHED, UNPLANNED, UNREADABLE},
        referral::CodeKey,
        report::Stated,
        schedule::Schedule,
        state::{Person, Reminders},
    },
    content::{Content, Locale},
    telegram::{MessageId, calls::Call},
};

const ANNA: UserId = UserId(5_301_000_111);
const ADMIN: UserId = UserId(9_000_001);
const EVENT: i64 = 12;

static CONTENT: LazyLock<Content> =
    LazyLock::new(|| Content::embedded().expect("the embedded pack is sound"));
static KEY: LazyLock<CodeKey> = LazyLock::new(|| CodeKey::derive("123456:TEST"));
static UTC: TimeZone = TimeZone::UTC;
static SCHEDULE: LazyLock<Schedule> = LazyLock::new(|| Schedule::new(9, Vec::new()));

fn day(days: i64) -> Timestamp {
    let now: Timestamp = "2026-10-10T09:16:31.204518Z".parse().expect("a moment");
    now + SignedDuration::from_hours(24 * days)
}

fn context() -> Context<'static> {
    Context {
        content: &CONTENT,
        now: day(0),
        zone: &UTC,
        default_locale: Locale::Ru,
        admins: &[ADMIN],
        leads_chat: None,
        bot_name: Some("five_keys_bot"),
        code_key: &KEY,
        assistant: true,
        schedule: &SCHEDULE,
        bot_id: crate::telegram::UserId(777_000_111),
    }
}

/// An event about thirty days of access by a subscription with this number.
fn body(subscription: i64, more: Value) -> String {
    // The club is known by this price.
    let period = if subscription == 1644 { 1547 } else { 1 };
    let mut payload = json!({
        "subscription_name": "Йога", "subscription_id": subscription, "period_id": period, "type": "regular",
        "price": 49_900, "currency": "rub", "trb_user_id": "T-1", "expires_at": day(30).to_string(),
    });
    let fields = payload.as_object_mut().expect("an object");
    fields.extend(more.as_object().expect("an object").clone());
    json!({ "name": "new_subscription", "created_at": day(-1).to_string(), "payload": payload })
        .to_string()
}

fn kept(id: i64, body: &str) -> LedgerEvent {
    LedgerEvent {
        id,
        body: body.to_owned(),
        plan: None,
        by_hand: false,
        received_at: day(-1),
    }
}

fn anna() -> Person {
    Person {
        id: ANNA,
        first_name: "Анна".into(),
        username: None,
        language_code: Some("ru".into()),
        source: None,
        started: true,
        first_paid_at: None,
        unreachable: false,
        last_seen_at: None,
        zone: None,
        reminders: Reminders::default(),
        locale: None,
        forgotten: false,
    }
}

/// A decision and all that it may depend on.
struct Story {
    ruling: LedgerRuling,
    made_by: UserId,
    event: Option<(LedgerEvent, &'static str)>,
    person: Option<UserId>,
    chat: ChatState,
    ledger: Ledger,
    parked: Vec<LedgerEvent>,
    shown: Option<Parked>,
}

impl Story {
    fn of(ruling: Ruling) -> Self {
        Self {
            person: ruling.user,
            ruling: LedgerRuling {
                id: 7,
                made_at: day(0),
                ruling,
            },
            made_by: ADMIN,
            event: None,
            chat: ChatState {
                person: Some(anna()),
                ..ChatState::default()
            },
            ledger: Ledger::default(),
            parked: Vec::new(),
            shown: None,
        }
    }

    /// About an event that has this word, of a person who is known or not.
    fn about(action: Action, body: &str, word: &'static str, person: Option<UserId>) -> Self {
        let mut story = Self::of(Ruling::about_event(action, EVENT));
        story.event = Some((kept(EVENT, body), word));
        story.person = person;
        story
    }

    /// The same decided on a card.
    fn on_card(mut self) -> Self {
        self.ruling.ruling.card = Some(MessageId(41));
        let (kept, word) = self.event.clone().expect("an event");
        self.shown = Some(Parked {
            id: kept.id,
            name: "new_subscription".into(),
            body: kept.body,
            outcome: word.into(),
            reason: None,
            plan: None,
            payer: Some("T-1".into()),
            person: None,
            whose: None,
            received_at: day(-1),
            decided: None,
            stated: Stated::default(),
            candidate: None,
        });
        self
    }

    fn has(mut self, subscription: Subscription) -> Self {
        self.chat.subscriptions.push(subscription);
        self
    }

    fn settled(&self) -> Settled {
        let case = Settling {
            ruling: &self.ruling,
            made_by: self.made_by,
            event: self.event.as_ref().map(|(kept, word)| (kept, *word)),
            person: self.person,
            chat: &self.chat,
            ledger: &self.ledger,
            parked: &self.parked,
            shown: self.shown.as_ref(),
            maker: "Ольга",
        };
        settle(&case, &context())
    }

    /// It changes nothing, and says so to whoever decided.
    fn refused(&self, why: &str) {
        let settled = self.settled();
        assert!(
            settled.word.contains(why),
            "{} is not about {why}",
            settled.word
        );
        assert!(settled.ruled.is_none() && settled.freed.is_empty() && settled.until.is_none());
        assert!(
            settled.effects.changes.is_empty(),
            "{:?}",
            settled.effects.changes
        );
        let told = told(&settled, self.made_by);
        assert_eq!(told.len(), 1, "{told:?}");
    }
}

fn word(settled: &Settled) -> &'static str {
    settled
        .ruled
        .as_ref()
        .expect("the event is another thing")
        .word
}

/// What is sent to somebody, edited messages too.
fn told(settled: &Settled, whom: UserId) -> Vec<String> {
    let texts = settled
        .effects
        .outgoing
        .iter()
        .filter_map(|outgoing| match &outgoing.call {
            Call::SendMessage { chat_id, text, .. }
            | Call::EditMessageText { chat_id, text, .. } => {
                (*chat_id == whom.private_chat()).then(|| text.clone())
            }
            _ => None,
        });
    texts.collect()
}

/// The access that is stored: plan and end.
fn opened(settled: &Settled) -> Vec<(String, Timestamp)> {
    let changes = settled.effects.changes.iter();
    let opened = changes.filter_map(|change| match change {
        Change::Subscribed(known) => Some((known.plan.clone(), known.access_until)),
        _ => None,
    });
    opened.collect()
}

fn by_hand(until: Timestamp) -> Subscription {
    Subscription {
        source: "hand:club".into(),
        plan: "club".into(),
        name: String::new(),
        access_until: until,
        auto_renew: false,
        basis: Basis::Hand,
        known_at: day(-9),
        price_minor: 0,
        currency: String::new(),
    }
}

#[test]
fn an_event_that_is_given_to_a_person_opens_their_access_and_frees_what_waited_for_them() {
    let mut story = Story::about(Action::Give, &body(1644, json!({})), UNMATCHED, Some(ANNA));
    story.ruling.ruling.user = Some(ANNA);
    let earlier = body(1644, json!({ "expires_at": day(60).to_string() }));
    story.parked = vec![kept(11, &earlier)];
    let settled = story.settled();
    assert_eq!((settled.word, word(&settled)), (DONE, APPLIED));
    assert_eq!(opened(&settled), [("club".to_owned(), day(60))]);
    assert_eq!(
        settled
            .freed
            .iter()
            .map(|(id, outcome)| (*id, outcome.word))
            .collect::<Vec<_>>(),
        [(11, APPLIED)]
    );
    assert!(
        settled
            .effects
            .changes
            .contains(&Change::Payer("T-1".into()))
    );
    assert!(
        told(&settled, ANNA)
            .iter()
            .any(|text| text.contains("Оплата прошла"))
    );
    assert!(
        told(&settled, ADMIN)
            .iter()
            .any(|text| text.contains("№ 12 разобрано"))
    );
}

#[test]
fn an_event_of_a_plan_that_is_not_known_still_waits_after_it_was_given() {
    let story = Story::about(Action::Give, &body(99, json!({})), UNMATCHED, Some(ANNA)).on_card();
    let settled = story.settled();
    assert_eq!(
        (settled.word, word(&settled)),
        ("the event still waits", UNPLANNED)
    );
    assert!(opened(&settled).is_empty());
    let told = told(&settled, ADMIN);
    assert_eq!(told.len(), 1, "the card, and no second one: {told:?}");
    assert!(
        told[0].contains("пока ждёт") && told[0].contains("Анна"),
        "{told:?}"
    );
}

#[test]
fn a_plan_that_the_owner_names_goes_before_what_the_pack_says() {
    let mut story = Story::about(Action::Plan, &body(99, json!({})), UNPLANNED, Some(ANNA));
    story.ruling.ruling.plan = Some("club_plus".into());
    let settled = story.settled();
    assert_eq!((settled.word, word(&settled)), (DONE, APPLIED));
    assert_eq!(opened(&settled), [("club_plus".to_owned(), day(30))]);
}

#[test]
fn looking_again_applies_what_has_become_clear_and_says_nothing_of_what_has_not() {
    let clear = Story::about(Action::Retry, &body(1644, json!({})), UNPLANNED, Some(ANNA));
    assert_eq!(word(&clear.settled()), APPLIED);
    let mut dark = Story::about(Action::Retry, &body(99, json!({})), UNPLANNED, Some(ANNA));
    dark.made_by = UserId(0);
    let settled = dark.settled();
    assert_eq!(
        (settled.word, word(&settled)),
        ("the event still waits", UNPLANNED)
    );
    assert!(settled.effects.outgoing.is_empty());
    let gift = json!({ "name": "new_donation", "created_at": day(-1).to_string(), "payload": {
        "donation_name": "Чай", "amount": 30_000, "currency": "rub", "trb_user_id": "T-1",
    }});
    let money = Story::about(Action::Retry, &gift.to_string(), UNREADABLE, Some(ANNA));
    assert_eq!(word(&money.settled()), STORED);
}

#[test]
fn an_event_is_put_aside_with_its_reason_and_its_card_says_by_whom() {
    let mut story = Story::about(Action::Dismiss, "not even JSON", UNREADABLE, None);
    story.ruling.ruling.reason = "проверка".into();
    let story = story.on_card();
    let settled = story.settled();
    let ruled = settled.ruled.as_ref().expect("settled");
    assert_eq!(
        (settled.word, ruled.word, ruled.reason.as_deref()),
        (DONE, DISMISSED, Some("проверка"))
    );
    let told = told(&settled, ADMIN);
    assert!(
        told.len() == 1 && told[0].contains("проверка") && told[0].contains("Решение: Ольга"),
        "{told:?}"
    );
}
