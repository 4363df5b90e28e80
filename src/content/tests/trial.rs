//! Trying a pack out finds what loading it cannot know.

use super::tiny::tiny;
use crate::content::Content;

#[test]
fn everything_of_the_embedded_pack_can_be_gone_through() {
    let content = Content::embedded().expect("sound");
    let trial = content.try_out("content");
    assert_eq!(trial.problems, []);
    let ways = |quiz: &crate::content::Quiz| -> usize {
        quiz.questions.iter().map(|one| one.answers.len()).product()
    };
    let choices: usize = content.quizzes().iter().map(ways).sum();
    assert_eq!(trial.answers, choices);
    let picker = content.picker().expect("a picker");
    let ways: usize = picker.steps.iter().map(|step| step.options.len()).product();
    assert_eq!(trial.picker_ways, ways);
    assert!(trial.values > 0 && trial.messages > 0, "{trial:?}");
}

#[test]
fn what_no_button_leads_to_is_reported() {
    let mut files = tiny();
    let menu = files.get_mut("menu.toml").expect("the menu");
    *menu = "[[door]]\nkind = \"help\"\n".to_owned();
    let content = Content::from_files("pack", &files).expect("it loads all the same");
    let problems = content.try_out("pack/").problems;
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    let expected = "pack/quizzes/mood.toml:1: no button leads to the quiz `mood`; add a door";
    assert!(told[0].starts_with(expected), "{told:?}");
}

#[test]
fn a_quiz_with_more_choices_than_can_be_gone_through_is_tried_by_its_totals() {
    let mut files = tiny();
    let quiz = files.get_mut("quizzes/mood.toml").expect("the quiz");
    let answer = r#"{ text = { ru = "Да", en = "Yes" }, points = 0 },"#;
    let answers: String = (0..8)
        .map(|number| {
            answer
                .replace("Да", &format!("Да {number}"))
                .replace("Yes", &format!("Yes {number}"))
        })
        .collect();
    let free = format!(
        "[[question]]\ntext = {{ ru = \"Ещё?\", en = \"More?\" }}\nanswer = [{answers}]\n\n"
    );
    let (questions, bands) = quiz.split_once("[[band]]").expect("bands");
    *quiz = format!("{questions}{}[[band]]{bands}", free.repeat(20));
    let content = Content::from_files("pack", &files).unwrap_or_else(|report| panic!("{report}"));
    let trial = content.try_out("pack");
    assert_eq!(trial.problems, []);
    assert!(trial.answers < 100, "{trial:?}");
}
