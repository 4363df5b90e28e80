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
    let mut build = Command::new(env!("CARGO"));
    build
        .args(["build", "--release", "--locked", "--bin", "five-keys-bot"])
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    // What cargo tells whoever it runs. The crate ring is compiled anew when these change, and with it everything that uses it.
    for (name, _) in std::env::vars_os() {
        let told = name.to_string_lossy();
        if told.starts_with("CARGO_PKG_") || told.starts_with("CARGO_MANIFEST_") {
            build.env_remove(&name);
        }
    }
    if !build.status()?.success() {
        return Err("cargo build --release did not end well".into());
    }
    let beside = Path::new(env!("CARGO_BIN_EXE_five-keys-bot"));
    let target = beside.ancestors().nth(2).ok_or("no target directory")?;
    Ok(target.join("release").join("five-keys-bot"))
}
