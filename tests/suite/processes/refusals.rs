//! A service that cannot run says why, in words for the person who started it, and ends.

use std::net::TcpListener;

use five_keys_bot::playground::{Playground, Settings};

use crate::support::{
    database::{Backend, TestDatabase},
    process::{Ended, run},
};

const TOKEN: &str = "700000001:distinctive-token";

async fn serve(environment: &[(&str, &str)]) -> Ended {
    let folder = tempfile::tempdir().expect("a folder");
    let mut all = vec![
        ("BOT_TOKEN", TOKEN),
        ("WEB_HOST", "127.0.0.1"),
        ("WEB_PORT", "0"),
    ];
    all.extend_from_slice(environment);
    run(folder.path(), &["serve"], &all).await
}

#[tokio::test(flavor = "multi_thread")]
async fn all_wrong_settings_are_named_at_once_and_no_secret_is_shown() {
    let wrong = [
        ("BOT_TOKEN", "hunter2 is no token"),
        ("DATABASE_URL", "mysql://user:hunter2@host/db"),
        ("WEB_PORT", "eighty"),
        ("TZ", "Mars/Olympus"),
        ("PUBLIC_URL", "http://bot.example.com"),
        ("TELEGRAM_SECRET_TOKEN", "hunter2!"),
        ("TRIBUTE_API_KEY", "hunter2,b,c"),
        ("REDIS_URL", "hunter2"),
        ("HTTP_PROXY_URL", "hunter2"),
        ("ADMIN_ID", "@me"),
        ("LOG_FORMAT", "xml"),
    ];
    let complained = serve(&wrong).await.failure();
    for (name, _) in wrong {
        assert!(
            complained.lines().any(|line| line.starts_with(name)),
            "{name} is missing in:\n{complained}"
        );
    }
    assert!(!complained.contains("hunter2"), "{complained}");
    assert!(
        complained.contains("sqlite:bot.db"),
        "it says what to write instead: {complained}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_token_it_says_where_to_get_one() {
    let complained = serve(&[("BOT_TOKEN", "")]).await.failure();
    assert!(
        complained.contains("@BotFather") && complained.contains("playground"),
        "{complained}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_database_is_refused_by_every_command_that_needs_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let environment = [
        ("BOT_TOKEN", TOKEN),
        ("DATABASE_URL", "mysql://user:hunter2@host/db"),
    ];
    for command in [&["serve"][..], &["migrate"], &["migrate", "--status"]] {
        let complained = run(folder.path(), command, &environment).await.failure();
        assert!(
            complained.contains("DATABASE_URL must begin with postgres://"),
            "{complained}"
        );
        assert!(!complained.contains("hunter2"), "{complained}");
    }
    assert_eq!(
        std::fs::read_dir(folder.path()).expect("a folder").count(),
        0,
        "no file was made"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_in_use_is_named_with_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let complained = serve(&[("WEB_PORT", &port)]).await.failure();
    assert!(
        complained.contains(&format!("cannot listen on 127.0.0.1:{port}")),
        "{complained}"
    );
    assert!(complained.contains("WEB_PORT"), "{complained}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_does_not_answer_is_named_without_its_password() {
    let complained = serve(&[("DATABASE_URL", "postgres://user:hunter2@127.0.0.1:1/db")])
        .await
        .failure();
    assert!(complained.contains("check DATABASE_URL"), "{complained}");
    assert!(!complained.contains("hunter2"), "{complained}");
    let complained = serve(&[("DATABASE_URL", "sqlite:no/such/folder/bot.db")])
        .await
        .failure();
    assert!(
        complained.contains("no/such/folder") && complained.contains("check DATABASE_URL"),
        "{complained}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_content_pack_starts_nothing() {
    let pack = tempfile::tempdir().expect("a folder");
    std::fs::write(pack.path().join("menu.toml"), "[[door]]\nkind = \"moon\"\n").expect("written");
    let folder = pack.path().to_string_lossy().into_owned();
    let complained = serve(&[("CONTENT_DIR", &folder)]).await.failure();
    assert!(
        complained.contains("content pack has problems") && complained.contains("menu.toml"),
        "{complained}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_telegram_does_not_know_ends_the_service_with_one_sentence() {
    let telegram = Playground::start(Settings::default())
        .await
        .expect("starts");
    let database = TestDatabase::create(Backend::Sqlite).await;
    let api = telegram.api_url();
    let more = [
        ("TELEGRAM_API_URL", api.as_str()),
        ("DATABASE_URL", &database.url),
        ("TRIBUTE_API_KEY", "trbt-test-key"),
        ("RUST_LOG", "warn"),
    ];
    for public in ["", "https://bot.example.com"] {
        let complained = serve(&[&more[..], &[("PUBLIC_URL", public)]].concat())
            .await
            .failure();
        let expected =
            "five-keys-bot: Telegram does not know this BOT_TOKEN: copy it again from @BotFather\n";
        assert_eq!(complained, expected);
    }
}
