//! Recognising plans in what Tribute sends.

use super::tiny::tiny;
use crate::content::Content;

fn found(content: &Content, subscription_id: i64, period_id: i64, name: &str) -> Option<String> {
    content
        .find_plan(subscription_id, period_id, name)
        .map(|plan| plan.id.clone())
}

#[test]
fn ids_decide_before_words_and_a_period_before_a_subscription() {
    let content = Content::from_files("pack", &tiny()).unwrap();
    let cases = [
        (10, 20, "Клуб", Some("plus")),
        (10, 21, "Что угодно", Some("club")),
        (99, 20, "Клуб", Some("club")),
        (99, 99, "клуб 🎉", Some("club")),
        (99, 20, "Что угодно", None),
    ];
    for (subscription, period, name, expected) in cases {
        assert_eq!(
            found(&content, subscription, period, name).as_deref(),
            expected,
            "{subscription} {period} {name}"
        );
    }
}

#[test]
fn in_a_name_the_plan_with_more_matching_words_wins() {
    let content = Content::embedded().unwrap();
    let cases = [
        ("Клуб «Пять ключей» 🎉", Some("club")),
        ("КЛУБ", Some("club")),
        ("Five Keys Club", Some("club")),
        ("Клуб «Пять ключей» Плюс", Some("club_plus")),
        ("Клуб+", Some("club_plus")),
        ("CLUB PLUS", Some("club_plus")),
        ("Plus for friends", Some("club_plus")),
        ("Клубника", None),
        ("Surplus", None),
        ("", None),
    ];
    for (name, expected) in cases {
        assert_eq!(found(&content, 1, 1, name).as_deref(), expected, "{name}");
    }
    assert_eq!(
        found(&content, 1644, 1547, "Переименовали").as_deref(),
        Some("club")
    );
}

#[test]
fn a_name_that_fits_two_plans_equally_fits_none() {
    let mut files = tiny();
    let plans = files.get_mut("plans.toml").unwrap();
    *plans = plans.replace(
        "period_ids = [20]",
        "period_ids = [20]\nname_words = [\"чат\"]",
    );
    let content = Content::from_files("pack", &files).unwrap();
    assert_eq!(found(&content, 0, 0, "Клуб и чат"), None);
    assert_eq!(found(&content, 0, 0, "Чат"), Some("plus".to_owned()));
}
