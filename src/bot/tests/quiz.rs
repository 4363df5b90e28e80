//! A quiz, answer by answer.

use super::*;

/// The points of a quiz whose questions are answered by these places.
fn check_quiz(choices: &[u8], points: u32, band: &str) {
    let mut talk = Talk::new(Some("ru"));
    talk.says(Some("/menu"));
    talk.presses(0, Some("quiz:energy:start"));
    let run = talk.state.dialogue.quiz_run().expect("under way").run;
    let mut last = Effects::default();
    for (question, answer) in choices.iter().enumerate() {
        last = talk.presses(0, Some(&format!("qa:energy:{run}:{question}:{answer}")));
    }
    let made = talk.state.recommendation.expect("made");
    assert_eq!((made.points, made.band.as_str()), (points, band));
    let finished = Change::Event {
        name: EventName::QuizFinished,
        details: Some("energy".into()),
    };
    assert!(last.changes.contains(&finished), "{last:?}");
}

#[test]
fn totals_at_the_edges_of_bands_fall_into_the_right_ones() {
    check_quiz(&[0, 0, 0, 0, 0], 0, "charged");
    check_quiz(&[0, 0, 0, 1, 1], 4, "charged");
    check_quiz(&[1, 0, 1, 0, 1], 6, "saving");
    check_quiz(&[2, 0, 1, 0, 2], 10, "saving");
    check_quiz(&[2, 2, 2, 0, 0], 12, "recharge");
    check_quiz(&[2, 2, 2, 2, 2], 20, "recharge");
}

#[test]
fn only_a_press_on_the_question_in_hand_changes_the_state() {
    let mut talk = Talk::new(None);
    talk.says(Some("/menu"));
    talk.presses(0, Some("quiz:energy:start"));
    let run = talk.state.dialogue.quiz_run().expect("under way").run;
    talk.presses(0, Some(&format!("qa:energy:{run}:0:2")));
    let before = talk.state.dialogue.clone();
    for data in [
        format!("qa:energy:{run}:0:0"),
        format!("qa:energy:{run}:2:0"),
        format!("qa:energy:{run}:1:3"),
        format!("qa:energy:{}:1:0", run + 1),
        format!("qb:energy:{run}:0"),
        format!("qa:gone:{run}:1:0"),
        "quiz:energy".into(),
        "quiz:energy:go".into(),
        "home".into(),
    ] {
        let effects = talk.presses(0, Some(&data));
        assert_eq!(talk.state.dialogue, before, "{data}");
        assert_eq!(effects.changes, [], "{data}");
    }
}
