//! The playground in a real browser, walked as a coach would walk it: seen, clicked, typed.

mod driver;
mod lead;
mod membership;
mod phone;
mod quiz;
mod stage;
mod weather;

/// The people that the page knows from the beginning.
const ANNA: i64 = 1001;
const BEN: i64 = 1002;
const OWNER: i64 = 9_000_001;
