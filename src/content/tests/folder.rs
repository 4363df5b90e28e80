//! A pack on disk: exporting, loading back, and files that cannot be read.

use std::fs;

use crate::content::{Content, Locale, TextKey};

#[test]
fn an_exported_pack_loads_back_and_is_not_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let pack = dir.path().join("my/pack");
    let written = Content::export_to(&pack).unwrap();
    assert!(
        written.contains(&pack.join("quizzes/energy.toml"))
            && written.contains(&pack.join("README.md")),
        "{written:?}"
    );
    let loaded = Content::load_dir(&pack).unwrap();
    let embedded = Content::embedded().unwrap();
    assert_eq!(loaded.quizzes(), embedded.quizzes());
    assert_eq!(
        loaded.text(Locale::Ru, TextKey::HelpText, &[]),
        embedded.text(Locale::Ru, TextKey::HelpText, &[])
    );

    fs::write(pack.join("menu.toml"), "# mine").unwrap();
    assert_eq!(
        Content::export_to(&pack).unwrap_err().kind(),
        std::io::ErrorKind::AlreadyExists
    );
    assert_eq!(
        fs::read_to_string(pack.join("menu.toml")).unwrap(),
        "# mine"
    );
}

#[test]
fn a_missing_folder_is_one_clear_problem() {
    let dir = tempfile::tempdir().unwrap();
    let report = Content::load_dir(&dir.path().join("nowhere")).unwrap_err();
    assert_eq!(report.0.len(), 1, "{report}");
    assert!(
        report
            .to_string()
            .contains("nowhere:1: the folder cannot be read"),
        "{report}"
    );
}

#[test]
fn a_file_in_another_encoding_is_named_with_its_line() {
    let dir = tempfile::tempdir().unwrap();
    Content::export_to(dir.path()).unwrap();
    fs::write(dir.path().join("products.toml"), b"# ok\n# \xcc\xee\xe9\n").unwrap();
    fs::write(dir.path().join(".menu.toml.swp"), "").unwrap();
    let report = Content::load_dir(dir.path()).unwrap_err();
    let at = format!(
        "{}:2: the file is not UTF-8",
        dir.path().join("products.toml").display()
    );
    assert!(
        report.0.len() == 1 && report.to_string().starts_with(&at),
        "{report}"
    );
}

#[test]
fn the_examples_for_the_owner_can_be_copied() {
    let readme = include_str!("../../../content/README.md");
    let examples: Vec<&str> = readme
        .split("```toml")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    assert!(examples.len() >= 6);
    for example in examples {
        let parsed = toml::from_str::<toml::Table>(example);
        assert!(parsed.is_ok(), "{example}: {parsed:?}");
    }
}
