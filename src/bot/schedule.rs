//! When a person is reminded: on the owner's days, at the owner's hour, by the person's own clock.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Weekday},
    tz::TimeZone,
};

/// A reminder that is late goes out before this hour, or waits for its next day: nobody is woken.
const EVENING: i8 = 21;
/// Two zones are at most 26 hours apart, so a day that was used up lies at most two days ahead of today, and a week
/// later every weekday has come.
const LOOK_AHEAD: i32 = 10;

/// The owner's hour and days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    hour: i8,
    weekdays: Vec<Weekday>,
}

impl Schedule {
    /// `hour` is 0 to 23; days may come in any order and more than once.
    #[must_use]
    pub fn new(hour: i8, mut weekdays: Vec<Weekday>) -> Self {
        weekdays.sort_by_key(|day| day.to_monday_one_offset());
        weekdays.dedup();
        Self {
            hour: hour.clamp(0, 23),
            weekdays,
        }
    }

    /// The hour of the day.
    #[must_use]
    pub fn hour(&self) -> i8 {
        self.hour
    }

    /// The days, Monday first, each once.
    #[must_use]
    pub fn weekdays(&self) -> &[Weekday] {
        &self.weekdays
    }

    /// The first moment after `after` at which a person in this zone is to be reminded, on a day later than `last`.
    /// `None` when there are no days.
    #[must_use]
    pub fn next(&self, zone: &TimeZone, after: Timestamp, last: Option<Date>) -> Option<Timestamp> {
        let today = after.to_zoned(zone.clone()).date();
        let days = (0..=LOOK_AHEAD).filter_map(|ahead| today.checked_add(ahead.days()).ok());
        days.filter(|day| self.has(*day, last))
            .filter_map(|day| self.slot(zone, day))
            .find(|slot| *slot > after)
    }

    /// The day whose reminder is to be sent now, if it is. It was expected at `due` (or after it), and it may be late,
    /// because the service was down, but not by a day and not into the night.
    #[must_use]
    pub fn owed(
        &self,
        zone: &TimeZone,
        due: Timestamp,
        now: Timestamp,
        last: Option<Date>,
    ) -> Option<Date> {
        let local = now.to_zoned(zone.clone());
        let today = local.date();
        let slot = self.slot(zone, today)?;
        // An owner who wants the night shall have it.
        let awake = local.hour() < EVENING || self.hour >= EVENING;
        (self.has(today, last) && awake && (due..=now).contains(&slot)).then_some(today)
    }

    fn has(&self, day: Date, last: Option<Date>) -> bool {
        self.weekdays.contains(&day.weekday()) && last.is_none_or(|last| day > last)
    }

    /// The hour on that day. Where clocks jump over it, as much later; where it comes twice, the first time.
    fn slot(&self, zone: &TimeZone, day: Date) -> Option<Timestamp> {
        let zoned = day.at(self.hour, 0, 0, 0).to_zoned(zone.clone()).ok()?;
        Some(zoned.timestamp())
    }
}

/// Two people with the same settings read the same words here; other settings make other words.
impl std::fmt::Display for Schedule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let days = self.weekdays.iter().map(|day| day.to_monday_one_offset());
        let days: Vec<String> = days.map(|day| day.to_string()).collect();
        write!(f, "{} on {}", self.hour, days.join(","))
    }
}
