//! What the compiler does not track: embedded folders, and the layout of the release program.

use std::env::var;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn main() {
    for folder in ["migrations", "content"] {
        println!("cargo:rerun-if-changed={folder}");
    }
    lay_out_by_use();
}

/// Functions that run at all stand together: the kernel keeps in memory what is around them, and most of the program runs
/// rarely or never. A linker that knows no such list links as it would without one. See `deploy/layout/README.md`.
fn lay_out_by_use() {
    let name = format!("deploy/layout/{}.txt", variable("TARGET"));
    println!("cargo:rerun-if-changed={name}");
    let list = PathBuf::from(variable("CARGO_MANIFEST_DIR")).join(name);
    if variable("PROFILE") != "release" || !list.exists() {
        return;
    }
    let arguments = [
        format!("-Wl,--symbol-ordering-file={}", list.display()),
        // Names change with the code; what is not found any more stands where it stood without the list.
        "-Wl,--no-warn-symbol-ordering".to_owned(),
    ];
    if links_with(&arguments) {
        for argument in arguments {
            println!("cargo:rustc-link-arg-bins={argument}");
        }
    }
}

/// Whether an empty program links with the arguments, by the linker and the flags that the real one will have.
fn links_with(arguments: &[String]) -> bool {
    let program = Path::new(&variable("OUT_DIR")).join("linked");
    let mut rustc = Command::new(variable("RUSTC"));
    rustc.args(["--crate-name", "linked", "--target", &variable("TARGET")]);
    rustc.arg("-o").arg(&program).arg("-");
    if let Ok(linker) = var("RUSTC_LINKER") {
        rustc.arg(format!("-Clinker={linker}"));
    }
    let flags = variable("CARGO_ENCODED_RUSTFLAGS");
    rustc.args(flags.split('\x1f').filter(|flag| !flag.is_empty()));
    rustc.args(
        arguments
            .iter()
            .map(|argument| format!("-Clink-arg={argument}")),
    );
    rustc
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let Ok(mut child) = rustc.spawn() else {
        return false;
    };
    let told = child
        .stdin
        .take()
        .map(|mut source| source.write_all(b"fn main() {}"));
    matches!(told, Some(Ok(()))) && child.wait().is_ok_and(|status| status.success())
}

/// One of the variables that cargo sets for this program; empty without it.
fn variable(name: &str) -> String {
    var(name).unwrap_or_default()
}
