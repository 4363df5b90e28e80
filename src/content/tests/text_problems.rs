//! Each kind of mistake in `texts.toml` is reported where it is.

use super::tiny::{check, problems_after};
use crate::content::{Locale, TextKey, TextKind};

const TEXTS: &str = "texts.toml";

#[test]
fn missing_and_unknown_texts_are_reported() {
    check(
        TEXTS,
        "[button.home]\nru = \"🏠 В меню\"\nen = \"🏠 Menu\"\n",
        "",
        "",
        "the text `button.home` is missing",
    );
    check(
        TEXTS,
        "[button.home]",
        "[button.dance]\nru = \"\"\n[button.home]",
        "[button.dance]",
        "no text `button.dance`",
    );
    check(
        TEXTS,
        "[button.home]",
        "[buton.hom]\nru = \"\"\n[button.home]",
        "[buton.hom]",
        "did you mean `button.home`?",
    );
    check(
        TEXTS,
        "[button.home]",
        "[x.y.z]\nru = \"\"\n[button.home]",
        "[x.y.z]",
        "no text `x.y.z`",
    );
    check(
        TEXTS,
        "[button.home]",
        "[\"button.home\"]\nru = \"1\"\nen = \"1\"\n[button.home]",
        "[\"button.home\"]",
        "twice",
    );
    check(
        TEXTS,
        "en = \"🏠 Menu\"\n",
        "",
        "[button.home]",
        "add the translation of `button.home`",
    );
    check(
        TEXTS,
        "en = \"🏠 Menu\"",
        "en = \"🏠 Menu\"\nde = \"Menü\"",
        "de = ",
        "`de` is not known here",
    );
    check(
        TEXTS,
        "1 = { ru = \"января\", en = \"January\" }",
        "1 = \"января\"",
        "1 = \"января\"",
        "needs both languages",
    );
}

#[test]
fn wrong_placeholders_are_reported_per_language() {
    check(
        TEXTS,
        "Question {number} of",
        "Question {nunber} {number} of",
        "Question",
        "did you mean `{number}`?",
    );
    check(
        TEXTS,
        "en = \"Question {number} of",
        "en = \"Question of",
        "en = \"Question",
        "`{number}` is missing",
    );
    check(
        TEXTS,
        "Вопрос {number} из {total}",
        "Вопрос {number}",
        "ru = \"Вопрос",
        "ru: `{total}` is missing, though",
    );
    check(
        TEXTS,
        "🏠 Menu",
        "🏠 {menu}",
        "en = ",
        "this text has no placeholders",
    );
    check(
        TEXTS,
        "Question {number} of {total}",
        "Question {number} of {total",
        "Question",
        "a `{` is not closed",
    );
}

#[test]
fn plural_forms_that_the_language_needs_are_required() {
    check(
        TEXTS,
        "few = \"{n} балла из {max} (чем меньше, тем лучше)\", ",
        "",
        "{n} балл",
        "`few` is missing; add the ru form",
    );
    check(
        TEXTS,
        "one = \"{n} point out of {max} (fewer is better)\", ",
        "",
        "{n} points",
        "`one` is missing; add the en form",
    );
    check(
        TEXTS,
        "en = { one",
        "en = { two = \"{n}\", one",
        "{n} point",
        "`two` is not known here",
    );
    check(
        TEXTS,
        "{n} балла из {max}",
        "балла из {max}",
        "{n} балл",
        "ru, few: `{n}` is missing",
    );
    check(
        TEXTS,
        "{n} point out of {max} (fewer is better)",
        "{n} point",
        "{n} points",
        "en, one: `{max}` is missing",
    );
    let english = "en = { one = \"{n} point out of {max} (fewer is better)\", other = \"{n} points out of {max} (fewer is better)\" }";
    check(
        TEXTS,
        english,
        "en = \"{n} points out of {max} (fewer is better)\"",
        "en = ",
        "changes with the number; write `en = { one",
    );
}

#[test]
fn html_and_lengths_are_checked_by_where_the_text_is_shown() {
    check(
        TEXTS,
        "<b>Main menu</b>",
        "<b>Main menu",
        "Main menu",
        "`<b>` is not closed",
    );
    check(
        TEXTS,
        "Main menu</b>",
        "Main < menu</b>",
        "Main",
        "a `<` does not start a tag",
    );
    check(
        TEXTS,
        "🏠 Menu",
        "<b>Menu</b>",
        "Menu",
        "tags do not work in this text",
    );
    check(TEXTS, "🏠 Menu", " ", "en = ", "the text is empty");
    check(
        TEXTS,
        "🏠 Menu",
        "🏠\\nMenu",
        "Menu",
        "this text is one line",
    );
    for (text, limit) in [
        ("🏠 Menu", 64),
        ("This button is from", 200),
        ("How to use the bot", 256),
        ("<b>Main menu</b>", 4096),
        ("📄 Your plan", 1024),
    ] {
        let long = "🌿".repeat(limit / 2 + 1);
        check(
            TEXTS,
            text,
            &long,
            "🌿",
            &format!("shorten the text to {limit}"),
        );
    }
    let payment = format!("Who: {} {{person}}", "x".repeat(3700));
    check(
        TEXTS,
        "Who: {person}",
        &payment,
        "en = ",
        "filled-in words included",
    );
}

#[test]
fn a_button_made_too_long_by_the_packs_own_words_is_reported() {
    let problems = problems_after(
        TEXTS,
        "ru = \"🛒 {product}\"",
        &format!("ru = \"{} {{product}}\"", "x".repeat(60)),
    );
    let products: Vec<_> = problems
        .iter()
        .map(|(problem, line)| (problem.file.as_str(), line.as_str()))
        .collect();
    assert_eq!(
        products,
        [("pack/products.toml", "[[product]]")],
        "only honey is too long: {problems:?}"
    );
}

#[test]
fn the_table_of_keys_is_consistent() {
    for (index, key) in TextKey::ALL.iter().enumerate() {
        assert_eq!(*key as usize, index);
        assert_eq!(TextKey::parse(key.name()), Some(*key));
        assert_eq!(
            key.is_plural(),
            key.placeholders().contains(&"n"),
            "{}",
            key.name()
        );
        let filled = key.kind().is_html() || key.kind() == TextKind::Button;
        assert!(
            filled || key.placeholders().is_empty(),
            "{} is measured without arguments",
            key.name()
        );
        let variant: String = key.name().split(['.', '_']).map(capitalised).collect();
        assert_eq!(format!("{key:?}"), variant);
    }
    assert_eq!(Locale::ALL.map(|locale| locale as usize), [0, 1]);
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(chars)
        .collect()
}

#[test]
fn texts_may_stand_in_several_files_but_each_only_once() {
    let mut files = super::tiny::tiny();
    let home = "[button.home]\nru = \"🏠 В меню\"\nen = \"🏠 Menu\"\n";
    files.insert("texts/buttons.toml".into(), format!("# mine\n{home}"));
    let report = crate::content::Content::from_files("pack", &files).expect_err("twice");
    let [problem] = report.0.as_slice() else {
        panic!("{report}");
    };
    assert_eq!(
        (problem.file.as_str(), problem.line),
        ("pack/texts/buttons.toml", 2)
    );
    assert!(
        problem.message.contains("stands in texts.toml too"),
        "{problem}"
    );

    let texts = files.get_mut(TEXTS).expect("there");
    *texts = texts.replacen(home, "", 1);
    let content = crate::content::Content::from_files("pack", &files).expect("sound");
    assert_eq!(
        content.text(Locale::En, TextKey::ButtonHome, &[]),
        "🏠 Menu"
    );
}
