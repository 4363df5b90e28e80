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
    // A few at a time: each run has its own patience, and there are more of them every month.
    for files in files.chunks(4) {
        let mut arguments = vec!["playground"];
        for file in files {
            arguments.extend(["--replay", file.to_str().expect("UTF-8")]);
        }
        let said = run(folder.path(), &arguments, &[]).await.success();
        assert_eq!(said.matches("as recorded").count(), files.len(), "{said}");
    }
    let left = std::fs::read_dir(folder.path())
        .expect("the folder")
        .count();
    assert_eq!(left, 0, "a replay leaves nothing behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_that_goes_differently_ends_with_the_difference() {
    let folder = tempfile::tempdir().expect("a folder");
    let is_the_quiz = |path: &PathBuf| path.ends_with("quiz-and-lead.toml");
    let file = saved().into_iter().find(is_the_quiz).expect("there");
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

#[tokio::test(flavor = "multi_thread")]
async fn accepting_writes_what_is_seen_and_keeps_comments_and_open_places() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("talk.toml");
    let talk = r#"# A question by the way.

format = 1
began = "2026-11-24T12:00:00Z"

[[person]]
id = 1001
first_name = "Anna"
language = "en"

# She is new here.
[[step]]
says = "/start"

[[step.sees]]
text = "Hello, {any}"
buttons = ["[Nothing of the kind]"]

[[step]]
presses = "⚡ Energy"

[[step.sees]]
text = "Something else"
"#;
    std::fs::write(&file, talk).expect("written");
    let arguments = ["playground", "--replay", "talk.toml", "--accept"];
    let said = run(folder.path(), &arguments, &[]).await.success();
    assert!(said.contains("talk.toml: brought up to date"), "{said}");
    let accepted = std::fs::read_to_string(&file).expect("a file");
    for words in [
        "# A question by the way.\n\nformat = 1",
        "# She is new here.\n[[step]]\nsays = \"/start\"",
        "text = \"Hello, {any}\"",
        "[⚡ Energy]",
        "presses = \"⚡ Energy\"\n\n[[step.sees]]",
    ] {
        assert!(accepted.contains(words), "{words}: {accepted}");
    }
    for words in ["Nothing of the kind", "Something else"] {
        assert!(!accepted.contains(words), "{words}: {accepted}");
    }
    let said = run(folder.path(), &arguments, &[]).await.success();
    assert!(!said.contains("brought up to date"), "{said}");
    let again = std::fs::read_to_string(&file).expect("a file");
    assert_eq!(again, accepted, "what is up to date stays as it is");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_that_cannot_go_on_is_not_written_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("talk.toml");
    let talk = "format = 1\nbegan = \"2026-11-24T12:00:00Z\"\nperson = [{ id = 1001, first_name = \"Anna\" }]\n\
                [[step]]\nsays = \"/start\"\n[[step]]\npresses = \"Elsewhere\"\n";
    std::fs::write(&file, talk).expect("written");
    let arguments = ["playground", "--replay", "talk.toml", "--accept"];
    let complained = run(folder.path(), &arguments, &[]).await.failure();
    for words in [
        "stays as it was",
        "step 2",
        "there is no button \"Elsewhere\"",
    ] {
        assert!(complained.contains(words), "{words}: {complained}");
    }
    assert_eq!(std::fs::read_to_string(&file).expect("a file"), talk);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_saved_conversations_can_be_accepted() {
    let folder = tempfile::tempdir().expect("a folder");
    let ended = run(folder.path(), &["playground", "--accept"], &[]).await;
    assert!(!ended.status.success(), "{ended:#?}");
    assert!(ended.complained.contains("--replay"), "{ended:#?}");
}
