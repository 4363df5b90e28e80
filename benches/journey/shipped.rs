//! The program that owners run.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;

/// `BENCH_BINARY`, or what `cargo build --release` makes, built if need be. What cargo builds for this benchmark is another program: it has
/// the features that only tests ask for, so its functions have other names, and the list of those that stand together fits few of them.
pub(crate) fn program() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("BENCH_BINARY") {
        return Ok(path.into());
    }
    let built = Command::new(env!("CARGO"))
        .args(["build", "--release", "--locked", "--bin", "five-keys-bot"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()?;
    if !built.success() {
        return Err("cargo build --release did not end well".into());
    }
    let beside = Path::new(env!("CARGO_BIN_EXE_five-keys-bot"));
    let target = beside.ancestors().nth(2).ok_or("no target directory")?;
    Ok(target.join("release").join("five-keys-bot"))
}
