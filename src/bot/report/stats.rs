//! Figures of some days, for the owner.

use std::sync::Arc;

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

/// Days of the project's zone, today the last of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days {
    /// Oldest first.
    pub dates: Vec<Date>,
    /// When each begins, and one more: when the last one ends.
    bounds: Vec<Timestamp>,
}

impl Days {
    /// So many days up to and with today.
    #[must_use]
    pub fn until_today(count: u16, now: Timestamp, zone: &TimeZone) -> Self {
        let today = now.to_zoned(zone.clone()).date();
        let date = |back: i64| today.checked_sub(back.days()).unwrap_or(today);
        let begins = |date: Date| date.to_zoned(zone.clone()).map_or(now, |at| at.timestamp());
        let dates: Vec<Date> = (0..i64::from(count)).rev().map(date).collect();
        let tomorrow = today.tomorrow().unwrap_or(today);
        let bounds = dates.iter().copied().chain([tomorrow]).map(begins);
        Self {
            bounds: bounds.collect(),
            dates,
        }
    }

    /// When the first one begins.
    #[must_use]
    pub fn begin(&self) -> Timestamp {
        self.bounds.first().copied().unwrap_or(Timestamp::MIN)
    }

    /// Which of the days a moment belongs to.
    #[must_use]
    pub fn index(&self, at: Timestamp) -> Option<usize> {
        let begun = self.bounds.partition_point(|bound| *bound <= at);
        begun.checked_sub(1).filter(|day| *day < self.dates.len())
    }

    /// Counts by day.
    #[must_use]
    pub fn spread(&self, counts: impl IntoIterator<Item = (Timestamp, i64)>) -> Vec<i64> {
        let mut spread = vec![0_i64; self.dates.len()];
        for (at, count) in counts {
            let day = self.index(at).and_then(|day| spread.get_mut(day));
            if let Some(day) = day {
                *day = day.saturating_add(count);
            }
        }
        spread
    }
}

/// The figures of some days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stats {
    /// Which days.
    pub days: Days,
    /// People in all, also those known only from a payment.
    pub people: i64,
    /// People seen for the first time, by day.
    pub new_people: Vec<i64>,
    /// People who wrote or pressed in the last 24 hours.
    pub active_day: i64,
    /// The same in the last seven times 24 hours.
    pub active_week: i64,
    /// Presses of Start, first ones and later ones.
    pub starts: i64,
    /// Finished quizzes, by day.
    pub finished: Vec<i64>,
    /// By quiz.
    pub quizzes: Vec<QuizFigures>,
    /// Requests for a consultation, by day.
    pub leads: Vec<i64>,
    /// Requests that somebody was done with.
    pub leads_done: i64,
    /// Requests that wait now, however old.
    pub leads_open: i64,
    /// Open subscriptions now, by plan; an empty id stands for plans that the pack does not know.
    pub subscribers: Vec<(String, i64)>,
    /// Where the new people came from, the largest first.
    pub sources: Vec<SourceFigures>,
    /// What Tribute told of money in these days, newest first, as it came.
    pub events: Arc<[StoredEvent]>,
    /// True when there were more events than are looked at.
    pub events_cut: bool,
    /// What the events say; empty until they are read.
    pub money: Money,
}

/// How often a quiz was begun and finished.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuizFigures {
    /// The id in the content pack.
    pub quiz: String,
    /// Begun.
    pub begun: i64,
    /// Finished.
    pub finished: i64,
}

/// What became of the people of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceFigures {
    /// The start payload; `None` for people who came without one.
    pub source: Option<String>,
    /// New people.
    pub people: i64,
    /// Those of them who got to a result.
    pub results: i64,
    /// Those who left a request.
    pub leads: i64,
    /// Those who ever paid.
    pub paid: i64,
}

/// An event of Tribute as it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its name.
    pub name: String,
    /// As it came.
    pub body: String,
    /// When it came.
    pub received_at: Timestamp,
}

/// A payment, or money given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// When.
    pub at: Timestamp,
    /// Minor units of the currency; negative for money given back.
    pub minor: i64,
    /// What is left after Tribute's commission, when Tribute says so.
    pub net: Option<i64>,
    /// Lower-case ISO code.
    pub currency: String,
    /// What for, as Tribute calls it; untrusted text.
    pub title: String,
}

/// Money of some days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Money {
    /// Payments (not what was given back), by day.
    pub payments: Vec<i64>,
    /// By currency, the one with the most payments first.
    pub sums: Vec<Sum>,
}

/// Money of one currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sum {
    /// Lower-case ISO code.
    pub currency: String,
    /// What was paid less what was given back, in minor units.
    pub minor: i64,
    /// Payments.
    pub payments: i64,
    /// How often money was given back.
    pub refunds: i64,
    /// What was paid, in minor units.
    pub gross: i64,
    /// What was given back, in minor units.
    pub returned: i64,
    /// What is left after Tribute's commission of those payments of which it says so.
    pub net: i64,
    /// How many those are.
    pub net_known: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_at_the_zones_midnight_also_when_clocks_change() {
        let zone = TimeZone::get("Europe/Berlin").expect("known");
        let now = "2026-10-26T22:30:00Z".parse().expect("a moment");
        let days = Days::until_today(3, now, &zone);
        assert_eq!(
            days.dates
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>(),
            ["2026-10-24", "2026-10-25", "2026-10-26"]
        );
        assert_eq!(days.begin().to_string(), "2026-10-23T22:00:00Z");
        for (at, day) in [
            ("2026-10-23T21:59:59Z", None),
            ("2026-10-23T22:00:00Z", Some(0)),
            ("2026-10-24T22:00:00Z", Some(1)),
            // The day with 25 hours.
            ("2026-10-25T22:59:59Z", Some(1)),
            ("2026-10-25T23:00:00Z", Some(2)),
            ("2026-10-26T22:59:59Z", Some(2)),
            ("2026-10-26T23:00:00Z", None),
        ] {
            assert_eq!(days.index(at.parse().expect("a moment")), day, "{at}");
        }
        let at = "2026-10-25T10:00:00Z".parse().expect("a moment");
        assert_eq!(
            days.spread([(at, 2), (at, i64::MAX), (Timestamp::MIN, 9)]),
            [0, i64::MAX, 0]
        );
    }
}
