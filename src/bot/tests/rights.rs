//! What belongs to the person: the profile, the language, the file, being forgotten.

use super::*;
use crate::bot::{access::Basis, rights::Right, state::Subscription};

fn subscription(until: &str, auto_renew: bool) -> Subscription {
    Subscription {
        source: "sub:1644".into(),
        plan: "club".into(),
        name: "Клуб".into(),
        access_until: until.parse().expect("a moment"),
        auto_renew,
        basis: Basis::Paid,
        known_at: Timestamp::UNIX_EPOCH,
        price_minor: 49_900,
        currency: "rub".into(),
    }
}

fn labels(talk: &Talk) -> Vec<String> {
    let last = talk.screens.len().saturating_sub(1);
    let buttons = talk.buttons(last).into_iter();
    buttons.map(|button| button.text.clone()).collect()
}

/// Presses the button with these words under the newest message.
fn presses(talk: &mut Talk, words: &str) -> Effects {
    let last = talk.screens.len().saturating_sub(1);
    let found = talk.buttons(last).into_iter().find_map(|button| {
        let ButtonAction::CallbackData(data) = &button.action else {
            return None;
        };
        button.text.contains(words).then(|| data.clone())
    });
    let data = found.unwrap_or_else(|| panic!("no {words:?} in {:?}", labels(talk)));
    talk.presses(last, Some(&data))
}

fn forgets(effects: &Effects) -> bool {
    let forgets = |change: &Change| matches!(change, Change::Forget(_));
    effects.changes.iter().any(forgets)
}

#[test]
fn the_profile_tells_what_is_known_in_both_languages() {
    for (language, words) in [
        (
            "ru",
            [
                "Что мы о вас знаем",
                "Язык: русский (как в Telegram)",
                "Напоминания: выключены",
            ],
        ),
        (
            "en",
            [
                "What we know about you",
                "Language: English (as in Telegram)",
                "Reminders: off",
            ],
        ),
    ] {
        let mut talk = Talk::new(Some(language));
        talk.says(Some("/profile"));
        for words in words {
            assert!(talk.text.contains(words), "{words}: {}", talk.text);
        }
        assert!(talk.text.contains("5301000111") && talk.text.contains("Анна &lt;b&gt;&amp;"));
        assert_eq!(labels(&talk).len(), 7);
        talk.state.subscriptions = vec![
            subscription("2099-03-05T22:30:00Z", true),
            subscription("2020-03-05T22:30:00Z", false),
        ];
        talk.says(Some("/profile"));
        assert!(
            talk.text.contains("2099") && talk.text.contains("2020"),
            "{}",
            talk.text
        );
    }
}

#[test]
fn a_language_that_was_chosen_goes_before_telegrams_until_it_is_given_up() {
    let mut talk = Talk::new(Some("en"));
    talk.says(Some("/language"));
    assert_eq!(
        labels(&talk)[..3],
        ["Русский", "English", "✅ As in Telegram"]
    );
    let effects = presses(&mut talk, "Русский");
    assert!(
        effects
            .changes
            .contains(&Change::Language(Some(Locale::Ru)))
    );
    let toast = effects.answer.and_then(|answer| answer.text);
    assert!(toast.is_some_and(|toast| toast.contains("по-русски")));
    assert!(talk.text.contains("по-русски"), "{}", talk.text);
    assert_eq!(labels(&talk)[0], "✅ Русский");
    talk.says(Some("/help"));
    assert!(talk.text.contains("Как всё устроено"), "{}", talk.text);
    talk.says(Some("/profile"));
    assert!(talk.text.contains("Язык: русский\n"), "{}", talk.text);
    talk.says(Some("/language telegram"));
    assert!(talk.text.contains("English"), "{}", talk.text);
    talk.says(Some("/language русский"));
    talk.says(Some("/language klingon"));
    assert!(talk.text.contains("На каком языке"), "{}", talk.text);
}

#[test]
fn everything_about_privacy_and_the_file_is_said_in_both_languages() {
    for (language, privacy, caption) in [
        ("ru", "Что мы храним", "всё, что мы о вас храним"),
        ("en", "What we keep", "everything we keep about you"),
    ] {
        let mut talk = Talk::new(Some(language));
        talk.says(Some("/privacy"));
        assert!(talk.text.contains(privacy), "{}", talk.text);
        let effects = presses(&mut talk, "📥");
        assert!(effects.answer.is_some_and(|answer| answer.text.is_some()));
        assert!(talk.text.contains(caption), "{}", talk.text);
        talk.says(Some("/export_me"));
        assert!(talk.text.contains(caption), "{}", talk.text);
    }
}

#[test]
fn nobody_is_forgotten_without_a_fresh_yes() {
    for (language, ask, done) in [
        ("ru", "Удалить ваши данные?", "мы вас забыли"),
        ("en", "Delete your data?", "we have forgotten you"),
    ] {
        let mut talk = Talk::new(Some(language));
        talk.says(Some("/start"));
        let effects = talk.says(Some("/delete_me"));
        assert!(
            !forgets(&effects) && talk.text.contains(ask),
            "{}",
            talk.text
        );
        let effects = presses(&mut talk, "↩️");
        assert!(!forgets(&effects));
        presses(&mut talk, "🗑");
        talk.now += SignedDuration::from_mins(11);
        let effects = presses(&mut talk, "🗑");
        assert!(!forgets(&effects), "the button is too old");
        assert!(talk.text.contains(ask), "{}", talk.text);
        let effects = presses(&mut talk, "🗑");
        assert!(
            forgets(&effects) && talk.text.contains(done),
            "{}",
            talk.text
        );
        assert!(!talk.text.contains("💚"), "{}", talk.text);
        presses(&mut talk, "🌱");
        assert!(
            talk.state
                .person
                .as_ref()
                .is_some_and(|person| person.started)
        );
    }
}

#[test]
fn paid_access_is_named_with_the_day_until_which_a_number_stays() {
    let mut talk = Talk::new(Some("ru"));
    for (until, renews, words, absent) in [
        ("2026-04-01T12:00:00Z", false, "до 1 апреля 2026", "⚠️"),
        ("2026-04-01T12:00:00Z", true, "до 9 апреля 2026", "—"),
        // Ended, and Tribute may still be paid for more.
        ("2026-03-04T12:00:00Z", true, "до 12 марта 2026", "—"),
    ] {
        talk.state.subscriptions = vec![subscription(until, renews)];
        talk.says(Some("/delete_me"));
        assert!(talk.text.contains(words), "{}", talk.text);
        assert!(!talk.text.contains(absent), "{}", talk.text);
        assert_eq!(talk.text.contains("⚠️"), renews, "{}", talk.text);
    }
    talk.state.subscriptions = vec![subscription("2026-03-04T12:00:00Z", false)];
    talk.says(Some("/delete_me"));
    assert!(!talk.text.contains("💚"), "{}", talk.text);
    talk.state.subscriptions = vec![subscription("2026-04-01T12:00:00Z", false)];
    presses(&mut talk, "🗑");
    assert!(talk.text.contains("До 1 апреля 2026"), "{}", talk.text);
}

#[test]
fn with_a_form_goes_what_stands_below_the_text_box() {
    let mut talk = Talk::new(Some("ru"));
    talk.says(Some("/delete_me"));
    let last = talk.screens.len() - 1;
    let data = callback_data::Press::Right(Right::Forget(talk.now)).encode();
    talk.says(Some("/consult"));
    talk.says(Some("Анна"));
    assert!(!talk.below.is_empty());
    let effects = talk.presses(last, Some(&data));
    assert!(forgets(&effects) && talk.below.is_empty());
    assert!(talk.text.contains("мы вас забыли"), "{}", talk.text);
}

#[test]
fn being_told_that_somebody_blocked_us_counts_nobody_who_asked_to_be_forgotten() {
    let mut talk = Talk::new(None);
    talk.says(Some("/start"));
    let person = talk.state.person.as_mut().expect("known");
    person.forgotten = true;
    person.unreachable = true;
    for (status, expected) in [
        ("kicked", Change::Unreachable),
        ("member", Change::Reachable),
    ] {
        let standing = json!({ "chat": { "id": ANNA, "type": "private" }, "new_chat_member": { "status": status } });
        let effects = talk.dispatch("my_chat_member", standing);
        assert_eq!(effects.changes, [expected]);
    }
}
