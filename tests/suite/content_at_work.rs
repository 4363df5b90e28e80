//! The owner edits the content pack beside the running bot.

use std::{fs, path::Path};

use five_keys_bot::content::Content;
use serde_json::{Value, json};

use crate::support::{
    app::{PATIENCE, TestApp},
    client,
    database::{Backend, TestDatabase},
    process::Process,
};

const ANNA: i64 = 5_301_000_111;

/// The embedded pack in a folder.
fn pack() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    Content::export_to(folder.path()).expect("exported");
    folder
}

/// Replaces words in a file, as an editor saves it.
fn edit(pack: &Path, file: &str, old: &str, new: &str) {
    let path = pack.join(file);
    let text = fs::read_to_string(&path).expect("read");
    assert!(text.contains(old), "{old} is not in {file}");
    fs::write(&path, text.replace(old, new)).expect("written");
}

/// Asks again until it holds: the folder is looked at a few times a second.
async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let waited = tokio::time::timeout(PATIENCE, async {
        while !holds().await {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    });
    waited
        .await
        .unwrap_or_else(|_| panic!("never happened: {what}"));
}

fn asks_about_reminders(message: &Value) -> bool {
    message.to_string().contains("notify:no")
}

async fn says_welcome(app: &TestApp, words: &str) -> bool {
    app.says(ANNA, "/start").await;
    app.last(ANNA).text.contains(words)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_pack_is_taken_up_by_the_running_service_and_a_broken_one_is_not() {
    let pack = pack();
    let folder = pack.path().to_string_lossy().into_owned();
    let app = TestApp::start_with(Backend::Sqlite, &[("CONTENT_DIR", &folder)]).await;
    assert!(says_welcome(&app, "Здравствуйте").await);
    assert!(says_welcome(&app, "С возвращением").await);

    edit(
        pack.path(),
        "texts.toml",
        "С возвращением",
        "Снова здравствуйте",
    );
    until("the new words", async || {
        says_welcome(&app, "Снова здравствуйте").await
    })
    .await;

    edit(
        pack.path(),
        "texts.toml",
        "ru = \"Моя подписка\"",
        "ru = \"Мой доступ\"",
    );
    until("the new command", async || {
        let commands = app.telegram.commands(Some("ru"));
        commands.iter().any(|(_, words)| words == "Мой доступ")
    })
    .await;

    edit(pack.path(), "products.toml", "price = 690", "price = 700");
    app.until_stored(
        "SELECT price_minor FROM products WHERE id = 'vitamin_d3'",
        "70000",
    )
    .await;

    edit(
        pack.path(),
        "plans.toml",
        "id = \"club_plus\"",
        "id = \"club_gold\"",
    );
    until("the new plan's series", async || {
        app.scrape()
            .await
            .contains("bot_subscriptions_active{plan=\"club_gold\"} 0")
    })
    .await;
    assert!(
        !app.scrape().await.contains("plan=\"club_plus\""),
        "a series for each name that ever was"
    );

    // Two changes: the broken one is not used, and does not keep the next good one from being used.
    edit(
        pack.path(),
        "texts.toml",
        "Снова здравствуйте",
        "<b>Сломано",
    );
    edit(pack.path(), "products.toml", "price = 700", "price = 710");
    assert!(says_welcome(&app, "Снова здравствуйте").await);
    edit(pack.path(), "texts.toml", "<b>Сломано", "Починено");
    until("the repaired words", async || {
        says_welcome(&app, "Починено").await
    })
    .await;
    app.until_stored(
        "SELECT price_minor FROM products WHERE id = 'vitamin_d3'",
        "71000",
    )
    .await;
    app.stop().await;
}

/// The playground's page, asked directly.
struct Page {
    url: String,
    http: reqwest::Client,
    process: Process,
}

impl Page {
    async fn open(database: &TestDatabase, pack: &Path) -> Self {
        let pack = pack.to_string_lossy();
        let arguments = [
            "playground",
            "--listen",
            "127.0.0.1:0",
            "--database",
            &database.url,
            "--chats",
            "chats.jsonl",
            "--content",
            &pack,
        ];
        let mut process = Process::start(database.folder(), "playground", &arguments, &[]);
        let address = process.wrote("address", |process| {
            let out = process.out();
            Some(out.split_once("Open  ")?.1.split_once("/ ")?.0.to_owned())
        });
        let url = address.await;
        // As it is logged, without the password that a URL may hold.
        let memory = process.wrote("memory", |process| {
            Some(process.out().split_once("Its memory is ")?.1.to_owned())
        });
        assert!(memory.await.starts_with("SQLite file "));
        let http = client();
        Self { url, http, process }
    }

    async fn get(&self, path: &str) -> Value {
        let asked = self
            .http
            .get(format!("{}/playground/{path}", self.url))
            .send();
        asked.await.expect("an answer").json().await.expect("JSON")
    }

    async fn state(&self) -> Value {
        self.get(&format!("state?user={ANNA}")).await
    }

    async fn post(&self, path: &str, body: Value) {
        let url = format!("{}/playground/{path}", self.url);
        let answer = self
            .http
            .post(url)
            .json(&body)
            .send()
            .await
            .expect("an answer");
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
    }

    /// Anna writes, and the bot answers with these words.
    async fn hears(&self, text: &str, words: &str) {
        self.post("text", json!({ "user": ANNA, "text": text }))
            .await;
        until(words, async || {
            let state = self.state().await;
            let last = state["messages"]
                .as_array()
                // The first welcome is followed by a question about reminders.
                .and_then(|messages| messages.iter().rfind(|one| !asks_about_reminders(one)))
                .cloned();
            last.is_some_and(|last| {
                last["text"]
                    .as_str()
                    .is_some_and(|text| text.contains(words))
            })
        })
        .await;
    }

    /// The titles of what the database has about Anna.
    async fn known(&self) -> Vec<Value> {
        let person = self.get(&format!("person?user={ANNA}")).await;
        let sections = person["sections"].as_array().expect("sections");
        sections
            .iter()
            .map(|section| section["title"].clone())
            .collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_playground_shows_the_content_at_work_the_database_and_forgets_both() {
    let (pack, database) = (pack(), TestDatabase::create(Backend::Sqlite).await);
    let page = Page::open(&database, pack.path()).await;
    until("the webhook", async || {
        page.state().await["webhook"]["set"] == true
    })
    .await;
    page.hears("/start", "Здравствуйте").await;
    assert_eq!(page.state().await["content"]["problems"], Value::Null);

    edit(pack.path(), "plans.toml", "499 ₽ в месяц", "555 ₽ в месяц");
    until("the new price", async || {
        page.state().await["plans"][0]["price"] == 55_500
    })
    .await;

    edit(pack.path(), "texts.toml", "С возвращением", "<b>Сломано");
    until("the report", async || {
        let state = page.state().await;
        let problems = state["content"]["problems"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        problems.contains("texts.toml:") && !problems.contains("plans.toml")
    })
    .await;
    page.hears("/start", "С возвращением").await;
    edit(pack.path(), "texts.toml", "<b>Сломано", "Починено");
    until("no report", async || {
        page.state().await["content"]["problems"].is_null()
    })
    .await;
    page.hears("/start", "Починено").await;

    let state = page.state().await;
    let metrics = state["metrics"].as_array().expect("figures");
    let updates = metrics.iter().find(|metric| metric["name"] == "updates");
    assert_eq!(
        updates.expect("known")["value"].as_f64(),
        Some(4.0),
        "{metrics:?}"
    );
    assert!(metrics.len() <= 12 && metrics.iter().any(|metric| metric["name"] == "database"));

    let known = page.known().await;
    assert_eq!(known, [json!("Person"), json!("Events")]);
    page.post("restart_chat", json!({ "user": ANNA })).await;
    assert!(page.known().await.is_empty());
    page.hears("/start", "Здравствуйте").await;
    page.post("clean", json!({})).await;
    assert_eq!(database.count("users").await, 0);
    assert!(
        database.count("products").await > 0,
        "the catalogue is there again"
    );
    page.hears("/start", "Здравствуйте").await;
    page.process.terminate();
}
