use jiff::Timestamp;
use proptest::prelude::*;

use crate::{
    bot::zones::{Found, find, title, zone},
    content::Locale,
};

fn zone_of(text: &str) -> Option<String> {
    match find(text) {
        Found::Zone(zone, _) => Some(zone),
        Found::Near(_) => None,
    }
}

fn offered(text: &str) -> Vec<&'static str> {
    match find(text) {
        Found::Zone(zone, _) => panic!("{text} is {zone}"),
        Found::Near(cities) => cities.iter().map(|city| city.name(Locale::Ru)).collect(),
    }
}

#[test]
fn a_city_is_known_by_whatever_name_people_give_it() {
    for (text, expected) in [
        ("Новосибирск", "Asia/Novosibirsk"),
        ("  новосибирск ", "Asia/Novosibirsk"),
        ("Novosibirsk", "Asia/Novosibirsk"),
        ("г. Новосибирск", "Asia/Novosibirsk"),
        ("Санкт-Петербург", "Europe/Moscow"),
        ("санкт петербург", "Europe/Moscow"),
        ("Питер", "Europe/Moscow"),
        ("МСК", "Europe/Moscow"),
        ("Орел", "Europe/Moscow"),
        ("ОРЁЛ", "Europe/Moscow"),
        ("Ростов на Дону", "Europe/Moscow"),
        ("Улан - Удэ", "Asia/Irkutsk"),
        ("Alma-Ata", "Asia/Almaty"),
        ("Київ", "Europe/Kyiv"),
        ("kiev", "Europe/Kyiv"),
        ("new york", "America/New_York"),
        ("Буэнос-Айрес", "America/Argentina/Buenos_Aires"),
        ("Екб", "Asia/Yekaterinburg"),
        ("Бали", "Asia/Makassar"),
    ] {
        assert_eq!(zone_of(text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn a_zone_is_known_by_its_own_name_and_by_its_hours() {
    for (text, expected) in [
        ("Europe/Riga", "Europe/Riga"),
        ("europe/riga", "Europe/Riga"),
        ("America/New York", "America/New_York"),
        ("UTC+5", "Etc/GMT-5"),
        ("utc +5", "Etc/GMT-5"),
        ("+5", "Etc/GMT-5"),
        ("+05:00", "Etc/GMT-5"),
        ("GMT-3", "Etc/GMT+3"),
        ("−3", "Etc/GMT+3"),
        ("МСК+4", "Etc/GMT-7"),
        ("мск -1", "Etc/GMT-2"),
        ("msk-3", "Etc/UTC"),
        ("UTC", "Etc/UTC"),
        ("GMT", "Etc/UTC"),
        ("+0530", "Asia/Kolkata"),
        ("UTC+5:45", "Asia/Kathmandu"),
        ("-9:30", "Pacific/Marquesas"),
        ("+14", "Etc/GMT-14"),
        ("-12", "Etc/GMT+12"),
    ] {
        assert_eq!(zone_of(text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn what_is_no_place_and_no_hour_is_none() {
    for text in [
        "",
        " ",
        "5",
        "+",
        "+15",
        "-13",
        "+5:20",
        "UTC+",
        "UTC5",
        "+1:2:3",
        "++5",
        "Japan",
        "EST",
        "Etc/Unknown",
        "мск мск",
        "Mars/Olympus",
        "/start",
        "🌿",
    ] {
        assert_eq!(zone_of(text), None, "{text}");
    }
    assert_eq!(zone_of(&"Москва ".repeat(20)), None);
}

#[test]
fn a_slip_of_the_finger_finds_its_city() {
    for (text, first) in [
        ("Новосибрск", "Новосибирск"),
        ("Екатиренбург", "Екатеринбург"),
        ("Красноярк", "Красноярск"),
        ("Челябенск", "Челябинск"),
        ("Mosow", "Москва"),
        ("Благовещ", "Благовещенск"),
    ] {
        assert_eq!(
            offered(text).first(),
            Some(&first),
            "{text}: {:?}",
            offered(text)
        );
    }
    assert!(offered("Новотроицк-Заречный").is_empty());
    assert!(offered("ы").is_empty());
    assert!(offered("Нов").len() <= 4);
}

#[test]
fn a_zone_is_shown_as_its_city_and_its_hours() {
    let winter: Timestamp = "2026-01-15T12:00:00Z".parse().expect("a moment");
    let summer: Timestamp = "2026-07-15T12:00:00Z".parse().expect("a moment");
    for (name, locale, now, expected) in [
        (
            "Asia/Novosibirsk",
            Locale::Ru,
            winter,
            "Новосибирск (UTC+7)",
        ),
        (
            "Asia/Novosibirsk",
            Locale::En,
            winter,
            "Novosibirsk (UTC+7)",
        ),
        ("Europe/Berlin", Locale::En, winter, "Berlin (UTC+1)"),
        ("Europe/Berlin", Locale::En, summer, "Berlin (UTC+2)"),
        ("America/New_York", Locale::Ru, summer, "Нью-Йорк (UTC-4)"),
        ("Asia/Kathmandu", Locale::En, winter, "Kathmandu (UTC+5:45)"),
        (
            "Pacific/Marquesas",
            Locale::Ru,
            winter,
            "Pacific/Marquesas (UTC-9:30)",
        ),
        ("Etc/GMT-5", Locale::Ru, winter, "UTC+5"),
        ("Etc/UTC", Locale::Ru, winter, "UTC"),
        ("Europe/London", Locale::En, winter, "London (UTC)"),
    ] {
        assert_eq!(title(name, locale, now), expected);
    }
}

proptest! {
    #[test]
    fn whatever_is_written_is_a_zone_that_exists_or_none(text in "\\PC{0,30}|[+-]?[0-9:]{0,6}|(utc|мск|GMT)? ?[+-][0-9]{1,2}(:[0-9]{1,2})?") {
        match find(&text) {
            Found::Zone(name, _) => prop_assert!(zone(&name).is_some(), "{name}"),
            Found::Near(cities) => prop_assert!(cities.len() <= 4),
        }
    }
}
