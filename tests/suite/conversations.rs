//! The saved conversations in `tests/conversations`, replayed by the real command.

use std::path::{Path, PathBuf};

use crate::support::process::run;

fn saved() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conversations");
    let files = std::fs::read_dir(folder).expect("the folder");
    let mut files: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    files.sort();
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn every_saved_conversation_goes_as_it_was_recorded() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = saved();
    assert!(files.len() >= 2, "{files:?}");
    let mut arguments = vec!["playground"];
    for file in &files {
        arguments.extend(["--replay", file.to_str().expect("UTF-8")]);
    }
    let said = run(folder.path(), &arguments, &[]).await.success();
    assert_eq!(said.matches("as recorded").count(), files.len(), "{said}");
    let left = std::fs::read_dir(folder.path())
        .expect("the folder")
        .count();
    assert_eq!(left, 0, "a replay leaves nothing behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_that_goes_differently_ends_with_the_difference() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = saved().pop().expect("one");
    let recorded = std::fs::read_to_string(file).expect("a file");
    let changed = recorded.replace("2 из 5", "2 из 7");
    assert_ne!(changed, recorded);
    let changed_file = folder.path().join("changed.toml");
    std::fs::write(&changed_file, changed).expect("written");
    let arguments = ["playground", "--replay", "changed.toml"];
    let complained = run(folder.path(), &arguments, &[]).await.failure();
    for words in ["changed.toml: step", "2 из 7", "2 из 5", "Анна presses"] {
        assert!(complained.contains(words), "{words}: {complained}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_conversation_is_refused_with_a_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("x.toml"), "format = 9").expect("written");
    let arguments = ["playground", "--replay", "x.toml"];
    let complained = run(folder.path(), &arguments, &[]).await.failure();
    assert!(
        complained.contains("x.toml is no saved conversation"),
        "{complained}"
    );
}
