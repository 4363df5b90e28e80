//! What the owner hears of payments, and what they never miss.

use super::*;
use crate::bot::{effects::Outgoing, payment_news::News};

#[test]
fn the_owner_reads_gross_and_net_and_finds_the_way_to_the_card() {
    let mut paid = event(NEW, -3, 5);
    paid["payload"]["amount"] = json!(44_910);
    let verdict = Buyer::default().hears(&paid).expect("new");
    let to_owner = |outgoing: &&Outgoing| outgoing.call.chat_id() == ADMIN.private_chat();
    let told = verdict
        .effects
        .outgoing
        .iter()
        .find(to_owner)
        .expect("told");
    let Call::SendMessage { text, keyboard, .. } = &told.call else {
        panic!("{told:?}");
    };
    assert!(
        text.contains("499 ₽ (после комиссии 449,10 ₽)") && text.contains("Новая подписка"),
        "{text}"
    );
    let shown = format!("{keyboard:?}");
    assert!(shown.contains("+adm:card:5301000111:p:10:0"), "{shown}");
}

#[test]
fn an_owner_who_wants_no_news_still_hears_of_what_waits() {
    for news in [News::Daily, News::Off] {
        let quiet = || {
            let mut buyer = Buyer::default();
            buyer.chat.payment_news = vec![(ADMIN, news)];
            buyer
        };
        let told = |buyer: &mut Buyer, body: &serde_json::Value| {
            let verdict = buyer.hears(body).expect("new");
            let outgoing = verdict.effects.outgoing.iter();
            outgoing
                .filter(|one| one.call.chat_id() == ADMIN.private_chat())
                .count()
        };
        assert_eq!(told(&mut quiet(), &event(NEW, -3, 5)), 0);
        assert_eq!(told(&mut quiet(), &unnamed(event(NEW, -3, 5))), 1);
        let mut yoga = event(NEW, -3, 5);
        yoga["payload"]["subscription_id"] = json!(9);
        yoga["payload"]["period_id"] = json!(9);
        yoga["payload"]["subscription_name"] = json!("Yoga");
        assert_eq!(told(&mut quiet(), &yoga), 1);
        let mut broken = event(NEW, -3, 5);
        broken["payload"]["expires_at"] = json!("soon");
        assert_eq!(told(&mut quiet(), &broken), 1);
    }
}

#[test]
fn an_event_that_our_own_mistake_keeps_from_counting_has_its_card_at_once() {
    let body = event(NEW, -3, 5);
    let kept = LedgerEvent {
        id: 7,
        body: body.to_string(),
        plan: None,
        by_hand: false,
        received_at: day(0),
    };
    let verdict = Buyer::default().ruled_by(poisoned, &read(&body), &kept);
    assert_eq!(verdict.ruled.word, "poison");
    assert!(verdict.effects.changes.is_empty());
    let [card] = verdict.effects.outgoing.as_slice() else {
        panic!("{verdict:?}");
    };
    assert_eq!(card.call.chat_id(), ADMIN.private_chat());
    let shown = format!("{:?}", card.call);
    for words in ["случилась ошибка", "№ 7", "499", "ev:7:"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
}
