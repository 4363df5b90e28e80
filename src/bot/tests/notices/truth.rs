//! Whatever happens, each notice comes once and is true.

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Turn {
    /// The clock is looked at, so many minutes later.
    Tick(i64),
    /// A payment for so many days more.
    Renewed(i64),
    Cancelled,
}

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        12 => (1..3_000_i64).prop_map(Turn::Tick),
        1 => (1..40_i64).prop_map(Turn::Renewed),
        1 => Just(Turn::Cancelled),
    ]
}

proptest! {
    /// Each notice of a period at most once, none after the renewal that makes it untrue, none at night, and none that
    /// says that access is over while it is open.
    #[test]
    fn whatever_happens_each_notice_is_said_once_and_is_true(
        turns in prop::collection::vec(turn(), 1..120),
        zone in prop::sample::select(vec!["Europe/Moscow", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu", "Australia/Lord_Howe"]),
    ) {
        let mut world = World::new(zone, "ru", "2026-02-20T12:00:00Z");
        let mut known = renewing("2026-03-10T12:30:00Z");
        world.saves(known.clone());
        let clock = TimeZone::get(zone).expect("known");
        let mut of_period: Vec<String> = Vec::new();
        for turn in turns {
            match turn {
                Turn::Tick(minutes) => {
                    world.now += SignedDuration::from_mins(minutes);
                    let before = world.said.len();
                    world.looks();
                    world.looks();
                    prop_assert!(world.said.len() <= before + 1);
                    let text = world.texts().split_off(before).pop();
                    let Some((_, text)) = text else { continue };
                    let hour = world.now.to_zoned(clock.clone()).hour();
                    prop_assert!((9..21).contains(&hour), "{hour}: {}", text);
                    let is_over = text.contains("закончился");
                    let closes = known.open_until(CONTENT.grace());
                    prop_assert_eq!(is_over, world.now >= closes, "{}", text);
                    // A number of days, a morrow or today: the same notice whatever its words.
                    let word = ["осталось", "завтра", "сегодня", "не прошла", "закончился"]
                        .into_iter().find(|word| text.contains(word)).expect("one of them");
                    prop_assert!(!of_period.contains(&word.to_owned()), "{} twice", word);
                    of_period.push(word.to_owned());
                }
                Turn::Renewed(days) => {
                    let from = known.access_until.max(world.now);
                    known.access_until = from + SignedDuration::from_hours(24 * days);
                    known.auto_renew = true;
                    world.saves(known.clone());
                    of_period.clear();
                }
                Turn::Cancelled if known.auto_renew => {
                    known.auto_renew = false;
                    world.saves(known.clone());
                }
                Turn::Cancelled => {}
            }
        }
    }
}
