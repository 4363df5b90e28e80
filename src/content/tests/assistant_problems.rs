//! What can be wrong with `assistant.toml`.

use super::tiny::{check, problems_after, tiny};
use crate::content::{Content, Locale};

const FILE: &str = "assistant.toml";

#[test]
fn the_assistants_words_and_limits_are_read() {
    let content = Content::from_files("pack", &tiny()).expect("sound");
    let assistant = content.assistant();
    assert_eq!(
        (assistant.daily_limit, assistant.max_answer_tokens),
        (10, 700)
    );
    for locale in Locale::ALL {
        assert!(assistant.system.get(locale).len() > 200);
        assert!(assistant.result.get(locale).ends_with(':'));
        assert!(assistant.disclaimer.get(locale).starts_with("<i>"));
    }
}

#[test]
fn a_pack_without_the_file_has_no_assistant() {
    let mut files = tiny();
    let with = Content::from_files("pack", &files).expect("sound");
    assert!(with.has_assistant());
    files.remove(FILE).expect("it was there");
    let without = Content::from_files("pack", &files).expect("sound");
    assert!(!without.has_assistant());
}

#[test]
fn mistakes_in_it_are_reported_on_their_line() {
    for wrong in ["0", "1001", "\"10\"", "-1", "2.5"] {
        let to = format!("daily_limit = {wrong}");
        check(
            FILE,
            "daily_limit = 10",
            &to,
            &to,
            "whole number from 1 to 1000",
        );
    }
    for wrong in ["99", "4001"] {
        let to = format!("max_answer_tokens = {wrong}");
        check(
            FILE,
            "max_answer_tokens = 700",
            &to,
            &to,
            "from 100 to 4000",
        );
    }
    check(
        FILE,
        "daily_limit = 10",
        "",
        "# Помощник",
        "`daily_limit` is missing",
    );
    check(
        FILE,
        "daily_limit = 10",
        "daily_limit = 10\ndayly_limit = 5",
        "dayly_limit",
        "did you mean `daily_limit`?",
    );
    check(
        FILE,
        "<i>Отвечает",
        "<em>Отвечает",
        "disclaimer.ru",
        "write `<i>`",
    );
    let long = format!("<i>{} Отвечает", "слово ".repeat(60));
    check(
        FILE,
        "<i>Отвечает",
        &long,
        "disclaimer.ru",
        "shorten the text to 300",
    );
    check(
        FILE,
        "Вы помощник бота",
        "Вы помощник {name} бота",
        "system.ru",
        "placeholders",
    );
    let long = format!("Вы помощник бота{}", ", вы помощник".repeat(400));
    check(
        FILE,
        "Вы помощник бота",
        &long,
        "system.ru",
        "shorten the text to 4000",
    );
}

#[test]
fn a_menu_with_nothing_but_a_door_that_may_be_hidden_is_reported() {
    let help = "[[door]]\nkind = \"help\"\n";
    let quiz = "[[door]]\nkind = \"quiz\"\nquiz = \"mood\"\n";
    let mut files = tiny();
    let menu = files.get_mut("menu.toml").expect("there");
    *menu = menu.replace(help, "[[door]]\nkind = \"assistant\"\n");
    assert!(Content::from_files("pack", &files).is_ok());
    let menu = files.get_mut("menu.toml").expect("there");
    *menu = menu.replace(quiz, "");
    let report = Content::from_files("pack", &files).expect_err("alone");
    assert!(
        report
            .to_string()
            .contains("hidden while it is not connected"),
        "{report}"
    );
    let problems = problems_after("menu.toml", "\"help\"", "\"assistent\"");
    assert!(problems[0].0.message.contains("did you mean `assistant`?"));
}
