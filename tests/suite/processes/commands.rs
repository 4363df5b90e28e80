//! The commands that end by themselves.

use five_keys_bot::playground::Playground;

use crate::support::{
    app::{SECRET, pretend},
    database::TestDatabase,
    on_both,
    process::{Ended, Service, run},
};

async fn webhook(telegram: &Playground, action: &str, more: &[(&str, &str)]) -> Ended {
    let folder = tempfile::tempdir().expect("a folder");
    let api = telegram.api_url();
    let mut environment = vec![
        ("BOT_TOKEN", telegram.settings().bot_token.as_str()),
        ("TELEGRAM_API_URL", &api),
        ("TELEGRAM_SECRET_TOKEN", SECRET),
    ];
    environment.extend_from_slice(more);
    run(folder.path(), &["webhook", action], &environment).await
}

on_both! {
    async fn migrate_applies_tells_and_takes_back(backend) {
        let database = TestDatabase::create(backend).await;
        let environment = [("DATABASE_URL", database.url.as_str())];
        let migrate = async |arguments: &[&str]| {
            let arguments = [&["migrate"], arguments].concat();
            run(database.folder(), &arguments, &environment).await.success()
        };
        let total = database.url().migration_status().await.expect("a status").len();
        let count = |text: &str, word: &str| text.lines().filter(|line| line.starts_with(word)).count();
        assert_eq!(count(&migrate(&["--status"]).await, "pending"), total);
        let said = migrate(&[]).await;
        assert_eq!(count(&said, "applied"), total, "{said}");
        assert!(!said.contains(&database.url) || !said.contains('@'), "the password is shown: {said}");
        assert!(migrate(&[]).await.starts_with("0 migration(s) applied"));
        assert_eq!(count(&migrate(&["--status"]).await, "applied"), total);
        for _ in 0..total {
            assert_eq!(count(&migrate(&["--revert"]).await, "reverted"), 1);
        }
        assert_eq!(migrate(&["--revert"]).await, "nothing to revert\n");
    }

    async fn the_health_check_follows_the_service(backend) {
        let (telegram, database) = (pretend().await, TestDatabase::create(backend).await);
        let mut service = Service::start("service", &telegram, &database, &[]).await;
        let port = service.port.to_string();
        let environment = [("WEB_PORT", port.as_str())];
        let check = || run(database.folder(), &["healthcheck"], &environment);
        check().await.success();
        service.process.kill();
        let complained = check().await.failure();
        assert!(complained.contains("does not answer"), "{complained}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_webhook_is_set_shown_and_deleted() {
    let telegram = pretend().await;
    let public = [("PUBLIC_URL", "https://bot.example.com/")];
    let complained = webhook(&telegram, "set", &[]).await.failure();
    assert!(complained.contains("PUBLIC_URL"), "{complained}");
    let said = webhook(&telegram, "set", &public).await.success();
    assert!(
        said.contains("https://bot.example.com/telegram/webhook"),
        "{said}"
    );
    let registered = telegram.webhook().expect("registered");
    assert_eq!(registered.url, "https://bot.example.com/telegram/webhook");
    assert_eq!(registered.secret_token.as_deref(), Some(SECRET));
    assert!(!telegram.commands(Some("en")).is_empty());
    let said = webhook(&telegram, "info", &[]).await.success();
    assert!(
        said.contains("url: https://bot.example.com/telegram/webhook")
            && said.contains("callback_query"),
        "{said}"
    );
    assert!(!said.contains(SECRET), "{said}");
    webhook(&telegram, "delete", &[]).await.success();
    assert_eq!(telegram.webhook().map(|webhook| webhook.url), None);
    let said = webhook(&telegram, "info", &[]).await.success();
    assert!(said.contains("url: none"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_webhook_commands_say_it_when_the_token_is_wrong() {
    let telegram = pretend().await;
    for action in ["set", "info", "delete"] {
        let wrong = [
            ("BOT_TOKEN", "123456:distinctive-wrong-token"),
            ("PUBLIC_URL", "https://bot.example.com"),
        ];
        let complained = webhook(&telegram, action, &wrong).await.failure();
        assert!(
            complained.contains("does not know this BOT_TOKEN"),
            "{action}: {complained}"
        );
        assert!(
            !complained.contains("distinctive"),
            "{action}: {complained}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_exported_pack_is_in_order_and_a_broken_one_is_reported_with_file_and_line() {
    let folder = tempfile::tempdir().expect("a folder");
    run(folder.path(), &["content", "check"], &[])
        .await
        .success();
    run(folder.path(), &["content", "export", "pack"], &[])
        .await
        .success();
    let said = run(folder.path(), &["content", "check", "pack"], &[])
        .await
        .success();
    for words in [
        "pack is in order: 5 quizzes, 2 calculators",
        " 1080 ways through the picker",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let plans = folder.path().join("pack/plans.toml");
    let text = std::fs::read_to_string(&plans).expect("the plans");
    let broken = text.replace(
        "link = \"https://t.me/tribute/app?startapp=sClubExample\"",
        "link = \"not an address\"",
    );
    assert_ne!(text, broken);
    std::fs::write(&plans, broken).expect("written");
    let menu = folder.path().join("pack/menu.toml");
    let text = std::fs::read_to_string(&menu).expect("the menu");
    std::fs::write(&menu, text.replace("\"consult\"", "\"konsult\"")).expect("written");
    let by_argument = run(folder.path(), &["content", "check", "pack"], &[])
        .await
        .failure();
    for place in ["plans.toml:", "menu.toml:", "konsult", "2 problems"] {
        assert!(
            by_argument.contains(place),
            "{place} is missing in:\n{by_argument}"
        );
    }
    for place in ["pack/plans.toml:", "pack/menu.toml:"] {
        let own_line = by_argument.lines().any(|line| line.starts_with(place));
        assert!(own_line, "{place} begins no line of:\n{by_argument}");
    }
    let over = run(folder.path(), &["content", "export", "pack"], &[])
        .await
        .failure();
    assert_eq!(over.matches("choose an empty folder").count(), 1, "{over}");
    let by_variable = run(
        folder.path(),
        &["content", "check"],
        &[("CONTENT_DIR", "pack")],
    )
    .await
    .failure();
    assert!(by_variable.contains("2 problems"), "{by_variable}");
    let ended = run(folder.path(), &["content", "check", "--json", "pack"], &[]).await;
    let report: serde_json::Value = serde_json::from_str(&ended.said).expect("JSON");
    assert!(ended.failure().contains("2 problems"));
    let problems = report["problems"].as_array().expect("a list");
    assert!(
        report["ok"] == false && report["summary"].is_null() && problems.len() == 2,
        "{report}"
    );
    for problem in problems {
        let file = problem["file"].as_str().expect("a file");
        assert!(
            file.ends_with(".toml") && problem["line"].is_u64() && problem["message"].is_string(),
            "{report}"
        );
    }
    let again = run(folder.path(), &["content", "export", "pack"], &[])
        .await
        .failure();
    assert!(
        again.contains("pack"),
        "what the owner wrote is not overwritten: {again}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_of_an_older_bot_is_in_order_and_told_what_is_new() {
    let folder = tempfile::tempdir().expect("a folder");
    run(folder.path(), &["content", "export", "pack"], &[])
        .await
        .success();
    std::fs::remove_file(folder.path().join("pack/texts/doctor.toml")).expect("removed");
    let said = run(folder.path(), &["content", "check", "pack"], &[])
        .await
        .success();
    for words in [
        "pack is in order: 5 quizzes",
        "nothing has to be done",
        "pack/texts/doctor.toml:1: the text `doctor.no_file` is not in the pack",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let said = run(folder.path(), &["content", "check", "--json", "pack"], &[])
        .await
        .success();
    let report: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let hints = report["hints"].as_array().expect("a list");
    assert!(report["ok"] == true && hints.len() > 20, "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tools_are_told_what_a_sound_pack_holds_and_what_was_tried() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = run(folder.path(), &["content", "check", "--json"], &[])
        .await
        .success();
    let report: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert!(
        report["ok"] == true && report["problems"] == serde_json::json!([]),
        "{report}"
    );
    assert_eq!(report["summary"]["picker_ways_tried"], 1080);
    for counted in [
        "quizzes",
        "calculators",
        "pages",
        "products",
        "plans",
        "answers_tried",
        "values_tried",
        "messages_tried",
    ] {
        assert!(
            report["summary"][counted].as_u64() > Some(0),
            "{counted}: {report}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_map_of_the_conversation_in_docs_is_the_one_of_the_embedded_pack() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = run(folder.path(), &["content", "map"], &[]).await.success();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/conversation.md");
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    let mut lines = said.lines().zip(kept.lines());
    let differs = lines.find(|(now, then)| now != then);
    assert!(
        said == kept.replace('\r', ""),
        "docs/conversation.md is out of date; `cargo run -- content map > docs/conversation.md` makes it anew: {differs:?}"
    );
    assert!(
        said.len() < 150_000,
        "{} bytes are too many to read",
        said.len()
    );
}
