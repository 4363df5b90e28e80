//! Decisions about a person's access.

use super::*;

#[test]
fn access_is_granted_until_a_day_and_prolonged_by_days() {
    let mut grant = Story::of(Ruling::about_person(Action::Grant, ANNA, "club"));
    grant.ruling.ruling.until = Some(day(40));
    grant.ruling.ruling.reason = "за помощь".into();
    let settled = grant.settled();
    assert_eq!((settled.word, settled.until), (DONE, Some(day(40))));
    assert_eq!(opened(&settled), [("club".to_owned(), day(40))]);
    assert!(told(&settled, ANNA)[0].contains("за помощь"));
    assert_eq!(told(&settled, ADMIN).len(), 1);

    // From now when there is no access, from its end when there is, and from now again when it has ended.
    for (before, expected) in [(None, 7), (Some(20), 27), (Some(-20), 7)] {
        let mut extend = Story::of(Ruling::about_person(Action::Extend, ANNA, "club"));
        extend.ruling.ruling.days = Some(7);
        let extend = match before {
            Some(before) => extend.has(by_hand(day(before))),
            None => extend,
        };
        let settled = extend.settled();
        assert_eq!(
            (settled.word, settled.until),
            (DONE, Some(day(expected))),
            "{before:?}"
        );
    }
}

#[test]
fn access_that_is_given_because_of_an_event_settles_the_event_once() {
    let mut story = Story::of(Ruling::about_person(Action::Grant, ANNA, "club"));
    story.ruling.ruling.days = Some(30);
    story.ruling.ruling.event = Some(EVENT);
    story.event = Some((kept(EVENT, "{"), UNREADABLE));
    let story = story.on_card();
    let settled = story.settled();
    assert_eq!((settled.word, word(&settled)), (DONE, DISMISSED));
    assert_eq!(opened(&settled), [("club".to_owned(), day(30))]);
    let card = told(&settled, ADMIN);
    assert!(
        card.len() == 1 && card[0].contains("Доступ дан вручную"),
        "{card:?}"
    );

    let mut late = Story::of(story.ruling.ruling.clone());
    late.ruling.ruling.card = None;
    late.event = Some((kept(EVENT, "{"), DISMISSED));
    late.refused("settled already");
}

#[test]
fn access_is_revoked_at_once_whatever_gave_it() {
    let mut story =
        Story::of(Ruling::about_person(Action::Revoke, ANNA, "club")).has(by_hand(day(20)));
    story.ledger.rulings.push(LedgerRuling {
        id: 3,
        made_at: day(-9),
        ruling: Ruling {
            until: Some(day(20)),
            ..Ruling::about_person(Action::Grant, ANNA, "club")
        },
    });
    let settled = story.settled();
    assert_eq!((settled.word, settled.until), (DONE, None));
    assert_eq!(opened(&settled), [("club".to_owned(), day(0))]);
    assert!(told(&settled, ANNA)[0].contains("Доступ закрыт"));
}

#[test]
fn decisions_about_a_person_are_refused_where_they_make_no_sense() {
    for action in [Action::Grant, Action::Extend, Action::Revoke] {
        let mut nobody = Story::of(Ruling::about_person(action, ANNA, "club"));
        nobody.person = None;
        nobody.refused("nobody is named");
        let mut without_plan = Story::of(Ruling::about_person(action, ANNA, "club"));
        without_plan.ruling.ruling.plan = None;
        without_plan.refused("no plan is named");
        Story::of(Ruling::about_person(action, ANNA, "gone")).refused("no such plan");
    }
    for action in [Action::Grant, Action::Extend] {
        Story::of(Ruling::about_person(action, ANNA, "club")).refused("until when");
    }
    let revoke = || Story::of(Ruling::about_person(Action::Revoke, ANNA, "club"));
    revoke().refused("no open access");
    revoke().has(by_hand(day(-1))).refused("no open access");
}

#[test]
fn what_was_carried_is_in_effect_already() {
    let settled = Story::of(Ruling::about_person(Action::Carried, ANNA, "club")).settled();
    assert_eq!(settled.word, DONE);
    assert!(settled.effects.changes.is_empty() && settled.effects.outgoing.is_empty());
}
