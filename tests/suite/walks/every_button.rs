//! Every button that can be got to, by the shortest way, each by somebody who has done nothing else before.

use std::collections::{BTreeSet, VecDeque};

use five_keys_bot::content::{Content, Locale};

use super::person::{Act, Walker};
use crate::support::{
    app::{ADMIN, TestApp},
    on_both,
};

const FIRST: i64 = 5_400_000_000;

/// What the walk begins with: commands, and words where words are asked for.
fn beginnings() -> Vec<Vec<Act>> {
    let says = |texts: &[&str]| -> Vec<Act> {
        let texts = texts.iter();
        texts.map(|text| Act::Says((*text).to_owned())).collect()
    };
    let mut all = vec![says(&["/start"])];
    for command in [
        "/menu",
        "/help",
        "/pdf",
        "/subscription",
        "/consult",
        "/ref",
        "/assistant",
        "/notify",
        "/notify_on",
        "/notify_off",
        "/timezone",
        "/timezone Казань",
        "/cancel",
        "?",
    ] {
        all.push(says(&["/start", command]));
    }
    let form = ["/start", "/consult", "Анна", "+7 999 123-45-67", "Утром"];
    all.extend((3..=form.len()).map(|end| says(&form[..end])));
    let content = Content::embedded().expect("sound");
    let presses = |likeness: String| Act::Presses(None, likeness);
    for calculator in content.calculators() {
        let mut path = says(&["/start"]);
        path.push(presses(format!("calc:{}", calculator.id)));
        path.extend(says(&[calculator.example.get(Locale::Ru)]));
        all.push(path);
    }
    // A quiz that waits for the rest of its answers.
    for quiz in content.quizzes() {
        let id = &quiz.id;
        let steps = [
            format!("quiz:{id}"),
            format!("quiz:{id}:start"),
            format!("qa:{id}:0:0"),
            "home".to_owned(),
        ];
        let again = presses(format!("quiz:{id}"));
        let begun = says(&["/start"]).into_iter().chain(steps.map(presses));
        all.push(begun.chain([again]).collect());
    }
    let mut shares = says(&["/start", "/consult", "Анна"]);
    shares.push(Act::SharesNumber);
    all.push(shares);
    for command in ["/menu", "/subscription"] {
        let mut member = says(&["/start"]);
        member.push(Act::Pays);
        member.extend(says(&[command]));
        all.push(member);
    }
    all
}

/// What makes a button the same as another: without the numbers of attempts, forms, steps and earlier choices.
fn likeness(data: &str, member: bool) -> String {
    let data = data.trim_start_matches('+');
    let parts: Vec<&str> = data.split(':').collect();
    let plain = match *parts.as_slice() {
        ["qa", quiz, _, question, answer] => format!("qa:{quiz}:{question}:{answer}"),
        ["qb", quiz, _, question] => format!("qb:{quiz}:{question}"),
        ["lead", _, _, act] => format!("lead:{act}"),
        ["me", "forget", _] => "me:forget".to_owned(),
        ["pick", _, choices] => {
            let last = choices.chars().last().unwrap_or(' ');
            format!("pick:{}:{last}", choices.len())
        }
        _ => data.to_owned(),
    };
    // What is for members looks different to them.
    let differs = member && ["page", "sub"].contains(&parts[0]);
    if differs {
        format!("member {plain}")
    } else {
        plain
    }
}

/// Presses them all; gives back what was pressed.
async fn presses_everything(app: &TestApp, language: &str, first: i64) -> BTreeSet<String> {
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut ways: VecDeque<Vec<Act>> = beginnings().into();
    let mut person = first;
    while let Some(way) = ways.pop_front() {
        person += 1;
        let mut walker = Walker::new(app, person, language);
        let member = way.contains(&Act::Pays);
        for act in &way {
            let act = match act {
                // The numbers in it are this person's own.
                Act::Presses(None, wanted) => {
                    let mut buttons = walker.buttons(usize::MAX).into_iter();
                    let found = buttons.find(|(_, data)| likeness(data, member) == *wanted);
                    let (under, data) = found.unwrap_or_else(|| panic!("no {wanted} on {way:#?}"));
                    Act::Presses(Some(under), data)
                }
                other => other.clone(),
            };
            walker.takes(&act).await;
        }
        for (_, data) in walker.buttons(usize::MAX) {
            let like = likeness(&data, member);
            if known.insert(like.clone()) {
                let next = [way.as_slice(), &[Act::Presses(None, like)]].concat();
                ways.push_back(next);
            }
        }
    }
    known
}

/// All that the pack has was pressed.
fn is_complete(pressed: &BTreeSet<String>) {
    let content = Content::embedded().expect("sound");
    let mut wanted = Vec::new();
    for quiz in content.quizzes() {
        wanted.extend([
            format!("quiz:{}", quiz.id),
            format!("quiz:{}:start", quiz.id),
            format!("quiz:{}:go", quiz.id),
        ]);
        for (number, question) in quiz.questions.iter().enumerate() {
            let answers = 0..question.answers.len();
            wanted.extend(answers.map(|answer| format!("qa:{}:{number}:{answer}", quiz.id)));
        }
    }
    wanted.extend(
        content
            .calculators()
            .iter()
            .map(|one| format!("calc:{}", one.id)),
    );
    wanted.extend(
        content
            .pages()
            .iter()
            .map(|page| format!("page:{}", page.id)),
    );
    wanted.extend(
        content
            .products()
            .iter()
            .map(|product| format!("item:{}", product.id)),
    );
    let steps = content
        .picker()
        .map(|picker| &picker.steps[..])
        .unwrap_or_default();
    for (number, step) in steps.iter().enumerate() {
        let options = 0..step.options.len();
        wanted.extend(options.map(|option| format!("pick:{}:{option}", number + 1)));
    }
    for fixed in [
        "home",
        "help",
        "plan",
        "plan:pdf",
        "sub",
        "sub:check",
        "ref",
        "consult",
        "lead:send",
        "lead:change",
        "notify:on",
        "zones:1",
        "city",
    ] {
        wanted.push(fixed.to_owned());
    }
    wanted.retain(|wanted| !pressed.contains(wanted));
    assert!(wanted.is_empty(), "no way was found to {wanted:?}");
}

async fn walk(app: TestApp, language: &str) {
    app.says(ADMIN, "/start").await;
    let pressed = presses_everything(&app, language, FIRST).await;
    is_complete(&pressed);
    app.delivered().await;
    app.no_dead_letters().await;
    app.stop().await;
}

on_both! {
    async fn every_button_in_russian_is_answered_shows_something_and_leads_on(backend) {
        walk(TestApp::start(backend).await, "ru").await;
    }

    async fn every_button_in_english_is_answered_shows_something_and_leads_on(backend) {
        walk(TestApp::start(backend).await, "en").await;
    }
}
