//! The daily check with Tribute, against the pretend REST API, through the real server.

use std::path::Path;

use five_keys_bot::{
    content::Content,
    playground::{Playground, TributePlan, TributeSending},
};

use crate::support::{
    app::{ADMIN, TestApp, plan, pretend},
    database::TestDatabase,
    on_both,
};

const ANNA: i64 = 5_301_000_111;

/// The embedded pack with the numbers of what [`sells`] sells.
pub fn pack(folder: &Path) {
    Content::export_to(folder).expect("exported");
    let plans = folder.join("plans.toml");
    let text = std::fs::read_to_string(&plans).expect("the plans");
    let words = "name_words = [\"клуб плюс\"";
    assert!(text.contains(words), "{text}");
    let numbered = text.replace(
        words,
        &format!("subscription_ids = [1700]\nproduct_ids = [456]\n{words}"),
    );
    std::fs::write(&plans, numbered).expect("written");
}

/// Puts on sale what this pack has.
pub fn sells(telegram: &Playground) {
    let plus = TributePlan {
        name: "Клуб «Пять ключей» Плюс".into(),
        subscription_id: 1700,
        period_id: 1601,
        price: 149_000,
        ..plan()
    };
    telegram.set_plans(vec![plan(), plus]);
}

/// A shop's order is paid, and its event is held back; the entry's number and the order's uuid.
pub async fn paid_in_silence(telegram: &Playground, buyer: i64) -> (u64, String) {
    // Behind two plans, two donations and two products.
    let body = telegram.tribute_draft(buyer, "shop_order", 6, None);
    let body = body.expect("an order");
    let event: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    let uuid = event["payload"]["uuid"]
        .as_str()
        .expect("a uuid")
        .to_owned();
    let sending = TributeSending {
        user: buyer,
        body,
        hold: true,
        ..TributeSending::default()
    };
    (telegram.tribute_post(sending).await.number, uuid)
}

async fn start(
    backend: crate::support::database::Backend,
    pack: &Path,
    more: &[(&str, &str)],
) -> TestApp {
    let telegram = pretend().await;
    sells(&telegram);
    let database = TestDatabase::create(backend).await;
    let folder = pack.to_str().expect("UTF-8");
    let mut settings = vec![("TASKS_TOKEN", "cron"), ("CONTENT_DIR", folder)];
    settings.extend_from_slice(more);
    let app = TestApp::on(telegram, database, &settings).await;
    app.telegram.add_person(ADMIN, "Owner", Some("ru"));
    app.says(ADMIN, "/start").await;
    // The first turn only notes when to ask.
    run(&app).await;
    app
}

/// What cron does; how many messages the check queued.
async fn run(app: &TestApp) -> i64 {
    let request = app.http.post(format!("{}/tasks/run", app.url));
    let answer = request.bearer_auth("cron").send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let summary: serde_json::Value = answer.json().await.expect("JSON");
    app.settled().await;
    summary["tasks"]["tribute_check"]["told"]
        .as_i64()
        .expect("a count")
}

/// A day goes by.
async fn next_day(app: &TestApp) -> i64 {
    let settings = "SELECT settings FROM tasks WHERE name = 'tribute_check'";
    let line = app.database.value(settings).await;
    let told = line.split_once(' ').expect("two words").1;
    let due = format!(
        "UPDATE tasks SET settings = '2026-01-01T00:00:00Z {told}', next_run_at = '2026-01-01 00:00:00.000000', \
         claimed_until = NULL WHERE name = 'tribute_check'"
    );
    app.database.query(&due).await;
    run(app).await
}

on_both! {
    async fn an_order_that_the_bot_never_heard_of_is_told_once_and_so_is_that_all_is_well_again(backend) {
        let folder = tempfile::tempdir().expect("a folder");
        pack(folder.path());
        let app = start(backend, folder.path(), &[]).await;
        assert_eq!(run(&app).await, 0, "it is not time yet");
        assert_eq!(next_day(&app).await, 0, "all is well, and was before");

        let (number, uuid) = paid_in_silence(&app.telegram, ANNA).await;
        assert_eq!(next_day(&app).await, 1);
        let told = app.last(ADMIN).text;
        assert!(told.contains(&uuid) && told.contains("не слышал") && told.contains("500") && told.contains('₽'), "{told}");
        assert_eq!(next_day(&app).await, 0, "told twice");
        assert_eq!(app.last(ADMIN).text, told);

        let (_, other) = paid_in_silence(&app.telegram, ANNA + 1).await;
        assert_eq!(next_day(&app).await, 1, "another one is news");
        let both = app.last(ADMIN).text;
        assert!(both.contains(&uuid) && both.contains(&other), "{both}");

        app.telegram.tribute_resend(number).await.expect("an entry");
        app.settled().await;
        assert_eq!(next_day(&app).await, 1, "what is left is told");
        assert!(!app.last(ADMIN).text.contains(&uuid));
        app.telegram.tribute_resend(number + 1).await.expect("an entry");
        app.settled().await;
        assert_eq!(next_day(&app).await, 1);
        assert!(app.last(ADMIN).text.contains("всё сходится"), "{}", app.last(ADMIN).text);
        assert_eq!(next_day(&app).await, 0);
        assert!(app.metric(r#"bot_task_runs_total{task="tribute_check",outcome="ok"}"#).await >= 1.0);
        app.stop().await;
    }

    async fn a_key_that_tribute_does_not_accept_is_told_once_and_never_shown(backend) {
        let folder = tempfile::tempdir().expect("a folder");
        pack(folder.path());
        let wrong = [("TRIBUTE_API_KEY", "trbt_distinctive")];
        let app = start(backend, folder.path(), &wrong).await;
        assert_eq!(next_day(&app).await, 1);
        let told = app.last(ADMIN).text;
        assert!(told.contains("TRIBUTE_API_KEY") && !told.contains("distinctive"), "{told}");
        assert_eq!(next_day(&app).await, 0);
        app.stop().await;
    }

    async fn when_tribute_is_away_nobody_is_told_and_it_is_asked_again(backend) {
        let folder = tempfile::tempdir().expect("a folder");
        pack(folder.path());
        let nowhere = [("TRIBUTE_API_URL", "http://127.0.0.1:9/api/v1")];
        let app = start(backend, folder.path(), &nowhere).await;
        let newest = app.last(ADMIN).text;
        assert_eq!(next_day(&app).await, 0);
        assert_eq!(app.last(ADMIN).text, newest);
        let due = app.database.value("SELECT settings FROM tasks WHERE name = 'tribute_check'").await;
        assert!(due.starts_with("2026-01-01"), "still due: {due}");
        app.stop().await;
    }
}
