//! The pretend Tribute: a cabinet where things are bought, and the events about them.
//!
//! - `product`: what can be bought. `events`: which events there are and what each is about.
//! - `order`, `body` and one file per family (`subscription`, `donation`, `digital`, `physical`, `shop`): what an event says.
//! - `cabinet`, `fact`: what was bought and sent, also after a restart. `bought`: what a follow-up continues. `draft`: the
//!   next event about a product.
//! - `sign`, `post`: one request. `edit`: changes before it. `send`: at once, from Rust. `book`, `keeping`, `attempt`,
//!   `repeat`: by the book, and again and again.
//! - `panel`, `shown`: what the page asks for and is shown. `rest`: the REST API, which lists what is sold and ordered.
//!
//! # Decisions where Tribute's documentation is silent
//!
//! - Every 2xx is success; only 200 is documented. Anything else, or no answer within 30 seconds (Tribute's patience is not
//!   known), is repeated after 5, 15 and 30 minutes, then 1, 2, 4, 8 and 8 hours. A minute lasts as long as the settings say.
//! - A delivery signed with a wrong key is repeated like any other: that is what a mistyped key looks like.
//! - A repeat of a draft that was sent as it was drafted says when it is sent (a new `sent_at`, so a new signature). A body
//!   that somebody edited stays as it is, byte for byte, in every attempt.
//! - Sending by hand once more does not count as one of the repeats.

mod attempt;
mod body;
mod book;
mod bought;
mod cabinet;
mod digital;
mod donation;
mod draft;
mod edit;
mod events;
mod fact;
mod keeping;
mod order;
pub(super) mod panel;
mod physical;
mod post;
mod product;
mod repeat;
pub(super) mod rest;
mod send;
mod shop;
mod shown;
mod sign;
mod subscription;

pub use body::tribute_body;
pub use book::{TributeAttempt, TributeEntry, TributeSending};
pub use order::TributeOrder;
pub use post::TributeAnswer;
pub use sign::TributeSignature;

pub(super) use cabinet::Cabinet;
pub(super) use fact::TributeFact;
pub(super) use repeat::run;
pub(super) use shown::shown;
pub(super) use sign::sign;
