//! What the service promises, tried at length: killed a hundred times, in all weathers, and with a million requests of junk.
//! These take minutes: `tests/proof/run` starts them (docs/proof.md), the suite leaves them out.

#![allow(
    clippy::print_stdout,
    reason = "a person waits for minutes and wants to see what happens"
)]

mod account;
mod ground;
mod junk;
mod kills;
mod weather;

use crate::processes::storm::setting;

/// Where all chance comes from: printed, and set by `PROOF_SEED` to see the same again.
fn seed(of: &str) -> u64 {
    let seed = setting("PROOF_SEED", fastrand::u64(..1_000_000_000));
    println!("{of}: PROOF_SEED={seed}");
    seed
}
