//! Doors of plans: which plans open them, and every mistake in their sections.

use super::tiny::{check, tiny};
use crate::content::Content;

const DOOR: &str = "\n[[plan.door]]\nchat = -1001\ntitle.ru = \"Канал\"\ntitle.en = \"Channel\"\n";

#[test]
fn a_door_is_opened_by_the_plans_that_name_it_and_by_every_higher_one() {
    let mut files = tiny();
    let plans = files.get_mut("plans.toml").unwrap();
    let chat = DOOR.replace("-1001", "-1002").replace("Канал", "Чат");
    *plans = plans.replace(
        "\n[[plan]]\nid = \"plus\"",
        &format!("{DOOR}\n[[plan]]\nid = \"plus\""),
    );
    plans.push_str(DOOR);
    plans.push_str(&chat);
    let content = Content::from_files("pack", &files).unwrap();
    let doors: Vec<i64> = content.plan_doors().iter().map(|door| door.chat).collect();
    assert_eq!(doors, [-1001, -1002], "each once");
    assert_eq!(content.plans_opening(-1001), ["club", "plus"]);
    assert_eq!(content.plans_opening(-1002), ["plus"]);
    assert_eq!(content.plans_opening(-1003), Vec::<&str>::new());
    assert!(content.plan_door(-1002).is_some() && content.plan_door(5).is_none());
}

#[test]
fn mistakes_in_doors_are_reported_where_they_are() {
    let after = "period_ids = [20]";
    let with = |door: &str| format!("{after}\n{door}");
    for (old, new, line, words) in [
        ("-1001", "1001", "chat = 1001", "negative"),
        ("-1001", "\"-1001\"", "chat = \"-1001\"", "negative"),
        ("-1001", "-9007199254740993", "chat = -90", "negative"),
        ("chat = -1001\n", "", "[[plan.door]]", "`chat` is missing"),
        (
            "title.en = \"Channel\"\n",
            "",
            "title.ru = \"Канал\"",
            "`en` is missing",
        ),
        ("chat =", "chta = 1\nchat =", "chta", "did you mean `chat`?"),
    ] {
        check(
            "plans.toml",
            after,
            &with(&DOOR.replace(old, new)),
            line,
            words,
        );
    }
    let twice = with(&format!("{DOOR}{DOOR}"));
    check(
        "plans.toml",
        after,
        &twice,
        "[[plan.door]]",
        "already a door",
    );
    let many = |range: std::ops::Range<i32>| -> String {
        range
            .map(|chat| DOOR.replace("-1001", &format!("-{chat}")))
            .collect()
    };
    check(
        "plans.toml",
        after,
        &with(&many(1..7)),
        "[[plan.door]]",
        "more than 5",
    );
    let long = DOOR.replace("Channel", &"x".repeat(64));
    check(
        "plans.toml",
        after,
        &with(&long),
        "[[plan.door]]",
        "shorten `title`",
    );
}
