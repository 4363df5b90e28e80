//! The suite that needs more than pure functions: stores, the real server, the repository's own structure.
//!
//! Every test that touches a database runs on SQLite and on PostgreSQL. `tests/run` starts a PostgreSQL; without
//! one (`TEST_DATABASE_URL`) those tests fail and say so.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
#![allow(unreachable_pub, reason = "a test program exports nothing")]
#![allow(
    dead_code,
    reason = "support is shared by stories that use parts of it"
)]

mod admin;
mod assistant;
mod browser;
mod catalogue;
mod content_at_work;
mod conversations;
mod delivery;
mod doors;
mod flood;
mod frankenstein;
mod fuzzing;
mod hostile;
mod http_contract;
mod keeping;
mod leads;
mod metrics;
mod moving;
mod notices;
mod outage;
mod parked;
mod pitfalls;
mod plan_pdf;
mod playground_command;
mod processes;
mod proof;
mod quiz;
mod referral;
mod refusals;
mod reminders;
mod rights;
mod schema;
mod smoke;
mod start;
mod store;
mod structure;
mod subscription;
mod support;
mod tribute_cabinet;
mod tribute_check;
mod tribute_ledger;
mod tribute_webhook;
mod unmatched;
mod updates;
mod walks;
