use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, Weekday},
    tz::TimeZone,
};
use proptest::prelude::*;

use super::Schedule;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn at(text: &str) -> Timestamp {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn day(text: &str) -> Date {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn mondays_and_thursdays(hour: i8) -> Schedule {
    Schedule::new(hour, vec![Weekday::Monday, Weekday::Thursday])
}

fn every_day(hour: i8) -> Schedule {
    let monday = Weekday::Monday;
    Schedule::new(hour, monday.cycle_forward().take(7).collect())
}

#[test]
fn the_next_time_is_the_hour_of_the_persons_own_clock_on_the_next_day_of_the_week() {
    // Thursday, 2026-11-26.
    for (name, after, expected) in [
        (
            "Europe/Moscow",
            "2026-11-26T05:59:59Z",
            "2026-11-26T06:00:00Z",
        ),
        (
            "Europe/Moscow",
            "2026-11-26T06:00:00Z",
            "2026-11-30T06:00:00Z",
        ),
        (
            "Asia/Kamchatka",
            "2026-11-25T20:00:00Z",
            "2026-11-25T21:00:00Z",
        ),
        (
            "Asia/Kamchatka",
            "2026-11-25T21:00:00Z",
            "2026-11-29T21:00:00Z",
        ),
        (
            "America/Los_Angeles",
            "2026-11-26T06:00:00Z",
            "2026-11-26T17:00:00Z",
        ),
        (
            "Asia/Kathmandu",
            "2026-11-26T00:00:00Z",
            "2026-11-26T03:15:00Z",
        ),
        (
            "Pacific/Kiritimati",
            "2026-11-25T12:00:00Z",
            "2026-11-25T19:00:00Z",
        ),
    ] {
        let next = mondays_and_thursdays(9).next(&zone(name), at(after), None);
        assert_eq!(next, Some(at(expected)), "{name} after {after}");
    }
}

#[test]
fn where_clocks_jump_over_the_hour_it_comes_as_much_later_and_where_it_comes_twice_the_first_counts()
 {
    let berlin = zone("Europe/Berlin");
    // 2026-03-29: 02:00 becomes 03:00. 2026-10-25: 03:00 becomes 02:00.
    let schedule = every_day(2);
    let spring = schedule.next(&berlin, at("2026-03-28T02:00:00Z"), None);
    assert_eq!(
        spring,
        Some(at("2026-03-29T01:00:00Z")),
        "03:00 by the new clock"
    );
    let autumn = schedule.next(&berlin, at("2026-10-24T12:00:00Z"), None);
    assert_eq!(
        autumn,
        Some(at("2026-10-25T00:00:00Z")),
        "02:00 by the old clock"
    );
    // The second 02:00 of that day is not another slot.
    let then = schedule.next(&berlin, at("2026-10-25T00:00:00Z"), None);
    assert_eq!(then, Some(at("2026-10-26T01:00:00Z")));
    // An hour away from the change keeps its place on the clock.
    let nine = every_day(9);
    let before = nine.next(&berlin, at("2026-03-27T20:00:00Z"), None);
    let after = nine.next(&berlin, at("2026-03-28T20:00:00Z"), None);
    assert_eq!(
        (before, after),
        (
            Some(at("2026-03-28T08:00:00Z")),
            Some(at("2026-03-29T07:00:00Z"))
        )
    );
}

#[test]
fn a_day_that_had_its_reminder_has_no_other_also_in_another_zone() {
    let schedule = every_day(9);
    let last = Some(day("2026-11-26"));
    // Reminded at nine in Vladivostok, then moved to Moscow, where it is two in the night of the same day.
    let next = schedule.next(&zone("Europe/Moscow"), at("2026-11-25T23:05:00Z"), last);
    assert_eq!(next, Some(at("2026-11-27T06:00:00Z")));
    // Reminded in Kiritimati, then moved to where it is still the day before.
    let next = schedule.next(&zone("Pacific/Honolulu"), at("2026-11-25T19:05:00Z"), last);
    assert_eq!(next, Some(at("2026-11-27T19:00:00Z")));
}

#[test]
fn a_late_reminder_goes_out_on_its_day_and_not_at_night() {
    let moscow = zone("Europe/Moscow");
    let schedule = mondays_and_thursdays(9);
    let due = at("2026-11-26T06:00:00Z");
    let today = Some(day("2026-11-26"));
    for (now, last, expected) in [
        ("2026-11-26T05:59:59Z", None, None),
        ("2026-11-26T06:00:00Z", None, today),
        ("2026-11-26T17:59:59Z", None, today),
        // 21:00
        ("2026-11-26T18:00:00Z", None, None),
        ("2026-11-27T06:00:00Z", None, None),
        // The next Monday's is that Monday's.
        ("2026-11-30T06:00:00Z", None, Some(day("2026-11-30"))),
        ("2026-11-26T06:00:00Z", today, None),
    ] {
        let owed = schedule.owed(&moscow, due, at(now), last);
        assert_eq!(owed, expected, "{now} {last:?}");
    }
    let owl = mondays_and_thursdays(23);
    let due = at("2026-11-26T20:00:00Z");
    assert_eq!(
        owl.owed(&moscow, due, due, None),
        today,
        "an owner's own night hour"
    );
}

#[test]
fn what_was_planned_with_other_settings_is_planned_anew_and_not_sent() {
    let moscow = zone("Europe/Moscow");
    // Planned for eighteen o'clock; then the owner said nine.
    let due = at("2026-11-26T15:00:00Z");
    assert_eq!(mondays_and_thursdays(9).owed(&moscow, due, due, None), None);
    // Planned for nine; then the owner said eighteen.
    let due = at("2026-11-26T06:00:00Z");
    let later = mondays_and_thursdays(18);
    assert_eq!(later.owed(&moscow, due, due, None), None);
    assert_eq!(
        later.next(&moscow, due, None),
        Some(at("2026-11-26T15:00:00Z"))
    );
    // Planned for a day that is none any more.
    let sundays = Schedule::new(9, vec![Weekday::Sunday]);
    assert_eq!(sundays.owed(&moscow, due, due, None), None);
    assert_eq!(Schedule::new(9, Vec::new()).next(&moscow, due, None), None);
}

#[test]
fn other_settings_are_written_otherwise_and_the_same_ones_the_same() {
    let one = Schedule::new(9, vec![Weekday::Thursday, Weekday::Monday, Weekday::Monday]);
    assert_eq!(one, mondays_and_thursdays(9));
    assert_eq!(one.to_string(), "9 on 1,4");
}

const ZONES: [&str; 12] = [
    "Pacific/Kiritimati",
    "Pacific/Apia",
    "Asia/Kamchatka",
    "Europe/Moscow",
    "Europe/Berlin",
    "Africa/Cairo",
    "America/Havana",
    "America/Los_Angeles",
    "Pacific/Honolulu",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Etc/GMT+12",
];

proptest! {
    /// A person who changes zones as they like, and a service that looks at the clock as it likes.
    #[test]
    fn nobody_gets_two_on_one_day_and_who_is_looked_at_in_time_misses_none(
        hour in 0_i8..24,
        days in prop::collection::vec(0_i8..7, 1..7),
        start in 1_700_000_000_i64..1_900_000_000,
        looks in prop::collection::vec((1_i64..200_000, prop::option::weighted(0.1, 0..ZONES.len())), 1..80),
    ) {
        let days = days.into_iter().map(|day| Weekday::from_monday_zero_offset(day).expect("a day"));
        let schedule = Schedule::new(hour, days.collect());
        let mut here = zone("Europe/Moscow");
        let mut now = Timestamp::from_second(start).expect("a moment");
        let mut last = None;
        let mut due = schedule.next(&here, now, last).expect("some day");
        let mut sent: Vec<Date> = Vec::new();
        for (wait, moved) in looks {
            prop_assert!(due > now, "the next time lies ahead");
            prop_assert!(due.duration_since(now) < SignedDuration::from_hours(11 * 24), "and not far ahead");
            let local = due.to_zoned(here.clone());
            prop_assert!(schedule.weekdays().contains(&local.weekday()));
            prop_assert!(local.hour() == hour || local.hour() == hour + 1, "{local}");
            if let Some(moved) = moved {
                here = zone(ZONES[moved]);
                due = schedule.next(&here, now, last).expect("some day");
            }
            now += SignedDuration::from_secs(wait);
            if due > now {
                continue;
            }
            let owed = schedule.owed(&here, due, now, last);
            let in_time = now.duration_since(due) < SignedDuration::from_mins(30);
            if let Some(today) = owed {
                prop_assert!(last.is_none_or(|last| today > last), "two on {today}");
                sent.push(today);
                last = Some(today);
            } else {
                prop_assert!(!in_time, "missed {due} at {now}");
            }
            due = schedule.next(&here, now, last).expect("some day");
        }
        let mut once = sent.clone();
        once.dedup();
        prop_assert_eq!(once, sent);
    }
}
