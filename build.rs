//! Embedded folders are not tracked by the compiler.

fn main() {
    for folder in ["migrations", "content"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
