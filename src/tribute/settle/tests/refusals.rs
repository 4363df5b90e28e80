//! Decisions about events that cannot take effect.

use super::*;

#[test]
fn decisions_about_an_event_are_refused_where_they_make_no_sense() {
    let known = body(1644, json!({}));
    for action in [Action::Give, Action::Plan, Action::Retry, Action::Dismiss] {
        let mut gone = Story::about(action, &known, UNMATCHED, Some(ANNA));
        gone.event = None;
        gone.refused("no such event");
        for word in [APPLIED, STORED, DISMISSED] {
            Story::about(action, &known, word, Some(ANNA)).refused("settled already");
        }
    }
    for action in [Action::Give, Action::Plan, Action::Retry] {
        Story::about(action, &known, UNMATCHED, None).refused("nobody is known");
        Story::about(action, "{", UNREADABLE, Some(ANNA)).refused("cannot be read");
    }
    let mut plan = Story::about(Action::Plan, &known, UNPLANNED, Some(ANNA));
    plan.ruling.ruling.plan = Some("gone".into());
    plan.refused("no such plan");
}

#[test]
fn a_buyer_who_was_too_late_is_told_kindly_and_one_who_pressed_twice_is_not() {
    let mut story = Story::about(Action::Give, &body(1644, json!({})), APPLIED, Some(ANNA));
    story.ruling.ruling.user = Some(ANNA);
    story.made_by = ANNA;
    story.refused("settled already");
    assert!(told(&story.settled(), ANNA)[0].contains("уже сработала"));
    story
        .ledger
        .events
        .push(kept(EVENT, &body(1644, json!({}))));
    assert!(story.settled().effects.outgoing.is_empty());
}
