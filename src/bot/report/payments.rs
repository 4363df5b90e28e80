//! Payments as the owner looks at them: a list of what Tribute told, and figures by month.

use std::sync::Arc;

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

use super::{Paid, StoredEvent, Sum};
use crate::telegram::UserId;

/// Which events of Tribute, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentsQuery {
    /// So many of the newest are left out.
    pub skip: u32,
    /// So many at most.
    pub limit: u32,
}

/// One event in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentEntry {
    /// Its name for ever.
    pub key: String,
    /// As it came.
    pub event: StoredEvent,
    /// What became of it.
    pub outcome: String,
    /// The plan's id in the content pack.
    pub plan: Option<String>,
    /// Whose it is.
    pub user: Option<UserId>,
    /// As Telegram shows them; untrusted text, empty when it is not known.
    pub name: String,
    /// What it says; empty until it is read.
    pub said: Said,
}

/// What an event says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// When it happened.
    pub at: Option<Timestamp>,
    /// What it is about, as Tribute calls it; untrusted text.
    pub title: String,
    /// The money that moved.
    pub paid: Option<Paid>,
}

/// Months of the project's zone, the present one the last of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Months {
    /// The first day of each, oldest first.
    pub firsts: Vec<Date>,
    /// When each begins, and one more: when the last one ends.
    bounds: Vec<Timestamp>,
}

impl Months {
    /// So many months up to and with the present one.
    #[must_use]
    pub fn until_now(count: u16, now: Timestamp, zone: &TimeZone) -> Self {
        let this = now.to_zoned(zone.clone()).date().first_of_month();
        let month = |back: i64| this.checked_sub(back.months()).unwrap_or(this);
        let begins = |date: Date| date.to_zoned(zone.clone()).map_or(now, |at| at.timestamp());
        let firsts: Vec<Date> = (0..i64::from(count)).rev().map(month).collect();
        let next = this.checked_add(1.month()).unwrap_or(this);
        let bounds = firsts.iter().copied().chain([next]).map(begins);
        Self {
            bounds: bounds.collect(),
            firsts,
        }
    }

    /// Which of the months a moment belongs to.
    #[must_use]
    pub fn index(&self, at: Timestamp) -> Option<usize> {
        let begun = self.bounds.partition_point(|bound| *bound <= at);
        begun
            .checked_sub(1)
            .filter(|month| *month < self.firsts.len())
    }

    /// From when until when one of them lasts.
    #[must_use]
    pub fn span(&self, index: usize) -> Option<(Timestamp, Timestamp)> {
        let begin = self.bounds.get(index)?;
        let end = self.bounds.get(index + 1)?;
        Some((*begin, *end))
    }
}

/// The figures of some months.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revenue {
    /// Which months.
    pub months: Months,
    /// Seen from this moment.
    pub now: Timestamp,
    /// The whole ledger, as it came.
    pub events: Arc<[Told]>,
    /// True when there were more events than are looked at.
    pub cut: bool,
    /// Open subscriptions now, by plan.
    pub subscribers: Vec<(String, i64)>,
    /// Events that wait for the owner now.
    pub waiting: i64,
    /// One for each month; empty until the events are read.
    pub figures: Vec<MonthFigures>,
}

/// An event and whose it is, as far as can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The same for all events of one person or payer.
    pub who: String,
    /// As it came.
    pub event: StoredEvent,
}

/// The figures of one month, or of one day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthFigures {
    /// By currency, the one with the most payments first.
    pub sums: Vec<Sum>,
    /// Subscriptions paid for the first time, or again after they had ended.
    pub new: i64,
    /// Subscriptions paid for once more.
    pub renewed: i64,
    /// Renewals that were turned off.
    pub cancelled: i64,
    /// How often money was given back.
    pub refunded: i64,
    /// Trials that began.
    pub trials: i64,
    /// Those of them that were paid for since.
    pub trials_paid: i64,
    /// Presents.
    pub gifts: i64,
    /// People with paid access when the month began.
    pub active: i64,
    /// Those of them whose paid access ended in it.
    pub lost: i64,
}

impl MonthFigures {
    /// Whether nothing happened at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_begin_at_the_zones_midnight() {
        let zone = TimeZone::get("Europe/Moscow").expect("known");
        let at = |text: &str| text.parse::<Timestamp>().expect("a moment");
        let months = Months::until_now(3, at("2026-01-31T21:00:00Z"), &zone);
        let firsts: Vec<String> = months.firsts.iter().map(ToString::to_string).collect();
        assert_eq!(firsts, ["2025-12-01", "2026-01-01", "2026-02-01"]);
        for (moment, month) in [
            ("2025-11-30T20:59:59Z", None),
            ("2025-11-30T21:00:00Z", Some(0)),
            ("2026-01-31T20:59:59Z", Some(1)),
            ("2026-02-28T20:59:59Z", Some(2)),
            ("2026-02-28T21:00:00Z", None),
        ] {
            assert_eq!(months.index(at(moment)), month, "{moment}");
        }
        assert_eq!(
            months.span(2),
            Some((at("2026-01-31T21:00:00Z"), at("2026-02-28T21:00:00Z")))
        );
        assert_eq!(months.span(3), None);
    }
}
