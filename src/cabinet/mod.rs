//! The owner's cabinet in Tribute, asked over its REST API and compared with what we have.
//!
//! Only this asks: what the answers mean and what differs is pure, in `tribute::reconcile`.

mod check;
mod client;
mod failure;
#[cfg(test)]
mod tests;

pub use check::{Cabinet, CheckError};
pub use client::{Client, Settings};
pub use failure::Failure;
