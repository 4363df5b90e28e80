//! Tribute, pure: a signed body becomes an event, an event and what is known of the buyer become effects.
//!
//! No clock, no network, no database. Rules and their sources: tribute.tg's webhook documentation; where it is
//! silent, what its consumers see in practice, which the tests name.

mod decide;
pub mod event;
mod fields;
mod key;
pub mod revenue;
pub mod signature;

pub use decide::{Verdict, decide};
