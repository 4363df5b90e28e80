//! The real service on a free port, with the pretend Telegram and Tribute.

use std::{ffi::OsString, time::Duration};

use five_keys_bot::{
    app::{Application, StartError},
    config::{Config, Variables},
    intake::FloodLimits,
    playground::{Playground, Settings, ShownMessage, TributePlan},
};
use jiff::SignedDuration;
use tokio::{sync::oneshot, task::JoinHandle};

use super::database::{Backend, TestDatabase};

/// Who gets the owner's messages.
pub const ADMIN: i64 = 9_000_001;
/// The secret that proves Telegram.
pub const SECRET: &str = "test-secret";
/// Long enough for anything on a busy machine; nothing waits for it when all is well.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A running service and everything around it.
pub struct TestApp {
    pub telegram: Playground,
    pub database: TestDatabase,
    /// `http://127.0.0.1:PORT`
    pub url: String,
    pub http: reqwest::Client,
    stop: oneshot::Sender<()>,
    running: JoinHandle<Result<(), StartError>>,
}

/// The pretend Telegram and Tribute.
pub async fn pretend() -> Playground {
    let settings = Settings {
        retry_unit: Duration::from_millis(10),
        plans: vec![plan()],
        ..Settings::default()
    };
    Playground::start(settings)
        .await
        .expect("the pretend Telegram starts")
}

/// A plan that the embedded content pack knows by its ids.
pub fn plan() -> TributePlan {
    TributePlan {
        name: "Клуб «Пять ключей»".into(),
        subscription_id: 1644,
        period_id: 1547,
        period: "monthly".into(),
        price: 49_900,
        currency: "rub".into(),
    }
}

/// The steps of a test follow each other faster than anybody can press, so haste is allowed: all but the same press
/// twice at once.
pub fn hasty() -> FloodLimits {
    FloodLimits {
        burst: 1_000_000,
        again_within: SignedDuration::ZERO,
        ..FloodLimits::default()
    }
}

/// The settings of a test, with `more` on top.
pub fn config(telegram: &Playground, database: &TestDatabase, more: &[(&str, &str)]) -> Config {
    let own = [
        ("BOT_TOKEN", telegram.settings().bot_token.as_str()),
        ("TELEGRAM_API_URL", &telegram.api_url()),
        ("TELEGRAM_SECRET_TOKEN", SECRET),
        ("TRIBUTE_API_KEY", &telegram.settings().tribute_key),
        ("TRIBUTE_API_URL", &telegram.tribute_api_url()),
        ("DATABASE_URL", &database.url),
        ("WEB_HOST", "127.0.0.1"),
        ("WEB_PORT", "0"),
        ("ADMIN_ID", &ADMIN.to_string()),
    ]
    .map(|(name, value)| (OsString::from(name), OsString::from(value)));
    let more = more
        .iter()
        .map(|(name, value)| (OsString::from(name), OsString::from(value)));
    let mut all: Vec<(OsString, OsString)> = own.to_vec();
    for (name, value) in more {
        all.retain(|(known, _)| *known != name);
        all.push((name, value));
    }
    Config::from_variables(Variables::from_env(all)).expect("valid settings")
}

/// Whether it asks about reminders and has no answer yet.
pub fn asks_about_reminders(message: &ShownMessage) -> bool {
    let mut buttons = message.keyboard.iter().flatten();
    buttons.any(|button| button.action.data() == Some("notify:no"))
}

impl TestApp {
    /// Starts everything on an empty database.
    pub async fn start(backend: Backend) -> Self {
        Self::start_with(backend, &[]).await
    }

    /// The same with some settings of its own.
    pub async fn start_with(backend: Backend, settings: &[(&str, &str)]) -> Self {
        let database = TestDatabase::create(backend).await;
        Self::on(pretend().await, database, settings).await
    }

    /// Starts everything with the limits that people have.
    pub async fn start_limited(backend: Backend) -> Self {
        let database = TestDatabase::create(backend).await;
        let limits = FloodLimits::default();
        Self::on_within(pretend().await, database, &[], limits).await
    }

    /// Starts the service beside what is there already, and waits until its webhook is registered.
    pub async fn on(
        telegram: Playground,
        database: TestDatabase,
        settings: &[(&str, &str)],
    ) -> Self {
        Self::on_within(telegram, database, settings, hasty()).await
    }

    async fn on_within(
        telegram: Playground,
        database: TestDatabase,
        settings: &[(&str, &str)],
        limits: FloodLimits,
    ) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let config = config(&telegram, &database, settings);
        let mut application = Application::build(&config)
            .await
            .expect("the service starts");
        let url = format!("http://127.0.0.1:{}", application.port());
        application.set_public_url(url.clone());
        application.set_flood_limits(limits);
        telegram.set_tribute_webhook(&format!("{url}{}", config.tribute_webhook_path));
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async { drop(stopped.await) };
        let running = tokio::spawn(application.run_until_stopped(stopped));
        let http = reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("a client");
        let app = Self {
            telegram,
            database,
            url,
            http,
            stop,
            running,
        };
        app.registered().await;
        app
    }

    /// Waits until the pretend Telegram knows this service's address.
    async fn registered(&self) {
        let address = format!("{}/", self.url);
        let known = || {
            self.telegram
                .webhook()
                .is_some_and(|webhook| webhook.url.starts_with(&address))
        };
        let waited = tokio::time::timeout(PATIENCE, async {
            while !known() {
                tokio::task::yield_now().await;
                self.telegram.settle(Duration::from_millis(5)).await;
            }
        });
        waited.await.expect("the webhook is registered");
    }

    /// The person writes, and everything that follows has happened.
    pub async fn says(&self, user: i64, text: &str) {
        self.telegram.send_text(user, text);
        self.settled().await;
    }

    /// The person presses the newest button with this text, and everything that follows has happened.
    pub async fn presses(&self, user: i64, button: &str) {
        let pressed = self.telegram.press_button(user, button);
        assert!(
            pressed.is_some(),
            "no button {button:?} in {:#?}",
            self.telegram.chat(user)
        );
        self.settled().await;
    }

    /// Waits until no delivery is waiting or under way.
    pub async fn settled(&self) {
        assert!(
            self.telegram.settle(PATIENCE).await,
            "deliveries did not come to rest"
        );
    }

    /// The newest message of the bot in a chat, without the question about reminders, which follows the first
    /// `/start` of everybody and has a story of its own.
    pub fn last(&self, chat: i64) -> ShownMessage {
        let mut newest = self.telegram.chat(chat).into_iter().rev();
        newest
            .find(|message| message.from_bot && !asks_about_reminders(message))
            .unwrap_or_else(|| panic!("nothing from the bot in {chat}"))
    }

    /// Waits until a condition on the world holds; for what the sender does after the answer.
    pub async fn until(&self, what: &str, holds: impl Fn(&Playground) -> bool) {
        let waited = tokio::time::timeout(PATIENCE, async {
            while !holds(&self.telegram) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        });
        waited
            .await
            .unwrap_or_else(|_| panic!("never happened: {what}"));
    }

    /// Posts a body to the Telegram webhook with the right secret.
    pub async fn post_update(&self, body: impl Into<reqwest::Body>) -> reqwest::Response {
        self.http
            .post(format!("{}/telegram/webhook", self.url))
            .header("X-Telegram-Bot-Api-Secret-Token", SECRET)
            .body(body)
            .send()
            .await
            .expect("an answer")
    }

    /// Asks a page.
    pub async fn get(&self, path: &str) -> reqwest::Response {
        self.http
            .get(format!("{}{path}", self.url))
            .send()
            .await
            .expect("an answer")
    }

    /// Stops gracefully and hands back what outlives the service. Nothing may be left in the outbox.
    pub async fn stop(self) -> (Playground, TestDatabase) {
        let (telegram, database) = self.stop_with_leftovers().await;
        let left = "SELECT count(*) FROM outbox WHERE dead_at IS NULL AND held_at IS NULL";
        assert_eq!(
            database.value(left).await,
            "0",
            "messages were left in the outbox"
        );
        (telegram, database)
    }

    /// Stops gracefully, whatever is left in the outbox.
    pub async fn stop_with_leftovers(self) -> (Playground, TestDatabase) {
        let _ = self.stop.send(());
        self.running
            .await
            .expect("no panic")
            .expect("a graceful stop");
        (self.telegram, self.database)
    }
}
