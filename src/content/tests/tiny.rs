//! The smallest complete pack, in memory, for breaking one thing at a time.

use std::collections::BTreeMap;

use crate::content::{Content, Problem};

const MENU: &str = r#"# menu
[[door]]
kind = "quiz"
quiz = "mood"

[[door]]
kind = "help"
"#;

const PRODUCTS: &str = r#"# products
[[product]]
id = "tea"
name = { ru = "Чай", en = "Tea" }
description = { ru = "Тёплый", en = "Warm" }
price = 390.50
currency = "rub"
link = "https://example.com/tea"

[[product]]
id = "honey"
name = { ru = "Мёд, 1 кг", en = "Honey" }
description = { ru = "Сладкий", en = "Sweet" }
price = 500
currency = "RUB"
link = "https://example.com/honey"
"#;

const PLANS: &str = r#"# plans
[[plan]]
id = "club"
title = { ru = "Клуб", en = "Club" }
description = { ru = "Канал", en = "Channel" }
price_label = { ru = "499 ₽", en = "499 ₽" }
link = "https://t.me/tribute/app?startapp=s1"
rank = 1
name_words = ["клуб"]
subscription_ids = [10]

[[plan]]
id = "plus"
title = { ru = "Плюс", en = "Plus" }
description = { ru = "Канал и чат", en = "Channel and chat" }
price_label = { ru = "990 ₽", en = "990 ₽" }
link = "https://t.me/tribute/app?startapp=s2"
rank = 2
subscription_ids = [10]
period_ids = [20]
"#;

const QUIZ: &str = r#"# quiz
title = { ru = "Настроение", en = "Mood" }
intro.ru = "Два вопроса"
intro.en = "Two questions"

[[question]]
text = { ru = "Как утро?", en = "How is the morning?" }
answer = [
    { text = { ru = "Хорошо", en = "Good" }, points = 0 },
    { text = { ru = "Плохо", en = "Bad" }, points = 2 },
]

[[question]]
text = { ru = "Как вечер?", en = "How is the evening?" }
answer = [
    { text = { ru = "Светло", en = "Bright" }, points = 0 },
    { text = { ru = "Темно", en = "Dark" }, points = 2 },
]

[[band]]
id = "good"
from = 0
to = 2
level = { ru = "Хорошее", en = "Good" }
note = { ru = "Так держать", en = "Keep going" }
product = [{ id = "tea", reason = { ru = "к беседе", en = "for a talk" } }]
action = [{ ru = "Улыбнитесь", en = "Smile" }]

[[band]]
id = "low"
from = 3
to = 4
level = { ru = "Грустное", en = "Low" }
note = { ru = "Отдохните", en = "Have a rest" }
product = [{ id = "honey", reason = { ru = "к чаю", en = "for tea" } }]
action = [{ ru = "Поспите", en = "Sleep" }]
"#;

/// The files of the tiny pack; its texts are the embedded ones.
pub(super) fn tiny() -> BTreeMap<String, String> {
    let mut files = crate::content::folder::embedded_files();
    files.retain(|path, _| path.starts_with("texts") || path == "assistant.toml");
    let own = [
        ("menu", MENU),
        ("products", PRODUCTS),
        ("plans", PLANS),
        ("quizzes/mood", QUIZ),
    ];
    files.extend(own.map(|(name, text)| (format!("{name}.toml"), text.to_owned())));
    files
}

/// The problems after one replacement in one file.
pub(super) fn problems_after(file: &str, from: &str, to: &str) -> Vec<(Problem, String)> {
    let mut files = tiny();
    let text = files.get_mut(file).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    *text = text.replacen(from, to, 1);
    let problems = Content::from_files("pack", &files)
        .err()
        .map(|report| report.0)
        .unwrap_or_default();
    let line = |problem: &Problem| {
        let name = problem.file.strip_prefix("pack/").unwrap();
        let text = files.get(name).map(String::as_str).unwrap_or_default();
        text.lines()
            .nth(problem.line - 1)
            .unwrap_or_default()
            .to_owned()
    };
    problems
        .into_iter()
        .map(|problem| (problem.clone(), line(&problem)))
        .collect()
}

/// Breaks one thing and expects exactly one problem: in that file, on a line with `on_line`, saying `words`.
pub(super) fn check(file: &str, from: &str, to: &str, on_line: &str, words: &str) {
    let problems = problems_after(file, from, to);
    let [(problem, line)] = problems.as_slice() else {
        panic!("{from:?} -> {to:?} gives {problems:#?}")
    };
    assert_eq!(problem.file, format!("pack/{file}"), "{problem}");
    assert!(
        line.contains(on_line),
        "{problem}\npoints at {line:?}, not at {on_line:?}"
    );
    assert!(
        problem.message.contains(words),
        "{problem}\ndoes not say {words:?}"
    );
}

#[test]
fn the_tiny_pack_is_valid() {
    if let Err(report) = Content::from_files("pack", &tiny()) {
        panic!("{report}");
    }
}
