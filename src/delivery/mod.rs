//! From the outbox to Telegram: at least once, in order for each chat, as fast as Telegram allows.
//!
//! A committed update's own messages are delivered at once by the request that caused them; whatever could not
//! be delivered then belongs to the [`sender`]. Rules for what follows from a refusal are in [`policy`], pure.

mod attempt;
mod cards;
mod deck;
mod deliverer;
mod door_link;
pub mod gates;
mod marks;
pub mod pace;
mod pacer;
pub mod pauses;
mod payload;
pub mod policy;
mod refused;
pub mod sender;
mod workshop;

pub use deck::{Picture, Pictures};
pub use deliverer::{Deliverer, Settled};
pub use marks::Marks;

use jiff::{SignedDuration, Timestamp};

/// How long a message belongs to the process that took it. Longer than the waits between its claim and its call
/// (a connection, the person's lock); while a call takes long, the claim is renewed. So a message is never in two
/// hands while both are alive, and what a dead process held is free again soon.
const LEASE: SignedDuration = SignedDuration::from_secs(15);

/// Until when a message that is claimed now belongs to this process.
#[must_use]
pub fn lease(now: Timestamp) -> Timestamp {
    now.saturating_add(LEASE).unwrap_or(now)
}
