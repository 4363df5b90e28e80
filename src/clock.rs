//! The one place that reads the clock.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// How far this program's clock is ahead of the machine's, in microseconds. Only a replay sets it.
static AHEAD: AtomicI64 = AtomicI64::new(0);

/// The present, cut to the microsecond that both databases keep.
#[must_use]
pub fn now() -> Timestamp {
    let now = Timestamp::now();
    let ahead = AHEAD.load(Ordering::Relaxed);
    Timestamp::from_microsecond(now.as_microsecond().saturating_add(ahead)).unwrap_or(now)
}

/// Lets the whole program believe that it is now this moment, and goes on from there: a conversation of last month is
/// replayed with last month's dates.
pub fn set(moment: Timestamp) {
    let ahead = moment.as_microsecond() - Timestamp::now().as_microsecond();
    AHEAD.store(ahead, Ordering::Relaxed);
}
