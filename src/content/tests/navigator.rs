//! Doors and pages: everything can be reached, nothing leads nowhere.

use super::tiny::tiny;
use crate::content::{Content, MenuDoor, Problem};

const PAGES: &str = r#"[[page]]
id = "start"
title = { ru = "Начало", en = "Start" }
text = { ru = "Сюда", en = "Here" }
door = [{ kind = "page", page = "deep" }]

[[page]]
id = "deep"
title = { ru = "Глубже", en = "Deeper" }
text = { ru = "Секрет", en = "Secret" }
plan = "club"
teaser = { ru = "Для своих", en = "For members" }
"#;

fn load(from: &str, to: &str, menu: &str) -> Result<Content, Vec<Problem>> {
    assert!(PAGES.contains(from), "{from}");
    let mut files = tiny();
    files.insert("navigator.toml".into(), PAGES.replacen(from, to, 1));
    files.insert("menu.toml".into(), menu.into());
    Content::from_files("pack", &files).map_err(|report| report.0)
}

const MENU: &str = "[[door]]\nkind = \"quizzes\"\n\n[[door]]\nkind = \"page\"\npage = \"start\"\n\n[[door]]\nkind = \"help\"\nbeside = true\n";

#[test]
fn the_menu_has_rows_and_takes_up_new_quizzes_by_itself() {
    let content = load("Сюда", "Сюда", MENU).expect("sound");
    let quiz = MenuDoor::Quiz { id: "mood".into() };
    let page = MenuDoor::Page { id: "start".into() };
    assert_eq!(content.menu(), [vec![quiz], vec![page, MenuDoor::Help]]);
    assert_eq!(
        content
            .page("deep")
            .and_then(|page| page.premium.as_ref())
            .map(|premium| premium.plan.as_str()),
        Some("club")
    );
}

#[test]
fn mistakes_in_doors_and_pages_are_reported_with_what_to_do() {
    for (from, to, menu, words) in [
        (
            "page = \"deep\"",
            "page = \"dep\"",
            MENU.to_owned(),
            "did you mean `deep`?",
        ),
        (
            "door = [{ kind = \"page\", page = \"deep\" }]\n",
            "",
            MENU.to_owned(),
            "no button leads to the page `deep`",
        ),
        (
            "plan = \"club\"",
            "plan = \"clib\"",
            MENU.to_owned(),
            "did you mean `club`?",
        ),
        (
            "Сюда",
            "Сюда",
            MENU.replace("\"page\"\npage = \"start\"", "\"help\""),
            "no button leads to the page `start`",
        ),
        (
            "Сюда",
            "Сюда",
            MENU.replace("beside = true", "beside = \"yes\""),
            "without quotes",
        ),
        (
            "Сюда",
            "Сюда",
            MENU.replace("quizzes", "quizes"),
            "did you mean `quizzes`?",
        ),
        (
            "Сюда",
            "Сюда",
            MENU.replace("\"quizzes\"", "\"picker\""),
            "add the file `picker.toml`",
        ),
        (
            "Сюда",
            "Сюда",
            MENU.replace("\"quizzes\"", "\"calculator\"\ncalculator = \"bmi\""),
            "add the file `calculators/bmi.toml`",
        ),
        (
            "Сюда",
            "Сюда",
            MENU.replace(
                "\"quizzes\"",
                "\"link\"\nurl = \"ftp://x\"\nlabel = { ru = \"A\", en = \"A\" }",
            ),
            "not a link",
        ),
    ] {
        let found = load(from, to, &menu).expect_err(words);
        assert!(
            found.iter().any(|problem| problem.message.contains(words)),
            "{words}: {found:#?}"
        );
    }
}
