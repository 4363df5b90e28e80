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

#[test]
fn a_pack_of_an_older_bot_says_what_it_knows_and_borrows_the_rest() {
    let dir = tempfile::tempdir().unwrap();
    Content::export_to(dir.path()).unwrap();
    fs::remove_file(dir.path().join("texts/doctor.toml")).unwrap();
    let texts = fs::read_to_string(dir.path().join("texts.toml")).unwrap();
    let texts = format!("{texts}\n[doctor.redis]\nru = \"Redis\"\nen = \"Redis\"\n");
    let older = texts.replacen("ru = \"🏠 В меню\"", "ru = \"Домой\"", 1);
    assert_ne!(older, texts);
    fs::write(dir.path().join("texts.toml"), older).unwrap();

    let (old, new) = (
        Content::load_dir(dir.path()).unwrap(),
        Content::embedded().unwrap(),
    );
    let said = |content: &Content, key| content.text(Locale::Ru, key, &[]);
    assert_eq!(said(&old, TextKey::ButtonHome), "Домой");
    assert_eq!(
        said(&old, TextKey::DoctorNoFile),
        said(&new, TextKey::DoctorNoFile)
    );
    let hints = old.hints("pack/");
    assert!(
        hints
            .iter()
            .all(|hint| hint.file == "pack/texts/doctor.toml")
    );
    assert!(
        hints
            .iter()
            .any(|hint| hint.message.contains("copy the section `[doctor.no_file]`")),
        "{hints:?}"
    );
    assert_eq!(new.hints("content"), [], "nothing is lent to the lender");
}

#[test]
fn a_pack_without_a_word_of_its_own_speaks_like_the_embedded_one() {
    let dir = tempfile::tempdir().unwrap();
    Content::export_to(dir.path()).unwrap();
    fs::remove_file(dir.path().join("texts.toml")).unwrap();
    fs::remove_dir_all(dir.path().join("texts")).unwrap();
    let bare = Content::load_dir(dir.path()).unwrap();
    assert_eq!(bare.hints("pack").len(), TextKey::ALL.len());
    assert_eq!(
        bare.text(Locale::En, TextKey::HelpText, &[]),
        Content::embedded()
            .unwrap()
            .text(Locale::En, TextKey::HelpText, &[])
    );
}

#[test]
fn texts_of_a_file_that_cannot_be_read_are_neither_missing_nor_lent() {
    let dir = tempfile::tempdir().unwrap();
    Content::export_to(dir.path()).unwrap();
    fs::write(dir.path().join("texts/doctor.toml"), "[broken").unwrap();
    let report = Content::load_dir(dir.path()).unwrap_err();
    let [problem] = report.0.as_slice() else {
        panic!("{report}")
    };
    assert!(problem.file.ends_with("texts/doctor.toml"), "{problem}");
}

#[test]
fn a_file_that_is_far_too_large_is_not_read_to_its_end() {
    let dir = tempfile::tempdir().unwrap();
    Content::export_to(dir.path()).unwrap();
    let menu = dir.path().join("menu.toml");
    let padded = format!(
        "{}\n# {}",
        fs::read_to_string(&menu).unwrap(),
        "x".repeat(1 << 20)
    );
    fs::write(&menu, padded).unwrap();
    let report = Content::load_dir(dir.path()).unwrap_err();
    assert_eq!(report.0.len(), 1, "{report}");
    assert!(
        report
            .to_string()
            .contains("menu.toml:1: the file is larger than 1 MB"),
        "{report}"
    );
}

#[cfg(unix)]
#[test]
fn only_files_are_read_and_links_to_files() {
    use std::os::unix::fs::symlink;

    let dir = tempfile::tempdir().unwrap();
    Content::export_to(dir.path()).unwrap();
    let menu = dir.path().join("menu.toml");
    fs::rename(&menu, dir.path().join(".menu")).unwrap();
    symlink(dir.path().join(".menu"), &menu).unwrap();
    Content::load_dir(dir.path()).unwrap();
    // Without end, were it read; nothing at all, were it taken for empty.
    for device in ["/dev/null", "/dev/zero"] {
        fs::remove_file(&menu).unwrap();
        symlink(device, &menu).unwrap();
        let report = Content::load_dir(dir.path()).unwrap_err().to_string();
        assert!(
            report.contains("menu.toml:1: the file cannot be read (it is not a file)"),
            "{report}"
        );
    }
}
