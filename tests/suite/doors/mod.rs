//! Doors: private channels and groups that a plan opens, with the pretend Telegram keeping them.

mod audit;
mod ends;
mod entry;
mod rights;

use five_keys_bot::content::Content;
use serde_json::Value;

use crate::support::{
    app::{TestApp, pretend},
    database::{Backend, TestDatabase},
    payments::{ANNA, MARCH, order},
};

/// The channel of the cheaper plan.
const CHANNEL: i64 = -1_002_000_000_001;
/// The group of the dearer one.
const GROUP: i64 = -1_002_000_000_002;
const BORIS: i64 = 5_301_000_222;
/// Runs the channel, and is not known to the bot.
const HOST: i64 = 5_301_000_999;

/// A service whose plans open a channel and a group.
struct House {
    app: TestApp,
    _pack: tempfile::TempDir,
}

impl std::ops::Deref for House {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.app
    }
}

/// The embedded pack with a door for each of its plans.
fn pack() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    Content::export_to(folder.path()).expect("exported");
    let path = folder.path().join("plans.toml");
    let plans = std::fs::read_to_string(&path).expect("read");
    let door = |chat: i64, ru: &str, en: &str| {
        format!("\n[[plan.door]]\nchat = {chat}\ntitle.ru = \"{ru}\"\ntitle.en = \"{en}\"\n")
    };
    let second = plans.rfind("[[plan]]").expect("two plans");
    let (first, second) = plans.split_at(second);
    let channel = door(CHANNEL, "Канал клуба", "Club channel");
    let group = door(GROUP, "Чат Плюс", "Plus chat");
    std::fs::write(&path, format!("{first}{channel}\n{second}{group}")).expect("written");
    folder
}

async fn house(backend: Backend) -> House {
    let database = TestDatabase::create(backend).await;
    let telegram = pretend().await;
    telegram.add_group_or_channel(CHANNEL, "Club", true);
    telegram.add_group(GROUP, "Plus");
    let pack = pack();
    let folder = pack.path().to_string_lossy().into_owned();
    let settings = [("CONTENT_DIR", folder.as_str()), ("TASKS_TOKEN", "cron")];
    let app = TestApp::on(telegram, database, &settings).await;
    House { app, _pack: pack }
}

impl House {
    /// What cron does.
    async fn run(&self) -> Value {
        let request = self.http.post(format!("{}/tasks/run", self.url));
        let answer = request.bearer_auth("cron").send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        let done = answer.json().await.expect("JSON");
        self.settled().await;
        done
    }

    /// The person pays for the cheaper plan.
    async fn pays(&self, person: i64, minute: i64) {
        let mut order = order(minute, MARCH);
        order.telegram_user_id = Some(person);
        order.trb_user_id = Some(format!("T-{person}"));
        self.tribute("new_subscription", &order).await;
        self.settled().await;
    }

    /// Time passes: what the person paid for is over, with all days of grace, and the bot looks.
    async fn access_ends(&self, person: i64) {
        let past = "'2026-01-01 00:00:00.000000'";
        let ended =
            format!("UPDATE subscriptions SET access_until = {past} WHERE user_id = {person}");
        self.database.query(&ended).await;
        self.looks_at(person).await;
    }

    /// The moment of the person's next look is now.
    async fn looks_at(&self, person: i64) {
        let due = format!(
            "UPDATE door_members SET check_at = '2026-01-01 00:00:00.000000' WHERE user_id = {person}"
        );
        self.database.query(&due).await;
        self.run().await;
    }

    /// The moment of the doors' daily look is now.
    async fn looks_at_doors(&self) {
        let due = "UPDATE door_chats SET check_at = '2026-01-01 00:00:00.000000' WHERE is_door";
        self.database.query(due).await;
        self.run().await;
    }

    /// Who stands where at the channel, by person.
    async fn stands(&self, person: i64) -> String {
        let sql = format!(
            "SELECT status FROM door_members WHERE user_id = {person} AND door = {CHANNEL}"
        );
        let rows = self.database.query(&sql).await;
        rows.concat().pop().unwrap_or_default()
    }

    /// The person asks to come in and everything that follows has happened.
    async fn knocks(&self, person: i64) {
        self.telegram.ask_to_join(person, CHANNEL);
        self.settled().await;
    }

    /// Presses the newest button with these words and gives the address under the bot's newest message.
    async fn link(&self, person: i64) -> String {
        self.says(person, "/subscription").await;
        self.presses(person, "Канал клуба").await;
        let message = self.last(person);
        let mut buttons = message.keyboard.iter().flatten();
        let url = buttons.find_map(|button| button.action.url());
        url.unwrap_or_else(|| panic!("no link in {message:#?}"))
            .to_owned()
    }

    fn is_inside(&self, person: i64) -> bool {
        self.telegram.member_status(CHANNEL, person) == "member"
    }
}
