//! The one place that reads the clock.

use jiff::Timestamp;

/// The present, cut to the microsecond that both databases keep.
#[must_use]
pub fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
}
