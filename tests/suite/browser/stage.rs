//! The command `playground`, opened in a browser as a coach would.

use std::time::{Duration, Instant};

use fantoccini::{Client, Locator, elements::Element};
use serde_json::{Value, json};

use super::driver::{Window, browse};
use crate::support::{
    app::PATIENCE,
    client,
    database::{Backend, TestDatabase},
    process::Process,
};

/// How often the page is looked at while something is awaited.
const GLANCE: Duration = Duration::from_millis(20);

/// A playground of its own, and the page that shows it.
pub struct Stage<'a> {
    pub browser: &'a Client,
    pub url: String,
    http: reqwest::Client,
}

/// Starts the command with an empty database and opens its page.
pub async fn on_stage<Walk: AsyncFnOnce(&Stage<'_>)>(name: &str, window: Window, walk: Walk) {
    let database = TestDatabase::create(Backend::Sqlite).await;
    let arguments = [
        "playground",
        "--listen",
        "127.0.0.1:0",
        "--database",
        &database.url,
        "--chats",
        "chats.jsonl",
    ];
    let mut process = Process::start(database.folder(), name, &arguments, &[]);
    let url = process
        .wrote("address", |process| {
            let out = process.out();
            let (_, rest) = out.split_once("Open  ")?;
            Some(rest.split_once("/ ")?.0.to_owned())
        })
        .await;
    browse(name, window, async |browser| {
        let stage = Stage {
            browser,
            url,
            http: client(),
        };
        stage.browser.goto(&stage.url).await.expect("the page");
        walk(&stage).await;
    })
    .await;
    process.terminate();
}

impl Stage<'_> {
    /// The element that this XPath names, as soon as it is there and can be seen.
    pub async fn shown(&self, xpath: &str) -> Element {
        let begun = Instant::now();
        loop {
            let found = self.browser.find_all(Locator::XPath(xpath)).await;
            for element in found.unwrap_or_default() {
                if element.is_displayed().await.unwrap_or(false) {
                    return element;
                }
            }
            assert!(begun.elapsed() < PATIENCE, "never shown: {xpath}");
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Waits until nothing visible matches any more.
    pub async fn gone(&self, xpath: &str) {
        let begun = Instant::now();
        loop {
            let found = self.browser.find_all(Locator::XPath(xpath)).await;
            let mut any = false;
            for element in found.unwrap_or_default() {
                any |= element.is_displayed().await.unwrap_or(false);
            }
            if !any {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "still there: {xpath}");
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Clicks as a person does; a node that was redrawn meanwhile is looked for again.
    pub async fn click(&self, xpath: &str) {
        let begun = Instant::now();
        while let Err(error) = self.shown(xpath).await.click().await {
            assert!(begun.elapsed() < PATIENCE, "{xpath}: {error}");
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Waits for a bubble of the bot with these words; gives its text.
    pub async fn bubble(&self, words: &str) -> String {
        let theirs = "//*[@id='log']//article[not(contains(@class,'mine'))]";
        let xpath = format!("({theirs}[contains(., \"{words}\")])[last()]");
        self.shown(&xpath).await.text().await.unwrap_or_default()
    }

    /// Presses the newest button of the chat with these words.
    pub async fn press(&self, words: &str) {
        let xpath = format!("(//*[@id='log']//button[contains(., \"{words}\")])[last()]");
        self.click(&xpath).await;
    }

    /// Presses the first button of the newest message with these words.
    pub async fn press_first(&self, words: &str) {
        let newest = format!(
            "(//*[@id='log']//article[contains(., \"{words}\")][.//*[contains(@class,'rows')]])[last()]"
        );
        self.click(&format!(
            "({newest}//*[contains(@class,'rows')]//button)[1]"
        ))
        .await;
    }

    /// Writes into the text box and sends with the Enter key.
    pub async fn write(&self, text: &str) {
        let field = self.shown("//textarea[@id='text']").await;
        field
            .send_keys(&format!("{text}\u{e007}"))
            .await
            .expect("typed");
    }

    /// Asks the playground itself, as a script would.
    pub async fn post(&self, path: &str, form: Value) -> Value {
        let url = format!("{}/playground/{path}", self.url);
        let answer = self
            .http
            .post(url)
            .json(&form)
            .send()
            .await
            .expect("an answer");
        answer.json().await.expect("JSON")
    }

    /// Nothing is under way to the bot.
    pub async fn settle(&self) {
        let quiet = self.post("settle", json!({ "timeout_ms": 10_000 })).await;
        assert_eq!(quiet["quiet"], true);
    }

    /// Whether anything is wider than the window.
    pub async fn is_too_wide(&self) -> bool {
        let script = "return document.documentElement.scrollWidth > window.innerWidth + 1";
        let answer = self.browser.execute(script, Vec::new()).await;
        answer.expect("a script runs") == json!(true)
    }
}

/// What people choose and type.
impl Stage<'_> {
    /// Becomes another person, by id.
    pub async fn become_person(&self, id: i64) {
        self.choose("//select[@id='person']", &id.to_string()).await;
        self.shown(&format!(
            "//select[@id='person']/option[@value='{id}' and . != '']"
        ))
        .await;
    }

    /// Chooses an option by its value.
    pub async fn choose(&self, xpath: &str, value: &str) {
        let select = self.shown(xpath).await;
        select.select_by_value(value).await.expect("an option");
    }

    /// Opens one of the panels beside the chat.
    pub async fn panel(&self, name: &str) {
        let begun = Instant::now();
        let tab = format!("//*[@id='tab-{name}']");
        // The panels slide in on a phone: a click may miss what still moves.
        while self.attribute(&tab, "aria-selected").await.as_deref() != Some("true") {
            self.click(&tab).await;
            assert!(begun.elapsed() < PATIENCE, "the tab {name} is not chosen");
        }
    }

    async fn attribute(&self, xpath: &str, name: &str) -> Option<String> {
        self.shown(xpath).await.attr(name).await.unwrap_or_default()
    }

    /// Buys and so on: an event of the pretend Tribute about the chosen product.
    pub async fn tribute(&self, event: &str, kind: Option<&str>) {
        let kind = kind.map_or(String::new(), |kind| format!(" and @data-type='{kind}'"));
        self.click(&format!("//*[@data-event='{event}'{kind}]"))
            .await;
    }

    /// The chat as a script reads it.
    pub async fn chat(&self, user: i64) -> Value {
        let url = format!("{}/playground/chat?user={user}", self.url);
        let answer = self.http.get(url).send().await.expect("an answer");
        answer.json().await.expect("JSON")
    }

    /// The bytes behind a link of the page.
    pub async fn bytes(&self, link: &str) -> Vec<u8> {
        let answer = self.http.get(link).send().await.expect("an answer");
        assert!(answer.status().is_success(), "{link}: {}", answer.status());
        answer.bytes().await.expect("bytes").to_vec()
    }
}
