//! Tribute, pure: a signed body becomes an event, and an event, what is known of its buyer and what was decided by hand
//! become access.
//!
//! In reading order: `event` and `kinds` read a body, `key` names it; `facts` and `fold` make access of all that is
//! known of a person; `decide` says what follows from one event and `settle` from one decision, `telling` and `reporting` in which words;
//! `parked` reads what the owner is shown of an event that waits, `carding` shows what came of a decision about it;
//! `refold` works access out anew; `money` and `revenue` count, `reconcile` compares with what Tribute lists. No clock, no network, no database. Rules and their sources: tribute.tg's webhook
//! documentation; where it is silent, what its consumers see in practice, which the tests name.

mod carding;
mod charge;
pub mod decide;
pub mod event;
mod facts;
mod fields;
pub mod fold;
mod key;
pub mod kinds;
mod money;
pub mod parked;
pub mod reconcile;
pub mod refold;
mod reporting;
pub mod revenue;
pub mod settle;
pub mod signature;
mod telling;

pub use decide::{Case, Verdict, decide, poisoned};
pub use settle::{Settling, settle};
