//! A quiz whose parts do not fit together is reported where it is wrong.

use super::tiny::{check, problems_after};

const QUIZ: &str = "quizzes/mood.toml";

#[test]
fn bands_must_hold_every_reachable_total_once() {
    check(
        QUIZ,
        "from = 3",
        "from = 2",
        "[[band]]",
        "the totals 2 belong to the band on line 20 too",
    );
    check(
        QUIZ,
        "to = 2",
        "to = 1",
        "[[band]]",
        "no band holds the totals 2;",
    );
}

#[test]
fn ranges_that_answers_cannot_tell_apart_are_fine() {
    for (from, to) in [
        ("to = 2", "to = 3"),
        ("from = 3", "from = 4"),
        ("to = 4", "to = 99"),
    ] {
        assert_eq!(problems_after(QUIZ, from, to), [], "{to}");
    }
}

#[test]
fn bands_nobody_reaches_and_turned_ranges_are_reported() {
    let last = "action = [{ ru = \"Поспите\", en = \"Sleep\" }]";
    for (range, words) in [
        ("from = 5\nto = 9", "no answers add up to 5-9"),
        ("from = 9\nto = 8", "swap them"),
    ] {
        let third = "level = { ru = \"Х\", en = \"X\" }\nnote = { ru = \"Х\", en = \"X\" }";
        let band = format!("{last}\n[[band]] # third\nid = \"third\"\n{range}\n{third}\n{last}");
        check(QUIZ, last, &band, "# third", words);
    }
}

#[test]
fn a_quiz_without_a_way_through_is_reported() {
    let answers = "answer = [\n    { text = { ru = \"Светло\", en = \"Bright\" }, points = 0 },\n    { text = { ru = \"Темно\", en = \"Dark\" }, points = 2 },\n]";
    check(QUIZ, answers, "", "[[question]]", "at least two answers");
    check(
        QUIZ,
        "action = [{ ru = \"Поспите\", en = \"Sleep\" }]",
        "",
        "[[band]]",
        "a band without actions",
    );
}

#[test]
fn a_result_longer_than_a_message_is_reported_at_its_band() {
    let actions: Vec<String> = (0..14)
        .map(|_| format!("{{ ru = \"Да\", en = \"{}\" }}", "go ".repeat(95)))
        .collect();
    let actions = format!("action = [{}]", actions.join(", "));
    let problems = problems_after(
        QUIZ,
        "action = [{ ru = \"Поспите\", en = \"Sleep\" }]",
        &actions,
    );
    let [(problem, line)] = problems.as_slice() else {
        panic!("{problems:#?}")
    };
    assert_eq!((problem.line, line.as_str()), (29, "[[band]]"));
    assert!(
        problem
            .message
            .starts_with("en: the result message of this band is 4"),
        "{problem}"
    );
}
