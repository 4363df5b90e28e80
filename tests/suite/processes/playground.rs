//! What the playground refuses, and that it says why.

use crate::support::process::{Ended, run};

/// Of the form that BotFather gives out.
const REAL: &str = "123456789:AAHfJ3Kq-distinctive_secret_of_a_bot";

async fn playground(
    folder: &std::path::Path,
    more: &[&str],
    environment: &[(&str, &str)],
) -> Ended {
    let arguments = [&["playground"], more].concat();
    run(folder, &arguments, environment).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_token_is_refused_in_one_sentence_that_does_not_show_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let complained = playground(folder.path(), &[], &[("BOT_TOKEN", REAL)])
        .await
        .failure();
    assert_eq!(complained.lines().count(), 1, "{complained}");
    assert!(
        complained.contains("BOT_TOKEN= five-keys-bot playground"),
        "{complained}"
    );
    assert!(!complained.contains("distinctive"), "{complained}");
    std::fs::write(folder.path().join(".env"), format!("BOT_TOKEN={REAL}\n")).expect("written");
    let by_file = playground(folder.path(), &[], &[]).await.failure();
    assert_eq!(by_file, complained);
    // What it advises works: it goes on to the next mistake.
    let advised = playground(
        folder.path(),
        &["--listen", "0.0.0.0:0"],
        &[("BOT_TOKEN", "")],
    )
    .await
    .failure();
    assert!(advised.contains("--open-to-network"), "{advised}");
    assert_eq!(
        std::fs::read_dir(folder.path()).expect("a folder").count(),
        1,
        "it made files"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_network_is_let_in_only_when_that_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.7:8090"] {
        let complained = playground(folder.path(), &["--listen", address], &[])
            .await
            .failure();
        assert!(
            complained.contains(address) && complained.contains("127.0.0.1:PORT"),
            "{complained}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_bots_database_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let real = "postgres://user:hunter2@127.0.0.1:1/db";
    let complained = playground(
        folder.path(),
        &["--database", real],
        &[("DATABASE_URL", real)],
    )
    .await
    .failure();
    assert!(complained.contains("a database of its own"), "{complained}");
    assert!(!complained.contains("hunter2"), "{complained}");
}
