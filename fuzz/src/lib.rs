//! What is thrown at the program, and what has to hold whatever is thrown.
//!
//! Each target is a plain function of bytes. `fuzz/fuzz_targets` gives them to libFuzzer, `tests/suite/fuzzing.rs` to
//! the corpus and to some thousand variations of it, so that a change cannot break them unseen.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a target reports by panicking"
)]

pub mod calculator;
pub mod callback;
pub mod checks;
pub mod markdown;
pub mod pack;
pub mod phone;
pub mod tribute;
pub mod update;
pub mod words;

/// A target.
pub type Target = fn(&[u8]);

/// All of them, by the names of their corpora.
pub const ALL: [(&str, Target); 8] = [
    ("calculator", calculator::run),
    ("callback", callback::run),
    ("markdown", markdown::run),
    ("pack", pack::run),
    ("phone", phone::run),
    ("tribute", tribute::run),
    ("update", update::run),
    ("words", words::run),
];
