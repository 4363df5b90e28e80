//! Each kind of mistake in fields, values, names and files is reported where it is.

use super::tiny::{check, tiny};
use crate::content::Content;

const QUIZ: &str = "quizzes/mood.toml";

#[test]
fn mistakes_of_form_are_reported_on_their_line() {
    check(QUIZ, "from = 3", "from = ", "from = ", "cannot be read");
    check(
        QUIZ,
        "from = 3",
        "from = 3\nfrom = 4",
        "from = 4",
        "already used above",
    );
    check(
        QUIZ,
        "from = 3",
        "frm = 3\nfrom = 3",
        "frm = 3",
        "did you mean `from`?",
    );
    check(
        QUIZ,
        "to = 4\n",
        "to = 4\nelephant = 1\n",
        "elephant",
        "use one of: action, from, id",
    );
    check(QUIZ, "from = 3", "from = \"3\"", "from =", "whole number");
    check(
        QUIZ,
        "points = 2",
        "points = -2",
        "points = -2",
        "whole number",
    );
    check(QUIZ, "\nid = \"low\"", "", "[[band]]", "`id` is missing");
    check(
        QUIZ,
        "en = \"How is the evening?\"",
        "",
        "Как вечер",
        "`en` is missing",
    );
    check(
        QUIZ,
        "intro.en = \"Two questions\"\n",
        "",
        "intro.ru",
        "`en` is missing",
    );
    check(
        QUIZ,
        "en = \"Sleep\"",
        "en = 5",
        "Поспите",
        "text in quotes",
    );
    check(
        QUIZ,
        "title = { ru = \"Настроение\", en = \"Mood\" }",
        "title = \"Mood\"",
        "title",
        "both languages",
    );
    check(
        "menu.toml",
        "[[door]]\nkind = \"help\"",
        "[[doors]]\nkind = \"help\"",
        "[[doors]]",
        "did you mean `door`?",
    );
    check(
        "products.toml",
        "link = \"https://example.com/tea\"\n",
        "",
        "[[product]]",
        "`link` is missing",
    );
}

#[test]
fn mistakes_in_single_values_are_reported_on_their_line() {
    check(
        "products.toml",
        "https://example.com/tea",
        "http://example.com/tea",
        "http://",
        "write `https://…`",
    );
    check(
        "plans.toml",
        "https://t.me/tribute/app?startapp=s2",
        "t.me/tribute",
        "t.me/tribute",
        "write `https://…`",
    );
    check(
        "products.toml",
        "price = 390.50",
        "price = \"390\"",
        "price = \"390\"",
        "number without quotes",
    );
    check(
        "products.toml",
        "price = 390.50",
        "price = 390.505",
        "price = 390.505",
        "number without quotes",
    );
    check(
        "products.toml",
        "price = 390.50",
        "price = -1",
        "price = -1",
        "number without quotes",
    );
    check(
        "products.toml",
        "\"rub\"",
        "\"roubles\"",
        "roubles",
        "three letters",
    );
    check(
        "plans.toml",
        "id = \"plus\"",
        "id = \"Клуб+\"",
        "Клуб+",
        "1 to 16 of the characters",
    );
    check(
        "plans.toml",
        "id = \"plus\"",
        "id = \"a_very_long_id_17\"",
        "a_very_long_id_17",
        "1 to 16 of the characters",
    );
    check(
        QUIZ,
        "\"Хорошо\"",
        "\"<b>Хорошо</b>\"",
        "Хорошо",
        "tags do not work on a button",
    );
    check(
        QUIZ,
        "\"к чаю\"",
        "\"к <i>чаю</i>\"",
        "чаю",
        "tags do not work",
    );
    check(
        QUIZ,
        "\"Как утро?\"",
        "\"Как <b>утро?\"",
        "утро",
        "`<b>` is not closed",
    );
    check(
        QUIZ,
        "\"Как утро?\"",
        "\"Как утро, {name}?\"",
        "утро",
        "placeholders like `{name}` do not work",
    );
    check(
        QUIZ,
        "\"Отдохните\"",
        "\" \"",
        "Have a rest",
        "the text is empty",
    );
    check(
        QUIZ,
        "\"Светло\"",
        &format!("\"{}\"", "а".repeat(65)),
        "Bright",
        "shorten the text to 64",
    );
    check(
        QUIZ,
        "\"Улыбнитесь\"",
        &format!("\"{}\"", "а".repeat(301)),
        "Smile",
        "shorten the text to 300",
    );
    check(
        QUIZ,
        "\"Так держать\"",
        &format!("\"{}\"", "а".repeat(3001)),
        "Keep going",
        "shorten the text to 3000",
    );
}

#[test]
fn two_things_with_one_name_are_reported() {
    check(
        "plans.toml",
        "id = \"plus\"",
        "id = \"club\"",
        "[[plan]]",
        "`club` is already used on line 2",
    );
    check(
        QUIZ,
        "id = \"low\"",
        "id = \"good\"",
        "[[band]]",
        "`good` is already used",
    );
    let more = "id = \"honey\", reason = { ru = \"к чаю\", en = \"for tea\" } }";
    check(
        QUIZ,
        more,
        &format!("{more}, {{ {more}"),
        "honey",
        "`honey` is already used",
    );
    check(
        "menu.toml",
        "kind = \"help\"",
        "kind = \"quiz\"\nquiz = \"mood\"",
        "[[door]]",
        "already in the menu",
    );
    check(
        "plans.toml",
        "period_ids = [20]",
        "name_words = [\"КЛУБ!\"]\nperiod_ids = [20]",
        "КЛУБ",
        "already listed on line 9",
    );
}

#[test]
fn names_that_lead_nowhere_are_reported() {
    check(
        QUIZ,
        "id = \"tea\"",
        "id = \"tee\"",
        "tee",
        "no product `tee` (did you mean `tea`?)",
    );
    check(
        "menu.toml",
        "\"mood\"",
        "\"mod\"",
        "quiz = \"mod\"",
        "no quiz `mod` (did you mean `mood`?)",
    );
    check(
        "menu.toml",
        "\"help\"",
        "\"halp\"",
        "halp",
        "no door of the kind `halp` (did you mean `help`?)",
    );
    check(
        "plans.toml",
        "name_words = [\"клуб\"]\nsubscription_ids = [10]",
        "",
        "[[plan]]",
        "no payment can be recognised",
    );
    check("plans.toml", "[\"клуб\"]", "[\"—\"]", "—", "has no letters");
    check("plans.toml", "[\"клуб\"]", "[5]", "[5]", "wrong form");
}

#[test]
fn missing_and_unknown_files_are_reported() {
    let mut files = tiny();
    let menu = files.remove("menu.toml").unwrap();
    files.insert("menus.toml".to_owned(), menu);
    let quiz = files.get(QUIZ).unwrap().clone();
    files.insert("quizzes/Good Mood.toml".to_owned(), quiz);
    let report = Content::from_files("my/pack/", &files).unwrap_err();
    let lines: Vec<String> = report.to_string().lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 3, "{report}");
    assert!(
        lines[0].starts_with("my/pack/menu.toml:1: the file is missing"),
        "{report}"
    );
    assert!(
        lines[1].starts_with(
            "my/pack/menus.toml:1: this file is not part of a pack (did you mean `menu.toml`?)"
        ),
        "{report}"
    );
    assert!(
        lines[2].starts_with(
            "my/pack/quizzes/Good Mood.toml:1: the file's name is the quiz's id: `Good Mood`"
        ),
        "{report}"
    );
}

#[test]
fn every_problem_of_a_pack_is_reported_at_once_and_in_order() {
    let mut files = tiny();
    for (name, from, to) in [
        ("texts.toml", "Question {number} of", "Question of"),
        ("products.toml", "https://example.com/tea", "example"),
        ("menu.toml", "mood", "mod"),
        (QUIZ, "points = 0", "points = x"),
    ] {
        let text = files.get_mut(name).unwrap();
        *text = text.replacen(from, to, 1);
    }
    let report = Content::from_files("pack", &files).unwrap_err();
    let found: Vec<&str> = report
        .0
        .iter()
        .map(|problem| problem.file.as_str())
        .collect();
    assert_eq!(
        found,
        [
            "pack/menu.toml",
            "pack/products.toml",
            "pack/quizzes/mood.toml",
            "pack/texts.toml"
        ],
        "{report}"
    );
}
