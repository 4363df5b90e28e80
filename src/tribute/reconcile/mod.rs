//! What Tribute's REST API lists against what we have: plans of the pack, and orders of the ledger. Pure.
//!
//! - `listing`: what Tribute lists, read leniently. `ledger`: orders of the shop in stored events.
//! - `compare`: the differences. `finding`: each difference, as a sentence that says what to do.
//! - `notice`: what the owner is told, and whether it is news.

mod compare;
mod finding;
mod ledger;
mod listing;
mod notice;

pub use compare::{LOOK_BACK, Ours, compare};
pub use finding::{Finding, Numbers, Words};
pub use ledger::{LedgerOrder, orders};
pub use listing::{Listing, Page, Shop, ShopOrder, SoldPeriod, SoldPlan, SoldProduct, Unreadable};
pub use notice::{Memory, all_well, key_refused, notice};
