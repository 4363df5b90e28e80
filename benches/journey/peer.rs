//! The peer: the same work by a competent aiogram bot, `benches/peer`. Installs itself below `target`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::service::Program;

/// Ready to be started. Fetches its libraries from PyPI unless just these were fetched before.
pub(crate) fn install() -> Result<Program> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peer");
    let requirements = source.join("requirements.txt");
    let wanted = std::fs::read_to_string(&requirements)?;
    let environment = Path::new(env!("CARGO_TARGET_TMPDIR")).join("peer");
    let python = environment.join("bin/python");
    let installed = environment.join("installed.txt");
    if std::fs::read_to_string(&installed).ok().as_ref() != Some(&wanted) {
        eprintln!("Installing the peer in {}", environment.display());
        let python3 = PathBuf::from("python3");
        let folder = environment.display().to_string();
        command(&python3, &["-m", "venv", "--clear", &folder])?;
        let list = requirements.display().to_string();
        let pip = ["-m", "pip", "install", "--quiet", "--requirement", &list];
        command(&python, &pip)?;
        std::fs::write(&installed, wanted)?;
    }
    Ok(Program {
        path: python,
        arguments: vec![source.join("bot.py").into()],
        starts: 3,
    })
}

fn command(program: &Path, arguments: &[&str]) -> Result<()> {
    let status = Command::new(program)
        .args(arguments)
        .status()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("{} {}: {status}", program.display(), arguments.join(" ")).into()),
    }
}
