//! To whom a notice comes, and how it reads.

use super::*;

#[test]
fn a_gift_ends_like_what_does_not_renew_and_what_has_no_end_is_not_spoken_of() {
    let mut world = World::new("Europe/Moscow", "ru", "2026-03-09T12:00:00Z");
    world.saves(access(
        "club",
        "sub:1644",
        "2026-03-10T12:30:00Z",
        true,
        Basis::Gift,
    ));
    let mut endless = access(
        "club_plus",
        "hand:club_plus",
        "2026-03-10T12:30:00Z",
        false,
        Basis::Hand,
    );
    world.lives_until("2026-03-10T12:00:00Z");
    expect(
        &world,
        &[("2026-03-10T06:00:00Z", "сегодня последний день")],
    );
    endless.access_until = Timestamp::MAX;
    world.saves(endless);
    world.lives_until("2026-05-01T00:00:00Z");
    assert_eq!(
        world.said.len(),
        1,
        "the higher plan covers the rest: {:?}",
        world.texts()
    );
}

#[test]
fn other_access_to_as_much_makes_a_notice_pointless_and_less_does_not() {
    for (other, renews, other_until, spoken) in [
        ("club_plus", true, "2026-03-09T12:30:00Z", false),
        ("club_plus", false, "2026-03-09T12:30:00Z", true),
        ("club_plus", false, "2026-03-12T12:30:00Z", false),
        ("club", false, "2026-03-12T12:30:00Z", false),
        ("gone", false, "2026-03-12T12:30:00Z", true),
    ] {
        let mut world = World::new("Europe/Moscow", "ru", "2026-03-01T12:00:00Z");
        world.saves(cancelled("2026-03-10T12:30:00Z"));
        world
            .state
            .subscriptions
            .push(access(other, "hand:x", other_until, renews, Basis::Paid));
        world.lives_until("2026-03-07T06:00:00Z");
        assert_eq!(
            world.said.len(),
            usize::from(spoken),
            "{other} {other_until}"
        );
        assert_eq!(
            world.told,
            [if spoken { Told::Sent } else { Told::Covered }]
        );
    }
    // Of two that end together one is spoken of.
    let mut world = World::new("Europe/Moscow", "ru", "2026-03-01T12:00:00Z");
    for source in ["purchase:1", "purchase:2"] {
        world.saves(access(
            "club",
            source,
            "2026-03-10T12:30:00Z",
            false,
            Basis::Paid,
        ));
    }
    world.saves(access(
        "club_plus",
        "hand:a",
        "2026-03-10T12:30:00Z",
        false,
        Basis::Hand,
    ));
    world.lives_until("2026-04-01T00:00:00Z");
    assert_eq!(world.said.len(), 4, "{:?}", world.texts());
    assert!(world.texts().iter().all(|(_, text)| text.contains("Плюс")));
}

#[test]
fn whoever_cannot_be_written_to_or_asked_to_be_forgotten_is_left_alone() {
    for forgotten in [false, true] {
        let mut world = World::new("Europe/Moscow", "ru", "2026-03-01T12:00:00Z");
        world.saves(cancelled("2026-03-10T12:30:00Z"));
        let mark = |world: &mut World, set: bool| {
            let person = world.state.person.as_mut().expect("known");
            (person.unreachable, person.forgotten) = (set && !forgotten, set && forgotten);
        };
        mark(&mut world, true);
        world.lives_until("2026-03-09T12:00:00Z");
        assert_eq!(world.told, [Told::Unreachable, Told::Unreachable]);
        mark(&mut world, false);
        world.lives_until("2026-04-01T12:00:00Z");
        assert_eq!(world.said.len(), 2, "what is left to say is said");
    }
}

#[test]
fn another_time_zone_changes_the_hour_and_repeats_nothing() {
    for (to, moments) in [
        (
            "America/New_York",
            ["2026-03-09T13:00:00Z", "2026-03-10T13:00:00Z"],
        ),
        (
            "Asia/Vladivostok",
            ["2026-03-09T06:00:00Z", "2026-03-09T23:00:00Z"],
        ),
    ] {
        let mut world = World::new("Europe/Moscow", "ru", "2026-03-01T12:00:00Z");
        world.saves(cancelled("2026-03-10T13:30:00Z"));
        world.lives_until("2026-03-07T07:00:00Z");
        assert_eq!(world.said.len(), 1);
        let person = world.state.person.as_mut().expect("known");
        person.zone = Some(to.into());
        world.lives_until("2026-03-10T13:15:00Z");
        let said: Vec<String> = world
            .said
            .iter()
            .skip(1)
            .map(|(at, _)| at.to_string())
            .collect();
        assert_eq!(said, moments, "{to}: {:?}", world.texts());
    }
}

#[test]
fn every_notice_reads_well_in_both_languages() {
    for language in ["ru", "en"] {
        let mut seen = String::new();
        for (renews, basis) in [
            (false, Basis::Paid),
            (true, Basis::Trial),
            (true, Basis::Paid),
        ] {
            let mut world = World::new("Europe/London", language, "2026-03-01T12:00:00Z");
            world.saves(access(
                "club",
                "sub:1",
                "2026-03-10T12:30:00Z",
                renews,
                basis,
            ));
            world.lives_until("2026-04-01T00:00:00Z");
            seen.extend(world.texts().into_iter().map(|(_, text)| text));
        }
        assert!(!seen.contains('{'), "{seen}");
    }
}
