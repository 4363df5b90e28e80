//! What can be wrong with `reminders.toml`.

use super::tiny::tiny;
use crate::content::Content;

const FILE: &str = "reminders.toml";
const SOUND: &str = r#"[[reminder]]
id = "water"
after = "quiz:mood"
text.ru = "Стакан <b>воды</b>"
text.en = "A glass of <b>water</b>"
door = { kind = "quiz", quiz = "mood" }
"#;

/// What is said of this file, each with its line.
fn complaints(text: &str) -> Vec<String> {
    let mut files = tiny();
    files.insert(FILE.into(), text.into());
    match Content::from_files("pack", &files) {
        Ok(_) => Vec::new(),
        Err(report) => report.0.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn a_reminder_may_be_for_those_of_a_quiz_and_have_a_button() {
    assert_eq!(complaints(SOUND), Vec::<String>::new());
}

#[test]
fn mistakes_in_a_reminder_are_reported_on_their_line() {
    let all = [
        (
            "quiz:mood",
            "quiz:mod",
            "reminders.toml:3: there is no quiz `mod` (did you mean `mood`?)",
        ),
        (
            "quiz:mood",
            "mood",
            "reminders.toml:3: `after = \"mood\"` is not understood",
        ),
        ("<b>воды</b>", "<b>воды", "reminders.toml:4: "),
        ("text.en = ", "text.eng = ", "`eng`"),
        (
            "kind = \"quiz\"",
            "kind = \"quizz\"",
            "reminders.toml:6: there is no door of the kind `quizz`",
        ),
        ("id = \"water\"", "id = \"Water\"", "reminders.toml:2: "),
    ];
    for (from, to, expected) in all {
        let said = complaints(&SOUND.replace(from, to));
        assert!(
            said.iter().any(|one| one.contains(expected)),
            "{to}: {said:?}"
        );
    }
}

#[test]
fn two_reminders_of_one_name_are_reported() {
    let said = complaints(&format!("{SOUND}\n{SOUND}"));
    assert!(said.iter().any(|one| one.contains("`water`")), "{said:?}");
}
