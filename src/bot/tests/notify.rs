use super::*;
use crate::{
    bot::{Ended, remind, state::Recommendation},
    content::Reminder,
};

fn reminders(talk: &Talk) -> &Reminders {
    &talk.state.person.as_ref().expect("known").reminders
}

fn next(talk: &Talk) -> Option<String> {
    reminders(talk).next_at.map(|at| at.to_string())
}

/// The look of the clock at a person, and what it leaves behind.
fn due(talk: &mut Talk) -> (Ended, Option<String>) {
    let zone = TimeZone::get("Europe/Moscow").expect("known");
    let context = Context {
        content: &CONTENT,
        now: talk.now,
        zone: &zone,
        default_locale: Locale::Ru,
        admins: &[],
        leads_chat: None,
        bot_name: None,
        assistant: false,
        code_key: &CodeKey::derive("123456:TEST"),
        schedule: &SCHEDULE,
        bot_id: crate::telegram::UserId(777_000_111),
    };
    let reminding = remind(&talk.state, &context);
    assert!(reminding.next_at.is_some_and(|next| next > talk.now));
    let person = talk.state.person.as_mut().expect("known");
    person.reminders.next_at = reminding.next_at;
    person.reminders.last_on = reminding.last_on;
    person.reminders.seen = reminding.seen;
    let text = reminding.call.map(|call| match call {
        Call::SendMessage {
            chat_id,
            text,
            keyboard,
        } => {
            assert_eq!(chat_id.0, ANNA);
            let keyboard = keyboard.expect("a way on");
            check_screen(&text, &keyboard);
            let data = keyboard
                .inline_keyboard
                .iter()
                .flatten()
                .map(|button| format!("{:?}", button.action));
            let data: Vec<String> = data.collect();
            assert!(
                data.iter().any(|data| data.contains("notify:stop")),
                "{data:?}"
            );
            assert!(data.iter().any(|data| data.contains("home")), "{data:?}");
            talk.screens.push(keyboard);
            text
        }
        other => panic!("{other:?}"),
    });
    (reminding.outcome, text)
}

/// Waits for the next time and takes what it brings.
fn waits(talk: &mut Talk) -> String {
    talk.now = reminders(talk).next_at.expect("on");
    let (ended, text) = due(talk);
    assert_eq!(ended, Ended::Sent);
    text.expect("a text")
}

#[test]
fn a_new_person_is_asked_once_after_the_welcome() {
    let mut talk = Talk::new(Some("ru"));
    let effects = talk.says(Some("/start"));
    assert_eq!(effects.outgoing.len(), 2);
    assert!(
        talk.text
            .contains("По понедельникам и четвергам, около 9:00"),
        "{}",
        talk.text
    );
    let effects = talk.says(Some("/start"));
    assert_eq!(effects.outgoing.len(), 1, "never again");
    assert_eq!(reminders(&talk).next_at, None, "silence is no yes");

    let mut talk = Talk::new(Some("en"));
    talk.says(Some("/help"));
    talk.says(Some("/notify_off"));
    let effects = talk.says(Some("/start"));
    assert_eq!(effects.outgoing.len(), 1, "who decided is not asked");
}

#[test]
fn yes_and_no_are_taken_and_can_be_changed() {
    let mut talk = Talk::new(Some("en"));
    talk.says(Some("/start"));
    let question = talk.screens.len() - 1;
    talk.presses(question, Some("notify:no"));
    assert!(talk.text.contains("I will not write first"));
    assert_eq!(next(&talk), None);
    talk.says(Some("/notify"));
    assert!(talk.text.contains("Reminders are off"));
    // Friday, 1:30 in Moscow.
    let page = talk.screens.len() - 1;
    talk.presses(page, Some("notify:on"));
    assert!(
        talk.text.contains("On Mondays and Thursdays at 9:00."),
        "{}",
        talk.text
    );
    assert!(
        talk.text
            .contains("Time zone: Moscow (UTC+3).\nNext: 9 March 2026"),
        "{}",
        talk.text
    );
    assert_eq!(next(&talk).as_deref(), Some("2026-03-09T06:00:00Z"));
    let effects = talk.says(Some("/notify_on"));
    assert!(
        !effects
            .changes
            .iter()
            .any(|change| matches!(change, Change::Event { .. })),
        "it was on"
    );
    talk.says(Some("/notify_off"));
    assert_eq!(next(&talk), None);
    talk.presses(question, Some("notify:on"));
    assert_eq!(next(&talk).as_deref(), Some("2026-03-09T06:00:00Z"));
}

#[test]
fn the_next_time_moves_with_the_person() {
    let mut talk = Talk::new(Some("ru"));
    talk.says(Some("/notify_on"));
    talk.says(Some("/timezone Владивосток"));
    assert_eq!(next(&talk).as_deref(), Some("2026-03-08T23:00:00Z"));
    waits(&mut talk);
    // Two in the night of the same Monday.
    talk.says(Some("/timezone Москва"));
    assert_eq!(
        next(&talk).as_deref(),
        Some("2026-03-12T06:00:00Z"),
        "one a day, wherever"
    );
}

#[test]
fn every_reminder_is_seen_before_one_comes_again_and_each_can_be_the_last() {
    let mut talk = Talk::new(Some("ru"));
    talk.says(Some("/notify_on"));
    let common = |reminder: &&Reminder| reminder.after.is_none();
    let count = CONTENT.reminders().iter().filter(common).count();
    assert!(count >= 12);
    for round in 0..3 {
        let mut texts: Vec<String> = (0..count).map(|_| waits(&mut talk)).collect();
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), count, "round {round}");
    }
    talk.presses(talk.screens.len() - 1, Some("notify:stop"));
    assert!(talk.text.contains("больше не напоминаю"));
    assert_eq!(next(&talk), None);
}

#[test]
fn what_follows_a_quiz_is_for_those_whose_plan_is_of_it() {
    let mut talk = Talk::new(Some("ru"));
    talk.says(Some("/notify_on"));
    let special: Vec<&str> = CONTENT
        .reminders()
        .iter()
        .filter(|reminder| reminder.after.is_some())
        .map(|reminder| reminder.text.get(Locale::Ru))
        .collect();
    assert!(!special.is_empty());
    talk.state.recommendation = Some(Recommendation {
        advisor: crate::bot::state::Advisor::Quiz("energy".into()),
        band: "any".into(),
        points: 0,
        made_at: talk.now,
    });
    let texts: Vec<String> = CONTENT
        .reminders()
        .iter()
        .map(|_| waits(&mut talk))
        .collect();
    for text in special {
        assert!(texts.iter().any(|seen| seen == text), "{text}");
    }
}

#[test]
fn blocked_people_and_late_hours_are_left_in_peace() {
    let mut talk = Talk::new(None);
    talk.says(Some("/notify_on"));
    talk.state.person.as_mut().expect("known").unreachable = true;
    talk.now = "2026-03-09T06:00:20Z".parse().expect("a moment");
    assert_eq!(due(&mut talk), (Ended::Unreachable, None));
    assert_eq!(next(&talk).as_deref(), Some("2026-03-12T06:00:00Z"));
    talk.says(Some("here again"));
    // Down for the whole Thursday.
    talk.now = "2026-03-12T19:00:00Z".parse().expect("a moment");
    assert_eq!(due(&mut talk), (Ended::Postponed, None));
    assert_eq!(next(&talk).as_deref(), Some("2026-03-16T06:00:00Z"));
    talk.now = "2026-03-16T12:00:00Z".parse().expect("a moment");
    assert_eq!(due(&mut talk).0, Ended::Sent, "late, and still on its day");
    assert_eq!(due(&mut talk).0, Ended::Postponed, "and once");
}
