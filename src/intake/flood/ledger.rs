//! What is remembered of each person's haste, pure: time is an argument. Whoever is at rest is forgotten.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::FloodLimits;
use crate::telegram::{ChatId, MessageId, UpdateId, UserId};

/// People remembered before those at rest are looked for.
const FEW: usize = 1_024;

/// A press of a button: which message, which button. Two with the same of both are the same press again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pressed {
    pub(super) update: UpdateId,
    pub(super) chat: ChatId,
    pub(super) message: MessageId,
    pub(super) data: String,
}

impl Pressed {
    fn is_same_button(&self, other: &Self) -> bool {
        (self.chat, self.message, &self.data) == (other.chat, other.message, &other.data)
    }
}

/// What becomes of an update that has just come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrival {
    /// It goes on at once.
    Passes,
    /// It takes its turn; [`Ledger::turn`] says when.
    Waits,
    /// Too many wait already.
    Refused,
}

/// Everybody who is not at rest.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) limits: FloodLimits,
    people: HashMap<UserId, Haste>,
    sweep_at: usize,
}

/// One person's haste.
#[derive(Debug)]
struct Haste {
    /// When the bucket will be full again; every update moves it by one interval.
    full_at: Timestamp,
    /// Updates that wait for their turn.
    waiting: u32,
    last: Option<LastPress>,
}

/// A press that is stored, with nothing of the person after it.
#[derive(Debug)]
struct LastPress {
    pressed: Pressed,
    came_at: Timestamp,
    ended_at: Timestamp,
}

impl LastPress {
    /// Whether a press at this moment came while this one was under way, or hardly later. The clock may have been
    /// set back meanwhile: before the beginning nothing was under way.
    fn holds(&self, at: Timestamp, limits: &FloodLimits) -> bool {
        self.came_at <= at && at < later(self.ended_at, limits.again_within)
    }
}

impl Haste {
    fn is_at_rest(&self, now: Timestamp, limits: &FloodLimits) -> bool {
        let full = self.full_at <= now || self.full_at > emptiest(now, limits);
        let over = self
            .last
            .as_ref()
            .is_none_or(|last| !last.holds(now, limits));
        self.waiting == 0 && full && over
    }

    /// Takes a token, or says how long there will be none.
    fn take(&mut self, now: Timestamp, limits: &FloodLimits) -> Result<(), SignedDuration> {
        let emptiest = emptiest(now, limits);
        // A clock that was set back must not keep anybody waiting for the time in between. What is known is put right
        // at once: otherwise the bucket would be found just as empty at every look, until the clock has caught up.
        self.full_at = self.full_at.clamp(now, emptiest);
        let after = later(self.full_at, limits.interval);
        if after > emptiest {
            return Err(after.duration_since(emptiest));
        }
        self.full_at = after;
        Ok(())
    }
}

impl Ledger {
    /// An update comes in.
    pub(super) fn arrive(&mut self, person: UserId, now: Timestamp) -> Arrival {
        self.sweep(now);
        let limits = self.limits;
        let haste = self.haste(person, now);
        if haste.waiting == 0 && haste.take(now, &limits).is_ok() {
            return Arrival::Passes;
        }
        if haste.waiting >= limits.waiting {
            return Arrival::Refused;
        }
        haste.waiting += 1;
        Arrival::Waits
    }

    /// The first of those who wait asks to go on; the answer is how long it still has to wait.
    pub(super) fn turn(&mut self, person: UserId, now: Timestamp) -> Option<SignedDuration> {
        let limits = self.limits;
        self.haste(person, now).take(now, &limits).err()
    }

    /// One that waited does so no longer.
    pub(super) fn left(&mut self, person: UserId) {
        if let Some(haste) = self.people.get_mut(&person) {
            haste.waiting = haste.waiting.saturating_sub(1);
        }
    }

    /// Whether a press that came in at this moment only repeats the person's last one. The same update delivered
    /// again is not meant: the inbox knows it.
    pub(super) fn is_again(&self, person: UserId, pressed: &Pressed, came_at: Timestamp) -> bool {
        let last = self
            .people
            .get(&person)
            .and_then(|haste| haste.last.as_ref());
        last.is_some_and(|last| {
            last.pressed.is_same_button(pressed)
                && last.pressed.update != pressed.update
                && last.holds(came_at, &self.limits)
        })
    }

    /// An update is stored: a press becomes the person's last one, anything else leaves none.
    pub(super) fn stored(
        &mut self,
        person: UserId,
        pressed: Option<Pressed>,
        came_at: Timestamp,
        now: Timestamp,
    ) {
        self.haste(person, now).last = pressed.map(|pressed| LastPress {
            pressed,
            came_at,
            ended_at: now,
        });
    }

    /// The person's last press goes on to this moment: it was answered just now, or repeated.
    pub(super) fn goes_on(&mut self, person: UserId, pressed: &Pressed, now: Timestamp) {
        let haste = self.people.get_mut(&person);
        let last = haste.and_then(|haste| haste.last.as_mut());
        if let Some(last) = last.filter(|last| last.pressed.is_same_button(pressed)) {
            last.ended_at = last.ended_at.max(now);
        }
    }

    fn haste(&mut self, person: UserId, now: Timestamp) -> &mut Haste {
        self.people.entry(person).or_insert_with(|| Haste {
            full_at: now,
            waiting: 0,
            last: None,
        })
    }

    /// Forgets who is at rest, each time when twice as many are remembered as were left the last time.
    fn sweep(&mut self, now: Timestamp) {
        if self.people.len() < self.sweep_at.max(FEW) {
            return;
        }
        let limits = self.limits;
        self.people
            .retain(|_, haste| !haste.is_at_rest(now, &limits));
        self.sweep_at = self.people.len() * 2;
    }
}

/// What `full_at` is when nothing is left in the bucket.
fn emptiest(now: Timestamp, limits: &FloodLimits) -> Timestamp {
    let burst = i32::try_from(limits.burst).unwrap_or(i32::MAX);
    later(now, limits.interval.saturating_mul(burst))
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ANNA: UserId = UserId(1);
    const BORIS: UserId = UserId(2);

    fn ms(after: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_millis(after)
    }

    fn press(update: i64, data: &str) -> Pressed {
        Pressed {
            update: UpdateId(update),
            chat: ChatId(1),
            message: MessageId(7),
            data: data.into(),
        }
    }

    #[test]
    fn thirty_go_at_once_and_then_ten_a_second_of_this_person_only() {
        let mut ledger = Ledger::default();
        for _ in 0..30 {
            assert_eq!(ledger.arrive(ANNA, ms(0)), Arrival::Passes);
        }
        assert_eq!(ledger.arrive(ANNA, ms(0)), Arrival::Waits);
        assert_eq!(
            ledger.turn(ANNA, ms(0)),
            Some(SignedDuration::from_millis(100))
        );
        assert_eq!(
            ledger.turn(ANNA, ms(60)),
            Some(SignedDuration::from_millis(40))
        );
        assert_eq!(ledger.arrive(BORIS, ms(60)), Arrival::Passes);
        // Who comes while another waits does not overtake, even when there is room again.
        assert_eq!(ledger.arrive(ANNA, ms(5_000)), Arrival::Waits);
        assert_eq!(ledger.turn(ANNA, ms(5_000)), None);
        ledger.left(ANNA);
        ledger.left(ANNA);
        assert_eq!(ledger.arrive(ANNA, ms(5_000)), Arrival::Passes);
    }

    #[test]
    fn of_those_who_wait_only_so_many_are_kept() {
        let mut ledger = Ledger::default();
        let arrivals: Vec<Arrival> = (0..300).map(|_| ledger.arrive(ANNA, ms(0))).collect();
        let count = |kind| arrivals.iter().filter(|one| **one == kind).count();
        assert_eq!(count(Arrival::Passes), 30);
        assert_eq!(count(Arrival::Waits), 128);
        assert_eq!(count(Arrival::Refused), 142);
        ledger.left(ANNA);
        assert_eq!(
            ledger.arrive(ANNA, ms(0)),
            Arrival::Waits,
            "a place is free"
        );
    }

    #[test]
    fn people_at_rest_are_forgotten() {
        let mut ledger = Ledger::default();
        for person in 0..100_000 {
            let now = ms(person * 10);
            assert_eq!(ledger.arrive(UserId(person), now), Arrival::Passes);
            ledger.stored(UserId(person), Some(press(person, "home")), now, now);
        }
        assert!(ledger.people.len() < 2 * FEW, "{}", ledger.people.len());
    }

    #[test]
    fn a_clock_that_is_set_back_keeps_nobody_waiting() {
        let mut ledger = Ledger::default();
        let hour = 3_600_000;
        for _ in 0..30 {
            assert_eq!(ledger.arrive(ANNA, ms(hour)), Arrival::Passes);
        }
        ledger.stored(ANNA, Some(press(1, "home")), ms(hour), ms(hour));
        assert_eq!(ledger.arrive(ANNA, ms(0)), Arrival::Waits);
        let wait = ledger.turn(ANNA, ms(0)).expect("a wait");
        assert_eq!(wait, SignedDuration::from_millis(100));
        assert_eq!(ledger.turn(ANNA, ms(100)), None, "that was all");
        assert!(!ledger.is_again(ANNA, &press(2, "home"), ms(0)));
    }

    #[test]
    fn the_same_button_again_is_told_from_everything_else() {
        let mut ledger = Ledger::default();
        ledger.stored(ANNA, Some(press(1, "plan:pdf")), ms(0), ms(400));
        let again = |ledger: &Ledger, pressed: &Pressed, at| ledger.is_again(ANNA, pressed, ms(at));
        assert!(again(&ledger, &press(2, "plan:pdf"), 100), "under way");
        assert!(again(&ledger, &press(2, "plan:pdf"), 1_399), "hardly later");
        assert!(!again(&ledger, &press(2, "plan:pdf"), 1_400), "meant");
        assert!(
            !again(&ledger, &press(1, "plan:pdf"), 100),
            "the inbox's business"
        );
        assert!(!again(&ledger, &press(2, "home"), 100), "another button");
        let elsewhere = Pressed {
            message: MessageId(8),
            ..press(2, "plan:pdf")
        };
        assert!(!again(&ledger, &elsewhere, 100), "of another message");
        assert!(
            !ledger.is_again(BORIS, &press(2, "plan:pdf"), ms(100)),
            "another person"
        );

        // The answer took long, and the person went on pressing.
        ledger.goes_on(ANNA, &press(1, "plan:pdf"), ms(4_000));
        assert!(again(&ledger, &press(2, "plan:pdf"), 4_999));
        ledger.goes_on(ANNA, &press(2, "plan:pdf"), ms(4_999));
        assert!(again(&ledger, &press(3, "plan:pdf"), 5_500));
        // Something else in between makes it a new press.
        ledger.stored(ANNA, None, ms(5_500), ms(5_500));
        assert!(!again(&ledger, &press(4, "plan:pdf"), 5_501));
    }

    proptest! {
        /// However people press: in any stretch of time no more go on than a burst and what comes in meanwhile.
        #[test]
        fn nobody_goes_faster_than_the_limits(steps in proptest::collection::vec(0i64..400, 1..300)) {
            let mut ledger = Ledger::default();
            let (mut now, mut passed) = (0, Vec::new());
            for step in steps {
                now += step;
                match ledger.arrive(ANNA, ms(now)) {
                    Arrival::Passes => passed.push(now),
                    Arrival::Waits => {
                        if ledger.turn(ANNA, ms(now)).is_none() {
                            passed.push(now);
                        }
                        ledger.left(ANNA);
                    }
                    Arrival::Refused => prop_assert!(false, "nobody waits for long here"),
                }
            }
            for (at, first) in passed.iter().enumerate() {
                for (count, last) in passed.iter().skip(at).enumerate() {
                    prop_assert!(i64::try_from(count).unwrap() <= 30 + (last - first) / 100);
                }
            }
        }
    }
}
