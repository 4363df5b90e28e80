//! When each notice comes.

use super::*;

#[test]
fn access_that_will_not_renew_is_spoken_of_three_days_a_day_and_hours_before_and_when_it_is_over() {
    let mut world = World::new("Europe/Moscow", "ru", "2026-03-01T12:00:00Z");
    world.saves(cancelled("2026-03-10T12:30:00Z"));
    world.lives_until("2026-04-01T00:00:00Z");
    expect(
        &world,
        &[
            (
                "2026-03-07T06:00:00Z",
                "осталось 3 дня.\nДоступ открыт до 10 марта 2026",
            ),
            (
                "2026-03-09T06:00:00Z",
                "заканчивается завтра, 10 марта 2026",
            ),
            (
                "2026-03-10T06:00:00Z",
                "сегодня последний день, доступ открыт до 15:30",
            ),
            ("2026-03-10T12:30:00Z", "доступ закончился 10 марта 2026"),
        ],
    );
    // Only what stays true waits for whoever cannot be reached.
    let kept = world
        .said
        .iter()
        .map(|(_, message)| message.keep_for_unreachable);
    assert_eq!(kept.collect::<Vec<_>>(), [false, false, false, true]);
    assert!(
        world
            .said
            .iter()
            .all(|(_, message)| message.lane == Lane::Bulk)
    );
    assert_eq!(world.next(), None);
}

#[test]
fn nobody_is_woken_and_an_end_in_the_night_is_told_in_the_morning() {
    let mut world = World::new("Asia/Kamchatka", "en", "2026-03-01T12:00:00Z");
    // Half past three in the night of the 11th.
    world.saves(cancelled("2026-03-10T15:30:00Z"));
    world.lives_until("2026-04-01T00:00:00Z");
    expect(
        &world,
        &[
            (
                "2026-03-07T21:00:00Z",
                "3 days left.\nYour access is open until 11 March 2026",
            ),
            (
                "2026-03-09T21:00:00Z",
                "your access ends tomorrow, 11 March 2026",
            ),
            // In the morning of the last day it would be over.
            ("2026-03-10T21:00:00Z", "your access ended on 11 March 2026"),
        ],
    );
}

#[test]
fn where_clocks_change_the_hour_is_that_of_the_persons_clock() {
    for (zone, until, morning) in [
        (
            "Europe/Berlin",
            "2026-03-31T12:00:00Z",
            "2026-03-28T08:00:00Z",
        ),
        (
            "Europe/Berlin",
            "2026-04-01T12:00:00Z",
            "2026-03-29T07:00:00Z",
        ),
        (
            "Europe/Berlin",
            "2026-10-28T12:00:00Z",
            "2026-10-25T08:00:00Z",
        ),
        (
            "Asia/Kathmandu",
            "2026-03-31T12:00:00Z",
            "2026-03-28T03:15:00Z",
        ),
    ] {
        let mut world = World::new(zone, "ru", "2026-01-01T12:00:00Z");
        world.saves(cancelled(until));
        world.looks();
        assert_eq!(
            world.next(),
            Some((morning.to_owned(), Notice::Days)),
            "{zone}"
        );
    }
}

#[test]
fn a_renewal_that_is_late_is_waited_for_and_spoken_of_once() {
    let mut world = World::new("Europe/Moscow", "ru", "2026-03-01T12:00:00Z");
    world.saves(renewing("2026-03-10T12:30:00Z"));
    world.lives_until("2026-04-01T00:00:00Z");
    expect(
        &world,
        &[
            (
                "2026-03-11T06:00:00Z",
                "не прошла.\nТакое бывает, ничего не потеряно: доступ остаётся открытым до 13 марта 2026",
            ),
            ("2026-03-13T12:30:00Z", "доступ закончился 13 марта 2026"),
        ],
    );

    // One that comes within the grace stops the rest.
    let mut world = World::new("Europe/Moscow", "ru", "2026-03-01T12:00:00Z");
    world.saves(renewing("2026-03-10T08:30:00Z"));
    world.lives_until("2026-03-11T00:00:00Z");
    world.saves(renewing("2026-04-10T08:30:00Z"));
    world.lives_until("2026-04-10T14:00:00Z");
    expect(&world, &[("2026-03-10T14:30:00Z", "пока не прошла")]);
    world.lives_until("2026-04-10T14:30:00Z");
    assert_eq!(
        world.said.len(),
        2,
        "the next period has notices of its own"
    );
}

#[test]
fn a_renewal_in_time_leaves_nothing_to_say() {
    let mut world = World::new("Europe/Moscow", "ru", "2026-03-01T12:00:00Z");
    world.saves(cancelled("2026-03-10T12:30:00Z"));
    world.lives_until("2026-03-08T00:00:00Z");
    assert_eq!(world.said.len(), 1);
    world.saves(renewing("2026-04-10T12:30:00Z"));
    world.lives_until("2026-04-10T12:30:00Z");
    assert_eq!(world.said.len(), 1, "{:?}", world.texts());
}

#[test]
fn a_trial_is_told_a_day_before_that_it_will_be_charged() {
    let mut world = World::new("Europe/Moscow", "ru", "2026-03-01T12:00:00Z");
    let trial = |renews| {
        access(
            "club",
            "sub:1644",
            "2026-03-10T12:30:00Z",
            renews,
            Basis::Trial,
        )
    };
    world.saves(trial(true));
    world.lives_until("2026-03-10T12:30:00Z");
    expect(
        &world,
        &[(
            "2026-03-09T06:00:00Z",
            "завтра, 10 марта 2026, пробный период закончится",
        )],
    );
    let mut world = World::new("Europe/Moscow", "ru", "2026-03-09T12:00:00Z");
    world.saves(trial(false));
    world.lives_until("2026-03-10T12:29:00Z");
    expect(
        &world,
        &[("2026-03-10T06:00:00Z", "сегодня последний день")],
    );
}

#[test]
fn after_days_of_silence_one_notice_comes_that_fits() {
    for (back, words) in [
        ("2026-03-08T10:00:00Z", "осталось 2 дня"),
        ("2026-03-09T17:00:00Z", "завтра"),
        ("2026-03-10T06:10:00Z", "сегодня"),
        ("2026-03-20T06:10:00Z", "доступ закончился 10 марта"),
    ] {
        let mut world = World::new("Europe/Moscow", "ru", "2026-03-01T12:00:00Z");
        world.saves(cancelled("2026-03-10T12:30:00Z"));
        world.looks();
        world.now = at(back);
        world.looks();
        world.looks();
        expect(&world, &[(back, words)]);
    }
    // At night it waits for what fits in the morning.
    let mut world = World::new("Europe/Moscow", "ru", "2026-03-01T12:00:00Z");
    world.saves(cancelled("2026-03-10T12:30:00Z"));
    world.looks();
    world.now = at("2026-03-08T20:00:00Z");
    world.lives_until("2026-03-09T07:00:00Z");
    expect(&world, &[("2026-03-09T06:00:00Z", "завтра")]);
}
