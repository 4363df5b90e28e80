//! The embedded pack: complete, and its words come out right.

use jiff::civil::date;

use super::tiny::tiny;
use crate::content::html::inspect;
use crate::content::scores::reachable_totals;
use crate::content::{Content, Locale, MenuDoor, TextKey};

use Locale::{En, Ru};

fn embedded() -> Content {
    match Content::embedded_again() {
        Ok(content) => content,
        Err(report) => panic!("{report}"),
    }
}

#[test]
fn what_a_start_takes_on_trust_is_what_a_close_look_finds() {
    let trusted = Content::embedded().unwrap();
    assert!(format!("{trusted:?}") == format!("{:?}", embedded()));
}

#[test]
fn the_embedded_pack_is_valid_and_complete() {
    let content = embedded();
    let doors: Vec<&MenuDoor> = content.menu().iter().flatten().collect();
    for quiz in content.quizzes() {
        let door = MenuDoor::Quiz {
            id: quiz.id.clone(),
        };
        assert!(doors.contains(&&door), "{}", quiz.id);
    }
    for calculator in content.calculators() {
        let door = MenuDoor::Calculator {
            id: calculator.id.clone(),
        };
        assert!(doors.contains(&&door), "{}", calculator.id);
    }
    assert_eq!(doors.last(), Some(&&MenuDoor::Help));
    assert!(content.products().len() >= 8);
    assert_eq!(
        content
            .plans()
            .iter()
            .map(|plan| plan.id.as_str())
            .collect::<Vec<_>>(),
        ["club", "club_plus"]
    );
    let energy = content.quiz("energy").unwrap();
    assert_eq!((energy.questions.len(), energy.max_points()), (5, 20));
    let ranges: Vec<_> = energy
        .bands
        .iter()
        .map(|band| (band.from, band.to))
        .collect();
    assert_eq!(ranges, [(0, 5), (6, 10), (11, 20)]);
    assert!(
        energy
            .bands
            .iter()
            .all(|band| band.actions.len() == 3 && (2..=3).contains(&band.products.len()))
    );
}

#[test]
fn every_reachable_total_has_a_band_and_a_result_telegram_takes() {
    let content = embedded();
    for quiz in content.quizzes() {
        for points in reachable_totals(&quiz.questions) {
            let band = quiz.band_for(points).unwrap();
            assert_eq!(quiz.band(&band.id), Some(band));
            let advice = content.quiz_advice(&quiz.id, &band.id, points).unwrap();
            for locale in Locale::ALL {
                let texts = [
                    content.result_text(locale, &advice),
                    content.plan_text(locale, &advice, date(2026, 9, 30)),
                ];
                for text in texts {
                    let found = inspect(&text);
                    assert_eq!(found.problems, Vec::<String>::new(), "{text}");
                    assert!(found.length <= 4096 && !text.contains(['{', '}']), "{text}");
                }
            }
        }
    }
}

#[test]
fn words_follow_their_number_in_both_languages() {
    let content = embedded();
    let cases = [
        (Ru, 1, "1 балл из 20 (чем меньше, тем лучше)"),
        (Ru, 2, "2 балла из 20 (чем меньше, тем лучше)"),
        (Ru, 5, "5 баллов из 20 (чем меньше, тем лучше)"),
        (Ru, 11, "11 баллов из 20 (чем меньше, тем лучше)"),
        (Ru, 21, "21 балл из 20 (чем меньше, тем лучше)"),
        (Ru, 112, "112 баллов из 20 (чем меньше, тем лучше)"),
        (Ru, 0, "0 баллов из 20 (чем меньше, тем лучше)"),
        (En, 0, "0 points out of 20 (fewer is better)"),
        (En, 1, "1 point out of 20 (fewer is better)"),
        (En, 21, "21 points out of 20 (fewer is better)"),
    ];
    for (locale, n, expected) in cases {
        assert_eq!(
            content.plural(locale, TextKey::ResultPoints, n, &[("max", "20")]),
            expected
        );
    }
}

#[test]
fn dates_are_written_as_each_language_does() {
    let content = embedded();
    assert_eq!(content.date(Ru, date(2026, 12, 5)), "5 декабря 2026");
    assert_eq!(content.date(En, date(2026, 12, 5)), "5 December 2026");
    assert_eq!(content.date(Ru, date(2027, 5, 31)), "31 мая 2027");
    let months: Vec<String> = (1..=12)
        .map(|month| content.date(En, date(2026, month, 1)))
        .collect();
    assert_eq!(
        (months[0].as_str(), months[7].as_str(), months[11].as_str()),
        ("1 January 2026", "1 August 2026", "1 December 2026")
    );
}

#[test]
fn arguments_are_escaped_in_messages_and_not_on_buttons() {
    let content = embedded();
    let welcome = content.text(En, TextKey::StartWelcomeBack, &[("name", "<b>&")]);
    assert!(welcome.contains("&lt;b&gt;&amp;"), "{welcome}");
    let label = content.text(En, TextKey::ButtonBuy, &[("product", "A & B")]);
    assert!(label.ends_with("A & B"), "{label}");
}

#[test]
fn every_text_is_filled_by_the_arguments_its_key_names() {
    let content = embedded();
    for key in TextKey::ALL {
        let args: Vec<(&str, &str)> = key.placeholders().iter().map(|name| (*name, "7")).collect();
        for locale in Locale::ALL {
            let text = if key.is_plural() {
                content.plural(locale, *key, 7, &args)
            } else {
                content.text(locale, *key, &args)
            };
            assert!(
                !text.trim().is_empty() && !text.contains(['{', '}']),
                "{}: {text}",
                key.name()
            );
        }
    }
}

#[test]
fn doors_are_labelled_by_texts_and_quiz_titles() {
    let content = embedded();
    let doors = content.menu().iter().flatten();
    let labels: Vec<String> = doors.map(|door| content.door_label(En, door)).collect();
    for label in [
        "⚡ Energy",
        "⚖️ Body mass index",
        "🛍 Catalogue",
        "🔗 Register at the shop",
        "💬 Consultation",
    ] {
        assert!(
            labels.iter().any(|known| known == label),
            "{label}: {labels:?}"
        );
    }
}

#[test]
fn prices_are_read_exactly() {
    let content = Content::from_files("pack", &tiny()).unwrap();
    let tea = content.product("tea").unwrap();
    assert_eq!((tea.price_minor, tea.currency.as_str()), (39050, "rub"));
    assert_eq!(
        content.money(Ru, tea.price_minor, &tea.currency),
        "390,50 ₽"
    );
    assert_eq!(
        content
            .product("honey")
            .map(|honey| (honey.price_minor, honey.currency.as_str())),
        Some((50000, "rub"))
    );
}

#[test]
fn windows_line_ends_and_byte_order_marks_change_nothing() {
    let files = tiny()
        .into_iter()
        .map(|(name, text)| (name, format!("\u{feff}{}", text.replace('\n', "\r\n"))))
        .collect();
    let windows = Content::from_files("pack", &files).unwrap();
    let unix = Content::from_files("pack", &tiny()).unwrap();
    assert_eq!(
        windows.text(Ru, TextKey::StartWelcome, &[]),
        unix.text(Ru, TextKey::StartWelcome, &[])
    );
    assert_eq!(windows.quizzes(), unix.quizzes());
}
