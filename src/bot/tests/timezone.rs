use super::*;
use crate::bot::dialogue::{Asks, Dialogue};

fn labels(talk: &Talk) -> Vec<String> {
    let screen = talk.screens.len() - 1;
    let buttons = talk.buttons(screen).into_iter();
    buttons.map(|button| button.text.clone()).collect()
}

fn presses_label(talk: &mut Talk, label: &str) -> Effects {
    let number = talk.screens.len() - 1;
    let button = talk
        .buttons(number)
        .into_iter()
        .find(|button| button.text.contains(label));
    let button = button.unwrap_or_else(|| panic!("no {label} in {:?}", labels(talk)));
    let ButtonAction::CallbackData(data) = button.action.clone() else {
        panic!("{label} is a link");
    };
    talk.presses(number, Some(&data))
}

fn zone(talk: &Talk) -> Option<&str> {
    talk.state
        .person
        .as_ref()
        .and_then(|person| person.zone.as_deref())
}

#[test]
fn a_zone_is_chosen_by_a_button_from_pages_that_go_round() {
    let mut talk = Talk::new(Some("ru"));
    talk.says(Some("/timezone"));
    assert!(
        talk.text.contains("Москва (UTC+3), у вас 1:30"),
        "{}",
        talk.text
    );
    assert_eq!(
        labels(&talk)[..2],
        ["Калининград (UTC+2)", "Москва (UTC+3)"]
    );
    let first = labels(&talk);
    let mut pages = 0;
    loop {
        presses_label(&mut talk, "Другие города");
        pages += 1;
        if labels(&talk) == first {
            break;
        }
    }
    assert_eq!(pages, 3);
    let effects = presses_label(&mut talk, "Новосибирск");
    assert_eq!(
        effects.changes,
        [Change::Zone("Asia/Novosibirsk".into())],
        "reminders are off"
    );
    assert!(
        talk.text.contains("Новосибирск (UTC+7). У вас сейчас 5:30"),
        "{}",
        talk.text
    );
    talk.says(Some("/timezone"));
    assert!(talk.text.contains("Новосибирск (UTC+7)"));
}

#[test]
fn a_city_is_written_behind_the_command_or_when_it_is_asked_for() {
    let mut talk = Talk::new(Some("ru"));
    talk.says(Some("/timezone Пермь"));
    assert!(
        talk.text.contains("Пермь, как Екатеринбург (UTC+5)"),
        "{}",
        talk.text
    );
    assert_eq!(zone(&talk), Some("Asia/Yekaterinburg"));
    talk.says(Some("/timezone"));
    presses_label(&mut talk, "Написать город");
    assert!(matches!(&talk.state.dialogue, Dialogue::Prompt(prompt) if prompt.asks == Asks::City));
    talk.says(Some("новосибрск"));
    assert!(talk.text.contains("вы имели в виду"), "{}", talk.text);
    assert_eq!(
        zone(&talk),
        Some("Asia/Yekaterinburg"),
        "nothing is guessed"
    );
    talk.says(Some("Тьмутаракань-на-Дальнем-Берегу"));
    assert!(
        talk.text.contains("например: <i>Новосибирск</i>"),
        "{}",
        talk.text
    );
    talk.says(None);
    assert!(talk.text.contains("Такого города"), "a sticker is no city");
    talk.says(Some("МСК+4"));
    assert_eq!(zone(&talk), Some("Etc/GMT-7"));
    assert_eq!(talk.state.dialogue, Dialogue::Idle);
    talk.says(Some("новосибрск"));
    assert!(
        !talk.text.contains("вы имели в виду"),
        "nothing is asked any more"
    );
}

#[test]
fn a_slip_is_offered_as_a_button_in_the_persons_language() {
    let mut talk = Talk::new(Some("en"));
    talk.says(Some("/timezone Novosibrsk"));
    assert!(talk.text.contains("Did you mean"));
    assert_eq!(labels(&talk)[0], "Novosibirsk");
    let effects = presses_label(&mut talk, "Novosibirsk");
    assert!(
        effects
            .changes
            .contains(&Change::Zone("Asia/Novosibirsk".into()))
    );
    assert_eq!(talk.state.dialogue, Dialogue::Idle);
}

#[test]
fn a_made_up_zone_changes_nothing() {
    let mut talk = Talk::new(None);
    talk.says(Some("/timezone"));
    for data in [
        "zone:Mars/Olympus",
        "zone:",
        "zone:../../etc/passwd",
        "zones:255",
        "zones:x",
    ] {
        talk.presses(talk.screens.len() - 1, Some(data));
        assert_eq!(zone(&talk), None, "{data}");
    }
}

#[test]
fn dates_are_the_persons_own() {
    let mut talk = Talk::new(Some("ru"));
    talk.says(Some("/start"));
    // 2026-03-05T22:30Z is the 6th in Moscow and still the 5th in New York.
    talk.state.recommendation = Some(crate::bot::state::Recommendation {
        advisor: crate::bot::state::Advisor::Quiz("energy".into()),
        band: CONTENT.quiz("energy").expect("there").bands[0].id.clone(),
        points: 0,
        made_at: talk.now,
    });
    talk.presses(talk.screens.len() - 1, Some("plan"));
    assert!(talk.text.contains("6 марта 2026"), "{}", talk.text);
    talk.says(Some("/timezone Нью-Йорк"));
    talk.presses(talk.screens.len() - 1, Some("plan"));
    assert!(talk.text.contains("5 марта 2026"), "{}", talk.text);
}

#[test]
fn a_smaller_city_is_noted_with_the_known_one_that_shares_its_time() {
    for (language, command, words) in [
        (
            "ru",
            "/timezone Тверь",
            "Записал: Тверь, как Москва (UTC+3).",
        ),
        ("en", "/timezone Tver", "Noted: Tver, like Moscow (UTC+3)."),
        ("ru", "/timezone Москва", "Записал: Москва (UTC+3)."),
    ] {
        let mut talk = Talk::new(Some(language));
        talk.says(Some(command));
        assert!(talk.text.contains(words), "{command}: {}", talk.text);
    }
}
